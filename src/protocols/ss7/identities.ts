// Whom an operation is about, where its argument says so at its beginning: TS 29.002 §17.7, TS 29.078 §6.
import { tbcd } from '../../bytes/digits.ts'
import { type Element, elements } from './ber.ts'

/** OCTET STRING, and context tags. */
const OCTET_STRING = 0x04
const CONTEXT_0 = 0x80
const CONTEXT_50 = 0x9f32
const CONSTRUCTED = 0x20
const MOST_DEPTH = 3

/** Where MAP operations have the subscriber. */
const MAP_IDENTITIES: Readonly<Record<number, { readonly tag: number; readonly as: 'imsi' | 'msisdn' }>> = {
  2: { tag: OCTET_STRING, as: 'imsi' },
  3: { tag: OCTET_STRING, as: 'imsi' },
  4: { tag: CONTEXT_0, as: 'imsi' },
  7: { tag: CONTEXT_0, as: 'imsi' },
  8: { tag: CONTEXT_0, as: 'imsi' },
  22: { tag: CONTEXT_0, as: 'msisdn' },
  23: { tag: OCTET_STRING, as: 'imsi' },
  24: { tag: CONTEXT_0, as: 'imsi' },
  44: { tag: CONTEXT_0, as: 'imsi' },
  45: { tag: CONTEXT_0, as: 'msisdn' },
  56: { tag: CONTEXT_0, as: 'imsi' },
  57: { tag: OCTET_STRING, as: 'imsi' },
  66: { tag: CONTEXT_0, as: 'imsi' },
  67: { tag: OCTET_STRING, as: 'imsi' },
  70: { tag: CONTEXT_0, as: 'imsi' },
  71: { tag: CONTEXT_0, as: 'imsi' },
}

const CAP_INITIAL_DP = 0

interface Invoke {
  readonly application: string
  readonly opcode: number
  /** The argument. */
  readonly parts: readonly Element[]
}

export function identityOf(
  bytes: Uint8Array,
  { application, opcode, parts }: Invoke,
): { imsi: string } | { msisdn: string } | undefined {
  const wanted = application === 'MAP' ? MAP_IDENTITIES[opcode] : undefined
  const isInitial = application === 'CAP' && opcode === CAP_INITIAL_DP
  const tag = isInitial ? CONTEXT_50 : wanted?.tag
  const found = tag === undefined ? undefined : find(bytes, parts, tag, 0)
  if (!found) return undefined
  // An AddressString has the nature of the address in its first octet.
  const isNumber = wanted?.as === 'msisdn'
  const digits = tbcd(bytes, found.from + (isNumber ? 1 : 0), found.to)
  if (!/^\d+$/.test(digits)) return undefined
  if (isNumber) return digits.length <= 15 ? { msisdn: digits } : undefined
  return digits.length >= 14 && digits.length <= 15 ? { imsi: digits } : undefined
}

function find(bytes: Uint8Array, within: readonly Element[], tag: number, depth: number): Element | undefined {
  for (const element of within) {
    if (element.tag === tag && element.to > element.from) return element
    if ((bytes[element.at]! & CONSTRUCTED) === 0 || depth >= MOST_DEPTH) continue
    const found = find(bytes, elements(bytes, element.from, element.to), tag, depth + 1)
    if (found) return found
  }
  return undefined
}

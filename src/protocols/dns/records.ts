// Resource records: RFC 1035 §3.2.1.
import { formatIPv4, formatIPv6 } from '../../bytes/address.ts'
import { octets, u16, u32 } from '../../bytes/octets.ts'
import { text } from '../../bytes/text.ts'
import { type MessageBytes, nameAt, nameEnd } from './names.ts'
import { TYPES } from './tables.ts'

/** Behind the name: type, class, time to live, length. */
const FIXED = 10
const LONGEST_TEXT = 256
const OPT = 41

export interface ResourceRecord {
  readonly name: string
  readonly type: string
  readonly ttl: number
  readonly [more: string]: unknown
}

export interface RecordAt {
  readonly record: ResourceRecord
  /** Where the next one starts; beyond the message where its length lies. */
  readonly end: number
}

export function typeName(type: number): string {
  return TYPES[type] ?? `TYPE${type}`
}

/** The record at `at`; undefined where its fixed part does not fit. */
export function recordAt(message: MessageBytes, at: number): RecordAt | undefined {
  const { bytes, to } = message
  const fixed = nameEnd(message, at)
  if (fixed < 0 || fixed + FIXED > to) return undefined
  const type = u16(bytes, fixed)
  const from = fixed + FIXED
  const end = from + u16(bytes, fixed + 8)
  const name = nameAt(message, at)
  // In OPT the class and the time to live are something else: RFC 6891 §6.1.2.
  const ttl = type === OPT ? 0 : u32(bytes, fixed + 4)
  const data = end <= to ? READERS[type]?.(message, from, end) : undefined
  return { record: { name, type: typeName(type), ttl, ...data }, end }
}

type Reader = (message: MessageBytes, from: number, to: number) => object | undefined

const target: Reader = (message, from) => ({ target: nameAt(message, from) })

const READERS: Readonly<Record<number, Reader>> = {
  1: ({ bytes }, from, to) => (to - from === 4 ? { address: formatIPv4(bytes, from) } : undefined),
  2: target,
  5: target,
  6: target,
  12: target,
  15: (message, from, to) =>
    to - from < 3 ? undefined : { preference: u16(message.bytes, from), target: nameAt(message, from + 2) },
  16: ({ bytes }, from, to) => ({ text: strings(bytes, from, to).join('') }),
  28: ({ bytes }, from, to) => (to - from === 16 ? { address: formatIPv6(bytes, from) } : undefined),
  33: service,
  35: namingAuthority,
  39: target,
  99: ({ bytes }, from, to) => ({ text: strings(bytes, from, to).join('') }),
  65: ({ bytes }, from, to) => ({ data: octets(bytes, from, to) }),
}

/** SRV: RFC 2782. */
function service(message: MessageBytes, from: number, to: number): object | undefined {
  if (to - from < 7) return undefined
  const { bytes } = message
  const [priority, weight, port] = [u16(bytes, from), u16(bytes, from + 2), u16(bytes, from + 4)]
  return { priority, weight, port, target: nameAt(message, from + 6) }
}

/** NAPTR: RFC 3403 §4.1. */
function namingAuthority(message: MessageBytes, from: number, to: number): object | undefined {
  if (to - from < 8) return undefined
  const { bytes } = message
  const [flags = '', services = '', regexp = ''] = strings(bytes, from + 4, to, 3)
  let replacement = from + 4
  for (let i = 0; i < 3 && replacement < to; i++) replacement += 1 + bytes[replacement]!
  const rest = replacement < to ? nameAt(message, replacement) : '.'
  const [order, preference] = [u16(bytes, from), u16(bytes, from + 2)]
  return { order, preference, flags, services, regexp, ...(rest !== '.' && { replacement: rest }) }
}

/** Character strings with a length before each: RFC 1035 §3.3. */
function strings(bytes: Uint8Array, from: number, to: number, most = 64): string[] {
  const found: string[] = []
  for (let at = from; at < to && found.length < most;) {
    const end = at + 1 + bytes[at]!
    found.push(text(bytes, at + 1, Math.min(end, to, at + 1 + LONGEST_TEXT)))
    at = end
  }
  return found
}

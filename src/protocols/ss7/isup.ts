// ISUP: ITU-T Q.763; BICC, which has its messages: Q.1902.3.
import { octets } from '../../bytes/octets.ts'
import type { Out } from '../../model/message.ts'
import { readParameter, type Several } from './isup-parameters.ts'
import { ISUP_MESSAGES } from './tables-isup.ts'
import type { Naming } from './users.ts'

/** Mandatory parameters of a fixed length, those that pointers lead to, in order, and whether more may follow. */
interface Layout {
  readonly fixed: readonly (readonly [code: number, length: number])[]
  readonly variable: readonly number[]
  readonly isClosed?: true
}

/** Parameters that are mandatory somewhere: Table 5. */
const CAUSE = 0x12
const RANGE = 0x16
const SUPERVISION = [0x15, 1] as const
const FACILITY = [0x18, 1] as const
const BARE: Layout = { fixed: [], variable: [], isClosed: true }
const OPTIONAL: Layout = { fixed: [], variable: [] }
const GROUP: Layout = { fixed: [SUPERVISION], variable: [RANGE], isClosed: true }

/** Tables 21 to 52. */
const LAYOUTS: Readonly<Record<number, Layout>> = {
  1: { fixed: [[0x06, 1], [0x07, 2], [0x09, 1], [0x02, 1]], variable: [0x04] }, // prettier-ignore
  2: { fixed: [], variable: [0x05] },
  3: { fixed: [[0x0e, 2]], variable: [] },
  4: { fixed: [[0x0f, 2]], variable: [] },
  5: { fixed: [[0x10, 1]], variable: [], isClosed: true },
  6: { fixed: [[0x11, 2]], variable: [] },
  7: { fixed: [[0x11, 2]], variable: [] },
  8: OPTIONAL,
  9: OPTIONAL,
  12: { fixed: [], variable: [CAUSE] },
  13: { fixed: [[0x22, 1]], variable: [] },
  14: { fixed: [[0x22, 1]], variable: [] },
  16: OPTIONAL,
  17: BARE,
  18: BARE,
  19: BARE,
  20: BARE,
  21: BARE,
  22: BARE,
  23: { fixed: [], variable: [RANGE], isClosed: true },
  24: GROUP,
  25: GROUP,
  26: GROUP,
  27: GROUP,
  31: { fixed: [FACILITY], variable: [] },
  32: { fixed: [FACILITY], variable: [] },
  33: { fixed: [FACILITY], variable: [CAUSE] },
  36: BARE,
  41: { fixed: [], variable: [RANGE], isClosed: true },
  42: { fixed: [], variable: [RANGE], isClosed: true },
  43: { fixed: [], variable: [RANGE, 0x26], isClosed: true },
  44: { fixed: [[0x24, 1]], variable: [] },
  45: { fixed: [], variable: [0x20] },
  46: BARE,
  47: { fixed: [], variable: [CAUSE] },
  48: BARE,
  50: OPTIONAL,
  51: OPTIONAL,
  52: OPTIONAL,
  53: OPTIONAL,
  54: OPTIONAL,
  55: OPTIONAL,
  56: OPTIONAL,
  64: OPTIONAL,
  65: OPTIONAL,
  66: OPTIONAL,
  67: OPTIONAL,
}

/** Backward call indicators and event information tell that the other end is being alerted: §3.5, §3.21. */
const SUBSCRIBER_FREE = 1
const ALERTING = 1
const ACM = 6
const CPG = 44

/** Of ISUP and BICC, the octets that name the circuit or call, the lowest first: Q.763 §1.2, Q.1902.3 §6. */
const CIC = { ISUP: 2, BICC: 4 } as const
/** Circuits have 12 bits. */
const CIRCUIT = 0xfff

/** The message at [from, to) behind a routing label, at least its circuit and type. */
export function readIsup(bytes: Uint8Array, from: number, to: number, part: keyof typeof CIC, out: Out): Naming {
  const at = from + CIC[part]
  const cic = part === 'ISUP' ? (bytes[from]! | (bytes[from + 1]! << 8)) & CIRCUIT : lowestFirst(bytes, from)
  out.open(part === 'ISUP' ? 'ISDN User Part' : 'Bearer Independent Call Control', from, to)
  out.put('cic', cic, from, at)
  const { name, told } = readIsupMessage(bytes, at, to, out)
  out.close()
  return { name: `${part} ${name}`, short: `${part} ${name} cic=${cic}${told}` }
}

function lowestFirst(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
}

/** Whether a message of this user part may be at [from, to): its circuit and its type. */
export function holdsIsup(from: number, to: number, part: keyof typeof CIC): boolean {
  return to - from > CIC[part]
}

/**
 * The message from its type on (at least that), as SIP carries it too (Q.1912.5 §5.4.1). Gives its name, and what of it
 * belongs in a line.
 */
export function readIsupMessage(
  bytes: Uint8Array,
  from: number,
  to: number,
  out: Out,
): { readonly name: string; readonly told: string } {
  const type = bytes[from]!
  out.put('isup_type', type, from, from + 1)
  const layout = LAYOUTS[type]
  const several: Several = { generic_numbers: [], notifications: [] }
  const told = layout ? readParameters(bytes, { from: from + 1, to, layout, several }, out) : ''
  if (!layout && out.tree && from + 1 < to) out.show('Parameters', octets(bytes, from + 1, to), from + 1, to)
  for (const [name, list] of Object.entries(several)) if (list.length > 0) out.put(name, list)
  if (isAlerting(bytes, type, from + 1, to)) out.put('alerting', true)
  return { name: ISUP_MESSAGES[type] ?? `message ${type}`, told }
}

function isAlerting(bytes: Uint8Array, type: number, at: number, to: number): boolean {
  if (at >= to) return false
  if (type === ACM) return ((bytes[at]! >> 2) & 3) === SUBSCRIBER_FREE
  return type === CPG && (bytes[at]! & 0x7f) === ALERTING
}

interface Body {
  readonly from: number
  readonly to: number
  readonly layout: Layout
  readonly several: Several
}

/** Gives what of it belongs in the message's line. */
function readParameters(bytes: Uint8Array, { from, to, layout, several }: Body, out: Out): string {
  let told = ''
  let at = from
  for (const [code, length] of layout.fixed) {
    if (at + length > to) return malformed(told, out)
    told += readParameter(bytes, { code, from: at, to: at + length }, several, out)
    at += length
  }
  for (const code of layout.variable) {
    const start = at + (bytes[at] ?? 0)
    if (at >= to || start >= to || start + 1 + bytes[start]! > to) return malformed(told, out)
    told += readParameter(bytes, { code, from: start + 1, to: start + 1 + bytes[start]! }, several, out)
    at++
  }
  // A message without optional parameters may lack their pointer too: §1.6.
  if (layout.isClosed || at >= to || bytes[at] === 0) return told
  for (let place = at + bytes[at]!; place < to && bytes[place] !== 0;) {
    const start = place + 2
    const end = start + (place + 1 < to ? bytes[place + 1]! : Infinity)
    if (end > to) return malformed(told, out)
    told += readParameter(bytes, { code: bytes[place]!, from: start, to: end }, several, out)
    place = end
  }
  return told
}

function malformed(told: string, out: Out): string {
  if (out.fault === '') out.fault = 'malformed'
  return told
}

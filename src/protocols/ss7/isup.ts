// ISUP: ITU-T Q.763; causes: Q.850.
import { tbcd } from '../../bytes/digits.ts'
import type { Out } from '../../model/message.ts'
import { CAUSES, ISUP_MESSAGES, LOCATIONS } from './tables-isup.ts'
import type { Naming } from './users.ts'

/** Circuit (two octets, the lower first) and type: §1.2, §1.3. */
const HEADER = 3

/** Octets of the mandatory parameters that have a fixed length; what pointers lead to, in order; Tables 21 to 50. */
interface Layout {
  readonly fixed: number
  readonly variable: readonly number[]
}

/** Parameters: Table 5. */
const CALLED = 0x04
const SUBSEQUENT = 0x05
const CALLING = 0x0a
const REDIRECTING = 0x0b
const REDIRECTION = 0x0c
const CAUSE = 0x12
const RANGE = 0x16
const CONNECTED = 0x21
const ORIGINAL_CALLED = 0x28

const LAYOUTS: Readonly<Record<number, Layout>> = {
  1: { fixed: 5, variable: [CALLED] },
  2: { fixed: 0, variable: [SUBSEQUENT] },
  6: { fixed: 2, variable: [] },
  7: { fixed: 2, variable: [] },
  9: { fixed: 0, variable: [] },
  12: { fixed: 0, variable: [CAUSE] },
  13: { fixed: 1, variable: [] },
  14: { fixed: 1, variable: [] },
  16: { fixed: 0, variable: [] },
  23: { fixed: 0, variable: [RANGE] },
  44: { fixed: 1, variable: [] },
}

/** Numbers, by the name that they have in `details`. */
const NUMBERS: Readonly<Record<number, string>> = {
  [CALLED]: 'called_number',
  [CALLING]: 'calling_number',
  [REDIRECTING]: 'redirecting_number',
  [REDIRECTION]: 'redirection_number',
  [CONNECTED]: 'connected_number',
  [ORIGINAL_CALLED]: 'original_called_number',
}

/** Natures of an address: §3.9. Only an international number is a subscriber's in all the world. */
const NATURES: Readonly<Record<number, string>> = { 1: 'subscriber', 2: 'unknown', 3: 'national', 4: 'international' }
const INTERNATIONAL = 4
const RESTRICTED = 1
/** Backward call indicators and event information tell that the other end is being alerted: §3.5, §3.21. */
const SUBSCRIBER_FREE = 1
const ALERTING = 1
const ACM = 6
const CPG = 44

export function readIsup(bytes: Uint8Array, from: number, to: number, out: Out): Naming {
  const cic = (bytes[from]! | (bytes[from + 1]! << 8)) & 0xfff
  const type = bytes[from + 2]!
  out.open('ISDN User Part', from, to)
  out.put('cic', cic, from, from + 2)
  out.put('isup_type', type, from + 2, from + 3)
  const layout = LAYOUTS[type]
  const told = layout ? readParameters(bytes, { from: from + HEADER, to, layout }, out) : ''
  if (isAlerting(bytes, type, from + HEADER, to)) out.put('alerting', true)
  out.close()
  const name = `ISUP ${ISUP_MESSAGES[type] ?? `message ${type}`}`
  return { name, short: `${name} cic=${cic}${told}` }
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
}

/** Gives what of it belongs in the message's line. */
function readParameters(bytes: Uint8Array, { from, to, layout }: Body, out: Out): string {
  let told = ''
  let at = from + layout.fixed
  for (const code of layout.variable) {
    const start = at + bytes[at]!
    if (at >= to || start >= to || start + 1 + bytes[start]! > to) return malformed(out)
    told += parameter(bytes, { code, from: start + 1, to: start + 1 + bytes[start]! }, out)
    at++
  }
  // A message without optional parameters may lack their pointer too: §1.6.
  if (at >= to || bytes[at] === 0) return told
  for (let place = at + bytes[at]!; place < to && bytes[place] !== 0;) {
    const start = place + 2
    const end = start + (place + 1 < to ? bytes[place + 1]! : Infinity)
    if (end > to) return malformed(out)
    told += parameter(bytes, { code: bytes[place]!, from: start, to: end }, out)
    place = end
  }
  return told
}

function malformed(out: Out): string {
  if (out.fault === '') out.fault = 'malformed'
  return ''
}

interface Parameter {
  readonly code: number
  readonly from: number
  readonly to: number
}

function parameter(bytes: Uint8Array, { code, from, to }: Parameter, out: Out): string {
  if (to - from < 2) return ''
  const name = NUMBERS[code]
  if (name !== undefined) return number(bytes, { code, from, to }, name, out)
  if (code === SUBSEQUENT) out.put('subsequent_number', digitsOf(bytes, from, from + 1, to), from, to)
  return code === CAUSE ? cause(bytes, from, to, out) : ''
}

/** Odd or even and the nature, then the plan, then digits: §3.9, §3.10. */
function number(bytes: Uint8Array, { code, from, to }: Parameter, name: string, out: Out): string {
  const digits = digitsOf(bytes, from, from + 2, to)
  const nature = bytes[from]! & 0x7f
  if (digits === '') return ''
  out.put(name, digits, from, to)
  out.put(`${name}_nature`, NATURES[nature] ?? nature)
  if (code !== CALLED && ((bytes[from + 1]! >> 2) & 3) === RESTRICTED) out.put(`${name}_restricted`, true)
  const role = code === CALLED ? 'callee' : code === CALLING ? 'caller' : undefined
  if (role && nature === INTERNATIONAL && /^\d{5,15}$/.test(digits)) out.party({ role, msisdn: digits })
  return code === CALLED ? ` to=${digits}` : code === CALLING ? ` from=${digits}` : ''
}

/** Digits two an octet, the lower half first; the last half is filler where their number is odd. Code 15 ends them. */
function digitsOf(bytes: Uint8Array, indicator: number, from: number, to: number): string {
  const isOdd = bytes[indicator]! >> 7 === 1
  const digits = tbcd(bytes, from, to)
  return isOdd && digits.length === 2 * (to - from) ? digits.slice(0, -1) : digits
}

/** Location, then the recommendation where the first octet is not the last of its kind, then the value: Q.850 §2.1. */
function cause(bytes: Uint8Array, from: number, to: number, out: Out): string {
  const at = from + (bytes[from]! >> 7 === 1 ? 1 : 2)
  if (at >= to) return ''
  const value = bytes[at]! & 0x7f
  const name = CAUSES[value] ?? `cause ${value}`
  out.put('location', bytes[from]! & 15, from, from + 1)
  out.put('location_name', LOCATIONS[bytes[from]! & 15])
  out.put('cause_code', value, at, at + 1)
  out.put('cause', name)
  return ` cause=${value} ${name}`
}

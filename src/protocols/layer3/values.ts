// Values of information elements: TS 24.008 §10.5.
import { formatIPv4, formatIPv6 } from '../../bytes/address.ts'
import { plmnParts, tbcd } from '../../bytes/digits.ts'
import { u16 } from '../../bytes/octets.ts'
import { mobileIdentity } from '../nas/identities.ts'
import type { Reader } from '../nas/values.ts'
import { readSms } from '../sip/sms.ts'
import { CALL_CAUSES } from './tables.ts'

type Names = Readonly<Record<number, string>> | readonly string[]

function nameOf(names: Names, value: number): string | number {
  return (names as Readonly<Record<number, string>>)[value] ?? value
}

/** The low bits of an octet, by name. */
export function lowBits(mask: number, names: Names): Reader {
  return (bytes, from) => nameOf(names, bytes[from]! & mask)
}

/** The high half of an octet, by name. */
export function highBits(mask: number, names: Names): Reader {
  return (bytes, from) => nameOf(names, (bytes[from]! >> 4) & mask)
}

/** Mobile identity: §10.5.1.4. */
export const identity: Reader = (bytes, from, to) => {
  const { supi: _ofFiveG, ...told } = mobileIdentity(bytes, from, to) ?? {}
  return told
}

/** Routing area identification: §10.5.5.15. */
export const routingArea: Reader = (bytes, from, to) =>
  to - from < 6 ? undefined : { ...plmnParts(bytes, from), lac: u16(bytes, from + 3), rac: bytes[from + 5]! }

/** IETF addresses of a packet data protocol: §10.5.6.4. */
const IETF = 1
const IPV4 = 0x21
const IPV6 = 0x57
const BOTH = 0x8d
const PDP_TYPES: Readonly<Record<number, string>> = { [IPV4]: 'IPv4', [IPV6]: 'IPv6', [BOTH]: 'IPv4v6' }

export const pdpAddress: Reader = (bytes, from, to) => {
  if (to - from < 2) return undefined
  const organisation = bytes[from]! & 15
  const type = bytes[from + 1]!
  if (organisation !== IETF) return { pdp_type: organisation === 0 ? 'PPP' : `type ${type}` }
  const found: Record<string, unknown> = { pdp_type: PDP_TYPES[type] ?? `type ${type}` }
  const [hasFour, hasSix] = [type === IPV4 || type === BOTH, type === IPV6 || type === BOTH]
  const sixAt = from + 2 + (hasFour && to - from >= 6 ? 4 : 0)
  const four = hasFour && to - from >= 6 ? formatIPv4(bytes, from + 2) : ''
  // 0.0.0.0 is to be given later.
  if (four !== '' && four !== '0.0.0.0') found['ue_ip'] = four
  if (hasSix && to - sixAt >= 16) found['ue_ipv6'] = formatIPv6(bytes, sixAt)
  return found
}

/** What stands before the value: octets whose last alone has its highest bit set. §10.5.4.7, §10.5.4.9, §10.5.4.11. */
function behindExtensions(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && bytes[at]! < 0x80) at++
  return at + 1
}

/** Party BCD numbers: §10.5.4.7, §10.5.4.9. */
export const bcdNumber: Reader = (bytes, from, to) => tbcd(bytes, behindExtensions(bytes, from, to), to)

/** Cause of call control: §10.5.4.11. */
export const callCause: Reader = (bytes, from, to) => {
  const at = behindExtensions(bytes, from, to)
  if (at >= to) return undefined
  const code = bytes[at]! & 0x7f
  return { code, name: CALL_CAUSES[code] ?? `Cause ${code}` }
}

/** What the short message relay layer says: TS 24.011 §7.3. */
export const relay: Reader = (bytes, from, to) => readSms(bytes, from, to)

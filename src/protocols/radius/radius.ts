/** RADIUS: RFC 2865, accounting (RFC 2866), changes by the server (RFC 5176); with what 3GPP adds (TS 29.061 §16). */
import { octets, u16, u32 } from '../../bytes/octets.ts'
import { LOST, NEED_MORE, type Out, type Protocol, type Where } from '../../model/message.ts'
import {
  type Attribute,
  ATTRIBUTES,
  CODES,
  REFUSALS,
  REQUESTS,
  THREE_GPP,
  THREE_GPP_ATTRIBUTES,
  VENDOR_SPECIFIC,
} from './tables.ts'
import { RadiusTracker } from './tracker.ts'
import { valueOf } from './values.ts'

/** Ports of authentication, accounting (also those of before RFC 2865), and dynamic authorization. */
const PORTS = [1812, 1813, 1645, 1646, 3799]
/** Within TLS, and bare TCP where that is switched off: RFC 6614 §2.1, RFC 6613. */
const RADSEC_PORT = 2083

export const radius: Protocol = {
  name: 'RADIUS',
  group: 'RADIUS',
  udp: PORTS,
  tcp: [RADSEC_PORT],
  dissectors: ['radius'],
  recognize,
  frame,
  resync,
  decode,
  track: () => new RadiusTracker(),
}

/** Code, identifier, length, authenticator: RFC 2865 §3. */
const HEADER = 20
const LONGEST = 4096
/** Types of attributes with a meaning of their own for everybody; the others belong to who made them. */
const LAST_TYPE = 191
const FIRST_EXTENDED = 241
const LAST_EXTENDED = 246
const VENDOR_HEADER = 6
const LONGEST_SHORT = 80

/** The code is known, the length is the datagram's, and attributes of known kinds fill it to the last octet. */
function recognize(bytes: Uint8Array, from: number, to: number, wireTo = to): boolean {
  if (to - from < HEADER || CODES[bytes[from]!] === undefined) return false
  const length = u16(bytes, from + 2)
  if (length < HEADER || length > LONGEST || length > wireTo - from) return false
  // In a stream others follow it.
  const isFollowed = length < wireTo - from
  if (isFollowed && CODES[bytes[from + length] ?? 0] === undefined) return false
  const end = Math.min(to, from + length)
  let known = 0
  let at = from + HEADER
  while (at + 2 <= end) {
    const [type, size] = [bytes[at]!, bytes[at + 1]!]
    const isGiven = (type > 0 && type <= LAST_TYPE) || (type >= FIRST_EXTENDED && type <= LAST_EXTENDED)
    if (!isGiven || size < 2) return false
    if (ATTRIBUTES[type] !== undefined || type === VENDOR_SPECIFIC) known++
    at += size
  }
  // An answer may have no attributes at all; a request names who asks.
  const isWhole = end < from + length || at === end
  return isWhole && (known > 0 || (length === HEADER && !isFollowed && !REQUESTS.has(bytes[from]!)))
}

/** RFC 6613 §2.1: packets stand in a stream one behind the other. */
function frame(bytes: Uint8Array, from: number, to: number): number {
  if (to - from < HEADER) return NEED_MORE
  const length = u16(bytes, from + 2)
  if (CODES[bytes[from]!] === undefined || length < HEADER || length > LONGEST) return LOST
  return length <= to - from ? length : NEED_MORE
}

function resync(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at + HEADER < to; at++) {
    const length = u16(bytes, at + 2)
    if (length >= HEADER && length <= to - at && recognize(bytes, at, at + length)) return at
  }
  return -1
}

/** What the attributes say, by their names in `details`. */
type Told = Map<string, unknown>

interface Value {
  readonly from: number
  readonly to: number
}

function decode(bytes: Uint8Array, from: number, to: number, wireTo: number, _where: Where, out: Out): void {
  if (to - from < HEADER) {
    out.fault = wireTo > to ? 'cut' : 'malformed'
    out.name('Message', 'RADIUS')
    return
  }
  const code = bytes[from]!
  const name = CODES[code] ?? `Code ${code}`
  out.open('RADIUS', from, to)
  out.put('code', code, from, from + 1)
  out.put('id', bytes[from + 1], from + 1, from + 2)
  const end = Math.min(to, from + u16(bytes, from + 2))
  if (REQUESTS.has(code)) out.put('request', true)
  if (REFUSALS.has(code)) out.put('failed', true)
  const told: Told = new Map()
  for (let at = from + HEADER; at < end;) {
    const size = at + 1 < end ? bytes[at + 1]! : 0
    if (size < 2 || at + size > end) {
      out.fault = wireTo > to ? 'cut' : 'malformed'
      break
    }
    attribute(bytes, { from: at, to: at + size }, told, out)
    at += size
  }
  out.close()
  tellParty(told, out)
  out.name(name, shortOf(name, told))
}

function attribute(bytes: Uint8Array, { from, to }: Value, told: Told, out: Out): void {
  const type = bytes[from]!
  if (type !== VENDOR_SPECIFIC) {
    const known = ATTRIBUTES[type]
    if (known) put(bytes, known, { from: from + 2, to }, told, out)
    else if (out.tree) out.show(`Attribute ${type}`, octets(bytes, from + 2, to), from, to)
    return
  }
  const isOurs = to - from >= VENDOR_HEADER && u32(bytes, from + 2) === THREE_GPP
  if (!isOurs) {
    // Vendors keep keys here: nothing of it is shown.
    if (out.tree) out.show('Vendor-Specific', to - from >= VENDOR_HEADER ? u32(bytes, from + 2) : '', from, to)
    return
  }
  for (let at = from + VENDOR_HEADER; at + 2 <= to;) {
    const size = bytes[at + 1]!
    if (size < 2 || at + size > to) return
    const known = THREE_GPP_ATTRIBUTES[bytes[at]!]
    if (known) put(bytes, known, { from: at + 2, to: at + size }, told, out)
    at += size
  }
}

function put(bytes: Uint8Array, { name, kind, names }: Attribute, at: Value, told: Told, out: Out): void {
  const { from, to } = at
  const value = valueOf(bytes, kind, at)
  if (told.has(name) || value === undefined) return
  told.set(name, names?.[value as number] ?? value)
  if (names) out.put(`${name}_code`, value, from, to)
  out.put(name, told.get(name), from, to)
}

const NUMBER = /^\+?(\d{5,15})$/
const IMSI = /^\d{14,15}$/
const IMEI = /^\d{14,16}$/

/** What a gateway tells of its user. */
function tellParty(told: Told, out: Out): void {
  const read = (name: string): string => textOf(told.get(name))
  const imsi = IMSI.exec(read('imsi'))?.[0]
  const imei = IMEI.exec(read('imeisv'))?.[0]
  // Only with an IMSI beside it is a calling station surely a mobile number, and not a wireless card's address.
  const msisdn = imsi === undefined ? undefined : NUMBER.exec(read('calling_station_id'))?.[1]
  const ue_ip = read('framed_ip_address')
  const identities = {
    ...(imsi !== undefined && { imsi }),
    ...(msisdn !== undefined && { msisdn }),
    ...(imei !== undefined && { imei }),
    ...(ue_ip !== '' && { ue_ip }),
  }
  if (Object.keys(identities).length > 0) out.party({ role: 'served', ...identities })
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function shortOf(name: string, told: Told): string {
  const status = told.get('acct_status_type')
  const user = told.get('user_name') ?? told.get('calling_station_id')
  const reason = told.get('error_cause') ?? told.get('acct_terminate_cause')
  const eap = told.get('eap_message')
  const exchange = eap === undefined ? undefined : `EAP ${textOf(eap)}`
  const parts = [`RADIUS ${name}`, status, user, exchange, reason].map(textOf).filter((part) => part !== '')
  return parts.join(' ').slice(0, LONGEST_SHORT)
}

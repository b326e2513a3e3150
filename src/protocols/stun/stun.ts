/** STUN (RFC 8489): checks of ICE (RFC 8445), addresses behind a NAT, and what clients ask of TURN servers (RFC 8656). */
import { formatEndpoint, formatIPv4, formatIPv6 } from '../../bytes/address.ts'
import { octets, u16, u32 } from '../../bytes/octets.ts'
import { text } from '../../bytes/text.ts'
import type { Out, Protocol, Where } from '../../model/message.ts'
import { ATTRIBUTES, CLASSES, ERRORS, METHODS, TRANSPORTS } from './tables.ts'
import { StunTracker } from './tracker.ts'

export const stun: Protocol = {
  name: 'STUN',
  group: 'STUN',
  udp: [3478],
  dissectors: ['stun'],
  isBesideMedia: true,
  recognize,
  decode,
  track: () => new StunTracker(),
}

/** Type, length, cookie, transaction: RFC 8489 §5. */
const HEADER = 20
const COOKIE = 0x2112a442
const COOKIE_AT = 4
const TRANSACTION_AT = 8
const ATTRIBUTE_HEADER = 4
const LONGEST_TEXT = 763
const LONGEST_SHORT = 80
const ERROR = 3
const USE_CANDIDATE = 'use_candidate'

/** The cookie stands in its place, and the length is the datagram's. */
function recognize(bytes: Uint8Array, from: number, to: number, wireTo = to): boolean {
  if (to - from < HEADER || bytes[from]! > 63) return false
  const length = u16(bytes, from + 2)
  return (length & 3) === 0 && length + HEADER === wireTo - from && u32(bytes, from + COOKIE_AT) === COOKIE
}

interface Span {
  readonly from: number
  readonly to: number
}

type Told = Record<string, unknown>

/** Method and class share the 14 bits of the type: RFC 8489 §5. */
function splitType(type: number): { readonly method: number; readonly kind: number } {
  const method = (type & 0x000f) | ((type & 0x00e0) >> 1) | ((type & 0x3e00) >> 2)
  return { method, kind: ((type & 0x0100) >> 7) | ((type & 0x0010) >> 4) }
}

function decode(bytes: Uint8Array, from: number, to: number, wireTo: number, _where: Where, out: Out): void {
  if (to - from < HEADER) {
    out.fault = wireTo > to ? 'cut' : 'malformed'
    return out.name('Message', 'STUN')
  }
  const { method, kind } = splitType(u16(bytes, from))
  const name = `${METHODS[method] ?? `Method 0x${method.toString(16)}`} ${CLASSES[kind]!}`
  out.open('STUN', from, to)
  out.put('method', METHODS[method] ?? method, from, from + 2)
  out.put('class', CLASSES[kind], from, from + 2)
  out.put('transaction', octets(bytes, from + TRANSACTION_AT, from + HEADER), from + TRANSACTION_AT, from + HEADER)
  const told: Told = {}
  const end = Math.min(to, from + HEADER + u16(bytes, from + 2))
  for (let at = from + HEADER; at < end;) {
    const size = at + ATTRIBUTE_HEADER <= end ? u16(bytes, at + 2) : -1
    if (size < 0 || at + ATTRIBUTE_HEADER + size > end) {
      out.fault = wireTo > to ? 'cut' : 'malformed'
      break
    }
    attribute(bytes, from, { from: at, to: at + ATTRIBUTE_HEADER + size }, { told, out })
    // Values are padded to whole words: RFC 8489 §14.
    at += ATTRIBUTE_HEADER + ((size + 3) & ~3)
  }
  if (kind === ERROR) out.put('failed', true)
  out.close()
  out.name(name, shortOf(name, told))
}

interface Telling {
  readonly told: Told
  readonly out: Out
}

function attribute(bytes: Uint8Array, message: number, { from, to }: Span, { told, out }: Telling): void {
  const type = u16(bytes, from)
  const known = ATTRIBUTES[type]
  const at = { from: from + ATTRIBUTE_HEADER, to }
  if (known?.kind === 'error') return error(bytes, at, { told, out })
  const value = known && valueOf(bytes, message, known.kind, at)
  if (known?.put !== undefined && value !== undefined && !(known.put in told)) {
    told[known.put] = value
    out.put(known.put, value, from, to)
  } else if (out.tree) {
    out.show(known?.name ?? `Attribute 0x${type.toString(16)}`, value ?? octets(bytes, at.from, to), from, to)
  }
}

/** Class and number of hundreds and the rest, then words: RFC 8489 §14.8. */
function error(bytes: Uint8Array, { from, to }: Span, { told, out }: Telling): void {
  if (to - from < 4 || 'error_code' in told) return
  const code = (bytes[from + 2]! & 7) * 100 + bytes[from + 3]!
  const reason = text(bytes, from + 4, Math.min(to, from + LONGEST_TEXT))
  told['error_code'] = code
  out.put('error_code', code, from + 2, from + 4)
  out.put('error', ERRORS[code] ?? (reason === '' ? 'not catalogued' : reason), from + 2, to)
  if (reason !== '') out.put('reason_phrase', reason, from + 4, to)
}

function valueOf(bytes: Uint8Array, message: number, kind: string, at: Span): unknown {
  const { from, to } = at
  const size = to - from
  if (kind === 'text') return text(bytes, from, Math.min(to, from + LONGEST_TEXT))
  if (kind === 'flag') return true
  if (kind === 'number') return size >= 4 ? u32(bytes, from) : undefined
  if (kind === 'channel') return size >= 2 ? `0x${u16(bytes, from).toString(16)}` : undefined
  if (kind === 'transport') return size >= 1 ? (TRANSPORTS[bytes[from]!] ?? bytes[from]!) : undefined
  if (kind === 'address') return endpoint(bytes.subarray(from, to))
  if (kind === 'xor-address') return endpoint(plain(bytes, message, at))
  return octets(bytes, from, to)
}

/** The port and address are combined with the cookie and the transaction behind it: RFC 8489 §14.2. */
function plain(bytes: Uint8Array, message: number, { from, to }: Span): Uint8Array {
  const value = bytes.slice(from, Math.min(to, from + HEADER))
  for (let i = 2; i < value.length; i++) value[i]! ^= bytes[message + COOKIE_AT + (i < 4 ? i - 2 : i - 4)]!
  return value
}

/** Family, port, address: RFC 8489 §14.1. */
function endpoint(value: Uint8Array): string | undefined {
  if (value.length < 4) return undefined
  const port = u16(value, 2)
  if (value[1] === 1 && value.length >= 8) return formatEndpoint(formatIPv4(value, 4), port)
  return value[1] === 2 && value.length >= HEADER ? formatEndpoint(formatIPv6(value, 4), port) : undefined
}

function shortOf(name: string, told: Told): string {
  const parts = [
    told['error_code'],
    told[USE_CANDIDATE] === true ? 'use candidate' : undefined,
    told['relayed_address'] ?? told['peer_address'] ?? told['mapped_address'] ?? told['username'],
  ]
  const said = parts.filter((part) => typeof part === 'string' || typeof part === 'number')
  return [`STUN ${name}`, ...said].join(' ').slice(0, LONGEST_SHORT)
}

/** Where Diameter messages begin and end: RFC 6733 §3; DOMAIN 2.2, 2.3. */
import { u24, u32 } from '../../bytes/octets.ts'
import { LOST, NEED_MORE } from '../../model/message.ts'
import { APPLICATIONS, COMMANDS } from './tables-commands.ts'

export const HEADER = 20
export const VERSION = 1
const LARGEST_MESSAGE = 1024 * 1024
const AVP_HEADER = 8
const RESERVED_FLAGS = 0x0f
/** Reserved since RFC 6733: bits 3 to 7 of an AVP's flags. */
const RESERVED_AVP_FLAGS = 0x1f
const SESSION_ID = 263
const LARGEST_IETF_CODE = 1024

const commands: ReadonlySet<number> = new Set(Object.keys(COMMANDS).map(Number))
const applications: ReadonlySet<number> = new Set(Object.keys(APPLICATIONS).map(Number))

/** Whether a length may be one. */
function isLength(length: number): boolean {
  return length >= HEADER && length <= LARGEST_MESSAGE
}

/** Whether the bytes there are so far may begin a message; of its header and first AVP as much as there is. */
function mayStart(bytes: Uint8Array, from: number, to: number): boolean {
  const known = to - from
  if (known > 0 && bytes[from] !== VERSION) return false
  if (known > 1 && bytes[from + 1]! > LARGEST_MESSAGE >> 16) return false
  if (known > 3 && !isLength(u24(bytes, from + 1))) return false
  if (known < HEADER) return true
  const isCommand = commands.has(u24(bytes, from + 5))
  const isApplication = applications.has(u32(bytes, from + 8))
  if (isCommand && isApplication) return true
  if (!isStrict(bytes, from) || !isAvp(bytes, from + HEADER, to)) return false
  // Where neither is known it is believed if a Session-Id stands in its place.
  return isCommand || isApplication || known < HEADER + AVP_HEADER || u32(bytes, from + HEADER) === SESSION_ID
}

/** As the RFC wants every header to be. */
function isStrict(bytes: Uint8Array, from: number): boolean {
  return (bytes[from + 4]! & RESERVED_FLAGS) === 0 && (u24(bytes, from + 1) & 3) === 0
}

/** An AVP of the IETF (Session-Id, Origin-Host, Result-Code …), as messages begin with; or too little to tell. */
function isAvp(bytes: Uint8Array, at: number, to: number): boolean {
  if (at + AVP_HEADER > to) return true
  const length = u24(bytes, at + 5)
  const flags = bytes[at + 4]!
  return length >= AVP_HEADER && (flags & RESERVED_AVP_FLAGS) === 0 && u32(bytes, at) < LARGEST_IETF_CODE
}

/** Whether a whole message of this protocol, or the beginning of a stream of them, starts here. */
export function recognize(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < HEADER || !mayStart(bytes, from, to) || !isStrict(bytes, from)) return false
  const length = u24(bytes, from + 1)
  return length === HEADER || isAvp(bytes, from + HEADER, Math.min(to, from + length))
}

/** For streams: see Protocol.frame. */
export function frame(bytes: Uint8Array, from: number, to: number): number {
  if (!mayStart(bytes, from, to)) return LOST
  if (to - from < HEADER) return NEED_MORE
  const length = u24(bytes, from + 1)
  return from + length <= to ? length : NEED_MORE
}

/** The next place at which a header stands that is right in all, with another behind it or the bytes' end; or −1. */
export function resync(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    if (bytes[at] !== VERSION || !mayStart(bytes, at, to)) continue
    if (to - at < HEADER) return at
    if (!recognize(bytes, at, to)) continue
    const next = at + u24(bytes, at + 1)
    if (next >= to || mayStart(bytes, next, to)) return at
  }
  return -1
}

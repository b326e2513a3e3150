// What else shares a port with RTP, by its first byte: RFC 7983 §7.

const STUN_COOKIE = 0x2112a442
const STUN_HEADER = 20
const TURN_HEADER = 4

/** Length of the TURN channel header before a whole inner packet (RFC 8656 §12.4), or 0. */
export function turnHeader(bytes: Uint8Array, from: number, to: number, wireTo: number): number {
  if (to - from < TURN_HEADER + 1 || bytes[from]! < 64 || bytes[from]! > 79) return 0
  const length = (bytes[from + 2]! << 8) | bytes[from + 3]!
  return length > 0 && length <= wireTo - from - TURN_HEADER ? TURN_HEADER : 0
}

/** DTLS keys SRTP there: a record header of version 1.0 or 1.2 (RFC 6347 §4.1), or the ClientHello's. */
export function isDtls(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < 13 || bytes[from]! < 20 || bytes[from]! > 63) return false
  return bytes[from + 1] === 0xfe && (bytes[from + 2] === 0xff || bytes[from + 2] === 0xfd)
}

/** STUN (RFC 8489 §5), DTLS, ZRTP (RFC 6189 §5). */
export function isOtherMedia(bytes: Uint8Array, from: number, to: number, wireTo: number): boolean {
  const first = bytes[from]!
  if (first < 4) return isStun(bytes, from, to, wireTo)
  if (first >= 16 && first < 20) return to - from >= 8 && bytes[from + 4] === 0x5a && bytes[from + 5] === 0x52
  return isDtls(bytes, from, to)
}

function isStun(bytes: Uint8Array, from: number, to: number, wireTo: number): boolean {
  if (to - from < STUN_HEADER) return false
  const length = (bytes[from + 2]! << 8) | bytes[from + 3]!
  if ((length & 3) !== 0 || length + STUN_HEADER !== wireTo - from) return false
  const cookie = (bytes[from + 4]! << 24) | (bytes[from + 5]! << 16) | (bytes[from + 6]! << 8) | bytes[from + 7]!
  return cookie === STUN_COOKIE
}

/** Numbers in network order, where the caller knows that they are all there. */
export function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!
}

export function u24(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!
}

export function u32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
}

/** Of `length` octets; exact up to 2^53. */
export function unsigned(bytes: Uint8Array, at: number, length: number): number {
  let value = 0
  for (let i = 0; i < length; i++) value = value * 256 + bytes[at + i]!
  return value
}

const HEX_DIGITS = '0123456789abcdef'
/** Octets of an opaque value that are shown. */
const MOST_OCTETS = 64

/** The octets in hexadecimal; long values are cut. */
export function octets(bytes: Uint8Array, from: number, to: number): string {
  const end = Math.min(to, from + MOST_OCTETS)
  let text = ''
  for (let at = from; at < end; at++) text += HEX_DIGITS[bytes[at]! >> 4]! + HEX_DIGITS[bytes[at]! & 15]!
  return end < to ? `${text}…` : text
}

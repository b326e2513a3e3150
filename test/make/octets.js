/** Bytes in network order, out of numbers, texts and other bytes. */
export function concat(...pieces) {
  return join(pieces)
}
/** The same of a list, which may be long. */
export function join(pieces) {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
export function u8(...values) {
  return Uint8Array.from(values)
}
export function u16(...values) {
  return Uint8Array.from(values.flatMap((value) => [(value >>> 8) & 255, value & 255]))
}
export function u32(...values) {
  return Uint8Array.from(
    values.flatMap((value) => [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]),
  )
}
export function utf8(text) {
  return new TextEncoder().encode(text)
}
/** A text with a byte per character, for what is no UTF-8. */
export function latin1(text) {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 255)
}
export function zeros(length) {
  return new Uint8Array(length)
}
/** `0x` and eight digits, as ssrc and TEID are told. */
export function hex32(value) {
  return `0x${(value >>> 0).toString(16).padStart(8, '0')}`
}
//# sourceMappingURL=octets.js.map

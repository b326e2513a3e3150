const PRIME = 0x01000193
const BASIS = 0x811c9dc5
const GOLDEN = 0x9e3779b1

/** FNV-1a, cut to 30 bits so that lists of such numbers are small; never 0. */
export function hash(value: string, seed = BASIS): number {
  let sum = seed
  for (let i = 0; i < value.length; i++) sum = Math.imul(sum ^ value.charCodeAt(i), PRIME)
  return sum >>> 2 || 1
}

/** The same of bytes, each the character of its number. */
export function hashOfBytes(bytes: Uint8Array, from: number, to: number, seed = BASIS): number {
  let sum = seed
  for (let i = from; i < to; i++) sum = Math.imul(sum ^ bytes[i]!, PRIME)
  return sum >>> 2 || 1
}

/** A number of many bytes, four at a step; not the same as the others. */
export function hashOfWords(bytes: Uint8Array, from: number, to: number, seed: number): number {
  let sum = seed ^ (to - from)
  let at = from
  for (; at + 4 <= to; at += 4) {
    const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
    sum = Math.imul(sum ^ word, GOLDEN)
    sum ^= sum >>> 15
  }
  for (; at < to; at++) sum = Math.imul(sum ^ bytes[at]!, GOLDEN)
  return (sum ^ (sum >>> 13)) >>> 2 || 1
}

/** Takes another integer into a number of several; begins with 0. */
export function mix(sum: number, value: number): number {
  const mixed = Math.imul(sum ^ BASIS ^ value, PRIME)
  return Math.imul(mixed ^ (value >>> 13), PRIME)
}

// Domain names: RFC 1035 §3.1, §4.1.4.

/** RFC 1035 §2.3.4. */
const LONGEST_NAME = 255
const MOST_JUMPS = 128
const POINTER = 0xc0

/** A message's bytes: names may point back to any place in it. */
export interface MessageBytes {
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
}

/** Where the name at `at` ends, in its own place; −1 where it lies or is cut. */
export function nameEnd({ bytes, to }: MessageBytes, from: number): number {
  for (let at = from; at < to;) {
    const length = bytes[at]!
    if (length === 0) return at + 1
    if ((length & POINTER) === POINTER) return at + 2 <= to ? at + 2 : -1
    if ((length & POINTER) !== 0 || at + 1 + length - from > LONGEST_NAME) return -1
    at += 1 + length
  }
  return -1
}

/** The name at `at` in lower case, without its last dot; as far as it goes where it lies. */
export function nameAt(message: MessageBytes, from: number): string {
  const { bytes, to } = message
  let name = ''
  let at = from
  for (let jumps = 0; at < to && bytes[at] !== 0;) {
    const length = bytes[at]!
    if ((length & POINTER) === POINTER) {
      const target = message.from + (((length & 0x3f) << 8) | (at + 1 < to ? bytes[at + 1]! : 0))
      // A name may only point to one before it.
      if (++jumps > MOST_JUMPS || target >= at) break
      at = target
      continue
    }
    const end = at + 1 + length
    if ((length & POINTER) !== 0 || end > to || name.length + length > LONGEST_NAME) break
    if (name !== '') name += '.'
    for (at++; at < end; at++) name += character(bytes[at]!)
  }
  return name === '' ? '.' : name
}

function character(octet: number): string {
  if (octet >= 65 && octet <= 90) return String.fromCharCode(octet + 32)
  if (octet === 46 || octet === 92) return `\\${String.fromCharCode(octet)}`
  return octet > 32 && octet < 127 ? String.fromCharCode(octet) : `\\${String(octet).padStart(3, '0')}`
}

/** The telephone number that an ENUM name asks for: RFC 6116 §3.2, digits from last to first, then the tree. */
export function enumNumber(name: string): string | undefined {
  const digits = /^((?:\d\.)+)e164(?:\.|enum\.|-)/.exec(name)?.[1]
  return digits?.split('.').toReversed().join('')
}

// Signalling points of SS7: of 14 bits by ITU-T Q.704 §2.2, of 24 bits by ATIS-1000111 (T1.111.4 §2).

/** No code of 14 bits is larger; one of 24 bits is, whose network is never 0. */
const LARGEST_SHORT = 0x3fff
const SCCP = 3
/** Service octet and routing label of either kind. */
const SHORT_LABEL = 5
const LONG_LABEL = 8
/** Types of SCCP that are assigned, and those that need no connection, with what stands before their pointers: Q.713 §4. */
const HIGHEST_TYPE = 20
const BEFORE_POINTERS: Readonly<Record<number, number>> = { 9: 2, 10: 2, 17: 3, 18: 3 }
const POINTERS = 3

/** A number, or `network-cluster-member`. */
export function pointCodeText(code: number): string {
  return code > LARGEST_SHORT ? `${code >>> 16}-${(code >> 8) & 255}-${code & 255}` : `${code}`
}

export function isLongPointCode(code: number): boolean {
  return code > LARGEST_SHORT
}

/** Member, cluster and network, as they stand on a link. */
export function longPointCode(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16)
}

/**
 * Whether the codes of a message of MTP level 3 have 24 bits, by where its SCCP stands: nothing else on a link tells.
 * @param from of the service octet
 */
export function hasLongLabel(bytes: Uint8Array, from: number, to: number): boolean {
  if (from >= to || (bytes[from]! & 15) !== SCCP) return false
  const [short, long] = [from + SHORT_LABEL, from + LONG_LABEL]
  if (isUnit(bytes, long, to)) return !isUnit(bytes, short, to)
  return isType(bytes, long, to) && !isType(bytes, short, to)
}

function isType(bytes: Uint8Array, at: number, to: number): boolean {
  return at < to && bytes[at]! >= 1 && bytes[at]! <= HIGHEST_TYPE
}

/** Whether a message without connection stands there: its pointers lead to what lies in it. */
function isUnit(bytes: Uint8Array, at: number, to: number): boolean {
  const before = at < to ? BEFORE_POINTERS[bytes[at]!] : undefined
  if (before === undefined || at + before + POINTERS > to) return false
  for (let pointer = at + before; pointer < at + before + POINTERS; pointer++) {
    const start = pointer + bytes[pointer]!
    if (bytes[pointer] === 0 || start >= to || start + 1 + bytes[start]! > to) return false
  }
  return true
}

const DIGITS = '0123456789*#abc'

/** Digits packed two an octet, low nibble first, up to a filler of all ones: TBCD, TS 29.002 §17.7.8. */
export function tbcd(bytes: Uint8Array, from: number, to: number): string {
  let digits = ''
  for (let at = from; at < to; at++) {
    const octet = bytes[at]!
    if ((octet & 15) === 15) return digits
    digits += DIGITS[octet & 15]!
    if (octet >> 4 === 15) return digits
    digits += DIGITS[octet >> 4]!
  }
  return digits
}

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

/** MCC and MNC of the three octets at `at`, as `001-01` or `001-001`: TS 24.008 §10.5.1.3. */
export function plmn(bytes: Uint8Array, at: number): string {
  const [first, second, third] = [bytes[at]!, bytes[at + 1]!, bytes[at + 2]!]
  const mcc = digit(first) + digit(first >> 4) + digit(second)
  const mnc = digit(third) + digit(third >> 4) + digit(second >> 4)
  return `${mcc}-${mnc}`
}

/** The same, by its two parts. */
export function plmnParts(bytes: Uint8Array, at: number): { readonly mcc: string; readonly mnc: string } {
  const [mcc = '', mnc = ''] = plmn(bytes, at).split('-')
  return { mcc, mnc }
}

/** A half octet as a digit; nothing where it is filler. */
function digit(value: number): string {
  return DIGITS[value & 15] ?? ''
}

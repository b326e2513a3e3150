const DIGITS = '0123456789abcdef'

export interface Plmn {
  readonly mcc: string
  /** Two or three digits. */
  readonly mnc: string
}

/** The PLMN identity whose 3 octets start at `at`: TS 24.008 Figure 10.5.13. */
export function plmn(bytes: Uint8Array, at: number): Plmn {
  const [a, b, c] = [bytes[at]!, bytes[at + 1]!, bytes[at + 2]!]
  const mcc = DIGITS[a & 15]! + DIGITS[a >> 4]! + DIGITS[b & 15]!
  const third = b >> 4 === 15 ? '' : DIGITS[b >> 4]!
  return { mcc, mnc: DIGITS[c & 15]! + DIGITS[c >> 4]! + third }
}

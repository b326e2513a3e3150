// Numbers in ISUP: ITU-T Q.763 §3.9, §3.10, §3.26, §3.30, §3.46.
import { tbcd } from '../../bytes/digits.ts'
import type { Out } from '../../model/message.ts'
import type { Parameter } from './isup-parameters.ts'
import { QUALIFIERS } from './tables-isup-parameters.ts'

const CALLED = 0x04
const CALLING = 0x0a

/** By the name that they have in `details`. */
export const NUMBERS: Readonly<Record<number, string>> = {
  [CALLED]: 'called_number',
  [CALLING]: 'calling_number',
  0x0b: 'redirecting_number',
  0x0c: 'redirection_number',
  0x21: 'connected_number',
  0x28: 'original_called_number',
  0x3f: 'location_number',
  0x45: 'call_transfer_number',
  0x6f: 'called_in_number',
}

/** Natures of an address: §3.9. Only an international number is a subscriber's in all the world. */
const NATURES: Readonly<Record<number, string>> = {
  1: 'subscriber',
  2: 'unknown',
  3: 'national',
  4: 'international',
  5: 'network-specific',
}
const INTERNATIONAL = 4
const RESTRICTED = 1
const SCREENINGS = ['not verified', 'verified and passed', 'verified and failed', 'network provided'] as const
/** Numbers whose second octet says who vouches for them: §3.10, §3.16, §3.30, §3.26. */
const SCREENED: ReadonlySet<number> = new Set([CALLING, 0x21, 0x3f, 0x45])

/** Odd or even and the nature, then the plan, then digits. Gives what belongs in the message's line. */
export function number(bytes: Uint8Array, { code, from, to }: Parameter, name: string, out: Out): string {
  const digits = to - from < 2 ? '' : digitsOf(bytes, from, from + 2, to)
  const nature = bytes[from]! & 0x7f
  if (digits === '') return ''
  out.put(name, digits, from, to)
  out.put(`${name}_nature`, NATURES[nature] ?? nature)
  if (code !== CALLED && isRestricted(bytes[from + 1]!)) out.put(`${name}_restricted`, true)
  if (SCREENED.has(code)) out.put(`${name}_screening`, SCREENINGS[bytes[from + 1]! & 3])
  const role = code === CALLED ? 'callee' : code === CALLING ? 'caller' : undefined
  if (role && nature === INTERNATIONAL && /^\d{5,15}$/.test(digits)) out.party({ role, msisdn: digits })
  return code === CALLED ? ` to=${digits}` : code === CALLING ? ` from=${digits}` : ''
}

/** A qualifier stands before: §3.26. */
export function genericNumber(bytes: Uint8Array, from: number, to: number): object | undefined {
  const digits = to - from < 3 ? '' : digitsOf(bytes, from + 1, from + 3, to)
  if (digits === '') return undefined
  const [qualifier, nature] = [bytes[from]!, bytes[from + 1]! & 0x7f]
  return {
    qualifier: QUALIFIERS[qualifier] ?? qualifier,
    number: digits,
    nature: NATURES[nature] ?? nature,
    ...(isRestricted(bytes[from + 2]!) && { restricted: true }),
  }
}

function isRestricted(octet: number): boolean {
  return ((octet >> 2) & 3) === RESTRICTED
}

/**
 * Digits two an octet, the lower half first; the last half is filler where their number is odd, as the octet at
 * `indicator` says. Code 15 ends them.
 */
export function digitsOf(bytes: Uint8Array, indicator: number, from: number, to: number): string {
  const isOdd = bytes[indicator]! >> 7 === 1
  const digits = tbcd(bytes, from, to)
  return isOdd && digits.length === 2 * (to - from) ? digits.slice(0, -1) : digits
}

// What an EAP packet is, without what it proves: RFC 3748 §4, 5; RFC 4186, RFC 4187 and RFC 5448 of SIM cards.
import { METHODS, CODES, SIM_SUBTYPES } from './tables.ts'

/** Code, identifier, length, type, and the subtype of methods of SIM cards: nothing behind is read. */
export const EAP_READ = 6
const WITHOUT_TYPE = 4
const REQUEST = 1
const RESPONSE = 2
/** SIM, AKA, AKA′. */
const OF_CARDS: ReadonlySet<number> = new Set([18, 23, 50])

/** `Request AKA Challenge`, `Response Identity`, `Success` … of the packet, or the first piece of one, at [from, to). */
export function eapAt(bytes: Uint8Array, from: number, to: number): string {
  const code = bytes[from]
  if (code === undefined || from >= to) return ''
  const words = [CODES[code] ?? `Code ${code}`]
  const isTyped = (code === REQUEST || code === RESPONSE) && from + WITHOUT_TYPE < to
  const type = isTyped ? bytes[from + WITHOUT_TYPE]! : 0
  if (type > 0) words.push(METHODS[type] ?? `type ${type}`)
  if (OF_CARDS.has(type) && from + WITHOUT_TYPE + 1 < to) {
    const subtype = bytes[from + WITHOUT_TYPE + 1]!
    words.push(SIM_SUBTYPES[subtype] ?? `subtype ${subtype}`)
  }
  return words.join(' ')
}

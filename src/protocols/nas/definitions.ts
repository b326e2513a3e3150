// How messages are put together: TS 24.007 §11.2.
import type { Reader } from './values.ts'

/** Formats of information elements: TS 24.007 §11.2.1.1. The numbers count octets of value. */
type Format = 'V' | 'LV' | 'LV-E' | 'TV' | 'TLV' | 'TLV-E' | 'TV half'

export interface Part {
  readonly format: Format
  /** Octets of value where the format has no length. */
  readonly size: number
  readonly name: string
  /** Name in details; '' where the value's own fields go there, undefined where only the tree has it. */
  readonly field: string | undefined
  readonly read: Reader | undefined
}

export interface Definition {
  readonly parts: readonly Part[]
  /** By information element identifier; half octets by their identifier times 16. */
  readonly optional: Readonly<Record<number, Part>>
}

/** Without a reader it is passed over; a field of its own name is '' where its value is several. */
type Told = readonly [name: string, field?: string, read?: Reader]

function part(format: Format, size: number, [name, field, read]: Told): Part {
  return { format, size, name, field, read }
}

export const v = (size: number, ...told: Told): Part => part('V', size, told)
export const lv = (...told: Told): Part => part('LV', 0, told)
export const lve = (...told: Told): Part => part('LV-E', 0, told)
export const tv = (size: number, ...told: Told): Part => part('TV', size, told)
export const tlv = (...told: Told): Part => part('TLV', 0, told)
export const tlve = (...told: Told): Part => part('TLV-E', 0, told)
/** A half octet: its reader gets the whole octet. */
export const half = (...told: Told): Part => part('TV half', 0, told)

export function message(parts: readonly Part[], optional: Readonly<Record<number, Part>> = {}): Definition {
  return { parts, optional }
}

/** What an unknown optional element is by its identifier: TS 24.007 §11.2.4. */
export function unknown(identifier: number, isFiveGs: boolean): Part {
  const name = `Information element 0x${identifier.toString(16)}`
  if (identifier >= 0x80) return half(name)
  return identifier >= (isFiveGs ? 0x70 : 0x78) ? tlve(name) : tlv(name)
}

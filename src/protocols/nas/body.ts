// What follows the type of a NAS message: mandatory elements in order, optional ones by identifier. TS 24.007 §11.2.
import { octets, u16 } from '../../bytes/octets.ts'
import type { Fault, Out } from '../../model/message.ts'
import { type Definition, type Part, unknown } from './definitions.ts'
import { CONTAINER } from './emm.ts'

export type Fields = Record<string, unknown>

/** Octets [from, to), which ended at `wireTo` on the wire. */
export interface Run {
  readonly from: number
  readonly to: number
  readonly wireTo: number
}

interface Reading {
  readonly definition: Definition
  readonly fields: Fields
  /** Where messages stand that this one holds. */
  readonly held: Run[]
  readonly out: Out
  readonly isFiveGs: boolean
}

/** Reads the elements into `fields`; gives what is wrong with them. What was read before stands. */
export function readBody(bytes: Uint8Array, run: Run, reading: Reading): Fault {
  const { parts, optional } = reading.definition
  let at = run.from
  for (const part of parts) {
    const extent = extentOf(bytes, at, run, part)
    if (!extent) return at + leastOf(part) <= run.wireTo && run.to < run.wireTo ? 'cut' : 'malformed'
    if (!take(bytes, part, extent, reading)) return 'malformed'
    at = extent.to
  }
  while (at < run.to) {
    const identifier = bytes[at]!
    const key = identifier >= 0x80 ? identifier & 0xf0 : identifier
    const part = optional[key] ?? unknown(key, reading.isFiveGs)
    const extent = extentOf(bytes, at, run, part)
    if (!extent) return run.to < run.wireTo ? 'cut' : 'malformed'
    if (!take(bytes, part, extent, reading)) return 'malformed'
    at = extent.to
  }
  return run.to < run.wireTo ? 'cut' : ''
}

/** A whole element, and where its value starts. */
interface Extent {
  readonly from: number
  readonly value: number
  readonly to: number
}

function leastOf({ format, size }: Part): number {
  return format === 'V' ? size : 1
}

/** Undefined where it reaches beyond the run. */
function extentOf(bytes: Uint8Array, at: number, { to }: Run, { format, size }: Part): Extent | undefined {
  const value = at + HEADERS[format]
  if (value > to) return undefined
  const end = value + (format === 'TV half' ? 1 : format === 'V' || format === 'TV' ? size : 0)
  const last =
    format === 'LV' || format === 'TLV'
      ? value + bytes[value - 1]!
      : format === 'LV-E' || format === 'TLV-E'
        ? value + u16(bytes, value - 2)
        : end
  return last <= to ? { from: at, value, to: last } : undefined
}

const HEADERS: Readonly<Record<Part['format'], number>> = {
  V: 0,
  LV: 1,
  'LV-E': 2,
  TV: 1,
  TLV: 2,
  'TLV-E': 3,
  'TV half': 0,
}

/** False where the value lies about itself. */
function take(bytes: Uint8Array, part: Part, extent: Extent, reading: Reading): boolean {
  const { value, to } = extent
  const { fields, held, out } = reading
  if (part.field === CONTAINER) {
    held.push({ from: value, to, wireTo: to })
    return true
  }
  const isEmpty = value === to
  const read = isEmpty ? undefined : part.read?.(bytes, value, to)
  // What lies about itself may be a password as well.
  const isUnread = part.read === undefined || isEmpty
  if (out.tree) show(part.name, read ?? (isUnread ? octets(bytes, value, to) : 'unreadable'), extent, out)
  if (read === undefined) return isEmpty || part.read === undefined
  if (part.field === '') Object.assign(fields, read)
  else if (part.field !== undefined) fields[part.field] = read
  return true
}

/** A value that holds others is a branch; a list of plain ones is one line. */
export function show(name: string, value: unknown, { from, to }: Pick<Run, 'from' | 'to'>, out: Out): void {
  if (typeof value !== 'object' || value === null) return out.show(name, value, from, to)
  if (isPlainList(value)) return out.show(name, value.length > 0 ? value.join(', ') : 'none', from, to)
  out.open(name, from, to)
  for (const [key, one] of Object.entries(value)) show(key, one, { from, to }, out)
  out.close()
}

export function isPlainList(value: object): value is readonly unknown[] {
  return Array.isArray(value) && value.every((one) => typeof one !== 'object')
}

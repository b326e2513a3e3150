// Information elements: TS 29.244 §8.1. Grouped ones hold others.
import { octets, u16 } from '../../bytes/octets.ts'
import type { Fault, Out } from '../../model/message.ts'
import { GROUPS, type Group, KINDS, URR_ID } from './element-kinds.ts'
import { TREE_KINDS } from './element-kinds-tree.ts'
import { ELEMENTS } from './tables.ts'

export type Fields = Record<string, unknown>

/** Types from here on are of the enterprise whose number the value begins with. */
const VENDOR_SPECIFIC = 32_768
/** The standard nests four deep. */
const MOST_DEPTH = 8
/** Entries that a list of one message may have; the rest is in the tree alone. */
const MOST_ENTRIES = 64
const HEADER = 4

/** A run of elements: [from, to), which ended at `wireTo` on the wire. */
export interface Run {
  readonly from: number
  readonly to: number
  readonly wireTo: number
}

/** Reads the elements of a message into fields; one a message. */
export class Elements {
  readonly #bytes: Uint8Array
  readonly #out: Out
  #depth = 0
  /** The first that was met. */
  fault: Fault = ''

  constructor(bytes: Uint8Array, out: Out) {
    this.#bytes = bytes
    this.#out = out
  }

  read({ from, to, wireTo }: Run, fields: Fields, group: Group = {}): void {
    const bytes = this.#bytes
    let at = from
    while (at + HEADER <= to) {
      const type = u16(bytes, at)
      const end = at + HEADER + u16(bytes, at + 2)
      const value = { from: at + HEADER, to: Math.min(end, to), wireTo: Math.min(end, wireTo) }
      if (end > to) this.#fail(end <= wireTo ? 'cut' : 'malformed')
      if (GROUPS[type]) this.#group(type, at, value, fields)
      else if (end <= to) this.#element(type, at, value, { fields, group })
      else this.#out.show(nameOf(type), octets(bytes, value.from, to), at, to)
      at = end
    }
    if (at < to) this.#fail(at + HEADER <= wireTo ? 'cut' : 'malformed')
  }

  #group(type: number, at: number, run: Run, parent: Fields): void {
    const group = GROUPS[type]!
    if (this.#depth >= MOST_DEPTH) return this.#fail('malformed')
    const { list, action } = group
    const fields: Fields = list === '' ? parent : action === undefined ? {} : { action }
    this.#depth++
    this.#out.open(nameOf(type), at, run.to)
    this.read(run, fields, group)
    this.#out.close()
    this.#depth--
    if (list !== undefined && list !== '') add(parent, list, fields)
  }

  #element(type: number, at: number, { from, to }: Run, place: { fields: Fields; group: Group }): void {
    const bytes = this.#bytes
    const kind = KINDS[type]
    const value = kind && to - from >= kind.least ? kind.read(bytes, from, to) : undefined
    if (kind && value === undefined) this.#fail('malformed')
    if (this.#out.tree) {
      const shown = value === undefined ? shownAt(type, bytes, from, to) : value
      this.#out.show(this.#label(type, from, to), shown ?? 'not set', at, to)
    }
    if (!kind || value === undefined || value === null) return
    const { fields, group } = place
    if (group.own === type) fields['id'] ??= value
    else if (kind.field === '') for (const [name, one] of Object.entries(value as Fields)) fields[name] ??= one
    else if (group.list === 'usage' && type === URR_ID) fields['urr_id'] ??= value
    else if (kind.many) add(fields, kind.field, value)
    else fields[kind.field] ??= value
  }

  #label(type: number, from: number, to: number): string {
    if (type < VENDOR_SPECIFIC || to - from < 2) return nameOf(type)
    return `${nameOf(type)} of enterprise ${u16(this.#bytes, from)}`
  }

  #fail(fault: Fault): void {
    if (this.fault === '') this.fault = fault
  }
}

/** What only the tree has in words; octets where it lies about itself. */
function shownAt(type: number, bytes: Uint8Array, from: number, to: number): unknown {
  const kind = TREE_KINDS[type]
  const value = kind !== undefined && to - from >= kind.least ? kind.read(bytes, from, to) : undefined
  return value === undefined ? octets(bytes, from, to) : value
}

function nameOf(type: number): string {
  return ELEMENTS[type] ?? `Information Element ${type}`
}

function add(fields: Fields, name: string, value: unknown): void {
  const list = fields[name] as unknown[] | undefined
  if (list === undefined) fields[name] = [value]
  else if (list.length < MOST_ENTRIES) list.push(value)
}

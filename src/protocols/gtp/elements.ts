import type { Fault, Out } from '../../model/message.ts'

export type Fields = Record<string, unknown>

/** Entries that a list of one message or group may have: EPS bearers are 11, the rest is hostile. */
const MOST_ENTRIES = 32

/** Where the information elements of a message are read to: one a message. */
export class Elements {
  readonly bytes: Uint8Array
  readonly out: Out
  /** Type of the message. */
  readonly message: number
  /** Of the message, or of the group at hand. */
  fields: Fields
  /** Instance of the element at hand. */
  instance = 0
  /** Groups around the element at hand. */
  depth = 0
  fault: Fault = ''

  constructor(bytes: Uint8Array, out: Out, message: number) {
    this.bytes = bytes
    this.out = out
    this.message = message
    this.fields = {}
  }

  /** A field of the message or group; the first of several stands. */
  put(name: string, value: unknown, from: number, to: number): void {
    if (value === undefined) return
    if (!(name in this.fields)) this.fields[name] = value
    if (this.out.tree) this.out.show(name, value, from, to)
  }

  /** One more of a list. */
  add(name: string, value: unknown): void {
    const list = this.fields[name] as unknown[] | undefined
    if (list === undefined) this.fields[name] = [value]
    else if (list.length < MOST_ENTRIES) list.push(value)
  }

  /** A field of the tree alone. */
  show(name: string, value: unknown, from: number, to: number): void {
    if (this.out.tree) this.out.show(name, value, from, to)
  }

  /** The first fault stands. */
  fail(fault: Fault): void {
    if (this.fault === '') this.fault = fault
  }
}

/** Reads the value [from, to) of an element. */
export type Reader = (elements: Elements, from: number, to: number) => void

/** How elements of one type are read: what is shorter than `least` is malformed. */
export interface ElementKind {
  readonly least: number
  readonly read: Reader
}

/** What a peer is addressed by before it has given a TEID. */
export const NO_TEID = '0x00000000'

/** A list of groups of fields; empty where there is none. */
export function listOf(value: unknown): readonly Fields[] {
  return (value as readonly Fields[] | undefined) ?? []
}

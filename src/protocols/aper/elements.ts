// Protocol IEs: TS 36.413 §9.3.6 and its like. Lists and transfers hold others.
import { octets } from '../../bytes/octets.ts'
import type { Per } from '../../bytes/per.ts'
import type { Fault, Out } from '../../model/message.ts'
import { isPlainList, show } from '../nas/body.ts'
import { type NasKind, type NasMessage, readNas } from '../nas/nas.ts'
import { quiet } from '../nas/quiet.ts'
import { type Fields, place, type Type } from './types.ts'

/** How one IE is read, and where details have it. */
export interface ElementKind {
  /** Name in details; '' where the value's own fields go there. */
  readonly field: string
  readonly type: Type
  /** Comes several times, or is a list that may be one of several: its entries go to one list. */
  readonly many?: boolean
  /** What becomes of the entries of the list that it is. */
  readonly action?: string
}

export interface Dictionary {
  /** Names of IEs by number. */
  readonly names: readonly string[]
  readonly kinds: Readonly<Record<number, ElementKind>>
  /** What its NAS-PDUs are. */
  readonly nas: NasKind
  /** IEs that hold keys: never told. */
  readonly secrets: ReadonlySet<number>
  /** False where octets of IEs that are not read must not be shown either. */
  readonly isShown?: boolean
}

/** The standards nest four deep. */
const MOST_DEPTH = 8
const MOST_ENTRIES = 64
const MOST_NAS = 16
const MOST_UNREAD = 32
const REDACTED = '<redacted>'

/** Reads the IEs of a message into fields; one a message. */
export class Elements {
  readonly out: Out
  readonly nas: NasMessage[] = []
  /** Numbers of IEs and extensions that are not known by name. */
  readonly unknown: number[] = []
  readonly #dictionary: Dictionary
  /** The message's own: what was put together elsewhere has no place in the tree. */
  readonly #bytes: Uint8Array
  /** Where the IEs at hand go. */
  #fields: Fields = {}
  #depth = 0
  /** What becomes of the bearers or sessions of the list at hand. */
  action: string | undefined
  /** The first that was met. */
  fault: Fault = ''

  constructor(dictionary: Dictionary, bytes: Uint8Array, out: Out) {
    this.#dictionary = dictionary
    this.#bytes = bytes
    this.out = out
  }

  /** A ProtocolIE-Container: its count, then its IEs. */
  container(per: Per, fields: Fields): void {
    const count = per.integer(0, 65_535)
    this.read(per, count, fields)
  }

  /** `count` IEs; a count that lies ends with the octets. */
  read(per: Per, count: number, fields: Fields): void {
    if (this.#depth >= MOST_DEPTH) {
      per.malformed()
      return
    }
    const before = this.#fields
    this.#fields = fields
    this.#depth++
    for (let i = 0; i < count && per.fault === ''; i++) this.#element(per)
    this.#depth--
    this.#fields = before
    this.#heed(per)
  }

  /** What was read before in the message or group at hand. */
  told(field: string): unknown {
    return this.#fields[field]
  }

  /** For reading what may be something else: its extensions and faults are nobody's. */
  apart(): Elements {
    return new Elements({ ...this.#dictionary, kinds: {} }, this.#bytes, quiet())
  }

  /** IEs of a list, whose entries go where the list itself would go. */
  items(per: Per, count: number, action: string | undefined): void {
    const before = this.action
    this.action = action
    this.read(per, count, this.#fields)
    this.action = before
  }

  /** A ProtocolExtensionContainer: what is known goes to `fields`. */
  extensions(per: Per, fields: Fields): void {
    this.read(per, per.integer(1, 65_535), fields)
  }

  /** Opens a NAS message. */
  nasPdu({ bytes, at, end, wireEnd }: Per): void {
    const out = bytes === this.#bytes ? this.out : quiet()
    const read = readNas(bytes, { from: at, to: end, wireTo: wireEnd }, this.#dictionary.nas, out)
    for (const message of read.messages) if (this.nas.length < MOST_NAS) this.nas.push(message)
    if (read.fault !== '' && this.fault === '') this.fault = read.fault
  }

  #element(per: Per): void {
    per.align()
    const from = per.at
    const id = per.integer(0, 65_535)
    per.bits(2)
    const value = per.open()
    if (per.fault !== '' && value.at >= value.end) return
    const kind = this.#dictionary.kinds[id]
    const [at, to] = [value.at, Math.min(per.at, per.end)]
    const isTree = this.out.tree && value.bytes === this.#bytes
    if (isTree) this.out.open(this.#nameOf(id), from, to)
    const read = kind?.type(value, this)
    if (isTree) {
      this.#show(read ?? (kind ? undefined : this.#unread(id, at, value)), at, to)
      this.out.close()
    }
    if (kind && read !== undefined && value.fault === '') this.#keep(kind, read)
    if (!this.#dictionary.names[id] && this.unknown.length < MOST_UNREAD) this.unknown.push(id)
    this.#heed(value)
  }

  #keep({ field, many, action = this.action }: ElementKind, value: unknown): void {
    const fields = this.#fields
    if (!many) return place(fields, field, value)
    const entries = Array.isArray(value) ? (value as Fields[]) : [value as Fields]
    const told = action === undefined ? entries : entries.map((entry) => ({ action, ...entry }))
    const known = fields[field] as Fields[] | undefined
    if (!known) fields[field] = told
    else known.push(...told.slice(0, MOST_ENTRIES - known.length))
  }

  /** What a value holds stands at its IE itself. */
  #show(value: unknown, from: number, to: number): void {
    if (value === undefined) return
    if (typeof value !== 'object' || value === null || isPlainList(value)) {
      return show('value', value, { from, to }, this.out)
    }
    for (const [key, one] of Object.entries(value)) show(key, one, { from, to }, this.out)
  }

  #unread(id: number, at: number, { bytes, end }: Per): string {
    const { secrets, isShown = true } = this.#dictionary
    if (secrets.has(id)) return REDACTED
    return isShown ? octets(bytes, at, end) : `${end - at} octets`
  }

  #heed(part: Per): void {
    if (this.fault === '') this.fault = part.fault
  }

  #nameOf(id: number): string {
    return this.#dictionary.names[id] ?? `IE ${id}`
  }
}

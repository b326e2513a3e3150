// What ASN.1 types of the S1AP family are read with: each a function, put together as the standards write them.
import type { Per } from '../../bytes/per.ts'
import { octets } from '../../bytes/octets.ts'
import { text } from '../../bytes/text.ts'
import type { Elements } from './elements.ts'

export type Fields = Record<string, unknown>

/** Reads a value where it stands; undefined where it is not told. `elements` is who reads the message. */
export type Type = (per: Per, elements: Elements) => unknown

interface Component {
  /** Name in details; '' where the value's own fields go there. */
  readonly field: string
  readonly type: Type
  readonly optional: boolean
}

export function component(field: string, type: Type): Component {
  return { field, type, optional: false }
}

export function optional(field: string, type: Type): Component {
  return { field, type, optional: true }
}

/** Elements of a list that are kept; the others are read over. */
const MOST_ENTRIES = 64
const LONGEST_TEXT = 256

/** An extensible SEQUENCE whose last component is `iE-Extensions OPTIONAL`, as nearly all are: X.691 §19. */
export function sequence(...components: readonly Component[]): Type {
  const optionals = components.filter((one) => one.optional).length
  return (per, elements) => {
    const isExtended = per.flag()
    const present = per.bits(optionals + 1)
    const fields: Fields = {}
    let mask = 1 << optionals
    for (let i = 0; i < components.length && per.fault === ''; i++) {
      const one = components[i]!
      if (one.optional && (present & mask) === 0) {
        mask >>= 1
        continue
      }
      if (one.optional) mask >>= 1
      place(fields, one.field, one.type(per, elements))
    }
    if ((present & 1) !== 0) elements.extensions(per, fields)
    if (isExtended) per.skipAdditions()
    return fields
  }
}

/** A SEQUENCE of which the components in front are read; `others` of those behind are optional, extensions included. */
export function beginningOf(others: number, ...components: readonly Component[]): Type {
  const optionals = components.filter((one) => one.optional).length
  return (per, elements) => {
    per.flag()
    const present = per.bits(optionals + others)
    const fields: Fields = {}
    let mask = 1 << (optionals + others - 1)
    for (let i = 0; i < components.length && per.fault === ''; i++) {
      const one = components[i]!
      const isThere = !one.optional || (present & mask) !== 0
      if (one.optional) mask >>= 1
      if (isThere) place(fields, one.field, one.type(per, elements))
    }
    const isRead = per.fault === ''
    per.skip(per.left)
    return isRead ? fields : undefined
  }
}

/** Puts a value in a record; one of no name gives its own fields. */
export function place(fields: Fields, field: string, value: unknown): void {
  if (value === undefined) return
  if (field !== '') fields[field] = value
  else if (typeof value === 'object' && value !== null) Object.assign(fields, value)
}

export interface ChoiceOptions {
  /** NGAP, XnAP and others end theirs with `choice-Extensions` instead, which must be counted. */
  readonly extensible: boolean
  /** How many of the alternatives stand before the `...`; all unless told. */
  readonly root?: number
}

/** X.691 §23. An alternative that is not known is skipped where it can be. */
export function choice(alternatives: readonly (Type | undefined)[], options: ChoiceOptions): Type {
  const { extensible, root = alternatives.length } = options
  return (per, elements) => {
    if (extensible && per.flag()) {
      const index = root + per.small()
      const value = per.open()
      return alternatives[index]?.(value, elements) ?? { alternative: index }
    }
    const index = per.integer(0, root - 1)
    const type = alternatives[index]
    if (type) return type(per, elements)
    if (!extensible && index === root - 1) return { alternative: index, ie: choiceExtension(per) }
    // Its length is not told: nothing behind it can be read, but it ends with what holds it.
    per.skip(per.left)
    return { alternative: index }
  }
}

/** Passes over `choice-Extensions`, a ProtocolIE-SingleContainer: the id, criticality and an open type. Gives the id. */
function choiceExtension(per: Per): number {
  const id = per.integer(0, 0xffff)
  per.bits(2)
  per.open()
  return id
}

/** SEQUENCE (SIZE (1..most)) OF. */
export function list(most: number, type: Type): Type {
  return (per, elements) => {
    const count = per.size(1, most)
    const values: unknown[] = []
    for (let i = 0; i < count && per.fault === ''; i++) {
      const value = type(per, elements)
      if (value !== undefined && values.length < MOST_ENTRIES) values.push(value)
    }
    return values
  }
}

/** An ENUMERATED by name; `root` of the names are in the root where it is extensible. */
export function enumerated(names: readonly string[], root?: number): Type {
  return (per) => {
    const value = per.enumerated(root ?? names.length, root !== undefined)
    return per.fault === '' ? (names[value] ?? value) : undefined
  }
}

/** An ENUMERATED of one value: it says that something is so. */
export const yes: Type = (per) => {
  per.enumerated(1, true)
  return per.fault === '' ? true : undefined
}

/** BOOLEAN, or an ENUMERATED of two that says no and yes. */
export const boolean: Type = (per) => {
  const value = per.flag()
  return per.fault === '' ? value : undefined
}

export function integer(least: number, most: number): Type {
  return (per) => {
    const value = per.integer(least, most)
    return per.fault === '' ? value : undefined
  }
}

/** INTEGER (least..most, ...). */
export function extensibleInteger(least: number, most: number): Type {
  return (per) => {
    const value = per.flag() ? per.semiConstrained() : per.integer(least, most)
    return per.fault === '' ? value : undefined
  }
}

/** BIT STRING of `size` ≤ 53 bits as a number. */
export function bitNumber(size: number): Type {
  return (per) => {
    if (size > 16) per.align()
    const value = per.bits(size)
    return per.fault === '' ? value : undefined
  }
}

/** OCTET STRING of fixed size in hexadecimal. */
export function octetString(size: number): Type {
  return (per) => hexOf(per, per.octets(size, size))
}

/** OCTET STRING of any size in hexadecimal. */
export const octetsOfAnySize: Type = (per) => {
  const { bytes, at, end } = per.open()
  return per.fault === '' ? octets(bytes, at, end) : undefined
}

/** PrintableString or VisibleString (SIZE (least..most, ...)). */
export function printable(least: number, most: number): Type {
  return (per) => textOf(per, per.octets(least, most, true))
}

/** UTF8String, whose SIZE says nothing of how it is written: its characters are of no one length, X.691 §30.6. */
export const utf8: Type = (per) => textOf(per, per.open())

/** What must be read to come to what follows, but is not told. */
export function unseen(type: Type): Type {
  return (per, elements) => {
    type(per, elements)
    return undefined
  }
}

/** A type within an OCTET STRING (CONTAINING …). */
export function contained(type: Type): Type {
  return (per, elements) => {
    const inner = per.open()
    per.heed(inner)
    const value = type(inner, elements)
    per.heed(inner)
    return value
  }
}

function hexOf(per: Per, value: Per): string | undefined {
  return per.fault === '' ? octets(value.bytes, value.at, value.end) : undefined
}

function textOf(per: Per, value: Per): string | undefined {
  return per.fault === '' ? text(value.bytes, value.at, Math.min(value.end, value.at + LONGEST_TEXT)) : undefined
}

// The facts that bodies in XML tell: which element or attribute becomes which field of `details`.
import { type BodyForm, XML_BODIES } from './tables-xml-bodies.ts'
import { visitXml } from './xml.ts'

/** Items of a list, and distinct values of one field. */
const MOST_ITEMS = 8
const MOST_LEAVES = 16

export interface XmlFacts {
  /** What it is called in `details`. */
  readonly name: string
  readonly fields: Readonly<Record<string, unknown>>
}

export function isXmlBody(type: string): boolean {
  return XML_BODIES[type] !== undefined
}

/** What the body of media type `type` at [from, to) tells; undefined where nothing of it is understood. */
export function readXmlBody(type: string, text: string, from: number, to: number): XmlFacts | undefined {
  const form = XML_BODIES[type]
  if (!form) return undefined
  const reader = new FactReader(form)
  visitXml(text, from, to, reader)
  return Object.keys(reader.fields).length === 0 ? undefined : { name: form.name, fields: reader.fields }
}

type Item = Record<string, unknown>

class FactReader {
  readonly fields: Item = {}
  readonly #form: BodyForm
  /** The list item that is open, and how deep it began. */
  #item: Item | undefined
  #depth = 0
  #leaves = 0

  constructor(form: BodyForm) {
    this.#form = form
  }

  begins(path: readonly string[], attribute: (name: string) => string | undefined): void {
    const element = path.at(-1)!
    const list = this.#form.items?.[element]
    if (list !== undefined && this.#item === undefined) this.#begin(list, path.length)
    for (const [name, field] of this.#attributesOf(path)) {
      const value = attribute(name)
      if (value !== undefined && value !== '') this.#put(field, value)
    }
    if (this.#form.flags?.includes(element)) this.#put(fieldOf(element), true)
  }

  text(path: readonly string[], text: string): void {
    if (text === '') return
    const element = path.at(-1)!
    const field = this.#form.texts?.[`${path.at(-2) ?? ''}/${element}`] ?? this.#form.texts?.[element]
    if (field !== undefined) this.#put(field, text)
    else if (this.#form.leaves && this.#leaves++ < MOST_LEAVES) this.#put(fieldOf(element), text)
  }

  ends(path: readonly string[]): void {
    if (this.#item !== undefined && path.length <= this.#depth) this.#item = undefined
  }

  #begin(list: string, depth: number): void {
    const items = (this.fields[list] ??= []) as Item[]
    this.#item = {}
    this.#depth = depth
    if (items.length < MOST_ITEMS) items.push(this.#item)
  }

  #attributesOf(path: readonly string[]): [string, string][] {
    const element = path.at(-1)!
    const attributes = this.#form.attributes?.[`${path.at(-2) ?? ''}/${element}`] ?? this.#form.attributes?.[element]
    return Object.entries(attributes ?? {})
  }

  /** The first stands; further ones of a field outside of items make it a list. */
  #put(field: string, value: unknown): void {
    const into = this.#item ?? this.fields
    const known = into[field]
    if (known === undefined) into[field] = value
    else if (known === value || this.#item !== undefined) return
    else if (!Array.isArray(known)) into[field] = [known, value]
    else if (known.length < MOST_ITEMS && !known.includes(value)) known.push(value)
  }
}

function fieldOf(element: string): string {
  return element.replaceAll(/[^A-Za-z0-9]+/g, '_').toLowerCase()
}

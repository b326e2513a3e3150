// The text of H.248.1 Annex B as nested items: `name = value { … }`, descriptions of media as they stand.
const MOST_ITEMS = 2000
const DEEPEST = 12
const BRACE = '{'
const CLOSE = '}'
const COMMA = ','
const QUOTE = '"'
/** Items whose contents are octets, in which a brace is written as `\}`. */
const OCTETS: ReadonlySet<string> = new Set(['LOCAL', 'L', 'REMOTE', 'R'])

/** One item, with where it stands in the text. */
export interface Item {
  /** In upper case, without a wish for an optional or wildcarded answer before it. */
  readonly name: string
  readonly value: string
  readonly items: readonly Item[]
  /** Octets of a description. */
  readonly octets?: string
  readonly from: number
  readonly to: number
}

/** The items of a text, and whether it ended before them. */
export function itemsOf(text: string, from: number): { items: Item[]; isWhole: boolean } {
  const reader = new Reader(text, from)
  const items = reader.list(0)
  return { items, isWhole: reader.isWhole && reader.at >= text.length }
}

class Reader {
  at: number
  isWhole = true
  readonly #text: string
  #count = 0

  constructor(text: string, from: number) {
    this.#text = text
    this.at = from
  }

  /** Items to the end of the text, or to the brace that closes them. */
  list(depth: number): Item[] {
    const items: Item[] = []
    while (this.at < this.#text.length && this.#hasRoom()) {
      this.#space()
      const character = this.#text[this.at]
      if (character === undefined || character === CLOSE) break
      if (character === COMMA) this.at++
      else items.push(this.#item(depth))
    }
    return items
  }

  #hasRoom(): boolean {
    return this.#count++ < MOST_ITEMS
  }

  #item(depth: number): Item {
    const from = this.at
    const words = this.#words()
    const equals = words.indexOf('=')
    const name = (equals < 0 ? words : words.slice(0, equals))
      .trim()
      .toUpperCase()
      .replace(/^(?:[OW]-)+/, '')
    const value = equals < 0 ? '' : words.slice(equals + 1).trim()
    if (this.#text[this.at] !== BRACE) return { name, value, items: [], from, to: this.at }
    this.at++
    if (OCTETS.has(name)) {
      const octets = this.#octets()
      return { name, value, items: [], octets, from, to: this.at }
    }
    const items = depth < DEEPEST ? this.list(depth + 1) : []
    if (this.#text[this.at] === CLOSE) this.at++
    else {
      this.isWhole = false
      // What is nested too deep is passed over.
      this.at = this.#text.length
    }
    return { name, value, items, from, to: this.at }
  }

  /** To the next comma or brace outside of quotes. */
  #words(): string {
    const from = this.at
    let isQuoted = false
    for (; this.at < this.#text.length; this.at++) {
      const character = this.#text[this.at]!
      if (character === QUOTE) isQuoted = !isQuoted
      else if (!isQuoted && (character === BRACE || character === CLOSE || character === COMMA)) break
    }
    return this.#text.slice(from, this.at)
  }

  #octets(): string {
    const from = this.at
    while (this.at < this.#text.length && (this.#text[this.at] !== CLOSE || this.#text[this.at - 1] === '\\')) this.at++
    const octets = this.#text.slice(from, this.at)
    if (this.at < this.#text.length) this.at++
    else this.isWhole = false
    return octets
  }

  #space(): void {
    while (this.at < this.#text.length && /\s/.test(this.#text[this.at]!)) this.at++
  }
}

/** Finds names within a text without cutting them out: by length and first letter, then letter by letter. */
export class NameTable<T> {
  readonly #byShape: { name: string; value: T }[][] = []

  /** Names in lower case. */
  constructor(entries: Iterable<readonly [name: string, value: T]>) {
    for (const [name, value] of entries) {
      const shape = shapeOf(name.length, name.charCodeAt(0))
      for (let i = this.#byShape.length; i <= shape; i++) this.#byShape.push([])
      this.#byShape[shape]!.push({ name, value })
    }
  }

  /** What the name at [from, to) stands for, in any case; undefined where it is none of these. */
  find(text: string, from: number, to: number): T | undefined {
    const shape = shapeOf(to - from, text.charCodeAt(from))
    if (!(shape < this.#byShape.length)) return undefined
    const candidates = this.#byShape[shape]!
    for (let k = 0; k < candidates.length; k++) {
      const { name, value } = candidates[k]!
      let i = 0
      while (i < name.length && (text.charCodeAt(from + i) | 32) === name.charCodeAt(i)) i++
      if (i === name.length) return value
    }
    return undefined
  }
}

function shapeOf(length: number, first: number): number {
  return length * 32 + (first & 31)
}

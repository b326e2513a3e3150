import { byteText } from './text.ts'

const LF = 10

/** Lines of a text that comes piece by piece: longer ones are cut, and nothing but the unfinished one is kept. */
export class Lines {
  readonly #longest: number
  readonly #take: (line: string) => void
  #rest = ''

  constructor(longest: number, take: (line: string) => void) {
    this.#longest = longest
    this.#take = take
  }

  take(bytes: Uint8Array, from: number, to: number): void {
    let at = from
    while (at < to) {
      let end = at
      while (end < to && bytes[end] !== LF) end++
      const line = this.#rest + byteText(bytes, at, Math.min(end, at + this.#longest))
      this.#rest = end < to ? '' : line.slice(0, this.#longest)
      if (end < to) this.#take(line)
      at = end + 1
    }
  }

  /** The text is over: its last line may lack its end. */
  end(): void {
    this.#take(this.#rest)
    this.clear()
  }

  clear(): void {
    this.#rest = ''
  }
}

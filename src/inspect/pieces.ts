/** Bytes of a piece, more or less. */
const SIZE = 65_536
/** A piece that takes longer to fill is given as it is, so that others who ask are answered in between. */
const PATIENCE_MS = 50

/** Gathers small pieces of text or bytes into larger ones. */
export class Pieces {
  readonly #of: Iterator<string | Uint8Array>
  #isOver = false

  constructor(of: Iterable<string | Uint8Array>) {
    this.#of = of[Symbol.iterator]()
  }

  /** The next bytes, perhaps none yet; undefined at the end. */
  next(): Uint8Array | undefined {
    if (this.#isOver) return undefined
    const began = performance.now()
    const gathered: Uint8Array[] = []
    let size = 0
    while (size < SIZE && performance.now() - began < PATIENCE_MS) {
      const step = this.#of.next()
      this.#isOver = step.done === true
      if (this.#isOver) break
      const piece = typeof step.value === 'string' ? Buffer.from(step.value) : (step.value as Uint8Array)
      gathered.push(piece)
      size += piece.length
    }
    return new Uint8Array(Buffer.concat(gathered))
  }

  stop(): void {
    this.#of.return?.()
  }
}

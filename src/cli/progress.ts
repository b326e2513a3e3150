import { grouped } from '../model/numbers.ts'
import type { Progress } from '../model/summary.ts'

/** Short work needs no line. */
const PATIENCE = 1000
/** Milliseconds between two updates. */
const PACE = 200
const CLEAR = '\r\u001B[K'

/** One line on a terminal that tells how far the work is, and leaves no trace; nothing where there is no terminal. */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream
  readonly #started = performance.now()
  #shown = 0

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream
  }

  show({ progress, packets, bytes }: Progress): void {
    const now = performance.now()
    if (!this.#stream.isTTY || now - this.#started < PATIENCE || now - this.#shown < PACE) return
    this.#shown = now
    const size = (bytes / 1e6).toFixed(0)
    this.#stream.write(`${CLEAR}${Math.floor(progress)} %  ${grouped(packets)} packets  ${size} MB`)
  }

  clear(): void {
    if (this.#shown > 0) this.#stream.write(CLEAR)
    this.#shown = 0
  }
}

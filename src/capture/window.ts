import type { Memory } from '../bytes/memory.ts'

/** Bytes asked for at once: what stays in the processor's cache. */
const READ = 262_144

/**
 * The part of the job's memory in which one capture is read: the bytes [at, end) are there and not used yet. What is
 * larger than anyone looks at is skipped as it comes, and never held.
 */
export class Window {
  readonly bytes: Uint8Array
  readonly #start: number
  readonly #limit: number
  at: number
  end: number
  /** No more bytes will come. */
  over = false
  roomFrom = 0
  roomTo = 0
  /** [0]: offset in the capture of the byte at the window's start. [1]: bytes still to be skipped. */
  readonly #far = new Float64Array(2)

  constructor(memory: Memory) {
    const region = memory.window()
    this.bytes = memory.bytes
    this.#start = region.from
    this.#limit = region.to
    this.at = region.from
    this.end = region.from
  }

  /** Forgets all bytes: the next to come stand at `offset` of the capture. */
  seek(offset: number): void {
    this.at = this.#start
    this.end = this.#start
    this.over = false
    this.#far[0] = offset
    this.#far[1] = 0
  }

  /** Moves what is not used yet to the front, and says where the next bytes go. */
  room(): void {
    const unused = this.at - this.#start
    if (unused > 0) {
      this.bytes.copyWithin(this.#start, this.at, this.end)
      this.#far[0]! += unused
      this.end -= unused
      this.at = this.#start
    }
    this.roomFrom = this.end
    this.roomTo = Math.min(this.#limit, this.end + READ)
  }

  took(n: number): void {
    if (n === 0) this.over = true
    else this.end += n
  }

  /** Offset in the capture of the byte at `position`. */
  offset(position: number): number {
    return this.#far[0]! + (position - this.#start)
  }

  /** Passes over the next `n` bytes, however many. */
  skip(n: number): void {
    const here = Math.min(n, this.end - this.at)
    this.at += here
    this.#far[1]! += n - here
  }

  /** Skips what has come of the bytes to be skipped; true while some are still to come. */
  skipping(): boolean {
    if (this.#far[1] === 0) return false
    const left = this.#far[1]!
    this.#far[1] = 0
    this.skip(left)
    return this.#far[1] > 0
  }
}

import { END, FRAME, NEED_INPUT } from '../model/capture.ts'
import type { Capture } from './open.ts'

/** Several captures as one: their frames by time, those of one moment in the order of the captures. */
export class MergedCaptures {
  /** The capture whose frame is at hand, or that wants bytes; −1 where all are over. */
  file = -1
  readonly #captures: readonly Capture[]
  /** By capture: its frame was read and not given yet. */
  readonly #ready: boolean[]
  readonly #over: boolean[]

  constructor(captures: readonly Capture[]) {
    this.#captures = captures
    this.#ready = captures.map(() => false)
    this.#over = captures.map(() => false)
  }

  /** FRAME, NEED_INPUT or END; of which capture, `file` tells. */
  next(): number {
    this.file = this.#advance()
    if (this.file >= 0) return NEED_INPUT
    this.file = this.#earliest()
    if (this.file < 0) return END
    this.#ready[this.file] = false
    return FRAME
  }

  /** Whether all frames of that capture were given. */
  isOver(file: number): boolean {
    return this.#over[file]!
  }

  /** Nothing more of that capture is wanted. */
  leave(file: number): void {
    this.#ready[file] = false
    this.#over[file] = true
  }

  /** Moves every capture to its next frame; the ordinal of one that wants bytes first, or −1. */
  #advance(): number {
    for (let i = 0; i < this.#captures.length; i++) {
      if (this.#ready[i] || this.#over[i]) continue
      const state = this.#captures[i]!.next()
      if (state === FRAME) this.#ready[i] = true
      else if (state === END) this.#over[i] = true
      else return i
    }
    return -1
  }

  #earliest(): number {
    const captures = this.#captures
    let earliest = -1
    for (let i = 0; i < captures.length; i++) {
      if (this.#ready[i] && (earliest < 0 || isBefore(captures[i]!, captures[earliest]!))) earliest = i
    }
    return earliest
  }
}

function isBefore(a: Capture, b: Capture): boolean {
  return a.seconds < b.seconds || (a.seconds === b.seconds && a.nanoseconds < b.nanoseconds)
}

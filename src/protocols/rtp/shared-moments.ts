import { FIRST, LAST, RECORD_DOUBLES, RECORD_INTS, RUNNING, STATE } from './record.ts'
import type { StreamTable } from './stream-table.ts'

/** What happens so close to each other is of one moment: a packet time of the slowest codecs and some jitter, in nanoseconds. */
const MOMENT = 100e6
/** Streams that a moment needs, and which part of all that are heard: by chance so many are not hit at once. */
const FEWEST = 8
const SHARE = 0.9

/** Moments at which the same happens to nearly all streams: not their senders or paths did that, but the capture. */
export class SharedMoments {
  readonly #table: StreamTable
  /** By slot, the moment that its stream was last counted in. */
  #counted = new Int32Array(256)
  #moment = 0
  #began = -Infinity
  #noted = 0
  #moments = 0

  constructor(table: StreamTable) {
    this.#table = table
  }

  /** How many such moments there were until now. */
  get moments(): number {
    return this.#moments + (this.#isShared() ? 1 : 0)
  }

  /** It happened to the stream before the packet that came at `time`. */
  note(slot: number, time: number): void {
    if (time - this.#began > MOMENT || time < this.#began) {
      this.#moments = this.moments
      this.#moment++
      this.#began = time
      this.#noted = 0
    }
    if (slot >= this.#counted.length) this.#grow(slot)
    if (this.#counted[slot] === this.#moment) return
    this.#counted[slot] = this.#moment
    this.#noted++
  }

  #grow(slot: number): void {
    const counted = new Int32Array(2 * (slot + 1))
    counted.set(this.#counted)
    this.#counted = counted
  }

  #isShared(): boolean {
    if (this.#noted < FEWEST) return false
    const { ints, doubles, used } = this.#table
    let heard = 0
    // As soon as too many were heard the others need not be counted: mostly that is after few slots.
    for (let slot = 0; slot < used && this.#noted >= SHARE * heard; slot++) {
      const place = slot * RECORD_DOUBLES
      if (ints[slot * RECORD_INTS + STATE] !== RUNNING) continue
      if (doubles[place + FIRST]! < this.#began && doubles[place + LAST]! >= this.#began) heard++
    }
    return heard >= FEWEST && this.#noted >= SHARE * heard
  }
}

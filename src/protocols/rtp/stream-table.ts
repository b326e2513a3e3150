import type { Budget } from '../../bytes/memory.ts'
import { FREE, NEXT, RECORD_INTS, STATE } from './record.ts'

/** Share of the job's budget for stream records. */
const SHARE = 0.15
const SMALLEST = 256

/** The records of all streams, in one piece of memory that grows to its bound; slots are given back and used again. */
export class StreamTable {
  ints = new Int32Array(SMALLEST * RECORD_INTS)
  doubles = new Float64Array(this.ints.buffer)
  readonly #most: number
  #used = 0
  #free = 0

  /** @param share of the job's budget */
  constructor(budget: Budget, share = SHARE) {
    this.#most = budget.records(share, RECORD_INTS * 4)
  }

  /** Slots [0, used) were given out at some time. */
  get used(): number {
    return this.#used
  }

  /** A slot with a cleared record, or −1 where the bound is reached. */
  take(): number {
    let slot = this.#used
    if (this.#free > 0) {
      slot = this.#free - 1
      this.#free = this.ints[slot * RECORD_INTS + NEXT]!
    } else if (this.#hasRoom()) this.#used++
    else return -1
    this.ints.fill(0, slot * RECORD_INTS, (slot + 1) * RECORD_INTS)
    return slot
  }

  give(slot: number): void {
    this.ints[slot * RECORD_INTS + STATE] = FREE
    this.ints[slot * RECORD_INTS + NEXT] = this.#free
    this.#free = slot + 1
  }

  #hasRoom(): boolean {
    const capacity = this.ints.length / RECORD_INTS
    if (this.#used < capacity) return true
    if (capacity >= this.#most) return false
    const ints = new Int32Array(Math.min(capacity * 2, this.#most) * RECORD_INTS)
    ints.set(this.ints)
    this.ints = ints
    this.doubles = new Float64Array(ints.buffer)
    return true
  }
}

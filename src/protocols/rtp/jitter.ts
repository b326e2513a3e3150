// Interarrival jitter: RFC 3550 §6.4.1 and appendix A.8, in milliseconds.
import { type Packet, TIME } from '../../model/packet.ts'
import { Arrivals } from './arrivals.ts'
import * as r from './record.ts'
import type { StreamTable } from './stream-table.ts'

/** Assumed where a stream ends before anything tells its clock. */
const USUAL_RATE = 8000
/** Differences beyond this are new time lines of the sender, not jitter. */
const DISCONTINUITY_MS = 2000

/** Measures each stream's jitter; until its clock is known it remembers the first arrivals. */
export class Jitter {
  readonly #packet: Packet
  readonly #arrivals = new Arrivals()

  constructor(packet: Packet) {
    this.#packet = packet
  }

  /** The first packet of a stream or piece. */
  begin(table: StreamTable, slot: number, stamp: number): void {
    const at = slot * r.RECORD_INTS
    table.ints[at + r.RTP_TIME] = stamp
    table.ints[at + r.FIRST_RTP_TIME] = stamp
    table.doubles[slot * r.RECORD_DOUBLES + r.JITTER_AT] = this.#packet.at[TIME]!
    if (table.ints[at + r.CLOCK_RATE] !== 0) return
    const kept = this.#arrivals.take()
    table.ints[at + r.ARRIVALS] = kept + 1
    if (kept < 0) this.#assume(table, slot, USUAL_RATE)
    else this.#arrivals.add(kept, this.#packet.at[TIME]! / 1e6, stamp)
  }

  packet(table: StreamTable, slot: number, stamp: number, isInOrder: boolean): void {
    const { ints, doubles } = table
    const at = slot * r.RECORD_INTS
    const place = slot * r.RECORD_DOUBLES
    const step = (stamp - ints[at + r.RTP_TIME]!) | 0
    if (isInOrder && step > 0) vote(ints, at, step)
    const kept = ints[at + r.ARRIVALS]! - 1
    const now = this.#packet.at[TIME]!
    ints[at + r.RTP_TIME] = stamp
    if (kept >= 0) {
      if (!this.#arrivals.add(kept, now / 1e6, stamp)) this.#guess(table, slot)
    } else {
      const difference = (now - doubles[place + r.JITTER_AT]!) / 1e6 - (step * 1000) / ints[at + r.CLOCK_RATE]!
      accumulate(ints, doubles, slot, difference)
    }
    doubles[place + r.JITTER_AT] = now
  }

  /** Signalling or the standard tells the clock: what was remembered is measured now. */
  clock(table: StreamTable, slot: number, rate: number): void {
    const at = slot * r.RECORD_INTS
    if (rate <= 0 || table.ints[at + r.CLOCK_RATE] === rate) return
    table.ints[at + r.CLOCK_RATE] = rate
    table.ints[at + r.FLAGS]! &= ~r.CLOCK_ASSUMED
    if (table.ints[at + r.ARRIVALS]! > 0) this.#replay(table, slot)
  }

  /** The stream ends: what is remembered is measured by the best guess. */
  settle(table: StreamTable, slot: number): void {
    if (table.ints[slot * r.RECORD_INTS + r.ARRIVALS]! > 0) this.#guess(table, slot)
  }

  forget(table: StreamTable, slot: number): void {
    const at = slot * r.RECORD_INTS + r.ARRIVALS
    if (table.ints[at]! > 0) this.#arrivals.give(table.ints[at]! - 1)
    table.ints[at] = 0
  }

  #guess(table: StreamTable, slot: number): void {
    const kept = table.ints[slot * r.RECORD_INTS + r.ARRIVALS]! - 1
    this.#assume(table, slot, this.#arrivals.guessRate(kept) || USUAL_RATE)
    this.#replay(table, slot)
  }

  #assume(table: StreamTable, slot: number, rate: number): void {
    const at = slot * r.RECORD_INTS
    table.ints[at + r.CLOCK_RATE] = rate
    table.ints[at + r.FLAGS]! |= r.CLOCK_ASSUMED
  }

  #replay(table: StreamTable, slot: number): void {
    const { ints, doubles } = table
    const kept = ints[slot * r.RECORD_INTS + r.ARRIVALS]! - 1
    const rate = ints[slot * r.RECORD_INTS + r.CLOCK_RATE]!
    const arrivals = this.#arrivals
    for (let i = 1; i < arrivals.count(kept); i++) {
      const step = (arrivals.stamp(kept, i) - arrivals.stamp(kept, i - 1)) | 0
      const elapsed = arrivals.milliseconds(kept, i) - arrivals.milliseconds(kept, i - 1)
      accumulate(ints, doubles, slot, elapsed - (step * 1000) / rate)
    }
    this.forget(table, slot)
  }
}

function accumulate(ints: Int32Array, doubles: Float64Array, slot: number, difference: number): void {
  const place = slot * r.RECORD_DOUBLES
  const size = difference < 0 ? -difference : difference
  if (size < DISCONTINUITY_MS) doubles[place + r.JITTER]! += (size - doubles[place + r.JITTER]!) / 16
  const jitter = doubles[place + r.JITTER]!
  if (jitter > doubles[place + r.JITTER_MAX]!) doubles[place + r.JITTER_MAX] = jitter
  doubles[place + r.JITTER_SUM]! += jitter
  ints[slot * r.RECORD_INTS + r.JITTER_SAMPLES]! += 1
}

/** The majority of the increments of RTP time, by the vote of Boyer and Moore: two numbers for any length. */
function vote(ints: Int32Array, at: number, step: number): void {
  if (ints[at + r.STEP_COUNT] === 0) {
    ints[at + r.STEP] = step
    ints[at + r.STEP_COUNT] = 1
  } else ints[at + r.STEP_COUNT]! += ints[at + r.STEP] === step ? 1 : -1
}

// Interarrival jitter: RFC 3550 §6.4.1 and appendix A.8, in nanoseconds until it is told.
import type { Budget } from '../../bytes/memory.ts'
import { Arrivals } from './arrivals.ts'
import * as r from './record.ts'
import type { StreamTable } from './stream-table.ts'

/** Assumed where nothing tells a stream's clock. */
const USUAL_RATE = 8000
/** Differences beyond this are a new time line of the sender, not jitter. */
const DISCONTINUITY = 2e9
/** Streams whose clock is remembered by SSRC, for reading what RTCP says of them. */
const MOST_RATES = 8192
const ARRIVALS_TABLE = 'rtp-arrivals'

/**
 * Takes a difference in transit time into the jitter of a stream. Behind a pause (marker bit, comfort noise) senders are
 * not on time on purpose: such a packet is not `isRegular`, and counts in the mean as the mean so far.
 */
export function addJitter(table: StreamTable, slot: number, difference: number, isRegular: boolean): void {
  const { ints, doubles } = table
  const at = slot * r.RECORD_INTS
  const place = slot * r.RECORD_DOUBLES
  const size = difference < 0 ? -difference : difference
  const before = doubles[place + r.JITTER]!
  const jitter = size > DISCONTINUITY ? before : before + (size - before) / 16
  const samples = ints[at + r.JITTER_SAMPLES]! + 1
  doubles[place + r.JITTER] = jitter
  ints[at + r.JITTER_SAMPLES] = samples
  // So that the jitter of the later half can be told from that of the earlier.
  if ((samples & (samples - 1)) === 0) {
    doubles[place + r.JITTER_QUARTER] = doubles[place + r.JITTER_HALFWAY]!
    doubles[place + r.JITTER_HALFWAY] = doubles[place + r.JITTER_MEAN]!
  }
  if (!isRegular) return
  if (jitter > doubles[place + r.JITTER_MAX]!) doubles[place + r.JITTER_MAX] = jitter
  doubles[place + r.JITTER_MEAN]! += (jitter - doubles[place + r.JITTER_MEAN]!) / samples
}

/** Clocks of streams: told, or guessed from the first arrivals, which are measured once the clock is known. */
export class Clocks {
  readonly #table: StreamTable
  readonly #budget: Budget
  readonly #arrivals: Arrivals
  readonly #rates = new Map<number, number>()

  constructor(table: StreamTable, budget: Budget) {
    this.#table = table
    this.#budget = budget
    this.#arrivals = new Arrivals(budget)
  }

  /** The first packet of a stream whose clock is unknown. */
  begin(slot: number, time: number, rtpTime: number): void {
    const kept = this.#arrivals.take()
    this.#table.ints[slot * r.RECORD_INTS + r.ARRIVALS] = kept + 1
    if (kept >= 0) this.#arrivals.add(kept, time, rtpTime, true)
    else {
      this.#budget.full(ARRIVALS_TABLE)
      this.#assume(slot, USUAL_RATE)
    }
  }

  /** A further packet of such a stream. */
  keep(slot: number, time: number, rtpTime: number, isRegular: boolean): void {
    const kept = this.#table.ints[slot * r.RECORD_INTS + r.ARRIVALS]! - 1
    if (kept >= 0 && !this.#arrivals.add(kept, time, rtpTime, isRegular)) this.settle(slot)
  }

  /** Signalling or the standard tells the clock, in Hz. What was measured by a wrong guess is dropped. */
  tell(slot: number, rate: number): void {
    const { ints } = this.#table
    const at = slot * r.RECORD_INTS
    const wasAssumed = (ints[at + r.FLAGS]! & r.CLOCK_ASSUMED) !== 0
    ints[at + r.FLAGS]! &= ~r.CLOCK_ASSUMED
    if (rate <= 0 || ints[at + r.CLOCK_RATE] === rate) return
    this.#set(slot, rate)
    if (wasAssumed) this.#restart(slot)
    this.#replay(slot)
  }

  /** Clock in Hz of a stream with that SSRC. */
  rateOf(ssrc: number): number | undefined {
    return this.#rates.get(ssrc)
  }

  /** No word of the clock came in time: it is guessed. */
  settle(slot: number): void {
    const at = slot * r.RECORD_INTS
    const kept = this.#table.ints[at + r.ARRIVALS]! - 1
    if (kept < 0) return
    if (this.#arrivals.count(kept) > 1) this.#assume(slot, this.#arrivals.guess(kept) || USUAL_RATE)
    this.#replay(slot)
  }

  forget(slot: number): void {
    const at = slot * r.RECORD_INTS + r.ARRIVALS
    const kept = this.#table.ints[at]! - 1
    if (kept >= 0) this.#arrivals.give(kept)
    this.#table.ints[at] = 0
  }

  #assume(slot: number, rate: number): void {
    this.#table.ints[slot * r.RECORD_INTS + r.FLAGS]! |= r.CLOCK_ASSUMED
    this.#set(slot, rate)
  }

  #set(slot: number, rate: number): void {
    const { ints, doubles } = this.#table
    const ssrc = ints[slot * r.RECORD_INTS + r.SSRC]! >>> 0
    ints[slot * r.RECORD_INTS + r.CLOCK_RATE] = rate
    doubles[slot * r.RECORD_DOUBLES + r.TICK] = 1e9 / rate
    if (this.#rates.size >= MOST_RATES && !this.#rates.has(ssrc)) {
      const [oldest] = this.#rates.keys()
      this.#rates.delete(oldest!)
    }
    this.#rates.set(ssrc, rate)
  }

  #restart(slot: number): void {
    const { ints, doubles } = this.#table
    const place = slot * r.RECORD_DOUBLES
    ints[slot * r.RECORD_INTS + r.JITTER_SAMPLES] = 0
    doubles[place + r.JITTER] = 0
    doubles[place + r.JITTER_MEAN] = 0
    doubles[place + r.JITTER_MAX] = 0
    doubles[place + r.JITTER_HALFWAY] = 0
    doubles[place + r.JITTER_QUARTER] = 0
  }

  #replay(slot: number): void {
    const at = slot * r.RECORD_INTS
    const kept = this.#table.ints[at + r.ARRIVALS]! - 1
    if (kept < 0) return
    const arrivals = this.#arrivals
    const tick = this.#table.doubles[slot * r.RECORD_DOUBLES + r.TICK]!
    for (let i = 1; i < arrivals.count(kept); i++) {
      const difference = arrivals.elapsed(kept, i) - arrivals.ticks(kept, i) * tick
      addJitter(this.#table, slot, difference, arrivals.isRegular(kept, i))
    }
    arrivals.give(kept)
    this.#table.ints[at + r.ARRIVALS] = 0
  }
}

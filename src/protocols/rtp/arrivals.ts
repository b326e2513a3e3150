import type { Budget } from '../../bytes/memory.ts'

/** Packets of a stream that are remembered until its clock is known. */
const KEPT = 64
const SLOT_BYTES = KEPT * 13
const SHARE = 0.02

/** Clock rates in use: RFC 3551, RFC 7587, and the 90 kHz of video. */
const RATES: readonly number[] = [8000, 16000, 24000, 32000, 44100, 48000, 90000]

/** The first arrivals of streams whose clock nobody has told yet: when, RTP time, and whether the mean counts them. */
export class Arrivals {
  readonly #times: Float64Array
  readonly #rtpTimes: Int32Array
  readonly #regular: Uint8Array
  readonly #counts: Int32Array
  readonly #free: Int32Array
  #left: number

  constructor(budget: Budget) {
    const slots = budget.records(SHARE, SLOT_BYTES)
    this.#times = new Float64Array(slots * KEPT)
    this.#rtpTimes = new Int32Array(slots * KEPT)
    this.#regular = new Uint8Array(slots * KEPT)
    this.#counts = new Int32Array(slots)
    this.#free = Int32Array.from({ length: slots }, (_, slot) => slots - 1 - slot)
    this.#left = slots
  }

  /** An empty slot, or −1 where none is left. */
  take(): number {
    if (this.#left === 0) return -1
    const slot = this.#free[--this.#left]!
    this.#counts[slot] = 0
    return slot
  }

  give(slot: number): void {
    this.#free[this.#left++] = slot
  }

  /** Remembers a packet that arrived at `time` nanoseconds; says whether there is room for another. */
  add(slot: number, time: number, rtpTime: number, isRegular: boolean): boolean {
    const at = slot * KEPT + this.#counts[slot]!
    this.#times[at] = time
    this.#rtpTimes[at] = rtpTime
    this.#regular[at] = isRegular ? 1 : 0
    this.#counts[slot]! += 1
    return this.#counts[slot]! < KEPT
  }

  count(slot: number): number {
    return this.#counts[slot]!
  }

  /** Nanoseconds between arrivals `i` − 1 and `i`. */
  elapsed(slot: number, i: number): number {
    return this.#times[slot * KEPT + i]! - this.#times[slot * KEPT + i - 1]!
  }

  /** Ticks between their RTP times. */
  ticks(slot: number, i: number): number {
    return (this.#rtpTimes[slot * KEPT + i]! - this.#rtpTimes[slot * KEPT + i - 1]!) | 0
  }

  isRegular(slot: number, i: number): boolean {
    return this.#regular[slot * KEPT + i] === 1
  }

  /**
   * The clock that the packets suggest, in Hz: the usual increment of RTP time over the usual time between packets,
   * or else all of the one over all of the other, where that is near a rate in use; 0 where neither is.
   */
  guess(slot: number): number {
    const steps = new Map<number, number[]>()
    let ticks = 0
    let nanoseconds = 0
    let waited = 0
    for (let i = 1; i < this.count(slot); i++) {
      const step = this.ticks(slot, i)
      // Packets of one picture share their RTP time.
      waited += this.elapsed(slot, i)
      if (step <= 0) continue
      steps.set(step, [...(steps.get(step) ?? []), waited])
      ticks += step
      nanoseconds += waited
      waited = 0
    }
    const [usual] = [...steps].toSorted((a, b) => b[1].length - a[1].length)
    if (!usual) return 0
    const times = usual[1].toSorted((a, b) => a - b)
    return nearRate((usual[0] * 1e9) / times[times.length >> 1]!) || nearRate((ticks * 1e9) / nanoseconds)
  }
}

/** The rate in use that is nearest, or 0 where none is near. */
function nearRate(rate: number): number {
  const off = (known: number): number => Math.abs(known - rate) / known
  const nearest = RATES.reduce((best, known) => (off(known) < off(best) ? known : best))
  return off(nearest) < 0.15 ? nearest : 0
}

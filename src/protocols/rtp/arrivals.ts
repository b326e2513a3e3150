/** Packets of a stream that are remembered until its clock is known. */
export const KEPT = 48
const SLOTS = 1024

/** Arrival times (ms) and RTP times of the first packets of streams whose clock nobody has told yet. Bounded. */
export class Arrivals {
  readonly #times = new Float64Array(SLOTS * KEPT)
  readonly #stamps = new Int32Array(SLOTS * KEPT)
  readonly #counts = new Int32Array(SLOTS)
  readonly #free: number[] = Array.from({ length: SLOTS }, (_, slot) => SLOTS - 1 - slot)

  /** A slot, or −1 where there is none left. */
  take(): number {
    const slot = this.#free.pop() ?? -1
    if (slot >= 0) this.#counts[slot] = 0
    return slot
  }

  give(slot: number): void {
    this.#free.push(slot)
  }

  /** Remembers a packet; false when the slot is full now. */
  add(slot: number, milliseconds: number, stamp: number): boolean {
    const at = slot * KEPT + this.#counts[slot]!
    this.#times[at] = milliseconds
    this.#stamps[at] = stamp
    this.#counts[slot]! += 1
    return this.#counts[slot]! < KEPT
  }

  count(slot: number): number {
    return this.#counts[slot]!
  }

  milliseconds(slot: number, i: number): number {
    return this.#times[slot * KEPT + i]!
  }

  stamp(slot: number, i: number): number {
    return this.#stamps[slot * KEPT + i]!
  }

  /**
   * The clock that the packets suggest: the usual increment of RTP time over the usual time between packets, rounded to
   * a rate that is in use; 0 where nothing fits.
   */
  guessRate(slot: number): number {
    const steps = new Map<number, number>()
    for (let i = 1; i < this.count(slot); i++) {
      const step = (this.stamp(slot, i) - this.stamp(slot, i - 1)) | 0
      if (step > 0) steps.set(step, (steps.get(step) ?? 0) + 1)
    }
    const usual = [...steps].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 0
    const deltas: number[] = []
    for (let i = 1; i < this.count(slot); i++) deltas.push(this.milliseconds(slot, i) - this.milliseconds(slot, i - 1))
    const delta = deltas.toSorted((a, b) => a - b)[deltas.length >> 1] ?? 0
    if (usual === 0 || delta <= 0) return 0
    const rate = (usual * 1000) / delta
    return RATES.find((known) => Math.abs(known - rate) < known * 0.2) ?? 0
  }
}

/** Clock rates in use: RFC 3551, RFC 7587, and the 90 kHz of video. */
const RATES = [8000, 16000, 24000, 32000, 48000, 90000]

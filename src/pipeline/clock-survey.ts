// Taps with clocks of their own: by how much they differ, as the packets tell that several of them have seen.
import type { MergedCaptures } from '../capture/merged.ts'
import type { Capture } from '../capture/open.ts'
import { END, FRAME } from '../model/capture.ts'
import type { TapClock } from '../model/clocks.ts'
import type { Hints } from '../model/hints.ts'
import { clocksOf } from './clock-offsets.ts'
import { SightedCaptures } from './sighted-captures.ts'
import type { Sightings } from './sightings.ts'

/** Of each capture no more is looked at. */
const MOST_BYTES = 64 * 1024 * 1024
/** Frames of a capture by itself, by which it has shown its interfaces: writers describe them first. */
const ENOUGH_OF_ONE = 256
/** Packets by which a tap's clock is told well enough. */
const ENOUGH_MATCHES = 100
/** Whether enough is known is asked after so many frames, and whenever there are half as many more. */
const STEP = 256
const GROWTH = 1.5

/**
 * Looks at the beginning of a job's captures before they are read: which packets have several taps (captures, or
 * interfaces of one) seen, and when. Driven as the engine is: `run` names the capture that wants bytes, −1 at the end.
 */
export class ClockSurvey {
  readonly #sighted: SightedCaptures
  #frames = 0
  #next = STEP
  #isOver = false

  constructor(captures: number, hints: Hints = {}) {
    this.#sighted = new SightedCaptures(captures, { hints })
  }

  get memory(): SightedCaptures['memory'] {
    return this.#sighted.memory
  }

  get captures(): readonly Capture[] {
    return this.#sighted.captures
  }

  get sightings(): Sightings {
    return this.#sighted.sightings
  }

  /** The clocks that are ahead of others by more than copies are looked for, or behind. */
  clocks(): TapClock[] {
    return clocksOf(this.sightings.taps, this.sightings.estimates())
  }

  run(): number {
    const { merged } = this.#sighted
    if (this.#isOver) return END
    for (let state = merged.next(); ; state = merged.next()) {
      const { file } = merged
      if (state !== FRAME) return file
      this.#frame(merged, file)
      if (this.#isOver) return END
    }
  }

  #frame(merged: MergedCaptures, file: number): void {
    this.#sighted.timed(file)
    this.#sighted.sight(file)
    if (this.captures[file]!.place[0]! > MOST_BYTES) merged.leave(file)
    if (++this.#frames < this.#next) return
    this.#next *= GROWTH
    this.#isOver = this.#isEnough()
  }

  #isEnough(): boolean {
    const { taps } = this.sightings
    if (taps.length > 1) return taps.every((_, tap) => this.sightings.isKnown(tap, ENOUGH_MATCHES))
    const [only] = this.captures
    return this.captures.length === 1 && this.#frames >= ENOUGH_OF_ONE && only!.source.interfaces.length < 2
  }
}

// Clocks of taps that do not keep their difference: how it changes, all along.
import type { Capture } from '../capture/open.ts'
import { END, FRAME } from '../model/capture.ts'
import type { TapClock } from '../model/clocks.ts'
import type { Hints } from '../model/hints.ts'
import { type Difference, driftsOf } from './clock-drifts.ts'
import { SightedCaptures } from './sighted-captures.ts'

/** Nanoseconds: once in so long a time it is asked how far the clocks are apart. */
const PERIOD = 20e9
const ENOUGH_MATCHES = 50
/** Periods that are taken together where one is too quiet to tell. */
const MOST_TOGETHER = 6
/** Frames of one period that are looked at, where all taps are known to share packets. */
const MOST_FRAMES = 50_000
/** Whether enough is known in a period is asked after so many frames, and whenever there are half as many more. */
const STEP = 256
const GROWTH = 1.5
/** Of pairs of taps and periods. */
const MOST_DIFFERENCES = 100_000

interface WatchOptions {
  readonly hints: Hints
  /** Clocks that are known to differ from the beginning. */
  readonly clocks: readonly TapClock[]
}

/**
 * Goes through captures by the clocks that are known, and looks now and then how far those are off by now. What lies
 * between is passed over. Driven as the engine is.
 */
export class ClockWatch {
  readonly #sighted: SightedCaptures
  readonly #options: WatchOptions
  readonly #differences: Difference[] = []
  /** By capture: a frame of it was given. */
  readonly #begun: boolean[]
  #period = -Infinity
  /** The first of the periods that are taken together. */
  #since = -Infinity
  #frames = 0
  #next = STEP
  #isEnough = false

  constructor(captures: number, options: WatchOptions) {
    this.#sighted = new SightedCaptures(captures, options)
    this.#options = options
    this.#begun = this.captures.map(() => false)
  }

  get memory(): SightedCaptures['memory'] {
    return this.#sighted.memory
  }

  get captures(): readonly Capture[] {
    return this.#sighted.captures
  }

  /** The clocks that differ: those that keep their difference as they were known. */
  clocks(): TapClock[] {
    this.#end()
    return driftsOf(this.#sighted.sightings.taps, this.#differences, this.#options.clocks)
  }

  run(): number {
    const { merged } = this.#sighted
    for (let state = merged.next(); ; state = merged.next()) {
      const { file } = merged
      if (state !== FRAME) return file
      if (this.#differences.length > MOST_DIFFERENCES) return END
      this.#begun[file] = true
      this.#sighted.timed(file)
      const period = Math.floor(this.#sighted.time / PERIOD)
      if (period > this.#period) this.#begin(period)
      if (!this.#isEnough && !this.#isAlone()) this.#frame(file)
    }
  }

  #frame(file: number): void {
    this.#sighted.sight(file)
    if (++this.#frames < this.#next) return
    this.#next *= GROWTH
    const { sightings } = this.#sighted
    const isMatched = sightings.taps.every((_, tap) => sightings.isMatched(tap))
    this.#isEnough =
      isMatched &&
      (this.#frames > MOST_FRAMES || sightings.taps.every((_, tap) => sightings.isKnown(tap, ENOUGH_MATCHES)))
  }

  #begin(period: number): void {
    this.#period = period
    const isQuiet = this.#sighted.sightings.estimates().length === 0
    if (isQuiet && period - this.#since < MOST_TOGETHER) return
    this.#end()
    this.#since = period
    this.#frames = 0
    this.#next = STEP
    this.#isEnough = false
  }

  #end(): void {
    const { sightings, epoch } = this.#sighted
    for (const { time, ...pair } of sightings.estimates()) {
      this.#differences.push({ ...pair, seconds: epoch + time / 1e9 })
    }
    sightings.forget()
  }

  /** Of several captures one alone is at hand: nobody else can have seen what passes. */
  #isAlone(): boolean {
    const { captures } = this
    if (captures.length === 1) return false
    let live = 0
    for (let i = 0; i < captures.length; i++) if (this.#begun[i] && !this.#sighted.merged.isOver(i)) live++
    return live < 2
  }
}

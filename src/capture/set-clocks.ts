import { FRAME } from '../model/capture.ts'
import { aheadAt, type ClockReading } from '../model/clocks.ts'
import { later } from '../model/moment.ts'
import type { FrameAtHand, Records } from './frame.ts'
import type { Section } from './pcapng.ts'

const SECOND = 1e9

/** Gives the frames of a capture by one clock, where those of its interfaces are known to differ. */
export class SetClocks implements Omit<Records, 'section'> {
  readonly #records: Records
  readonly #frame: FrameAtHand
  /** By interface: how far ahead its clock was, and when. */
  readonly #clocks: readonly (readonly ClockReading[])[]
  /** Nanoseconds that the clock of the frame at hand is ahead. */
  ahead = 0
  /** As the capture has it: the time of a record may hang on that of the one before. */
  readonly #own = new Float64Array(2)

  constructor(records: Records, frame: FrameAtHand, clocks: readonly (readonly ClockReading[])[]) {
    this.#records = records
    this.#frame = frame
    this.#clocks = clocks
  }

  next(): number {
    const frame = this.#frame
    frame.seconds = this.#own[0]!
    frame.nanoseconds = this.#own[1]!
    const state = this.#records.next()
    this.#own[0] = frame.seconds
    this.#own[1] = frame.nanoseconds
    const readings = this.#clocks[frame.interface]
    const ahead = readings ? aheadAt(readings, frame.seconds + frame.nanoseconds / SECOND) : 0
    this.ahead = ahead
    if (state !== FRAME || ahead === 0) return state
    const set = later(frame, -ahead)
    frame.seconds = set.seconds
    frame.nanoseconds = set.nanoseconds
    return state
  }

  seek(section?: Section): void {
    this.#records.seek(section)
  }
}

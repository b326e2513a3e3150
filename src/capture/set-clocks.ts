import { FRAME } from '../model/capture.ts'
import type { FrameAtHand, Records } from './frame.ts'
import type { Section } from './pcapng.ts'

const SECOND = 1e9

/** Gives the frames of a capture by one clock, where those of its interfaces are known to differ. */
export class SetClocks implements Omit<Records, 'section'> {
  readonly #records: Records
  readonly #frame: FrameAtHand
  /** By interface: nanoseconds that its clock is ahead. */
  readonly #ahead: readonly number[]
  /** As the capture has it: the time of a record may hang on that of the one before. */
  readonly #own = new Float64Array(2)

  constructor(records: Records, frame: FrameAtHand, ahead: readonly number[]) {
    this.#records = records
    this.#frame = frame
    this.#ahead = ahead
  }

  next(): number {
    const frame = this.#frame
    frame.seconds = this.#own[0]!
    frame.nanoseconds = this.#own[1]!
    const state = this.#records.next()
    this.#own[0] = frame.seconds
    this.#own[1] = frame.nanoseconds
    const ahead = this.#ahead[frame.interface] ?? 0
    if (state !== FRAME || ahead === 0) return state
    const nanoseconds = frame.nanoseconds - (ahead % SECOND)
    const carried = Math.floor(nanoseconds / SECOND)
    frame.seconds += carried - Math.trunc(ahead / SECOND)
    frame.nanoseconds = nanoseconds - carried * SECOND
    return state
  }

  seek(section?: Section): void {
    this.#records.seek(section)
  }
}

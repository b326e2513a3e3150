// Captures of several queues or taps hold frames that are a little out of order: they are given by time.
import { LARGEST_RECORD, type Memory } from '../bytes/memory.ts'
import { END, FRAME } from '../model/capture.ts'
import type { FrameAtHand, Records } from './frame.ts'

/** Frames held at most, and how far the newest one read may be ahead of the one to be given next. */
const MOST_HELD = 1024
export const LONGEST_NANOSECONDS = 100e6
/** So small a part of the room held frames are moved together in when it is used up. */
const FEW = 0.25
/** Where the clocks of interfaces were set, their frames stand in the capture as far apart as the clocks were. */
const MOST_HELD_OF_CLOCKS = 16_384
/** Where none of the first frames is out of order the capture is taken to be in order. */
const TRIED = 4096
const SECOND = 1e9
/** What goes back by more is told as a step of the clock already. */
const LONGEST_BACK = 3600e9

/** Fields of a held frame: in ints … */
const INTS = 8
const NANOSECONDS = 0
const NUMBER = 1
const LINK_TYPE = 2
const INTERFACE = 3
const FROM = 4
const LENGTH = 5
/** How many jumps of the clock came before it: what was read before a jump is given before it. */
const JUMPS = 6
/** … and in doubles. */
const DOUBLES = 3
const SECONDS = 0
const PLACE = 1
const WIRE_LENGTH = 2

/**
 * Between the records of a capture and whoever takes its frames. The first frames are held for a moment, so that one
 * that comes too late is given in its turn. Where none does, the rest is passed on as it is, until one does.
 */
export class InOrder {
  /** Frames that were read after a later one. */
  late = 0
  /** How often the times go back for good, where first, and by how much at most. */
  readonly back = { count: 0, frame: 0, nanoseconds: 0 }
  readonly #frame: FrameAtHand
  readonly #memory: Memory
  readonly #region: { readonly from: number; readonly to: number }
  readonly #most: number
  readonly #longest: number
  readonly #spread: number
  readonly #ints: Int32Array
  readonly #doubles: Float64Array
  /** Slots: those of the held frames, the earliest first, then those that are free. */
  readonly #slots: Int16Array
  #held = 0
  #bytes = 0
  /** End of what is used of the region. */
  #top: number
  #isHolding = true
  #tried = 0
  #jumps = 0
  #isOver = false
  /** The frame read last, which the next one goes on from; and the newest since the last jump. */
  #number = 0
  readonly #last = new Float64Array(2)
  readonly #newest = new Float64Array([-Infinity, 0])

  /** @param spread nanoseconds that the clocks of the capture's interfaces were apart before they were set */
  constructor(frame: FrameAtHand, memory: Memory, spread = 0) {
    this.#spread = spread
    this.#longest = LONGEST_NANOSECONDS + spread
    this.#most = spread > 0 ? MOST_HELD_OF_CLOCKS : MOST_HELD
    this.#ints = new Int32Array(this.#most * INTS)
    this.#doubles = new Float64Array(this.#most * DOUBLES)
    this.#slots = Int16Array.from({ length: this.#most }, (_, slot) => slot)
    this.#frame = frame
    this.#memory = memory
    this.#region = memory.hold()
    this.#top = this.#region.from
  }

  next(records: Pick<Records, 'next'>): number {
    if (!this.#isHolding) return this.#passOn(records)
    for (;;) {
      if (this.#held > 0 && this.#isDue()) return this.#give()
      if (this.#isOver) return END
      this.#goOn()
      if (this.#held === 0 && this.#isInOrder) {
        this.#isHolding = false
        return this.#passOn(records)
      }
      const state = records.next()
      this.#remember()
      if (state === FRAME) this.#hold()
      else if (state === END) this.#isOver = true
      else return state
    }
  }

  /** A capture that is in order so far. */
  #passOn(records: Pick<Records, 'next'>): number {
    const state = records.next()
    if (state !== FRAME) return state
    const { seconds, nanoseconds } = this.#frame
    const newest = this.#newest
    if (seconds > newest[0]! || (seconds === newest[0] && nanoseconds >= newest[1]!)) {
      newest[0] = seconds
      newest[1] = nanoseconds
      return state
    }
    this.#date()
    this.#remember()
    this.#isHolding = this.late > 0
    return state
  }

  get #isInOrder(): boolean {
    return this.#spread === 0 && this.#tried > TRIED && this.late === 0
  }

  /** What was given last must not be taken for what was read last. */
  #goOn(): void {
    const frame = this.#frame
    frame.frame = this.#number
    frame.seconds = this.#last[0]!
    frame.nanoseconds = this.#last[1]!
  }

  #remember(): void {
    const { frame, seconds, nanoseconds } = this.#frame
    this.#number = frame
    this.#last[0] = seconds
    this.#last[1] = nanoseconds
  }

  /** Nanoseconds from the newest frame to the one at hand. */
  #ahead(): number {
    const { seconds, nanoseconds } = this.#frame
    return (seconds - this.#newest[0]!) * SECOND + nanoseconds - this.#newest[1]!
  }

  /** Takes the time of the frame at hand in: it is the newest, late, or behind a jump back. */
  #date(): void {
    const ahead = this.#ahead()
    if (ahead < 0 && ahead >= -this.#longest) {
      if (this.#spread === 0) this.late++
      return
    }
    if (ahead < 0) this.#back(-ahead)
    this.#newest[0] = this.#frame.seconds
    this.#newest[1] = this.#frame.nanoseconds
  }

  /** The times go back by more than is put in order. */
  #back(nanoseconds: number): void {
    this.#jumps++
    if (nanoseconds > LONGEST_BACK) return
    if (this.back.count++ === 0) this.back.frame = this.#frame.frame
    this.back.nanoseconds = Math.max(this.back.nanoseconds, nanoseconds)
  }

  /** Whether the earliest of the held frames has waited for long enough, or room is needed. */
  #isDue(): boolean {
    if (this.#isOver || this.#held === this.#most || this.#isInOrder) return true
    const slot = this.#slots[0]!
    if (this.#ints[slot * INTS + JUMPS]! < this.#jumps) return true
    const seconds = this.#newest[0]! - this.#doubles[slot * DOUBLES + SECONDS]!
    const waited = seconds * SECOND + this.#newest[1]! - this.#ints[slot * INTS + NANOSECONDS]!
    if (waited > this.#longest) return true
    if (this.#region.to - this.#top >= LARGEST_RECORD) return false
    if (this.#bytes > (this.#region.to - this.#region.from) * FEW) return true
    this.#compact()
    return false
  }

  /** Copies the frame at hand, and puts it in its place among the held ones. */
  #hold(): void {
    this.#tried++
    this.#date()
    const frame = this.#frame
    if (this.#held === 0) this.#top = this.#region.from
    const slot = this.#slots[this.#held]!
    const at = slot * INTS
    const place = slot * DOUBLES
    const ints = this.#ints
    ints[at + NANOSECONDS] = frame.nanoseconds
    ints[at + NUMBER] = frame.frame
    ints[at + LINK_TYPE] = frame.linkType
    ints[at + INTERFACE] = frame.interface
    ints[at + FROM] = this.#top
    ints[at + LENGTH] = frame.to - frame.from
    ints[at + JUMPS] = this.#jumps
    this.#doubles[place + SECONDS] = frame.seconds
    this.#doubles[place + PLACE] = frame.place[0]!
    this.#doubles[place + WIRE_LENGTH] = frame.wireLength
    this.#memory.bytes.copyWithin(this.#top, frame.from, frame.to)
    this.#top += frame.to - frame.from
    this.#bytes += frame.to - frame.from
    let i = this.#held++
    for (; i > 0 && this.#isBefore(slot, this.#slots[i - 1]!); i--) this.#slots[i] = this.#slots[i - 1]!
    this.#slots[i] = slot
  }

  #isBefore(slot: number, other: number): boolean {
    const ints = this.#ints
    const jumps = ints[slot * INTS + JUMPS]! - ints[other * INTS + JUMPS]!
    if (jumps !== 0) return jumps < 0
    const seconds = this.#doubles[slot * DOUBLES + SECONDS]! - this.#doubles[other * DOUBLES + SECONDS]!
    return seconds < 0 || (seconds === 0 && ints[slot * INTS + NANOSECONDS]! < ints[other * INTS + NANOSECONDS]!)
  }

  /** Makes the earliest of the held frames the one at hand. */
  #give(): number {
    const slot = this.#slots[0]!
    this.#slots.copyWithin(0, 1, this.#held)
    this.#slots[--this.#held] = slot
    const frame = this.#frame
    const at = slot * INTS
    const place = slot * DOUBLES
    const ints = this.#ints
    frame.nanoseconds = ints[at + NANOSECONDS]!
    frame.frame = ints[at + NUMBER]!
    frame.linkType = ints[at + LINK_TYPE]!
    frame.interface = ints[at + INTERFACE]!
    frame.from = ints[at + FROM]!
    frame.to = frame.from + ints[at + LENGTH]!
    this.#bytes -= ints[at + LENGTH]!
    frame.seconds = this.#doubles[place + SECONDS]!
    frame.place[0] = this.#doubles[place + PLACE]!
    frame.wireLength = this.#doubles[place + WIRE_LENGTH]!
    return FRAME
  }

  /** Moves the held frames together, in the order in which they lie. */
  #compact(): void {
    const ints = this.#ints
    const lying = [...this.#slots.subarray(0, this.#held)].toSorted(
      (a, b) => ints[a * INTS + FROM]! - ints[b * INTS + FROM]!,
    )
    this.#top = this.#region.from
    for (const slot of lying) {
      const at = slot * INTS
      const from = ints[at + FROM]!
      this.#memory.bytes.copyWithin(this.#top, from, from + ints[at + LENGTH]!)
      ints[at + FROM] = this.#top
      this.#top += ints[at + LENGTH]!
    }
  }
}

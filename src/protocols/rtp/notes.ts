import type { Budget } from '../../bytes/memory.ts'
import { OFFSET, type Packet, TIME } from '../../model/packet.ts'
import { DTMF_DIGITS } from './tables.ts'

/** Kept of one stream, and of all. */
const MOST_OF_A_STREAM = 64
const SHARE = 0.03
const NOTE_BYTES = 128
const TABLE = 'rtp-notes'

/** A silence, or a telephone event, in the life of a stream; times in nanoseconds since the job's epoch. */
export interface Note {
  readonly kind: 'gap' | 'digit'
  readonly time: number
  /** Within the second. */
  readonly nanosecond: number
  readonly file: number
  readonly frame: number
  /** Where the frame's record starts in its capture, in bytes. */
  readonly offset: number
  /** Nanoseconds of silence. */
  readonly silence: number
  readonly digit: string
  /** Ticks of the RTP clock that the event lasted, as far as it told. */
  duration: number
  /** Those of them that its earlier segments lasted (RFC 4733 §2.5.1.3). */
  before: number
  /** Its end was told. */
  isOver: boolean
}

const BEGUN = { duration: 0, before: 0, isOver: false }

/** What happened in streams besides packets: rare, so small objects, and bounded. */
export class Notes {
  readonly #bySlot = new Map<number, Note[]>()
  readonly #budget: Budget
  readonly #most: number
  #kept = 0

  constructor(budget: Budget) {
    this.#budget = budget
    this.#most = budget.records(SHARE, NOTE_BYTES)
  }

  gap(slot: number, packet: Packet, silence: number): void {
    this.#add(slot, { kind: 'gap', ...placeOf(packet), silence, digit: '', ...BEGUN })
  }

  /** An event begins: RFC 4733 numbers 0–16; others are no digits. */
  digit(slot: number, packet: Packet, event: number): void {
    const digit = DTMF_DIGITS[event]
    if (digit !== undefined) this.#add(slot, { kind: 'digit', ...placeOf(packet), silence: 0, digit, ...BEGUN })
  }

  /** The event that began last goes on: `duration` is that of its segment. */
  prolong(slot: number, event: number, { duration, isEnd }: { duration: number; isEnd: boolean }): void {
    const last = this.#lastOf(slot, event)
    if (!last) return
    last.duration = Math.max(last.duration, last.before + duration)
    last.isOver ||= isEnd
  }

  /** Another segment of the event that began last, and has not ended; `since` ticks after that of before. */
  continues(slot: number, event: number, since: number): boolean {
    const last = this.#lastOf(slot, event)
    if (!last || last.isOver || last.before + since < last.duration) return false
    last.before += since
    return true
  }

  #lastOf(slot: number, event: number): Note | undefined {
    const last = this.#bySlot.get(slot)?.findLast(({ kind }) => kind === 'digit')
    return last?.digit === DTMF_DIGITS[event] ? last : undefined
  }

  of(slot: number): readonly Note[] {
    return this.#bySlot.get(slot) ?? []
  }

  forget(slot: number): void {
    this.#kept -= this.of(slot).length
    this.#bySlot.delete(slot)
  }

  #add(slot: number, note: Note): void {
    const notes = this.#bySlot.get(slot) ?? []
    if (notes.length >= MOST_OF_A_STREAM || this.#kept >= this.#most) {
      this.#budget.full(TABLE)
      return
    }
    this.#kept++
    notes.push(note)
    this.#bySlot.set(slot, notes)
  }
}

function placeOf({
  at,
  nanoseconds,
  file,
  frame,
}: Packet): Omit<Note, 'kind' | 'silence' | 'digit' | keyof typeof BEGUN> {
  return { time: at[TIME]!, nanosecond: nanoseconds, file, frame, offset: at[OFFSET]! }
}

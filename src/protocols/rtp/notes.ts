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
  readonly frame: number
  /** Where the frame's record starts in its capture, in bytes. */
  readonly offset: number
  /** Nanoseconds of silence. */
  readonly silence: number
  readonly digit: string
  /** Ticks of the RTP clock that the event lasted, as far as it told. */
  duration: number
}

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
    this.#add(slot, { kind: 'gap', ...placeOf(packet), silence, digit: '', duration: 0 })
  }

  /** An event begins: RFC 4733 numbers 0–16; others are no digits. */
  digit(slot: number, packet: Packet, event: number): void {
    const digit = DTMF_DIGITS[event]
    if (digit !== undefined) this.#add(slot, { kind: 'digit', ...placeOf(packet), silence: 0, digit, duration: 0 })
  }

  /** The event that began last goes on. */
  prolong(slot: number, duration: number): void {
    const last = this.#bySlot.get(slot)?.at(-1)
    if (last?.kind === 'digit' && duration > last.duration) last.duration = duration
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

function placeOf({ at, nanoseconds, frame }: Packet): Pick<Note, 'time' | 'nanosecond' | 'frame' | 'offset'> {
  return { time: at[TIME]!, nanosecond: nanoseconds, frame, offset: at[OFFSET]! }
}

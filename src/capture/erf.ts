// ERF, the records of Endace's DAG cards: a file of nothing else.
import { erfFrameStart, erfLinkType, erfType } from '../bytes/erf.ts'
import { type CaptureSource, END, FRAME } from '../model/capture.ts'
import { endHere, wantMore } from './ending.ts'
import { ETHERNET, type FrameAtHand, type Records } from './frame.ts'
import type { Window } from './window.ts'

const HEADER = 16
const PADDING = 48

export class ErfRecords implements Records {
  readonly #window: Window
  readonly #frame: FrameAtHand
  #damaged = false

  /** The window stands on the first record. */
  constructor(window: Window, frame: FrameAtHand) {
    this.#window = window
    this.#frame = frame
  }

  get source(): CaptureSource {
    return { format: 'erf', byte_order: 'big', interfaces: [{ link_type: ETHERNET, snap_length: 0 }] }
  }

  seek(): void {
    this.#damaged = false
  }

  next(): number {
    const window = this.#window
    for (;;) {
      if (this.#damaged) return END
      const { at, end, bytes } = window
      if (end - at < HEADER) return wantMore(window, this.#frame)
      const length = (bytes[at + 10]! << 8) | bytes[at + 11]!
      if (length < HEADER) return this.#damage()
      if (end - at < length) return wantMore(window, this.#frame)
      window.at = at + length
      if (erfType(bytes, at) === PADDING) continue
      this.#take(at, length)
      return FRAME
    }
  }

  #take(at: number, length: number): void {
    const frame = this.#frame
    const { bytes } = this.#window
    const wire = (bytes[at + 14]! << 8) | bytes[at + 15]!
    const from = Math.min(at + length, erfFrameStart(bytes, at))
    frame.seconds = u32(bytes, at + 4)
    frame.nanoseconds = Math.floor((u32(bytes, at) * 1e9) / 0x1_0000_0000)
    frame.frame++
    frame.place[0] = this.#window.offset(at)
    frame.interface = bytes[at + 9]! & 3
    frame.linkType = erfLinkType(erfType(bytes, at), bytes[from]!)
    frame.from = from
    // Records are padded.
    frame.to = Math.min(at + length, from + wire)
    frame.wireLength = Math.max(wire, frame.to - from)
  }

  #damage(): number {
    this.#damaged = true
    return endHere(this.#window, this.#frame)
  }
}

function u32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
}

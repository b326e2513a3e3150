// Snoop, the captures of Solaris: RFC 1761, link types of RFC 3827 and of Sun.
import { LARGEST_RECORD } from '../bytes/memory.ts'
import { u32 } from '../bytes/octets.ts'
import { type CaptureSource, END, FRAME } from '../model/capture.ts'
import { endHere, wantMore } from './ending.ts'
import { ETHERNET, type FrameAtHand, type Records, UnreadableCapture } from './frame.ts'
import type { Window } from './window.ts'

export const SNOOP_HEADER = 16
const RECORD_HEADER = 24
const VERSION = 2
/** No writer makes records larger than this; one that claims to be is damage. */
const IMPOSSIBLE_RECORD = 0x0400_0000
/** Snoop's data links by the numbers of tcpdump.org: Ethernet, token ring, FDDI, ATM of Sun, IP over InfiniBand. */
const LINK_TYPES: Readonly<Record<number, number>> = { 0: ETHERNET, 2: 6, 4: ETHERNET, 8: 10, 18: 123, 26: 242 }
/** A number that no link type has. */
const UNKNOWN = 0xffff

export class SnoopRecords implements Records {
  readonly #window: Window
  readonly #frame: FrameAtHand
  readonly #linkType: number
  #damaged = false

  /** The window stands on the file header, which is all there. */
  constructor(window: Window, frame: FrameAtHand) {
    this.#window = window
    this.#frame = frame
    const version = u32(window.bytes, window.at + 8)
    if (version !== VERSION) throw new UnreadableCapture(`the snoop file is of version ${version}, not ${VERSION}`)
    this.#linkType = LINK_TYPES[u32(window.bytes, window.at + 12)] ?? UNKNOWN
    window.at += SNOOP_HEADER
  }

  get source(): CaptureSource {
    return {
      format: 'snoop',
      byte_order: 'big',
      interfaces: [{ link_type: this.#linkType, snap_length: 0 }],
    }
  }

  seek(): void {
    this.#damaged = false
  }

  /** Record: RFC 1761 §4.2. */
  next(): number {
    const window = this.#window
    if (this.#damaged) return END
    if (window.skipping()) return wantMore(window, this.#frame)
    const { at, end, bytes } = window
    if (end - at < RECORD_HEADER) return wantMore(window, this.#frame)
    const captured = u32(bytes, at + 4)
    const length = u32(bytes, at + 8)
    if (length > IMPOSSIBLE_RECORD || captured > length - RECORD_HEADER) return this.#damage()
    const held = captured > LARGEST_RECORD ? LARGEST_RECORD : captured
    if (end - at < RECORD_HEADER + held) return wantMore(window, this.#frame)
    this.#take(at, captured, held)
    window.at = at + RECORD_HEADER + held
    window.skip(length - RECORD_HEADER - held)
    return FRAME
  }

  #take(at: number, captured: number, held: number): void {
    const frame = this.#frame
    const { bytes } = this.#window
    frame.seconds = u32(bytes, at + 16)
    frame.nanoseconds = (u32(bytes, at + 20) % 1e6) * 1000
    frame.frame++
    frame.place[0] = this.#window.offset(at)
    frame.linkType = this.#linkType
    frame.from = at + RECORD_HEADER
    frame.to = frame.from + held
    frame.wireLength = Math.max(u32(bytes, at), captured)
    // Drops of the whole capture until then.
    const drops = u32(bytes, at + 12)
    if (drops > 0) frame.tell('CAPTURE_DROPS', drops)
  }

  #damage(): number {
    this.#damaged = true
    return endHere(this.#window, this.#frame)
  }
}

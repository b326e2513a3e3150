// Classic pcap: draft-ietf-opsawg-pcap; the modified form is Alexey Kuznetzov's (libpcap's savefile.c names it so).
import { LARGEST_RECORD } from '../bytes/memory.ts'
import { type CaptureSource, END, FRAME, NEED_INPUT } from '../model/capture.ts'
import { endHere, wantMore } from './ending.ts'
import { ETHERNET, type FrameAtHand, type Records } from './frame.ts'
import { aixLinkType, type PcapForm, recordHeaderOf } from './pcap-forms.ts'
import type { Window } from './window.ts'

export const PCAP_HEADER = 24
/** No writer makes records larger than this; one that claims to be is damage. */
const IMPOSSIBLE_RECORD = 0x0400_0000

/** So much is looked at to tell forms apart that share a magic number. */
const TELLING = 65_536
/** Up to this minor version the two lengths of a record may stand the other way round. */
const SWAPPED_MINOR = 3

export class PcapRecords implements Records {
  readonly #window: Window
  readonly #frame: FrameAtHand
  readonly #form: PcapForm
  readonly #linkType: number
  readonly #snapLength: number
  readonly #checkSequence: number
  readonly #maySwap: boolean
  readonly #tick: number
  /** Bytes of a record's header; 0 until records have shown which form it is. */
  #recordHeader: number
  #damaged = false

  /** The window stands on the file header, which is all there. */
  constructor(window: Window, frame: FrameAtHand, form: PcapForm) {
    this.#window = window
    this.#frame = frame
    this.#form = form
    this.#snapLength = this.#u32(window.at + 16)
    const network = this.#u32(window.at + 20)
    const minor = this.#u16(window.at + 6)
    const ofAix = aixLinkType(minor, network)
    this.#linkType = ofAix ?? network & 0xffff
    this.#tick = ofAix === undefined ? form.tick : 1
    this.#maySwap = minor <= SWAPPED_MINOR
    this.#recordHeader = form.others.length === 0 || ofAix !== undefined ? form.recordHeader : 0
    // Bit 26: the upper 4 bits tell the frame check sequence's length in 16-bit words.
    this.#checkSequence = network & 0x0400_0000 && this.#linkType === ETHERNET ? (network >>> 28) * 2 : 0
    window.at += PCAP_HEADER
  }

  get source(): CaptureSource {
    return {
      format: 'pcap',
      byte_order: this.#form.littleEndian ? 'little' : 'big',
      interfaces: [{ link_type: this.#linkType, snap_length: this.#snapLength }],
    }
  }

  seek(): void {
    this.#damaged = false
  }

  next(): number {
    const window = this.#window
    if (this.#damaged) return END
    if (window.skipping()) return this.#want()
    if (this.#recordHeader === 0 && !this.#settle()) return NEED_INPUT
    const { at, end } = window
    const recordHeader = this.#recordHeader
    if (end - at < recordHeader) return this.#want()
    const captured = this.#captured(at)
    if (captured > IMPOSSIBLE_RECORD || captured > Math.max(this.#snapLength, LARGEST_RECORD)) return this.#damage()
    const held = captured > LARGEST_RECORD ? LARGEST_RECORD : captured
    if (end - at < recordHeader + held) return this.#want()
    if (captured === 0 && this.#isPadding(at)) this.#frame.warn('EMPTY_RECORDS', window.offset(at))
    this.#take(at, captured, held)
    return FRAME
  }

  /** Tells forms apart that share a magic number; false where there are not enough bytes yet. */
  #settle(): boolean {
    const { at, end, over } = this.#window
    if (!over && end - at < TELLING) return false
    const start = { from: at, to: end, isAll: over, u32: (place: number) => this.#u32(place) }
    this.#recordHeader = recordHeaderOf(this.#form, start)
    return true
  }

  #captured(at: number): number {
    const captured = this.#u32(at + 8)
    return this.#maySwap ? Math.min(captured, this.#u32(at + 12) || captured) : captured
  }

  #take(at: number, captured: number, held: number): void {
    const frame = this.#frame
    const recordHeader = this.#recordHeader
    const seconds = this.#u32(at)
    const nanoseconds = this.#u32(at + 4) * this.#tick
    const carry = nanoseconds >= 1e9 ? Math.floor(nanoseconds / 1e9) : 0
    frame.seconds = seconds + carry
    frame.nanoseconds = nanoseconds - carry * 1e9
    frame.frame++
    frame.place[0] = this.#window.offset(at)
    frame.linkType = this.#linkType
    frame.from = at + recordHeader
    frame.to = frame.from + held
    // Some writers leave the original length 0 or too small.
    const wire = this.#maySwap ? Math.max(this.#u32(at + 8), this.#u32(at + 12)) : this.#u32(at + 12)
    frame.wireLength = wire > captured ? wire : captured
    if (this.#checkSequence > 0 && held === frame.wireLength) frame.to -= Math.min(held, this.#checkSequence)
    this.#window.at = frame.from + held
    if (captured > held) this.#window.skip(captured - held)
  }

  /** Zeros all the way: the unused end of a file that was allocated beforehand. Counted as frames, with a warning. */
  #isPadding(at: number): boolean {
    const { bytes } = this.#window
    for (let i = at; i < at + this.#recordHeader; i++) if (bytes[i] !== 0) return false
    return true
  }

  #want(): number {
    return wantMore(this.#window, this.#frame)
  }

  #damage(): number {
    this.#damaged = true
    return endHere(this.#window, this.#frame)
  }

  #u16(at: number): number {
    const { bytes } = this.#window
    const [first, second] = [bytes[at]!, bytes[at + 1]!]
    return this.#form.littleEndian ? (second << 8) | first : (first << 8) | second
  }

  #u32(at: number): number {
    const { bytes } = this.#window
    const little = this.#form.littleEndian
    const high = little ? bytes[at + 3]! : bytes[at]!
    const next = little ? bytes[at + 2]! : bytes[at + 1]!
    const third = little ? bytes[at + 1]! : bytes[at + 2]!
    const low = little ? bytes[at]! : bytes[at + 3]!
    return ((high << 24) | (next << 16) | (third << 8) | low) >>> 0
  }
}

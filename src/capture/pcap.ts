// Classic pcap: draft-ietf-opsawg-pcap; the modified form is Alexey Kuznetzov's (libpcap's savefile.c names it so).
import { LARGEST_RECORD } from '../bytes/memory.ts'
import { type CaptureSource, END, FRAME, NEED_INPUT } from '../model/capture.ts'
import { ETHERNET, type FrameAtHand, type Records } from './frame.ts'
import type { Window } from './window.ts'

export const PCAP_HEADER = 24
/** No writer makes records larger than this; one that claims to be is damage. */
const IMPOSSIBLE_RECORD = 0x0400_0000

export interface PcapForm {
  readonly littleEndian: boolean
  /** Nanoseconds in one tick of the fraction: 1 or 1000. */
  readonly tick: number
  /** Bytes of a record's header. */
  readonly recordHeader: number
}

/** The form that a magic number stands for, as its bytes read big-endian. */
export function pcapForm(magic: number): PcapForm | undefined {
  switch (magic) {
    case 0xd4c3b2a1:
      return { littleEndian: true, tick: 1000, recordHeader: 16 }
    case 0xa1b2c3d4:
      return { littleEndian: false, tick: 1000, recordHeader: 16 }
    case 0x4d3cb2a1:
      return { littleEndian: true, tick: 1, recordHeader: 16 }
    case 0xa1b23c4d:
      return { littleEndian: false, tick: 1, recordHeader: 16 }
    case 0x34cdb2a1:
      return { littleEndian: true, tick: 1000, recordHeader: 24 }
    case 0xa1b2cd34:
      return { littleEndian: false, tick: 1000, recordHeader: 24 }
    default:
      return undefined
  }
}

export class PcapRecords implements Records {
  readonly #window: Window
  readonly #frame: FrameAtHand
  readonly #form: PcapForm
  readonly #linkType: number
  readonly #snapLength: number
  readonly #checkSequence: number
  #damaged = false

  /** The window stands on the file header, which is all there. */
  constructor(window: Window, frame: FrameAtHand, form: PcapForm) {
    this.#window = window
    this.#frame = frame
    this.#form = form
    this.#snapLength = this.#u32(window.at + 16)
    const network = this.#u32(window.at + 20)
    this.#linkType = network & 0xffff
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
    const { at, end } = window
    const { recordHeader } = this.#form
    if (end - at < recordHeader) return this.#want()
    const captured = this.#u32(at + 8)
    if (captured > IMPOSSIBLE_RECORD || captured > Math.max(this.#snapLength, LARGEST_RECORD)) return this.#damage()
    const held = captured > LARGEST_RECORD ? LARGEST_RECORD : captured
    if (end - at < recordHeader + held) return this.#want()
    if (captured === 0 && this.#isPadding(at)) this.#frame.warn('EMPTY_RECORDS', window.offset(at))
    this.#take(at, captured, held)
    return FRAME
  }

  #take(at: number, captured: number, held: number): void {
    const frame = this.#frame
    const { recordHeader, tick } = this.#form
    const seconds = this.#u32(at)
    const nanoseconds = this.#u32(at + 4) * tick
    const carry = nanoseconds >= 1e9 ? Math.floor(nanoseconds / 1e9) : 0
    frame.seconds = seconds + carry
    frame.nanoseconds = nanoseconds - carry * 1e9
    frame.frame++
    frame.place[0] = this.#window.offset(at)
    frame.linkType = this.#linkType
    frame.from = at + recordHeader
    frame.to = frame.from + held
    // Some writers leave the original length 0 or too small.
    const wire = this.#u32(at + 12)
    frame.wireLength = wire > captured ? wire : captured
    if (this.#checkSequence > 0 && held === frame.wireLength) frame.to -= Math.min(held, this.#checkSequence)
    this.#window.at = frame.from + held
    if (captured > held) this.#window.skip(captured - held)
  }

  /** Zeros all the way: the unused end of a file that was allocated beforehand. Counted as frames, with a warning. */
  #isPadding(at: number): boolean {
    const { bytes } = this.#window
    for (let i = at; i < at + this.#form.recordHeader; i++) if (bytes[i] !== 0) return false
    return true
  }

  #want(): number {
    const window = this.#window
    if (!window.over) return NEED_INPUT
    if (window.at < window.end) this.#frame.truncate(window.offset(window.at))
    return END
  }

  #damage(): number {
    this.#damaged = true
    this.#frame.truncate(this.#window.offset(this.#window.at))
    return END
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

import type { Memory } from '../bytes/memory.ts'
import {
  type CaptureReader,
  type CaptureSource,
  END,
  type FrameNotes,
  NEED_INPUT,
  NotACapture,
  type Warning,
} from '../model/capture.ts'
import { captureFormat, TELLING_HEAD, whyNoCapture } from '../model/capture-formats.ts'
import type { ClockReading } from '../model/clocks.ts'
import { ErfRecords } from './erf.ts'
import { FrameAtHand, type Records, type SecretsTaker, UnreadableCapture } from './frame.ts'
import { InOrder } from './in-order.ts'
import { PCAP_HEADER, PcapRecords } from './pcap.ts'
import { pcapForm } from './pcap-forms.ts'
import { PcapngRecords, type Section } from './pcapng.ts'
import { SNOOP_HEADER, SnoopRecords } from './snoop.ts'
import { SetClocks } from './set-clocks.ts'
import { Window } from './window.ts'

const NO_SOURCE: CaptureSource = { format: 'pcap', byte_order: 'little', interfaces: [] }

/** The record of a frame, by number and offset; `section` where others than the first are read by another. */
export interface Mark {
  readonly frame: number
  readonly offset: number
  readonly section?: Section
}

interface CaptureOptions {
  readonly secrets?: SecretsTaker
  readonly byTime?: boolean
  readonly clocks?: readonly (readonly ClockReading[])[]
}

/** How far apart the clocks of one capture's interfaces come, in nanoseconds. */
export function spreadOf(clocks: readonly (readonly ClockReading[])[]): number {
  if (clocks.length < 2) return 0
  const ahead = Array.from(clocks, (readings) =>
    readings.length === 0 ? [0] : readings.map((one) => one.ahead),
  ).flat()
  return ahead.reduce((a, b) => Math.max(a, b)) - ahead.reduce((a, b) => Math.min(a, b))
}

/** Walks one capture of any format; which one, its first bytes tell. Throws NotACapture where they tell of none. */
export class Capture implements CaptureReader {
  readonly #window: Window
  readonly #frame = new FrameAtHand()
  readonly #secrets: SecretsTaker | undefined
  #records: (Records & { readonly source: CaptureSource }) | undefined
  #set: SetClocks | undefined
  /** The records, by one clock. */
  #given: Omit<Records, 'section'> | undefined
  readonly #order: InOrder | undefined
  readonly #clocks: readonly (readonly ClockReading[])[]

  /**
   * @param secrets who takes the secrets of TLS that the capture brings, if anybody does
   * @param byTime whether frames that are a little out of order are put in order; then there is no `seek`
   * @param clocks by interface, how far its clock is ahead, by which its frames are given earlier
   */
  constructor(memory: Memory, { secrets, byTime = false, clocks = [] }: CaptureOptions = {}) {
    this.#window = new Window(memory)
    this.#secrets = secrets
    this.#clocks = clocks
    if (byTime) this.#order = new InOrder(this.#frame, memory, spreadOf(clocks))
  }

  /** Frames that came after a later one, and were put before it. */
  get late(): number {
    return this.#order?.late ?? 0
  }

  /** How often its times go back by more than is put in order, and no more than an hour: where first, and how far. */
  get back(): { readonly count: number; readonly frame: number; readonly nanoseconds: number } | undefined {
    return this.#order?.back
  }

  next(): number {
    if (!this.#records) {
      const wants = this.#sniff()
      if (!this.#records) return wants
    }
    return this.#order ? this.#order.next(this.#given!) : this.#given!.next()
  }

  /** Where the frame at hand stands: `seek` comes back to it. */
  get mark(): Mark {
    const { frame, place } = this.#frame
    const section = this.#records?.section
    return { frame, offset: place[0]!, ...(section && { section }) }
  }

  /** Makes `next` give the frame of `mark`, once a first one was read; the bytes to bring are those from its offset on. */
  seek({ frame, offset, section }: Mark): void {
    this.#frame.frame = frame - 1
    this.#window.seek(offset)
    this.#given?.seek(section)
  }

  room(): void {
    this.#window.room()
  }

  get roomFrom(): number {
    return this.#window.roomFrom
  }

  get roomTo(): number {
    return this.#window.roomTo
  }

  took(n: number): void {
    this.#window.took(n)
  }

  get seconds(): number {
    return this.#frame.seconds
  }

  get nanoseconds(): number {
    return this.#frame.nanoseconds
  }

  get frame(): number {
    return this.#frame.frame
  }

  get place(): Float64Array {
    return this.#frame.place
  }

  get interface(): number {
    return this.#frame.interface
  }

  get linkType(): number {
    return this.#frame.linkType
  }

  get from(): number {
    return this.#frame.from
  }

  get to(): number {
    return this.#frame.to
  }

  get wireLength(): number {
    return this.#frame.wireLength
  }

  get source(): CaptureSource {
    return this.#records?.source ?? NO_SOURCE
  }

  get warnings(): readonly Warning[] {
    return this.#frame.warnings
  }

  get truncated(): boolean {
    return this.#frame.truncated
  }

  /** What somebody wrote on frames, by number; of those that were read. */
  get comments(): ReadonlyMap<number, string> {
    return this.#frame.comments
  }

  /** What somebody wrote on the capture, or on its parts. */
  get remarks(): readonly string[] {
    return this.#frame.remarks
  }

  /** What the record at hand says besides its packet; where frames are not put in order, until more is asked for. */
  get notes(): FrameNotes {
    return this.#records?.notes ?? { comments: [] }
  }

  /** Nanoseconds that the clock of the frame at hand was ahead, and its time was set back by; where not in order. */
  get ahead(): number {
    return this.#set?.ahead ?? 0
  }

  get names(): ReadonlyMap<string, string> {
    return this.#frame.names
  }

  #sniff(): number {
    const window = this.#window
    const { bytes, at, end } = window
    if (end - at < PCAP_HEADER && !window.over) return NEED_INPUT
    if (end === at) throw new NotACapture('the file is empty')
    this.#records = this.#recordsOf(bytes.subarray(at, Math.min(end, at + TELLING_HEAD)))
    if (this.#clocks.length > 0) this.#set = new SetClocks(this.#records, this.#frame, this.#clocks)
    this.#given = this.#set ?? this.#records
    return END
  }
  #recordsOf(head: Uint8Array): Records & { readonly source: CaptureSource } {
    const format = captureFormat(head)
    const [window, frame] = [this.#window, this.#frame]
    switch (format) {
      case 'pcapng':
        return new PcapngRecords(window, frame, this.#secrets)
      case 'erf':
        return new ErfRecords(window, frame)
      case 'snoop':
        if (head.length < SNOOP_HEADER) throw new UnreadableCapture('the snoop file ends within its header')
        return new SnoopRecords(window, frame)
      case 'pcap':
        if (head.length < PCAP_HEADER) throw new UnreadableCapture('the pcap file ends within its header')
        return new PcapRecords(window, frame, pcapForm(new DataView(head.buffer, head.byteOffset).getUint32(0))!)
      default:
        throw new NotACapture(whyNoCapture(head))
    }
  }
}

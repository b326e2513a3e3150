import type { Budget } from '../../bytes/memory.ts'
import type { PayloadFormat } from '../../model/message.ts'
import { OFFSET, type Packet, TIME } from '../../model/packet.ts'
import { CodecNames } from './codec-names.ts'
import type { RtpHeader } from './header.ts'
import { addJitter, Clocks } from './jitter.ts'
import { countModes, modeFormat, MU_LAW, NO_MODES } from './modes.ts'
import { Notes } from './notes.ts'
import type { Places } from './places.ts'
import { isQuiet, noteLoud, noteQuiet } from './quiet.ts'
import * as r from './record.ts'
import { AFTER_LOSS, DUPLICATE, EARLIER, IN_ORDER, RESTART, startSequence, STRAY, takeSequence } from './sequence.ts'
import { SharedMoments } from './shared-moments.ts'
import type { StreamTable } from './stream-table.ts'
import { STATIC_FORMATS } from './tables.ts'

/** A longer silence is a gap, unless the sender paused on purpose. */
const GAP_NANOSECONDS = 1e9
/** A change of transit that is not of jitter. */
const STEP_NANOSECONDS = 200e6
const FIRST_DYNAMIC = 96
/** Event, end and volume, duration: RFC 4733 §2.3. */
const EVENT_BYTES = 4
/** E bit: RFC 4733 §2.3.3. */
const END = 0x80
/** Ticks from segment to segment of one event; a sender need not use the last of them. */
const SHORTEST_SEGMENT = 0xf000
const LONGEST_SEGMENT = 0xffff

/** What a packet with another payload type than the stream's is. */
const MEDIA = 0
const COMFORT_NOISE = 1
/** Telephone events, redundancy: no say in jitter. */
const ASIDE = 2
/** Media whose clock differs from what came before. */
const OTHER_CLOCK = 3

/** Codecs that accompany another in its stream: RFC 2198, RFC 5109, RFC 8627, RFC 4588. */
const COMPANIONS: ReadonlySet<string> = new Set(['RED', 'ULPFEC', 'PARITYFEC', 'FLEXFEC', 'FLEXFEC-03', 'RTX'])

interface Surroundings {
  readonly packet: Packet
  readonly header: RtpHeader
  readonly table: StreamTable
  readonly places: Places
  readonly budget: Budget
}

/** Counts and measures the packet at hand in the record of its stream. */
export class Meter {
  readonly clocks: Clocks
  readonly notes: Notes
  /** Packets were missing. */
  readonly sharedGaps: SharedMoments
  /** Times stepped against the senders' clocks. */
  readonly sharedSteps: SharedMoments
  readonly #codecs = new CodecNames()
  readonly #packet: Packet
  readonly #header: RtpHeader
  readonly #table: StreamTable
  readonly #places: Places

  constructor({ packet, header, table, places, budget }: Surroundings) {
    this.#packet = packet
    this.#header = header
    this.#table = table
    this.#places = places
    this.clocks = new Clocks(table, budget)
    this.notes = new Notes(budget)
    this.sharedGaps = new SharedMoments(table)
    this.sharedSteps = new SharedMoments(table)
  }

  /** The first packet of a stream, whose record is clear but for SSRC, flow and flags. */
  begin(slot: number): void {
    const { ints, doubles } = this.#table
    const header = this.#header
    const packet = this.#packet
    const at = slot * r.RECORD_INTS
    const place = slot * r.RECORD_DOUBLES
    startSequence(ints, at, header.sequence, header.rtpTime)
    ints[at + r.PAYLOAD_TYPE] = -1
    ints[at + r.FIRST_PAYLOAD_TYPE] = header.payloadType
    ints[at + r.FIRST_SEQUENCE] = header.sequence
    ints[at + r.FIRST_RTP_TIME] = header.rtpTime
    ints[at + r.FIRST_FRAME] = packet.frame
    ints[at + r.LAST_FRAME] = packet.frame
    ints[at + r.FILE] = packet.file
    doubles[place + r.FIRST] = packet.at[TIME]!
    doubles[place + r.LAST] = packet.at[TIME]!
    ints[at + r.FIRST_NANOSECOND] = packet.nanoseconds
    ints[at + r.LAST_NANOSECOND] = packet.nanoseconds
    doubles[place + r.FIRST_OFFSET] = packet.at[OFFSET]!
    doubles[place + r.LAST_OFFSET] = packet.file * r.FILE_UNIT + packet.at[OFFSET]!
    doubles[place + r.JITTER_AT] = -Infinity
    if (this.#places.isSecure(ints[at + r.FLOW]!)) ints[at + r.FLAGS]! |= r.SECURE
    this.#weigh(slot)
    this.#measure(slot, IN_ORDER)
  }

  /** A further packet; says what its sequence number says. */
  count(slot: number): number {
    const { ints, doubles } = this.#table
    const header = this.#header
    const at = slot * r.RECORD_INTS
    const place = slot * r.RECORD_DOUBLES
    this.#weigh(slot)
    const order = takeSequence(ints, at, header.sequence, header.rtpTime)
    if (order === DUPLICATE) return order
    const time = this.#packet.at[TIME]!
    const delta = time - doubles[place + r.LAST]!
    doubles[place + r.LAST] = time
    ints[at + r.LAST_FRAME] = this.#packet.frame
    ints[at + r.LAST_NANOSECOND] = this.#packet.nanoseconds
    doubles[place + r.LAST_OFFSET] = this.#packet.file * r.FILE_UNIT + this.#packet.at[OFFSET]!
    if (delta > doubles[place + r.LONGEST_DELTA]!) doubles[place + r.LONGEST_DELTA] = delta
    if (delta > GAP_NANOSECONDS) this.#gap(slot, delta, order)
    if (order === AFTER_LOSS) this.sharedGaps.note(slot, time)
    if (order < STRAY || !this.#isOutside(slot, order)) this.#measure(slot, order)
    return order
  }

  /** What was counted as a duplicate just now is none. */
  takeBack(slot: number): void {
    const { ints, doubles } = this.#table
    const place = slot * r.RECORD_DOUBLES
    ints[slot * r.RECORD_INTS + r.DUPLICATES]! -= 1
    ints[slot * r.RECORD_INTS + r.PACKETS]! -= 1
    doubles[place + r.WIRE_BYTES]! -= this.#packet.wireLength
    doubles[place + r.PAYLOAD_BYTES]! -= this.#header.payloadEnd - this.#header.payload
  }

  /** Whether the packet says nothing of the time line: it strayed, or is from before the stream as it was seen. */
  #isOutside(slot: number, order: number): boolean {
    const { ints, doubles } = this.#table
    const at = slot * r.RECORD_INTS
    if (order === EARLIER) {
      ints[at + r.JITTER_SAMPLES]! += 1
      if (this.#header.payloadType === ints[at + r.PAYLOAD_TYPE]) this.#mode(slot)
    }
    if (order === RESTART) doubles[slot * r.RECORD_DOUBLES + r.JITTER_AT] = -Infinity
    return order !== RESTART
  }

  /** The stream's payload type and its meaning, as signalling has it now. */
  rename(slot: number): void {
    const { ints } = this.#table
    const at = slot * r.RECORD_INTS
    if (this.#places.isSecure(ints[at + r.FLOW]!)) ints[at + r.FLAGS]! |= r.SECURE
    const main = ints[at + r.PAYLOAD_TYPE]!
    const format = this.#places.format(ints[at + r.FLOW]!, main)
    if (format && main >= 0) this.#apply(slot, format)
  }

  /** The codec of the media; where only events or noise came, theirs. */
  codecName(slot: number): string {
    const { ints } = this.#table
    const at = slot * r.RECORD_INTS
    if (ints[at + r.PAYLOAD_TYPE]! >= 0) return this.#codecs.name(ints[at + r.CODEC]!)
    return this.#format(slot, ints[at + r.FIRST_PAYLOAD_TYPE]!)?.codec ?? ''
  }

  /** Frees what the stream holds outside its record. */
  forget(slot: number): void {
    this.clocks.forget(slot)
    this.notes.forget(slot)
  }

  #weigh(slot: number): void {
    const { ints, doubles } = this.#table
    const { payload, payloadEnd } = this.#header
    const at = slot * r.RECORD_INTS
    const place = slot * r.RECORD_DOUBLES
    const length = payloadEnd - payload
    ints[at + r.PACKETS]! += 1
    if (length > ints[at + r.LARGEST_PAYLOAD]!) ints[at + r.LARGEST_PAYLOAD] = length
    doubles[place + r.WIRE_BYTES]! += this.#packet.wireLength
    doubles[place + r.PAYLOAD_BYTES]! += length
  }

  #measure(slot: number, order: number): void {
    const { ints, doubles } = this.#table
    const header = this.#header
    const at = slot * r.RECORD_INTS
    const place = slot * r.RECORD_DOUBLES
    let isRegular = !header.marker
    const flags = ints[at + r.FLAGS]!
    if ((flags & r.SILENT) !== 0) {
      ints[at + r.FLAGS] = flags & ~r.SILENT
      isRegular = false
    }
    if (header.payloadType !== ints[at + r.PAYLOAD_TYPE]) {
      const kind = this.#otherType(slot)
      if (kind === ASIDE) return
      if (kind === COMFORT_NOISE) {
        ints[at + r.FLAGS]! |= r.SILENT | r.NOISE
        isRegular = false
        noteQuiet(ints, at, header.rtpTime, this.#packet.frame)
      } else if (kind === OTHER_CLOCK) doubles[place + r.JITTER_AT] = -Infinity
    }
    const time = this.#packet.at[TIME]!
    const { rtpTime } = header
    const elapsed = time - doubles[place + r.JITTER_AT]!
    const ticks = (rtpTime - ints[at + r.RTP_TIME]!) | 0
    doubles[place + r.JITTER_AT] = time
    ints[at + r.RTP_TIME] = rtpTime
    if (elapsed === Infinity) {
      this.#reference(slot)
      return
    }
    const tick = doubles[place + r.TICK]!
    if (tick > 0) {
      const transit = elapsed - ticks * tick
      if (transit > STEP_NANOSECONDS || transit < -STEP_NANOSECONDS) this.sharedSteps.note(slot, time)
      addJitter(this.#table, slot, transit, isRegular)
    } else this.clocks.keep(slot, time, rtpTime, isRegular)
    // Silence descriptors are small, and keep their own time.
    const isSpeech = 2 * (header.payloadEnd - header.payload) > ints[at + r.LARGEST_PAYLOAD]!
    if (order === IN_ORDER && ticks > 0 && isSpeech) vote(ints, at, ticks)
    if (ints[at + r.MODE_FORMAT] !== NO_MODES) this.#mode(slot)
  }

  /** The first packet that jitter can be measured from. */
  #reference(slot: number): void {
    const { ints } = this.#table
    const at = slot * r.RECORD_INTS
    if (ints[at + r.CLOCK_RATE] === 0) this.clocks.begin(slot, this.#packet.at[TIME]!, this.#header.rtpTime)
    if (ints[at + r.MODE_FORMAT] !== NO_MODES) this.#mode(slot)
  }

  #mode(slot: number): void {
    const { ints } = this.#table
    const { payload, payloadEnd } = this.#header
    const at = slot * r.RECORD_INTS
    const format = ints[at + r.MODE_FORMAT]!
    if (format === NO_MODES || (ints[at + r.FLAGS]! & r.SECURE) !== 0) return
    if (format < MU_LAW) countModes(ints, at, this.#packet.bytes, payload, payloadEnd - payload)
    else if (this.#header.payloadType !== ints[at + r.PAYLOAD_TYPE]) return
    else if (isQuiet(this.#packet.bytes, payload, Math.min(payloadEnd, this.#packet.to), format)) {
      noteQuiet(ints, at, this.#header.rtpTime, this.#packet.frame)
    } else noteLoud(ints, at)
  }

  /** A silence. Comfort noise, or a marker on the very next packet, says that it was meant (RFC 3551 §4.1). */
  #gap(slot: number, silence: number, order: number): void {
    const { ints, doubles } = this.#table
    const at = slot * r.RECORD_INTS
    const place = slot * r.RECORD_DOUBLES
    // AMR and EVS send a silence descriptor every 160 ms: their pauses are not silent on the wire.
    const format = ints[at + r.MODE_FORMAT]!
    const isMeant = order === IN_ORDER && this.#header.marker && (format === NO_MODES || format >= MU_LAW)
    if (isMeant || (ints[at + r.FLAGS]! & r.SILENT) !== 0) return
    ints[at + r.GAPS]! += 1
    if (silence > doubles[place + r.LONGEST_GAP]!) doubles[place + r.LONGEST_GAP] = silence
    this.notes.gap(slot, this.#packet, silence)
  }

  #otherType(slot: number): number {
    const { ints } = this.#table
    const at = slot * r.RECORD_INTS
    const { payloadType } = this.#header
    const format = this.#format(slot, payloadType)
    const codec = format?.codec.toUpperCase() ?? ''
    if (codec === 'TELEPHONE-EVENT' || (!format && this.#looksLikeEvent())) {
      this.#event(slot)
      return ASIDE
    }
    if (codec === 'CN') return COMFORT_NOISE
    if (COMPANIONS.has(codec)) return ASIDE
    if (ints[at + r.PAYLOAD_TYPE]! >= 0) ints[at + r.CODEC_CHANGES]! += 1
    ints[at + r.PAYLOAD_TYPE] = payloadType
    if (format) return this.#apply(slot, format)
    ints[at + r.CODEC] = 0
    ints[at + r.MODE_FORMAT] = NO_MODES
    return OTHER_CLOCK
  }

  #format(slot: number, payloadType: number): PayloadFormat | undefined {
    const flow = this.#table.ints[slot * r.RECORD_INTS + r.FLOW]!
    return this.#places.format(flow, payloadType) ?? STATIC_FORMATS.get(payloadType)
  }

  #apply(slot: number, format: PayloadFormat): number {
    const { ints } = this.#table
    const at = slot * r.RECORD_INTS
    ints[at + r.CODEC] = this.#codecs.number(format.codec)
    const mode = modeFormat(format)
    if (mode !== ints[at + r.MODE_FORMAT]) noteLoud(ints, at)
    ints[at + r.MODE_FORMAT] = mode
    const before = ints[at + r.CLOCK_RATE]!
    this.clocks.tell(slot, format.clock_rate)
    return before === 0 || before === format.clock_rate ? MEDIA : OTHER_CLOCK
  }

  /** Nobody told what the payload type is: four bytes that make sense as a telephone event. */
  #looksLikeEvent(): boolean {
    const { payloadType, payload, payloadEnd } = this.#header
    const { bytes } = this.#packet
    const isEvent = payloadType >= FIRST_DYNAMIC && payloadEnd - payload === EVENT_BYTES
    // The reserved bit is 0: RFC 4733 §2.3.4.
    return isEvent && (bytes[payload + 1]! & 0x40) === 0
  }

  /**
   * Repetitions share their RTP time; the end is told three times (RFC 4733 §2.5.1.4). What lasts longer than its field
   * can tell goes on in segments, each with the time of its own beginning (§2.5.1.3).
   */
  #event(slot: number): void {
    const { ints } = this.#table
    const at = slot * r.RECORD_INTS
    const { rtpTime, payload, payloadEnd } = this.#header
    const flags = ints[at + r.FLAGS]!
    const { bytes } = this.#packet
    if ((flags & r.SECURE) !== 0 || payloadEnd - payload < EVENT_BYTES || payload + EVENT_BYTES > this.#packet.to)
      return
    const since = (rtpTime - ints[at + r.EVENT_TIME]!) | 0
    const event = bytes[payload]!
    if ((flags & r.DIALLED) === 0 || since > 0) {
      ints[at + r.FLAGS]! |= r.DIALLED
      ints[at + r.EVENT_TIME] = rtpTime
      const isSegment = since >= SHORTEST_SEGMENT && since <= LONGEST_SEGMENT
      if (!isSegment || !this.notes.continues(slot, event, since)) this.notes.digit(slot, this.#packet, event)
    } else if (since < 0) return
    const duration = (bytes[payload + 2]! << 8) | bytes[payload + 3]!
    this.notes.prolong(slot, event, { duration, isEnd: (bytes[payload + 1]! & END) !== 0 })
  }
}

/** The majority of the increments of RTP time, by the vote of Boyer and Moore: two numbers for any length. */
function vote(ints: Int32Array, at: number, ticks: number): void {
  if (ints[at + r.STEP] === ticks) ints[at + r.STEP_VOTES]! += 1
  else if (ints[at + r.STEP_VOTES]! > 0) ints[at + r.STEP_VOTES]! -= 1
  else {
    ints[at + r.STEP] = ticks
    ints[at + r.STEP_VOTES] = 1
  }
}

// RTP: RFC 3550. Streams are counted where they pass, in records of fixed size; nothing is allocated for a packet.
import { formatEndpoint } from '../../bytes/address.ts'
import type { Budget } from '../../bytes/memory.ts'
import { FLOW_CLAIMED, FLOW_INTS, FLOW_STATE, type FlowRecords } from '../../model/flow.ts'
import type { Announcement } from '../../model/message.ts'
import { type Packet, TIME } from '../../model/packet.ts'
import type { Sink } from '../../model/rows.ts'
import { AnnouncedEndpoints } from './announced.ts'
import { DtmfDigits } from './dtmf.ts'
import { Formats } from './formats.ts'
import { Jitter } from './jitter.ts'
import * as r from './record.ts'
import { isRtcp, RtcpFlows } from './rtcp-flows.ts'
import { DUPLICATE, startSequence, STRAY, takeSequence } from './sequence.ts'
import { streamEnded } from './stream-rows.ts'
import { StreamTable } from './stream-table.ts'

/** What `packet` says of a payload. */
export const NOT_MEDIA = 0
/** Looks like RTP; not enough of it was seen yet. */
export const PROBATION = 1
export const RTP = 2
export const RTCP = 3
/** STUN, DTLS, ZRTP or TURN on a flow of media: RFC 7983. */
export const OTHER_MEDIA = 4

/** Packets of one SSRC in sequence that make a stream where nobody announced it. */
const CONVINCING = 5
/** Steps of the sequence number that count as in sequence while on probation. */
const SMALL_STEP = 3
const MOST_STREAMS_OF_A_FLOW = 64
const MOST_ON_PROBATION = 4
/** Candidates that came to nothing before a flow is given up. */
const MOST_CANDIDATES = 32
/** Free place in the records of UDP flows: candidates so far. */
const FLOW_CANDIDATES = 30
const GAP_NANOSECONDS = 1e9

type MediaSink = Pick<Sink, 'stream' | 'rtcp' | 'event'>

export class RtpStreams {
  readonly #packet: Packet
  readonly #flows: FlowRecords
  readonly #sink: MediaSink
  readonly #nextGroup: () => number
  readonly #table: StreamTable
  readonly #announced = new AnnouncedEndpoints()
  readonly #formats = new Formats(this.#announced)
  readonly #jitter: Jitter
  readonly #dtmf = new DtmfDigits()
  readonly #rtcp: RtcpFlows
  /** Streams by the endpoints they run between. */
  readonly #running = new Map<string, Set<number>>()
  /** Where the payload of the packet at hand starts. */
  #payloadAt = 0
  /** Frames and bytes before the one at hand that turn out to be media with it. */
  maturedPackets = 0
  maturedBytes = 0

  constructor(packet: Packet, flows: FlowRecords, budget: Budget, sink: MediaSink, nextGroup: () => number) {
    this.#packet = packet
    this.#flows = flows
    this.#sink = sink
    this.#nextGroup = nextGroup
    this.#table = new StreamTable(budget)
    this.#jitter = new Jitter(packet)
    this.#rtcp = new RtcpFlows({ packet, flows, sink, nextGroup, formats: this.#formats })
  }

  /** Takes a UDP payload of `flow`; says what it is. */
  packet(flow: number, from: number, to: number, _wireTo: number): number {
    const { bytes } = this.#packet
    this.maturedPackets = 0
    if (bytes[from]! >> 6 !== 2) return this.#flows.ints[flow * FLOW_INTS + FLOW_STATE] === 0 ? NOT_MEDIA : OTHER_MEDIA
    if (isRtcp(bytes, from, to)) return this.#rtcpPacket(flow, from, to)
    const payload = payloadStart(bytes, from, to)
    if (payload < 0) return NOT_MEDIA
    this.#payloadAt = payload
    const ssrc = (bytes[from + 8]! << 24) | (bytes[from + 9]! << 16) | (bytes[from + 10]! << 8) | bytes[from + 11]!
    const slot = this.#find(flow, ssrc)
    if (slot < 0) return this.#candidate(flow, ssrc, from, to - payload)
    return this.#take(slot, from, to - payload)
  }

  /** Media is to be expected at an endpoint from now on. */
  announce(announcement: Announcement, group: number): void {
    const before = this.#announced.note(announcement, group)
    const streams = this.#running.get(formatEndpoint(announcement.address, announcement.port))
    if (!streams) return
    for (const slot of streams) {
      const at = slot * r.RECORD_INTS
      const { ints } = this.#table
      const isOthers = before !== undefined && before.group !== group && (ints[at + r.FLAGS]! & r.ANNOUNCED) !== 0
      if (isOthers && ints[at + r.STATE] === r.RUNNING) {
        this.#write(slot)
        ints[at + r.STATE] = r.ENDED_PIECE
      } else {
        ints[at + r.FLAGS]! |= r.ANNOUNCED
        this.#name(slot, ints[at + r.PAYLOAD_TYPE]!)
      }
    }
  }

  evicted(flow: number): void {
    const at = flow * FLOW_INTS
    let slot = this.#flows.ints[at + FLOW_STATE]! - 1
    while (slot >= 0) {
      const next = this.#table.ints[slot * r.RECORD_INTS + r.CHAIN]! - 1
      this.#end(slot)
      slot = next
    }
    this.#flows.ints[at + FLOW_STATE] = 0
    this.#rtcp.evicted(flow)
  }

  #rtcpPacket(flow: number, from: number, to: number): number {
    this.#rtcp.packet(flow, from, to)
    this.#flows.ints[flow * FLOW_INTS + FLOW_CLAIMED]! += 1
    return RTCP
  }

  #find(flow: number, ssrc: number): number {
    const { ints } = this.#table
    let slot = this.#flows.ints[flow * FLOW_INTS + FLOW_STATE]! - 1
    while (slot >= 0 && ints[slot * r.RECORD_INTS + r.SSRC] !== ssrc) slot = ints[slot * r.RECORD_INTS + r.CHAIN]! - 1
    return slot
  }

  /** A packet of an SSRC that the flow has not carried yet. */
  #candidate(flow: number, ssrc: number, from: number, payload: number): number {
    const flowInts = this.#flows.ints
    const at = flow * FLOW_INTS
    const isAnnounced = this.#isAnnounced(flow)
    if (!isAnnounced && flowInts[at + FLOW_CANDIDATES]! >= MOST_CANDIDATES) return NOT_MEDIA
    flowInts[at + FLOW_CANDIDATES]! += 1
    this.#thin(flow, isAnnounced)
    const slot = this.#table.take()
    if (slot < 0) return isAnnounced ? RTP : NOT_MEDIA
    const { ints } = this.#table
    const record = slot * r.RECORD_INTS
    ints[record + r.SSRC] = ssrc
    ints[record + r.FLOW] = flow
    ints[record + r.CHAIN] = flowInts[at + FLOW_STATE]!
    ints[record + r.FLAGS] = isAnnounced ? r.ANNOUNCED : 0
    ints[record + r.STATE] = r.ENDED_PIECE
    flowInts[at + FLOW_STATE] = slot + 1
    for (const end of [this.#flows.source(flow), this.#flows.destination(flow)]) {
      const streams = this.#running.get(end.text) ?? new Set<number>()
      this.#running.set(end.text, streams.add(slot))
    }
    return this.#take(slot, from, payload)
  }

  #isAnnounced(flow: number): boolean {
    const { source, destination } = this.#ends(flow)
    return this.#announced.get(destination) !== undefined || this.#announced.get(source) !== undefined
  }

  #ends(flow: number): { source: string; destination: string } {
    return { source: this.#flows.source(flow).text, destination: this.#flows.destination(flow).text }
  }

  /** Makes room in a flow: few candidates at once, and a bounded number of streams. */
  #thin(flow: number, isAnnounced: boolean): void {
    const { ints } = this.#table
    const at = flow * FLOW_INTS + FLOW_STATE
    let count = 0
    let last = -1
    for (let slot = this.#flows.ints[at]! - 1; slot >= 0; slot = ints[slot * r.RECORD_INTS + r.CHAIN]! - 1) {
      count++
      last = slot
    }
    const isProbation = last >= 0 && ints[last * r.RECORD_INTS + r.STATE] === r.ON_PROBATION
    const most = isProbation && !isAnnounced ? MOST_ON_PROBATION : MOST_STREAMS_OF_A_FLOW
    if (count < most) return
    for (let slot = this.#flows.ints[at]! - 1; slot >= 0; slot = ints[slot * r.RECORD_INTS + r.CHAIN]! - 1) {
      if (ints[slot * r.RECORD_INTS + r.CHAIN] === last + 1) ints[slot * r.RECORD_INTS + r.CHAIN] = 0
    }
    if (this.#flows.ints[at] === last + 1) this.#flows.ints[at] = 0
    this.#end(last)
  }

  /** Counts a packet of a stream; `payload` are the bytes behind the RTP header. */
  #take(slot: number, from: number, payload: number): number {
    const { bytes } = this.#packet
    const { ints } = this.#table
    const at = slot * r.RECORD_INTS
    const sequence = (bytes[from + 2]! << 8) | bytes[from + 3]!
    const payloadType = bytes[from + 1]! & 127
    if (ints[at + r.STATE] === r.ENDED_PIECE) return this.#begin(slot, { from, payload, sequence, payloadType })
    const isNext = ((sequence - ints[at + r.HIGHEST]!) & 0xffff) - 1 < SMALL_STEP
    const order = takeSequence(ints, at, sequence)
    this.#count(slot, payload)
    if (order === DUPLICATE || order === STRAY) return this.#state(slot, false)
    if (payloadType !== ints[at + r.PAYLOAD_TYPE]) this.#name(slot, payloadType)
    this.#measure(slot, from, order === 0)
    return this.#state(slot, isNext)
  }

  #begin(slot: number, first: { from: number; payload: number; sequence: number; payloadType: number }): number {
    const { ints, doubles } = this.#table
    const at = slot * r.RECORD_INTS
    const place = slot * r.RECORD_DOUBLES
    const flags = ints[at + r.FLAGS]! & r.ANNOUNCED
    const keep = [ints[at + r.SSRC]!, ints[at + r.CHAIN]!, ints[at + r.FLOW]!] as const
    const wasMatured = ints[at + r.PACKETS]! > 0
    ints.fill(0, at, at + r.RECORD_INTS)
    ints.set(keep, at)
    ints[at + r.FLAGS] = flags
    ints[at + r.STATE] = flags !== 0 || wasMatured ? r.RUNNING : r.ON_PROBATION
    ints[at + r.FIRST_FRAME] = this.#packet.frame
    ints[at + r.FILE] = this.#packet.file
    doubles[place + r.FIRST] = this.#packet.at[TIME]!
    doubles[place + r.LAST] = this.#packet.at[TIME]!
    startSequence(ints, at, first.sequence)
    ints[at + r.FIRST_SEQUENCE] = first.sequence
    ints[at + r.PAYLOAD_TYPE] = -1
    ints[at + r.MAIN_TYPE] = first.payloadType
    this.#count(slot, first.payload)
    this.#name(slot, first.payloadType)
    this.#jitter.begin(this.#table, slot, this.#stamp(first.from))
    this.#aside(slot, first.from)
    return this.#state(slot, true)
  }

  #count(slot: number, payload: number): void {
    const { ints, doubles } = this.#table
    const at = slot * r.RECORD_INTS
    const place = slot * r.RECORD_DOUBLES
    const time = this.#packet.at[TIME]!
    const delta = time - doubles[place + r.LAST]!
    if (delta > doubles[place + r.LONGEST_DELTA]!) doubles[place + r.LONGEST_DELTA] = delta
    if (delta > GAP_NANOSECONDS) {
      ints[at + r.GAPS]! += 1
      if (delta > doubles[place + r.LONGEST_GAP]!) doubles[place + r.LONGEST_GAP] = delta
    }
    doubles[place + r.LAST] = time
    doubles[place + r.WIRE_BYTES]! += this.#packet.wireLength
    doubles[place + r.PAYLOAD_BYTES]! += payload
    ints[at + r.PACKETS]! += 1
    ints[at + r.LAST_FRAME] = this.#packet.frame
    if (payload > ints[at + r.LARGEST_PAYLOAD]!) ints[at + r.LARGEST_PAYLOAD] = payload
    if (ints[at + r.STATE] === r.RUNNING) this.#flows.ints[ints[at + r.FLOW]! * FLOW_INTS + FLOW_CLAIMED]! += 1
  }

  /** Jitter, or a telephone event: those keep their RTP time and say nothing of jitter (RFC 4733 §2.2.1). */
  #measure(slot: number, from: number, isInOrder: boolean): void {
    if (this.#aside(slot, from)) return
    this.#jitter.packet(this.#table, slot, this.#stamp(from), isInOrder)
  }

  #aside(slot: number, from: number): boolean {
    const { ints } = this.#table
    const at = slot * r.RECORD_INTS
    if ((ints[at + r.FLAGS]! & r.EVENT_CODEC) === 0) return false
    ints[at + r.ASIDE]! += 1
    const stamp = this.#stamp(from)
    const isNew = ints[at + r.ASIDE] === 1 || ints[at + r.EVENT_TIME] !== stamp
    ints[at + r.EVENT_TIME] = stamp
    if (isNew) this.#dtmf.add(slot, this.#packet.bytes[this.#payloadAt]!)
    return true
  }

  #stamp(from: number): number {
    const { bytes } = this.#packet
    return (bytes[from + 4]! << 24) | (bytes[from + 5]! << 16) | (bytes[from + 6]! << 8) | bytes[from + 7]!
  }

  /** On probation until enough came in sequence, or signalling vouches for it. */
  #state(slot: number, isNext: boolean): number {
    const { ints, doubles } = this.#table
    const at = slot * r.RECORD_INTS
    if (ints[at + r.STATE] === r.RUNNING) return RTP
    ints[at + r.IN_SEQUENCE] = isNext ? ints[at + r.IN_SEQUENCE]! + 1 : 0
    const isVouched = (ints[at + r.FLAGS]! & r.ANNOUNCED) !== 0
    if (!isVouched && ints[at + r.IN_SEQUENCE]! < CONVINCING) return PROBATION
    ints[at + r.STATE] = r.RUNNING
    this.maturedPackets = ints[at + r.PACKETS]! - 1
    this.maturedBytes = doubles[slot * r.RECORD_DOUBLES + r.WIRE_BYTES]! - this.#packet.wireLength
    const flow = ints[at + r.FLOW]! * FLOW_INTS
    this.#flows.ints[flow + FLOW_CLAIMED]! += ints[at + r.PACKETS]!
    this.#flows.ints[flow + FLOW_CANDIDATES] = 0
    return RTP
  }

  /** What the payload type stands for now: the receiver's word, the sender's, or the standard's. */
  #name(slot: number, payloadType: number): void {
    const { ints } = this.#table
    const at = slot * r.RECORD_INTS
    const { source, destination } = this.#ends(ints[at + r.FLOW]!)
    const format = this.#formats.find(source, destination, payloadType)
    const isAside = format?.codec === 'telephone-event' || format?.codec === 'CN'
    const isEvent = format?.codec === 'telephone-event'
    ints[at + r.FLAGS] = isEvent ? ints[at + r.FLAGS]! | r.EVENT_CODEC : ints[at + r.FLAGS]! & ~r.EVENT_CODEC
    if (this.#formats.isSecure(source, destination)) ints[at + r.FLAGS]! |= r.SECURE
    const isFirst = ints[at + r.CODEC] === 0
    ints[at + r.PAYLOAD_TYPE] = payloadType
    if (isFirst || !isAside) ints[at + r.MAIN_TYPE] = payloadType
    if (!format || (isAside && !isFirst)) return
    const codec = this.#formats.number(format) + 1
    if (!isFirst && codec !== ints[at + r.CODEC]) ints[at + r.CODEC_CHANGES]! += 1
    ints[at + r.CODEC] = codec
    if (!isAside) this.#jitter.clock(this.#table, slot, format.clock_rate)
  }

  #end(slot: number): void {
    const { ints } = this.#table
    const at = slot * r.RECORD_INTS
    const { source, destination } = this.#ends(ints[at + r.FLOW]!)
    if (ints[at + r.STATE] === r.RUNNING) this.#write(slot)
    this.#jitter.forget(this.#table, slot)
    this.#dtmf.forget(slot)
    for (const end of [source, destination]) {
      const streams = this.#running.get(end)
      streams?.delete(slot)
      if (streams?.size === 0) this.#running.delete(end)
    }
    this.#table.give(slot)
  }

  #write(slot: number): void {
    this.#jitter.settle(this.#table, slot)
    streamEnded({
      table: this.#table,
      slot,
      packet: this.#packet,
      flows: this.#flows,
      formats: this.#formats,
      dtmf: this.#dtmf.text(slot),
      sink: this.#sink,
      group: this.#nextGroup(),
    })
    this.#jitter.forget(this.#table, slot)
    this.#dtmf.forget(slot)
  }
}

/** Where the payload starts behind CSRCs and header extension (RFC 3550 §5.1, §5.3.1), or −1 where that cannot be. */
function payloadStart(bytes: Uint8Array, from: number, to: number): number {
  const payloadType = bytes[from + 1]! & 127
  // 64–95 with the marker bit are RTCP's packet types: RFC 5761 §4.
  if (to - from < 12 || (payloadType >= 64 && payloadType < 96)) return -1
  let at = from + 12 + (bytes[from]! & 15) * 4
  if ((bytes[from]! & 0x10) !== 0) at += 4 + ((bytes[at + 2]! << 8) | bytes[at + 3]!) * 4
  const padding = (bytes[from]! & 0x20) === 0 ? 0 : bytes[to - 1]!
  return at + padding > to ? -1 : at + padding
}

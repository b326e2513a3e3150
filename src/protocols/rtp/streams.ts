// RTP: RFC 3550. Streams are counted where they pass, in records of fixed size; nothing is allocated for a packet.
import type { Budget } from '../../bytes/memory.ts'
import { hex } from '../../bytes/text.ts'
import { FLOW_CLAIMED, FLOW_INTS, FLOW_PACKETS, FLOW_PORTS, FLOW_STATE, type FlowRecords } from '../../model/flow.ts'
import type { Announcement } from '../../model/message.ts'
import { type Packet, TIME } from '../../model/packet.ts'
import type { Sink } from '../../model/rows.ts'
import { isDtls, isOtherMedia, turnHeader } from './demux.ts'
import { RtpHeader } from './header.ts'
import { Meter } from './meter.ts'
import { Observations } from './observations.ts'
import { Places } from './places.ts'
import * as r from './record.ts'
import { CIPHERED, NOT_RTCP, recognizeRtcp } from './rtcp.ts'
import { RtcpSenders } from './rtcp-senders.ts'
import { streamEvents, streamRow } from './stream-rows.ts'
import { DUPLICATE } from './sequence.ts'
import { StreamTable } from './stream-table.ts'
import { STATIC_FORMATS } from './tables.ts'
import { tunnelText } from './tunnel.ts'

/** What `packet` says of a payload. */
export const NOT_MEDIA = 0
/** Looks like RTP; not enough of it was seen yet. */
export const PROBATION = 1
export const RTP = 2
export const RTCP = 3
/** STUN, DTLS, ZRTP on a flow of media: RFC 7983. */
export const OTHER_MEDIA = 4

/** Steps in sequence that make a stream where nobody announced one, and where another one runs. */
const CONVINCING = 4
const CONVINCING_AMONG_OTHERS = 1
/** Steps of sequence number and RTP time (ten seconds of video) that count as in sequence on probation. */
const SMALL_STEP = 8
const SMALL_BACK_STEP = 3
const SMALL_TICKS = 900_000
const SMALL_SILENCE = 5e9
/** Media may come so long before the answer that announces it is seen, ns: DOMAIN 4.5. */
const EARLY = 10e9
/** Streams told apart in a flow, and candidates at a time. */
const MOST_STREAMS = 32
const MOST_ON_PROBATION = 4
/** A flow without RTP among so many packets is not searched for it any more. */
const MOST_SEARCHED = 500
const FIRST_USER_PORT = 1024
const FIRST_DYNAMIC = 96
/** Slots looked at for the longest idle stream when the table is full. */
const SWEEP = 16
const TABLE = 'rtp-streams'

export type MediaSink = Pick<Sink, 'stream' | 'rtcp' | 'event'>

/** Numbers for what belongs together, and which of them came to their end. */
export interface Groups {
  readonly next: () => number
  readonly isOver: (group: number) => boolean
}

/**
 * All RTP and RTCP of a job. A flow's FLOW_STATE leads to the stream seen last, plus one; the streams of a flow are a
 * ring. Streams are groups of their own, written when they end.
 */
export class RtpStreams {
  /** With a packet that is RTP: how many frames before it just turned out to be media too, and their bytes. */
  maturedPackets = 0
  maturedBytes = 0
  readonly #packet: Packet
  readonly #flows: FlowRecords
  readonly #budget: Budget
  readonly #out: MediaSink
  readonly #nextGroup: () => number
  readonly #header = new RtpHeader()
  readonly #table: StreamTable
  readonly #places: Places
  readonly #meter: Meter
  readonly #observations: Observations
  readonly #rtcp: RtcpSenders
  readonly #tunnels = new Map<number, string>()
  #hand = 0
  /** Matured by an announcement, and not reported yet. */
  #pendingPackets = 0
  #pendingBytes = 0

  constructor(packet: Packet, flows: FlowRecords, budget: Budget, out: MediaSink, groups: Groups) {
    this.#packet = packet
    this.#flows = flows
    this.#budget = budget
    this.#out = out
    this.#nextGroup = groups.next
    this.#table = new StreamTable(budget)
    this.#places = new Places(packet, flows, budget, groups.isOver)
    this.#meter = new Meter({ packet, header: this.#header, table: this.#table, places: this.#places, budget })
    this.#observations = new Observations({ packet, header: this.#header, streams: this.#table, budget })
    this.#rtcp = new RtcpSenders({
      packet,
      flows,
      budget,
      out,
      nextGroup: groups.next,
      rates: (ssrc) => this.#meter.clocks.rateOf(ssrc),
      left: (flow) => this.#leaveIfEmpty(flow),
    })
  }

  /** Takes the UDP payload [from, to) of `flow`, which ended at `wireTo` on the wire; says what it is. */
  packet(flow: number, from: number, to: number, wireTo: number): number {
    this.maturedPackets = 0
    this.maturedBytes = 0
    if (from >= to) return NOT_MEDIA
    const { bytes } = this.#packet
    if (bytes[from]! >> 6 !== 2) return this.#other(flow, from, to, wireTo)
    // Payload types 64–95 are RTCP's packet types: RFC 5761 §4.
    if (from + 1 < to && (bytes[from + 1]! & 0x60) === 0x40) return this.#control(flow, from, to, wireTo)
    const header = this.#header
    if (!header.read(bytes, from, to, wireTo)) return NOT_MEDIA
    const { ints } = this.#table
    let slot = this.#flows.ints[flow * FLOW_INTS + FLOW_STATE]! - 1
    if (slot < 0 || ints[slot * r.RECORD_INTS + r.SSRC] !== header.ssrc) {
      slot = slot < 0 ? -1 : this.#turn(flow, slot)
      if (slot < 0) return this.#begin(flow)
    }
    if (ints[slot * r.RECORD_INTS + r.STATE] !== r.RUNNING) return this.#probation(slot)
    const order = this.#meter.count(slot)
    if (order === DUPLICATE || ints[slot * r.RECORD_INTS + r.OBSERVED] !== 0) this.#observed(slot, order)
    this.#flows.ints[flow * FLOW_INTS + FLOW_CLAIMED]! += 1
    if (this.#pendingPackets > 0) this.#report()
    return RTP
  }

  /** Takes the payload of a copy that was seen elsewhere than the packet before it: what its point saw is counted. */
  copy(flow: number, from: number, to: number, wireTo: number): void {
    const { bytes } = this.#packet
    const isRtp = bytes[from]! >> 6 === 2 && (bytes[from + 1]! & 0x60) !== 0x40
    if (!isRtp || !this.#header.read(bytes, from, to, wireTo)) return
    const { ints } = this.#table
    const head = this.#head(flow)
    for (let slot = head; slot >= 0;) {
      const at = slot * r.RECORD_INTS
      if (ints[at + r.SSRC] === this.#header.ssrc && ints[at + r.STATE] === r.RUNNING) {
        this.#observations.see(slot, true, this.#tunnels.get(slot) ?? '')
        return
      }
      slot = ints[at + r.NEXT] === head ? -1 : ints[at + r.NEXT]!
    }
  }

  /** At how many moments nearly all streams missed packets, or stepped in time. */
  get shared(): { readonly gaps: number; readonly steps: number } {
    const { sharedGaps, sharedSteps } = this.#meter
    return { gaps: sharedGaps.moments, steps: sharedSteps.moments }
  }

  /** Whether signalling announced media at an end of the flow: what is not RTP there belongs to it. */
  expects(flow: number): boolean {
    return this.#places.isExpected(flow)
  }

  /** The group that announced the media of the flow last, or that whose RTCP it is; 0 where nobody did. */
  groupOf(flow: number): number {
    return this.#places.group(flow) || this.#places.groupBeside(flow)
  }

  /** Media is to be expected at an endpoint, from now on. */
  announce(announcement: Announcement, group: number): void {
    // RTCP is known by itself, unless it is ciphered.
    if (announcement.kind === 'rtcp' && announcement.secure === undefined) return
    const { flows, isTaken } = this.#places.announce(announcement, group)
    for (const flow of flows) {
      if (isTaken) this.#rtcp.evicted(flow)
      if (announcement.kind === 'rtp') {
        for (const slot of this.#slots(flow)) this.#announced(slot, group, isTaken)
      }
      this.#leaveIfEmpty(flow)
    }
  }

  evicted(flow: number): void {
    const isMedia = this.#head(flow) >= 0 || this.#rtcp.has(flow)
    if (!isMedia) return
    for (const slot of this.#slots(flow)) this.#end(slot)
    this.#rtcp.evicted(flow)
    this.#leaveIfEmpty(flow)
  }

  /** The input is over, and every stream with it. */
  end(): void {
    for (let slot = 0; slot < this.#table.used; slot++) {
      if (this.#table.ints[slot * r.RECORD_INTS + r.STATE] !== r.FREE) this.#end(slot)
    }
    this.#rtcp.end()
  }

  /** A packet of a stream that was seen at several points, or that came twice. */
  #observed(slot: number, order: number): void {
    const isAgain = order === DUPLICATE
    const isNews = this.#observations.see(slot, isAgain, this.#tunnels.get(slot) ?? '')
    if (isAgain && isNews) this.#meter.takeBack(slot)
  }

  #other(flow: number, from: number, to: number, wireTo: number): number {
    const { bytes } = this.#packet
    const turn = turnHeader(bytes, from, to, wireTo)
    if (turn === 0 && this.#head(flow) < 0 && !this.expects(flow)) return NOT_MEDIA
    if (turn > 0 && bytes[from + turn]! >> 6 === 2) {
      const end = from + turn + ((bytes[from + 2]! << 8) | bytes[from + 3]!)
      return this.packet(flow, from + turn, Math.min(end, to), end)
    }
    if (isDtls(bytes, from, to)) this.#secured(flow)
    return isOtherMedia(bytes, from, to, wireTo) ? OTHER_MEDIA : NOT_MEDIA
  }

  #secured(flow: number): void {
    for (const slot of this.#slots(flow)) this.#table.ints[slot * r.RECORD_INTS + r.FLAGS]! |= r.SECURE
  }

  #control(flow: number, from: number, to: number, wireTo: number): number {
    const { bytes } = this.#packet
    const isMedia = this.#head(flow) >= 0 || this.#rtcp.has(flow)
    const datagram = { from, to, wireTo }
    const kind = recognizeRtcp(bytes, datagram, isMedia || this.#places.isControlExpected(flow))
    if (kind === NOT_RTCP) return NOT_MEDIA
    if (!isMedia) this.#places.join(flow)
    this.#rtcp.packet(flow, datagram, kind === CIPHERED || this.#places.isSecure(flow))
    this.#flows.ints[flow * FLOW_INTS + FLOW_CLAIMED]! += 1
    return RTCP
  }

  /** Slot of the flow's latest stream, or −1. Another protocol's state in the field is no slot of this flow. */
  #head(flow: number): number {
    const slot = this.#flows.ints[flow * FLOW_INTS + FLOW_STATE]! - 1
    if (slot < 0 || slot >= this.#table.used) return -1
    const at = slot * r.RECORD_INTS
    return this.#table.ints[at + r.FLOW] === flow && this.#table.ints[at + r.STATE] !== r.FREE ? slot : -1
  }

  #slots(flow: number): number[] {
    const head = this.#head(flow)
    if (head < 0) return []
    const slots = [head]
    const { ints } = this.#table
    for (let slot = ints[head * r.RECORD_INTS + r.NEXT]!; slot !== head; slot = ints[slot * r.RECORD_INTS + r.NEXT]!) {
      slots.push(slot)
    }
    return slots
  }

  /** Turns the flow's ring to the stream of the packet at hand; −1 where there is none. */
  #turn(flow: number, head: number): number {
    const { ints } = this.#table
    const { ssrc } = this.#header
    let slot = ints[head * r.RECORD_INTS + r.NEXT]!
    while (slot !== head && ints[slot * r.RECORD_INTS + r.SSRC] !== ssrc) slot = ints[slot * r.RECORD_INTS + r.NEXT]!
    if (slot === head) return -1
    // Both are running: the one did not take the other's place.
    ints[head * r.RECORD_INTS + r.FLAGS]! &= ~r.SUCCESSOR
    this.#flows.ints[flow * FLOW_INTS + FLOW_STATE] = slot + 1
    return slot
  }

  /** A packet of an SSRC that the flow does not carry yet. */
  #begin(flow: number): number {
    const isAnnounced = this.#places.isExpected(flow)
    if (!isAnnounced && !this.#isLikely(flow)) return NOT_MEDIA
    const slot = this.#take(flow, isAnnounced)
    if (slot < 0) return NOT_MEDIA
    const { ints } = this.#table
    const at = slot * r.RECORD_INTS
    ints[at + r.SSRC] = this.#header.ssrc
    ints[at + r.FLOW] = flow
    ints[at + r.STATE] = isAnnounced ? r.RUNNING : r.PROBATION
    if (isAnnounced) {
      ints[at + r.FLAGS]! |= r.ANNOUNCED
      ints[at + r.GROUP] = this.#places.group(flow)
      this.#flows.ints[flow * FLOW_INTS + FLOW_CLAIMED]! += 1
    }
    this.#link(flow, slot)
    if (this.#packet.teid !== 0) this.#tunnels.set(slot, tunnelText(this.#packet))
    this.#meter.begin(slot)
    this.#observations.begin(slot)
    return isAnnounced ? RTP : PROBATION
  }

  /** What a stream that nobody announced must look like. */
  #isLikely(flow: number): boolean {
    const { payloadType, ssrc, payload, payloadEnd } = this.#header
    const at = flow * FLOW_INTS
    const { ints } = this.#flows
    const ports = ints[at + FLOW_PORTS]!
    if (ints[at + FLOW_CLAIMED] === 0 && ints[at + FLOW_PACKETS]! > MOST_SEARCHED) return false
    const isPortLikely = ports >>> 16 >= FIRST_USER_PORT && (ports & 0xffff) >= FIRST_USER_PORT
    return (
      isPortLikely &&
      ssrc !== 0 &&
      payloadEnd > payload &&
      (payloadType >= FIRST_DYNAMIC || STATIC_FORMATS.has(payloadType))
    )
  }

  #link(flow: number, slot: number): void {
    const { ints } = this.#table
    const head = this.#head(flow)
    const at = slot * r.RECORD_INTS
    this.#flows.ints[flow * FLOW_INTS + FLOW_STATE] = slot + 1
    if (head < 0) {
      ints[at + r.NEXT] = slot
      if (!this.#rtcp.has(flow)) this.#places.join(flow)
      return
    }
    const before = head * r.RECORD_INTS
    ints[at + r.NEXT] = ints[before + r.NEXT]!
    ints[before + r.NEXT] = slot
    ints[at + r.PREVIOUS_SSRC] = ints[before + r.SSRC]!
    if (ints[before + r.STATE] === r.RUNNING) ints[at + r.FLAGS]! |= r.SUCCESSOR
  }

  /** A free slot for a stream of the flow, by ending another where a bound is reached; −1 where that fails. */
  #take(flow: number, isAnnounced: boolean): number {
    const slots = this.#slots(flow)
    const { ints } = this.#table
    const candidates = slots.filter((slot) => ints[slot * r.RECORD_INTS + r.STATE] === r.PROBATION)
    if (!isAnnounced && candidates.length >= MOST_ON_PROBATION) this.#end(this.#idlest(candidates))
    else if (slots.length >= MOST_STREAMS) this.#end(this.#idlest(slots))
    const slot = this.#table.take()
    if (slot >= 0) return slot
    this.#budget.full(TABLE)
    const near: number[] = []
    for (let i = 0; i < SWEEP; i++) {
      this.#hand = (this.#hand + 1) % this.#table.used
      near.push(this.#hand)
    }
    const onProbation = near.find((other) => ints[other * r.RECORD_INTS + r.STATE] === r.PROBATION)
    const victim = onProbation ?? this.#idlest(near)
    const other = ints[victim * r.RECORD_INTS + r.FLOW]!
    this.#end(victim)
    this.#leaveIfEmpty(other)
    return this.#table.take()
  }

  #idlest(slots: readonly number[]): number {
    const { doubles } = this.#table
    const last = (slot: number): number => doubles[slot * r.RECORD_DOUBLES + r.LAST]!
    return slots.reduce((idlest, slot) => (last(slot) < last(idlest) ? slot : idlest))
  }

  /** A further packet of a stream that nobody announced: enough in sequence prove it. */
  #probation(slot: number): number {
    const { ints, doubles } = this.#table
    const header = this.#header
    const at = slot * r.RECORD_INTS
    const flow = ints[at + r.FLOW]!
    const step = ((header.sequence - ints[at + r.HIGHEST]!) << 16) >> 16
    const ticks = (header.rtpTime - ints[at + r.HIGHEST_RTP_TIME]!) | 0
    const silence = this.#packet.at[TIME]! - doubles[slot * r.RECORD_DOUBLES + r.LAST]!
    const isNear = step <= SMALL_STEP && step >= -SMALL_BACK_STEP && Math.abs(ticks) <= SMALL_TICKS
    const isSame = header.payloadType === ints[at + r.FIRST_PAYLOAD_TYPE] && silence <= SMALL_SILENCE
    if (!isNear || !isSame || (step > 0 && ticks < 0)) {
      this.#end(slot)
      const answer = this.#begin(flow)
      this.#leaveIfEmpty(flow)
      return answer
    }
    this.#meter.count(slot)
    if (step > 0) ints[at + r.IN_SEQUENCE]! += 1
    const hasOthers = this.#flows.ints[flow * FLOW_INTS + FLOW_CLAIMED]! > 0
    if (ints[at + r.IN_SEQUENCE]! < (hasOthers ? CONVINCING_AMONG_OTHERS : CONVINCING)) return PROBATION
    this.#mature(slot)
    this.#pendingPackets -= 1
    this.#pendingBytes -= this.#packet.wireLength
    this.#report()
    return RTP
  }

  #mature(slot: number): void {
    const { ints, doubles } = this.#table
    const at = slot * r.RECORD_INTS
    ints[at + r.STATE] = r.RUNNING
    this.#flows.ints[ints[at + r.FLOW]! * FLOW_INTS + FLOW_CLAIMED]! += ints[at + r.PACKETS]!
    this.#pendingPackets += ints[at + r.PACKETS]!
    this.#pendingBytes += doubles[slot * r.RECORD_DOUBLES + r.WIRE_BYTES]!
  }

  #report(): void {
    this.maturedPackets = this.#pendingPackets
    this.maturedBytes = this.#pendingBytes
    this.#pendingPackets = 0
    this.#pendingBytes = 0
  }

  /** An end of a running stream was announced: its clock and codec are known now, or another call has its ports. */
  #announced(slot: number, group: number, isTaken: boolean): void {
    const { ints } = this.#table
    const at = slot * r.RECORD_INTS
    const owner = ints[at + r.GROUP]!
    const silence = this.#packet.at[TIME]! - this.#table.doubles[slot * r.RECORD_DOUBLES + r.LAST]!
    // What ran before the capture saw a word of it was another call's, whose ports these were.
    if ((isTaken && owner !== 0 && owner !== group) || (owner === 0 && silence > EARLY)) {
      this.#end(slot)
      return
    }
    ints[at + r.FLAGS]! |= r.ANNOUNCED
    ints[at + r.GROUP] = group
    if (ints[at + r.STATE] === r.PROBATION) this.#mature(slot)
    this.#meter.rename(slot)
  }

  #end(slot: number): void {
    const { ints } = this.#table
    const at = slot * r.RECORD_INTS
    if (ints[at + r.STATE] === r.RUNNING) this.#write(slot)
    this.#meter.forget(slot)
    this.#observations.forget(slot)
    this.#tunnels.delete(slot)
    const flow = ints[at + r.FLOW]! * FLOW_INTS + FLOW_STATE
    const next = ints[at + r.NEXT]!
    let before = slot
    while (ints[before * r.RECORD_INTS + r.NEXT] !== slot) before = ints[before * r.RECORD_INTS + r.NEXT]!
    ints[before * r.RECORD_INTS + r.NEXT] = next
    if (this.#flows.ints[flow] === slot + 1) this.#flows.ints[flow] = next === slot ? 0 : before + 1
    this.#table.give(slot)
  }

  #write(slot: number): void {
    const { ints } = this.#table
    const at = slot * r.RECORD_INTS
    const flow = ints[at + r.FLOW]!
    const main = ints[at + r.PAYLOAD_TYPE]!
    const payloadType = main < 0 ? ints[at + r.FIRST_PAYLOAD_TYPE]! : main
    this.#meter.clocks.settle(slot)
    const around = {
      flows: this.#flows,
      epoch: this.#packet.epoch,
      group: this.#nextGroup(),
      tunnel: this.#tunnels.get(slot) ?? '',
      codec: this.#meter.codecName(slot),
      notes: this.#meter.notes.of(slot),
      points: this.#observations.rows(slot, this.#packet.epoch),
      announcement: this.#places.announcement(flow, payloadType),
    }
    const row = streamRow(this.#table, slot, around)
    this.#out.stream(row)
    const isSuccessor = (ints[at + r.FLAGS]! & r.SUCCESSOR) !== 0
    const previous = isSuccessor ? hex(ints[at + r.PREVIOUS_SSRC]!, 8) : ''
    for (const event of streamEvents(row, around, previous)) this.#out.event(event)
  }

  /** A flow without media is told of announcements no longer. */
  #leaveIfEmpty(flow: number): void {
    if (this.#head(flow) < 0 && !this.#rtcp.has(flow)) this.#places.leave(flow)
  }
}

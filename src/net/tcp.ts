// TCP: RFC 9293. Bytes of each direction in order, in place where they come in order.
import {
  FLOW_GENERATION,
  FLOW_GUESSES,
  FLOW_INTS,
  FLOW_KIND,
  FLOW_PEER,
  FLOW_PROTOCOL,
  FLOW_TCP,
  TCP_CLOSED,
  TCP_HEARD,
  TCP_OPENED,
} from '../model/flow.ts'
import type { Part } from '../model/message.ts'
import type { HowHungUp } from '../model/rows.ts'
import { CLOCK, CUT, DECODED, MALFORMED, OFFSET, TIME } from '../model/packet.ts'
import type { FlowTable } from './flows.ts'
import { earlierParts } from './fragments.ts'
import type { Layers } from './layers.ts'
import { type EarlySegment, EarlySegments } from './early-segments.ts'

const HEADER = 20
/** IP protocol number. */
const TCP = 6
const FIN = 1
const SYN = 2
const RST = 4
const ACK = 16
/** No window is as large: bytes farther off are of another connection with the same ports, whose SYN was not seen. */
const FAR = 64 * 1024 * 1024
/** Bit of FLOW_TCP, besides those that others ask for. */
const STARTED = 1
/** Place in a flow's record of the sequence number that comes next (behind the doubles that flows use). */
const NEXT = 30

/** Connections whose capture began later, of which the first segment is kept until the second has come. */
const MOST_FIRST = 1024
const LONGEST_FIRST = 16_384

/** The frame that the segment being handed up came in; of bytes that came too early not the one at hand. */
export interface SegmentAt {
  readonly file: number
  readonly frame: number
  readonly offset: number
  /** Where the bytes start in the frame's captured bytes, −1 where those were put together themselves. */
  readonly start: number
  readonly seconds: number
  readonly nanoseconds: number
  readonly time: number
  /** The other frames of a segment that came in several (IP fragments, of whatever packet around it). */
  readonly earlier?: readonly Part[]
  /** Bytes of that frame on the wire. */
  readonly wireLength: number
}

interface Data {
  readonly sequence: number
  readonly from: number
  readonly to: number
  /** Bytes at its end that the snap length cut off. */
  readonly missing: number
}

export class Tcp {
  /** How often bytes that the peer acknowledged never came: the capture lost them. */
  unseen = 0
  readonly #layers: Layers
  readonly #early: EarlySegments
  /** By flow. */
  readonly #firsts = new Map<number, EarlySegment>()
  #at: SegmentAt | undefined
  #from = 0

  constructor(layers: Layers) {
    this.#layers = layers
    this.#early = new EarlySegments(layers.budget)
  }

  /** Whether it is a connection whose other direction was never heard. */
  isOneWay(flow: number): boolean {
    const { ints } = this.#layers.flows
    const at = flow * FLOW_INTS
    if ((ints[at + FLOW_KIND]! & 255) !== TCP) return false
    return ints[at + FLOW_PEER] === 0 && (ints[at + FLOW_TCP]! & TCP_HEARD) === 0
  }

  /** Where the bytes being handed up came from. */
  get segmentAt(): SegmentAt {
    return this.#at ?? segmentHere(this.#layers, this.#from)
  }

  segment(at: number, to: number, wireTo: number): void {
    const { packet, flows, copies } = this.#layers
    const { bytes } = packet
    const headerLength = (bytes[at + 12]! >> 4) << 2
    if (to - at < HEADER || headerLength < HEADER || at + headerLength > to) {
      packet.classify(wireTo > to ? CUT : MALFORMED)
      return
    }
    packet.sourcePort = (bytes[at]! << 8) | bytes[at + 1]!
    packet.destinationPort = (bytes[at + 2]! << 8) | bytes[at + 3]!
    if (copies.check(at, to, wireTo)) return
    const sequence = u32(bytes, at + 4)
    const flags = bytes[at + 13]!
    const flow = flows.count()
    const from = at + headerLength
    if (from === to) packet.classify(DECODED)
    pair(flows, flow)
    if ((flags & SYN) !== 0) this.#open(flow, sequence, TCP_OPENED)
    else if (from < wireTo) this.#data(flow, { sequence, from, to, missing: wireTo - to })
    if ((flags & ACK) !== 0) this.#acknowledged(flow, u32(bytes, at + 8))
    if ((flags & (FIN | RST)) !== 0) this.#close(flow, flags, (sequence + wireTo - from) | 0)
  }

  /** A flow leaves the table: what waited behind a gap is handed up. */
  flush(flow: number): void {
    while (this.#early.first(flow)) this.#jump(flow)
    this.#early.forget(flow)
    this.#firsts.delete(flow)
  }

  /** A SYN: a new connection, unless it repeats the one that stands. */
  #open(flow: number, sequence: number, opened: number): void {
    const { flows, payloads } = this.#layers
    const at = flow * FLOW_INTS
    const next = (sequence + 1) | 0
    const state = flows.ints[at + FLOW_TCP]!
    if ((state & STARTED) !== 0 && flows.ints[at + NEXT] === next) return
    if ((state & STARTED) !== 0) {
      this.flush(flow)
      payloads.closed(flow)
      flows.ints[at + FLOW_GENERATION]! += 1
      flows.ints[at + FLOW_PROTOCOL] = 0
      flows.ints[at + FLOW_GUESSES] = 0
    }
    flows.ints[at + FLOW_TCP] = STARTED | opened
    flows.ints[at + NEXT] = next
  }

  #data(flow: number, data: Data): void {
    const { flows, packet, payloads } = this.#layers
    const at = flow * FLOW_INTS
    const { sequence, from, to, missing } = data
    if ((flows.ints[at + FLOW_TCP]! & STARTED) === 0) {
      flows.ints[at + FLOW_TCP]! |= STARTED
      flows.ints[at + NEXT] = sequence
      this.#keepFirst(flow, data)
    } else if (this.#firsts.size > 0 && this.#isBeforeFirst(flow, data)) return
    let ahead = (sequence - flows.ints[at + NEXT]!) | 0
    if (ahead > FAR || ahead < -FAR) {
      this.#open(flow, (sequence - 1) | 0, 0)
      ahead = 0
    }
    if (ahead > 0) {
      if (!this.#early.add(flow, this.#segment(data), packet.at[CLOCK]!)) this.#jump(flow)
      payloads.unhanded(flow)
      return
    }
    const fresh = from - ahead
    // Only bytes that were there before: a retransmission or keep-alive.
    if (fresh >= to + missing) {
      payloads.unhanded(flow)
      return
    }
    flows.ints[at + NEXT] = (sequence + to - from + missing) | 0
    this.#hand(flow, fresh, to, missing)
    this.#drain(flow)
  }

  /** A copy of it. */
  #segment({ sequence, from, to, missing }: Data): EarlySegment {
    const bytes = this.#layers.packet.bytes.slice(from, to)
    return { sequence, bytes, missing, at: segmentHere(this.#layers, from) }
  }

  #keepFirst(flow: number, data: Data): void {
    if (this.#firsts.size >= MOST_FIRST || data.to - data.from > LONGEST_FIRST) return
    this.#firsts.set(flow, this.#segment(data))
  }

  /**
   * The first two segments of a connection that began before the capture may have changed places. Where the one told
   * nothing, both are read in their order; else the other is read by itself, where nothing has begun.
   *
   * @returns whether it is done with
   */
  #isBeforeFirst(flow: number, { sequence, from, to, missing }: Data): boolean {
    const first = this.#firsts.get(flow)
    if (!first) return false
    this.#firsts.delete(flow)
    if (((sequence + to - from + missing - first.sequence) | 0) !== 0) return false
    const { flows, packet, payloads } = this.#layers
    const at = flow * FLOW_INTS
    if (flows.ints[at + FLOW_PROTOCOL] === 0) {
      payloads.gap(flow, 0)
      flows.ints[at + FLOW_GUESSES] = 0
      flows.ints[at + NEXT] = sequence
      this.#early.add(flow, first, packet.at[CLOCK]!)
      return false
    }
    if (payloads.mayPrecede(flow)) this.#hand(flow, from, to, missing)
    else payloads.unhanded(flow)
    return true
  }

  #hand(flow: number, from: number, to: number, missing: number): void {
    const { payloads } = this.#layers
    this.#from = from
    if (from < to) payloads.segment(flow, from, to)
    if (missing > 0) payloads.gap(flow, missing)
  }

  /** Hands up what waited and is next now. */
  #drain(flow: number): void {
    if (!this.#early.has(flow)) return
    const { flows, memory } = this.#layers
    const at = flow * FLOW_INTS
    for (;;) {
      const first = this.#early.first(flow)
      if (!first) return
      const behind = (flows.ints[at + NEXT]! - first.sequence) | 0
      if (behind < 0) return
      this.#early.shift(flow)
      const mark = memory.mark()
      const from = memory.reserve(first.bytes.length)
      if (from >= 0 && behind < first.bytes.length + first.missing) {
        memory.bytes.set(first.bytes, from)
        flows.ints[at + NEXT] = (first.sequence + first.bytes.length + first.missing) | 0
        const skipped = Math.min(behind, first.bytes.length)
        this.#at = { ...first.at, start: first.at.start < 0 ? -1 : first.at.start + skipped }
        this.#hand(flow, from + skipped, from + first.bytes.length, first.missing)
        this.#at = undefined
      }
      memory.release(mark)
    }
  }

  /** The peer acknowledges bytes that were never seen, and some time has passed: they will not come any more. */
  #acknowledged(flow: number, acknowledgement: number): void {
    const { flows, packet } = this.#layers
    const peer = flows.ints[flow * FLOW_INTS + FLOW_PEER]! - 1
    if (peer < 0 || !this.#early.has(peer)) return
    const isBeyond = ((acknowledgement - flows.ints[peer * FLOW_INTS + NEXT]!) | 0) > 0
    if (this.#early.isDue(peer, isBeyond, packet.at[CLOCK]!)) this.#jump(peer)
  }

  /** Gives the missing bytes before the first early segment up. */
  #jump(flow: number): void {
    const { flows, payloads } = this.#layers
    const first = this.#early.first(flow)
    if (!first) return
    if (this.#early.isAcknowledged(flow)) this.unseen++
    const at = flow * FLOW_INTS
    payloads.gap(flow, (first.sequence - flows.ints[at + NEXT]!) | 0)
    flows.ints[at + NEXT] = first.sequence
    this.#drain(flow)
  }

  #close(flow: number, flags: number, end: number): void {
    const { flows, payloads } = this.#layers
    const at = flow * FLOW_INTS
    if ((flows.ints[at + FLOW_TCP]! & TCP_CLOSED) !== 0) return
    const isOver = (flags & RST) !== 0 || !this.#early.has(flow) || ((end - flows.ints[at + NEXT]!) | 0) <= 0
    if (!isOver) return
    this.#hungUp(flow, (flags & RST) !== 0 ? 'RST' : 'FIN', end)
    this.flush(flow)
    flows.ints[at + FLOW_TCP]! |= TCP_CLOSED
    payloads.closed(flow)
  }

  /** The first of both to say so, where nothing that it said before was missed. */
  #hungUp(flow: number, how: HowHungUp, end: number): void {
    const { flows, payloads } = this.#layers
    const at = flow * FLOW_INTS
    const peer = flows.ints[at + FLOW_PEER]! - 1
    const isFirst = peer >= 0 && (flows.ints[peer * FLOW_INTS + FLOW_TCP]! & TCP_CLOSED) === 0
    const isWhole = (flows.ints[at + FLOW_TCP]! & STARTED) !== 0 && flows.ints[at + NEXT] === end
    if (isFirst && isWhole) payloads.hungUp(flow, how)
  }
}

/** Makes the two directions of a connection know each other. */
export function pair(flows: FlowTable, flow: number): void {
  if (flows.ints[flow * FLOW_INTS + FLOW_PEER] !== 0) return
  const peer = flows.reverse()
  if (peer < 0) return
  flows.ints[flow * FLOW_INTS + FLOW_PEER] = peer + 1
  flows.ints[peer * FLOW_INTS + FLOW_PEER] = flow + 1
}

/** Bytes at `from` of the packet at hand. */
export function segmentHere(layers: Pick<Layers, 'packet' | 'parts'>, from: number): SegmentAt {
  const { packet, parts } = layers
  const inFrame = from >= packet.from && from < packet.to
  const { file, frame, seconds, nanoseconds, wireLength } = packet
  const start = inFrame ? from - packet.from : -1
  const here = {
    file,
    frame,
    offset: packet.at[OFFSET]!,
    start,
    seconds,
    nanoseconds,
    time: packet.at[TIME]!,
    wireLength,
  }
  return inFrame || parts.length === 0 ? here : { ...here, earlier: earlierParts(layers) }
}

function u32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!
}

// For tests: media streams fed packet by packet, without a network below.
import { Budget } from '../../bytes/memory.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import { FLOW_DOUBLES, FLOW_INTS, FLOW_PACKETS, FLOW_PORTS, type FlowRecords } from '../../model/flow.ts'
import type { Announcement, PayloadFormat } from '../../model/message.ts'
import { CLOCK, Packet, TIME } from '../../model/packet.ts'
import type { EventRow, RtcpRow, StreamRow } from '../../model/rows.ts'
import { RtpStreams } from './streams.ts'

const MOST_FLOWS = 64

export interface RtpFields {
  readonly seq: number
  readonly ts: number
  readonly at: number
  readonly pt?: number
  readonly ssrc?: number
  readonly marker?: boolean
  readonly payload?: readonly number[]
  readonly flow?: string
  readonly csrcs?: number
  /** Words of header extension. */
  readonly extension?: number
  readonly padding?: number
}

/** Bytes of an RTP packet: RFC 3550 §5.1. */
export function rtpBytes(fields: RtpFields): number[] {
  const { seq, ts, pt = 8, ssrc = 0x1234abcd, marker = false, csrcs = 0, extension, padding = 0 } = fields
  const { payload = Array.from({ length: 160 }, () => 0xd5) } = fields
  const first = 0x80 | (padding > 0 ? 0x20 : 0) | (extension === undefined ? 0 : 0x10) | csrcs
  return [
    first,
    (marker ? 0x80 : 0) | pt,
    ...[seq >> 8, seq].map((byte) => byte & 255),
    ...word(ts),
    ...word(ssrc),
    ...Array.from({ length: csrcs }, () => word(7)).flat(),
    ...(extension === undefined ? [] : [0xbe, 0xde, 0, extension, ...Array.from({ length: 4 * extension }, () => 0)]),
    ...payload,
    ...Array.from({ length: padding }, (_, i) => (i === padding - 1 ? padding : 0)),
  ]
}

export function word(value: number): number[] {
  return [value >>> 24, value >>> 16, value >>> 8, value].map((byte) => byte & 255)
}

export class Flows implements FlowRecords {
  readonly ints = new Int32Array(MOST_FLOWS * FLOW_INTS)
  readonly doubles = new Float64Array(MOST_FLOWS * FLOW_DOUBLES)
  readonly #names: string[] = []

  /** Slot of the flow named `10.0.0.1:4000>10.0.0.2:5000`. */
  named(name: string): number {
    const known = this.#names.indexOf(name)
    if (known >= 0) return known
    const [from, to] = name.split('>').map((end) => Number(end.slice(end.lastIndexOf(':') + 1)))
    const slot = this.#names.push(name) - 1
    this.ints[slot * FLOW_INTS + FLOW_PORTS] = (from! << 16) | to!
    return slot
  }

  source(flow: number): Endpoint {
    return this.#end(flow, 0)
  }

  destination(flow: number): Endpoint {
    return this.#end(flow, 1)
  }

  #end(flow: number, side: number): Endpoint {
    const text = this.#names[flow]!.split('>')[side]!
    const colon = text.lastIndexOf(':')
    return { id: 2 * flow + side, address: text.slice(0, colon), port: Number(text.slice(colon + 1)), text }
  }
}

export const THERE = '10.0.0.1:4000>10.0.0.2:5000'
export const BACK = '10.0.0.2:5000>10.0.0.1:4000'

/** RTP and RTCP as the pipeline would feed them; what comes out lies in `streams`, `rtcps` and `events`. */
export class MediaFixture {
  readonly packet = new Packet(new Uint8Array(2048))
  readonly flows = new Flows()
  readonly streams: StreamRow[] = []
  readonly rtcps: RtcpRow[] = []
  readonly events: EventRow[] = []
  readonly budget: Budget
  readonly media: RtpStreams
  /** Groups that came to their end. */
  readonly over = new Set<number>()
  #groups = 1000

  constructor(budget: Budget = new Budget()) {
    this.budget = budget
    const out = {
      stream: (row: StreamRow) => void this.streams.push(row),
      rtcp: (row: RtcpRow) => void this.rtcps.push(row),
      event: (row: EventRow) => void this.events.push(row),
    }
    this.media = new RtpStreams(this.packet, this.flows, this.budget, out, {
      next: () => ++this.#groups,
      isOver: (group) => this.over.has(group),
    })
    this.packet.epoch = 1_700_000_000
  }

  /** Feeds a datagram at `at` milliseconds; says what it was taken for. */
  raw(bytes: readonly number[], at: number, more: { flow?: string; cutBy?: number } = {}): number {
    const { packet } = this
    const flow = this.flows.named(more.flow ?? THERE)
    packet.bytes.set(bytes)
    packet.frame++
    packet.at[TIME] = at * 1e6
    packet.at[CLOCK] = Math.max(packet.at[CLOCK]!, at * 1e6)
    packet.seconds = packet.epoch + Math.floor(at / 1000)
    packet.nanoseconds = Math.round((at % 1000) * 1e6)
    packet.from = 0
    packet.to = bytes.length - (more.cutBy ?? 0)
    packet.wireLength = bytes.length + 42
    this.flows.ints[flow * FLOW_INTS + FLOW_PACKETS]! += 1
    return this.media.packet(flow, 0, packet.to, bytes.length)
  }

  rtp(fields: RtpFields): number {
    return this.raw(rtpBytes(fields), fields.at, fields.flow === undefined ? {} : { flow: fields.flow })
  }

  /** `count` packets in order, 20 ms and 160 ticks apart. */
  run(count: number, from: Partial<RtpFields> = {}): void {
    const { seq = 0, ts = 0, at = 0 } = from
    for (let i = 0; i < count; i++) {
      this.rtp({ ...from, seq: (seq + i) & 0xffff, ts: (ts + 160 * i) >>> 0, at: at + 20 * i })
    }
  }

  announce(end: string, group: number, more: Partial<Announcement> = {}): void {
    const colon = end.lastIndexOf(':')
    this.media.announce(
      {
        kind: 'rtp',
        address: end.slice(0, colon),
        port: Number(end.slice(colon + 1)),
        media: 0,
        side: end,
        media_type: 'audio',
        direction: 'sendrecv',
        formats: [PCMA, EVENTS],
        ...more,
      },
      group,
    )
  }

  /** Ends all; gives the only stream. */
  only(): StreamRow {
    this.media.end()
    if (this.streams.length !== 1) throw new Error(`${this.streams.length} streams`)
    return this.streams[0]!
  }

  ints(name: string = THERE): Int32Array {
    const at = this.flows.named(name) * FLOW_INTS
    return this.flows.ints.subarray(at, at + FLOW_INTS)
  }
}

export function format(payload_type: number, codec: string, clock_rate: number, fmtp?: string): PayloadFormat {
  return { payload_type, codec, clock_rate, channels: 1, ...(fmtp !== undefined && { fmtp }) }
}

export const PCMA = format(8, 'PCMA', 8000)
export const EVENTS = format(101, 'telephone-event', 8000)

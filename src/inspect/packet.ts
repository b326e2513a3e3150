import type { Capture } from '../capture/open.ts'
import { isoTime, later, nanosecondText, roundMilliseconds } from '../model/moment.ts'
import { isPlain, LOST, type Protocol } from '../model/message.ts'
import { whereOfBody } from '../pipeline/bodies.ts'
import { byDissector, protocolOf, recognize } from '../pipeline/identify.ts'
import { whereOfDatagram } from '../pipeline/where.ts'
import { PROTOCOLS } from '../protocols/index.ts'
import type { SessionEvent } from '../model/session.ts'
import type { FrameEvent } from '../store/results/frame-reader.ts'
import type { KeptMessage } from '../store/results/event-reader.ts'
import type { ResultReader } from '../store/results/reader.ts'
import type { Captures } from './captures.ts'
import { FrameNet, type Payload } from './frame-net.ts'
import { headerTree } from './headers.ts'
import { isMedia, isRtcp } from './media-packets.ts'
import { gathered } from './message-parts.ts'
import { LINK_HEADERS } from './tables-headers.ts'
import { type TreeNode, TreeWriter } from './tree.ts'

/** Bytes that trees stand on: the frame first, then what was put together. */
interface PacketBuffer {
  readonly name: string
  readonly hex: string
}

/** A message that the frame completes. */
interface PacketMessage {
  readonly event_id?: string
  readonly session_id?: string
  readonly protocol: string
  readonly message_type: string
  readonly short: string
  readonly fault?: string
  readonly details: Readonly<Record<string, unknown>>
  /** Which of `buffers` the tree stands on. */
  readonly buffer: number
  readonly tree: readonly TreeNode[]
  readonly tree_truncated?: true
  /** The frames that the message came in, where it was put together. */
  readonly parts?: readonly { readonly frame: number; readonly start: number; readonly length: number }[]
}

/** A frame, read again. */
export interface PacketDetail {
  readonly packet_id: string
  readonly job_id: string
  readonly file?: number
  readonly frame: number
  readonly timestamp: string
  readonly timestamp_ns: string
  /** The time that stands in the capture, where its clock was set, and by how much it was ahead. */
  readonly recorded_ns?: string
  readonly clock_ahead_ms?: number
  /** Of the interface, where the capture names it. */
  readonly interface?: string
  readonly interface_description?: string
  /** Which way the packet went where it was captured. */
  readonly direction?: 'inbound' | 'outbound'
  /** What somebody wrote on the frame. */
  readonly comments?: readonly string[]
  readonly link_type: number
  /** Bytes kept, and bytes on the wire. */
  readonly captured_length: number
  readonly wire_length: number
  readonly layers: readonly TreeNode[]
  readonly messages: readonly PacketMessage[]
  readonly buffers: readonly PacketBuffer[]
}

/** Messages of one frame that are decoded; more is no frame of this world. */
const MOST_MESSAGES = 256

/** The frame of that number with its headers and messages as trees; undefined where there is none. */
export function readPacket(result: ResultReader, captures: Captures, at: PacketAt): PacketDetail | undefined {
  const { file, frame } = at
  const reader = captures.open(file)
  if (!reader?.find(frame, result.frames.before(file, frame))) return undefined
  const { capture, memory } = reader
  const { wireLength, from, to } = capture
  const record = recordOf(capture)
  const linkType = captures.hints.linkType(capture.linkType)
  const bytes = memory.bytes.slice(from, to)
  const payloads: Payload[] = []
  const net = new FrameNet(memory, captures.hints, (payload) => payloads.push(payload))
  net.frame(capture, file)
  const found = new Messages(net, bytes, payloads, (event) => result.frames.told(event).details)
  const events = result.frames.eventsAt(file, frame)
  const stored = events.filter(({ protocol }) => protocolNamed(protocol)?.connect !== undefined)
  const hidden = events.filter(({ transport }) => transport !== undefined && !isPlain(transport))
  found.whole(events.filter((event) => !stored.includes(event) && !hidden.includes(event)))
  for (const event of stored) found.stored(event, result.frames.told(event))
  for (const event of hidden) found.hidden(event, result.frames.kept(event))
  const { media, texts } = found
  // Reading other frames moves the capture: it comes last.
  for (const event of found.pending) found.joined(event, captures)
  const messages = found.messages.map((message) => asTold(message, events, result))
  return {
    packet_id: result.files > 1 ? `${result.job}.${file}.${frame}` : `${result.job}.${frame}`,
    job_id: result.job,
    ...(result.files > 1 && { file }),
    frame,
    ...record,
    link_type: linkType,
    captured_length: bytes.length,
    wire_length: wireLength,
    layers: [...headerTree(bytes, LINK_HEADERS[linkType]), ...media],
    messages,
    buffers: [{ name: 'Frame', hex: Buffer.from(bytes).toString('hex') }, ...texts],
  }
}

/** When the frame at hand passed by the clock of the job, and what its record says besides. */
function recordOf({ seconds, nanoseconds, ahead, notes }: Capture): FrameRecord {
  const time = { seconds, nanoseconds }
  const { name, description, comments, direction } = notes
  return {
    timestamp: isoTime(time),
    timestamp_ns: nanosecondText(time),
    ...(ahead !== 0 && {
      recorded_ns: nanosecondText(later(time, ahead)),
      clock_ahead_ms: roundMilliseconds(ahead / 1e6),
    }),
    ...(name !== undefined && { interface: name }),
    ...(description !== undefined && { interface_description: description }),
    ...(direction !== undefined && { direction }),
    ...(comments.length > 0 && { comments }),
  }
}

type FrameRecord = Pick<
  PacketDetail,
  | 'timestamp'
  | 'timestamp_ns'
  | 'recorded_ns'
  | 'clock_ahead_ms'
  | 'interface'
  | 'interface_description'
  | 'direction'
  | 'comments'
>

interface PacketAt {
  readonly file: number
  readonly frame: number
}

/** What a message says by keys that are gone by now: as it was told while the capture was read. */
function asTold(message: PacketMessage, events: readonly FrameEvent[], result: ResultReader): PacketMessage {
  const event = events.find(({ event_id }) => event_id === message.event_id)
  const told = event && event.transport === undefined ? result.frames.told(event) : undefined
  return told?.details['decrypted'] === true ? { ...message, short: told.short, details: told.details } : message
}

/** What was stored of an event. */
type DetailsOf = (event: FrameEvent) => SessionEvent['details']

/** Decodes the messages of one frame. */
class Messages {
  readonly messages: PacketMessage[] = []
  readonly media: TreeNode[] = []
  readonly texts: PacketBuffer[] = []
  /** Events whose messages came in several frames. */
  pending: readonly FrameEvent[] = []
  readonly #net: FrameNet
  readonly #frame: Uint8Array
  readonly #payloads: readonly Payload[]
  readonly #details: DetailsOf

  constructor(net: FrameNet, frame: Uint8Array, payloads: readonly Payload[], details: DetailsOf) {
    this.#net = net
    this.#frame = frame
    this.#payloads = payloads
    this.#details = details
  }

  /** Decodes what came whole in this frame. */
  whole(events: readonly FrameEvent[]): void {
    this.pending = events.filter((event) => event.parts && protocolNamed(event.protocol))
    const whole = events.filter((event) => !event.parts && protocolNamed(event.protocol))
    for (const payload of this.#payloads) this.#payload(payload, whole)
  }

  /** A message that only its whole connection tells: as it was told while that was read. */
  stored({ event_id, session_id }: FrameEvent, event: SessionEvent): void {
    const { protocol, message_type, short, details } = event
    const ids = { event_id, ...(session_id !== undefined && { session_id }) }
    this.messages.push({ ...ids, protocol, message_type, short, details, buffer: 0, tree: [] })
  }

  /** Decodes a message of which the frame holds nothing plain: as it was kept, without secrets. */
  hidden(event: FrameEvent, kept: KeptMessage | undefined): void {
    const protocol = protocolNamed(event.protocol)
    if (!protocol || !kept) return
    const { bytes, missing } = kept
    const { transport = 'pdu' } = event
    const out = new TreeWriter(0)
    protocol.decode(bytes, 0, bytes.length, bytes.length + missing, whereOfBody(transport), out)
    const name = transport === 'tls' ? 'Decrypted' : 'Taken out of WebSocket'
    const buffer = this.texts.push({ name, hex: Buffer.from(bytes).toString('hex') })
    this.messages.push({ ...told(event, protocol, out), buffer })
  }

  /** Decodes a message that came in several frames. */
  joined(event: FrameEvent, captures: Captures): void {
    const protocol = protocolNamed(event.protocol)
    const message = protocol && gathered(event.parts ?? [], captures)
    if (!protocol || !message) return
    const { bytes, where } = message
    const out = new TreeWriter(0, () => this.#details(event))
    protocol.decode(bytes, 0, bytes.length, message.wireLength, where, out)
    const parts = event.parts?.map(({ frame, start, length }) => ({ frame, start, length })) ?? []
    const buffer = this.texts.push({
      name: `Put together from ${parts.length} frames`,
      hex: Buffer.from(bytes).toString('hex'),
    })
    this.messages.push({ ...told(event, protocol, out), buffer, parts })
  }

  #payload(payload: Payload, events: readonly FrameEvent[]): void {
    const { bytes, from: start } = this.#net.packet
    const from = Math.max(payload.from, this.#behindEarlier(payload))
    const { to } = payload
    if (from >= to) return
    const rest = { ...payload, from }
    const known = events[this.messages.length]
    const protocol = known ? protocolNamed(known.protocol) : guess(bytes, rest)
    if (protocol) this.#cut(protocol, rest, events)
    else if (payload.kind === 'datagram' && isMedia(bytes, from, to)) {
      const header = isRtcp(bytes, from) ? 'rtcp' : 'rtp'
      this.media.push(...headerTree(this.#frame.subarray(0, to - start), header, from - start))
    }
  }

  /** Where the ends of messages that began in other frames leave off in this one. */
  #behindEarlier({ kind, from }: Payload): number {
    if (kind !== 'segment') return from
    const { packet } = this.#net
    const ends = this.pending.flatMap(({ parts = [] }) =>
      parts
        .filter((part) => part.frame === packet.frame && part.file === packet.file && part.start >= 0)
        .map(({ start, length }) => packet.from + start + length),
    )
    return Math.max(from, ...ends)
  }

  /** Cuts a payload into messages of one protocol. */
  #cut(protocol: Protocol, payload: Payload, events: readonly FrameEvent[]): void {
    const { packet, net } = this.#net
    const { bytes } = packet
    const where = whereOfDatagram(packet, net.flows, payload.flow, [])
    for (let at = payload.from; at < payload.to && this.messages.length < MOST_MESSAGES;) {
      at += protocol.filler?.(bytes, at, payload.to) ?? 0
      if (at >= payload.to) return
      const length = lengthAt(protocol, bytes, at, payload)
      if (length > 0) {
        const end = at + length
        const event = events[this.messages.length]
        const out = new TreeWriter(packet.from, () => event && this.#details(event))
        protocol.decode(bytes, at, end, end < payload.to ? end : payload.wireTo, where, out)
        this.messages.push({ ...told(event, protocol, out), buffer: 0 })
        at = end
      } else {
        const next = length === LOST ? (protocol.resync?.(bytes, at + 1, payload.to) ?? -1) : -1
        if (next <= at) return
        at = next
      }
    }
  }
}

/** Length of the message at `at` of a payload: NEED_MORE or LOST where none is whole there, in streams only. */
function lengthAt(protocol: Protocol, bytes: Uint8Array, at: number, { kind, to }: Payload): number {
  if (kind === 'segment') return protocol.frame?.(bytes, at, to) ?? to - at
  const length = protocol.split?.(bytes, at, to) ?? 0
  return length > 0 && length < to - at ? length : to - at
}

function protocolNamed(name: string): Protocol | undefined {
  return PROTOCOLS.find((protocol) => protocol.name === name)
}

const CARRIERS = { datagram: 'udp', segment: 'tcp', message: 'ppids', exported: 'any' } as const

/** What the payload is by itself, where no event says so: heartbeats that were summed up, copies. */
function guess(bytes: Uint8Array, payload: Payload): Protocol | undefined {
  const { kind, dissector } = payload
  const named = dissector === undefined ? 0 : byDissector(dissector)
  return protocolOf(named === 0 ? recognize(bytes, payload, CARRIERS[kind]) : named)
}

function told(event: FrameEvent | undefined, protocol: Protocol, out: TreeWriter): Omit<PacketMessage, 'buffer'> {
  const tree = out.end()
  return {
    ...(event && { event_id: event.event_id }),
    ...(event?.session_id !== undefined && { session_id: event.session_id }),
    protocol: protocol.name,
    message_type: out.messageType,
    short: out.short,
    ...(out.fault !== '' && { fault: out.fault }),
    details: out.details,
    tree,
    ...(out.truncated && { tree_truncated: true as const }),
  }
}

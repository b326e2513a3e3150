import { formatIPv4, formatIPv6 } from '../bytes/address.ts'
import { hex } from '../bytes/text.ts'
import { FLOW_ASSOCIATION, FLOW_GENERATION, FLOW_INTS, FLOW_KIND, type FlowRecords } from '../model/flow.ts'
import type { Part, Tunnel, Where } from '../model/message.ts'
import { OFFSET, type Packet, TIME } from '../model/packet.ts'
import type { Piece } from './stream-buffers.ts'

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] }

const NO_TUNNEL: readonly Tunnel[] = []
const TCP = 6
const SCTP = 132
/** By IP protocol number; none where a capture held the bare PDU. */
function transportOf(kind: number): Where['transport'] {
  if (kind === 0) return 'pdu'
  const number = kind & 255
  return number === TCP ? 'tcp' : number === SCTP ? 'sctp' : 'udp'
}

/** The GTP-U tunnel that the packet at hand came through. */
function tunnelOf(packet: Packet): readonly Tunnel[] {
  if (packet.teid === 0 && packet.outerVersion === 0) return NO_TUNNEL
  const format = packet.outerVersion === 6 ? formatIPv6 : formatIPv4
  return [
    {
      kind: 'gtp-u',
      outer_source: format(packet.bytes, packet.outerSource),
      outer_destination: format(packet.bytes, packet.outerDestination),
      teid: hex(packet.teid, 8),
    },
  ]
}

/** Where a message stands that came whole in the packet at hand, or was put together from `parts` (IP fragments). */
export function whereOfDatagram(packet: Packet, flows: FlowRecords, flow: number, parts: readonly Part[]): Where {
  return whereOf({ packet, flows, flow, parts, association: undefined })
}

/** Where a message stands that came in `pieces`: its frame is the one that completes it, its time that frame's. */
export function whereOfPieces(packet: Packet, flows: FlowRecords, flow: number, pieces: readonly Piece[]): Where {
  return pieced({ packet, flows, flow, parts: [], association: undefined }, pieces)
}

/** Where an SCTP user message stands: whole in the packet at hand, or put together from `pieces`. */
export function whereOfUserMessage(packet: Packet, flows: FlowRecords, flow: number, got: Got): Where {
  const association = flows.ints[flow * FLOW_INTS + FLOW_ASSOCIATION]!
  if (got.pieces.length === 0) return whereOf({ packet, flows, flow, parts: got.parts, association })
  return pieced({ packet, flows, flow, parts: [], association }, got.pieces)
}

interface Got {
  readonly parts: readonly Part[]
  readonly pieces: readonly Piece[]
}

interface Standing {
  readonly packet: Packet
  readonly flows: FlowRecords
  readonly flow: number
  readonly parts: readonly Part[]
  readonly association: number | undefined
}

/** In one shape for all: every message has one, and whoever reads it is the faster for that. */
function whereOf({ packet, flows, flow, parts, association }: Standing): Mutable<Where> {
  return {
    transport: transportOf(flows.ints[flow * FLOW_INTS + FLOW_KIND]!),
    source: flows.source(flow),
    destination: flows.destination(flow),
    flow,
    generation: flows.ints[flow * FLOW_INTS + FLOW_GENERATION]!,
    association,
    tunnel: tunnelOf(packet),
    seconds: packet.seconds,
    nanoseconds: packet.nanoseconds,
    time: packet.at[TIME]!,
    file: packet.file,
    frame: packet.frame,
    offset: packet.at[OFFSET]!,
    wireLength: packet.wireLength,
    parts: parts.length === 0 ? undefined : parts,
  }
}

function pieced(standing: Standing, pieces: readonly Piece[]): Where {
  const where = whereOf(standing)
  const first = pieces[0]
  if (!first) return where
  const last = pieces.length === 1 ? first : pieces.reduce((a, b) => (b.time >= a.time ? b : a))
  where.seconds = last.seconds
  where.nanoseconds = last.nanoseconds
  where.time = last.time
  where.file = last.file
  where.frame = last.frame
  where.offset = last.offset
  where.wireLength = last.wireLength
  if (pieces.length > 1 || first.earlier) where.parts = pieces.flatMap(partsOf)
  return where
}

function partsOf({ file, frame, offset, start, length, wireLength, earlier = [] }: Piece): Part[] {
  return [...earlier, { file, frame, offset, start, length, wireLength }]
}

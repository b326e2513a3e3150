import { formatIPv4, formatIPv6 } from '../bytes/address.ts'
import { hex } from '../bytes/text.ts'
import { FLOW_ASSOCIATION, FLOW_GENERATION, FLOW_INTS, FLOW_KIND, type FlowRecords } from '../model/flow.ts'
import type { Part, Tunnel, Where } from '../model/message.ts'
import { OFFSET, type Packet, TIME } from '../model/packet.ts'
import type { Piece } from './stream-buffers.ts'

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
  const kind = flows.ints[flow * FLOW_INTS + FLOW_KIND]!
  const where: Where = {
    transport: transportOf(kind),
    source: flows.source(flow),
    destination: flows.destination(flow),
    flow,
    generation: flows.ints[flow * FLOW_INTS + FLOW_GENERATION]!,
    tunnel: tunnelOf(packet),
    seconds: packet.seconds,
    nanoseconds: packet.nanoseconds,
    time: packet.at[TIME]!,
    file: packet.file,
    frame: packet.frame,
    offset: packet.at[OFFSET]!,
    wireLength: packet.wireLength,
  }
  return parts.length === 0 ? where : { ...where, parts }
}

/** Where a message stands that came in `pieces`: its time is that of the first, its frame that of the latest to come. */
export function whereOfPieces(packet: Packet, flows: FlowRecords, flow: number, pieces: readonly Piece[]): Where {
  const whole = whereOfDatagram(packet, flows, flow, [])
  const first = pieces[0]
  if (!first) return whole
  const last = pieces.reduce((a, b) => (b.time >= a.time ? b : a))
  const where: Where = {
    ...whole,
    seconds: first.seconds,
    nanoseconds: first.nanoseconds,
    time: first.time,
    file: last.file,
    frame: last.frame,
    offset: last.offset,
  }
  if (pieces.length === 1 && !first.earlier) return where
  return { ...where, parts: pieces.flatMap(partsOf) }
}

function partsOf({ file, frame, offset, start, length, wireLength, earlier = [] }: Piece): Part[] {
  return [...earlier, { file, frame, offset, start, length, wireLength }]
}

/** Where an SCTP user message stands: whole in the packet at hand, or put together from `pieces`. */
export function whereOfUserMessage(packet: Packet, flows: FlowRecords, flow: number, got: Got): Where {
  const { parts, pieces } = got
  const where =
    pieces.length > 0 ? whereOfPieces(packet, flows, flow, pieces) : whereOfDatagram(packet, flows, flow, parts)
  return { ...where, association: flows.ints[flow * FLOW_INTS + FLOW_ASSOCIATION]! }
}

interface Got {
  readonly parts: readonly Part[]
  readonly pieces: readonly Piece[]
}

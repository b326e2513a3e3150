// Exported PDUs (link type 252): tags that tell what Wireshark knew of a PDU, then the PDU.
import { text } from '../bytes/text.ts'
import type { Layers } from './layers.ts'

const END = 0
const DISSECTOR = 12
const IPV4_SOURCE = 20
const IPV4_DESTINATION = 21
const IPV6_SOURCE = 22
const IPV6_DESTINATION = 23
const PORT_TYPE = 24
const SOURCE_PORT = 25
const DESTINATION_PORT = 26
/** IP protocol numbers of port types 1–3: SCTP, TCP, UDP. */
const TRANSPORTS = [0, 132, 6, 17]

export function exportedPdu(layers: Layers, from: number, to: number, wireTo: number): void {
  const { packet, flows, payloads } = layers
  const { bytes } = packet
  let dissector = ''
  let at = from
  while (at + 4 <= to) {
    const tag = (bytes[at]! << 8) | bytes[at + 1]!
    const length = (bytes[at + 2]! << 8) | bytes[at + 3]!
    const value = at + 4
    at = value + length
    if (tag === END) break
    if (at > to) return
    if (tag === DISSECTOR) dissector = text(bytes, value, at).replace(/\0.*$/s, '')
    else readTag(layers, tag, value, length)
  }
  if (at >= to) return
  const flow = flows.count()
  payloads.exported(dissector, flow, at, to, wireTo)
}

function readTag(layers: Layers, tag: number, value: number, length: number): void {
  const { packet } = layers
  if ((tag === IPV4_SOURCE || tag === IPV4_DESTINATION) && length >= 4) packet.version = 4
  if ((tag === IPV6_SOURCE || tag === IPV6_DESTINATION) && length >= 16) packet.version = 6
  if (tag === IPV4_SOURCE || tag === IPV6_SOURCE) packet.sourceAddress = value
  else if (tag === IPV4_DESTINATION || tag === IPV6_DESTINATION) packet.destinationAddress = value
  if (length < 4) return
  const number = (packet.bytes[value + 2]! << 8) | packet.bytes[value + 3]!
  if (tag === PORT_TYPE) packet.transport = TRANSPORTS[number] ?? 0
  else if (tag === SOURCE_PORT) packet.sourcePort = number
  else if (tag === DESTINATION_PORT) packet.destinationPort = number
}

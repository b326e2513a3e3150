// UDP: RFC 768.
import { CUT, MALFORMED } from '../model/packet.ts'
import type { Layers } from './layers.ts'

const HEADER = 8

export class Udp {
  readonly #layers: Layers

  constructor(layers: Layers) {
    this.#layers = layers
  }

  datagram(at: number, to: number, wireTo: number): void {
    const { packet, flows, payloads, tunnels, copies } = this.#layers
    const { bytes } = packet
    if (to - at < HEADER) {
      packet.classify(wireTo > to ? CUT : MALFORMED)
      return
    }
    const source = (bytes[at]! << 8) | bytes[at + 1]!
    const destination = (bytes[at + 2]! << 8) | bytes[at + 3]!
    const length = (bytes[at + 4]! << 8) | bytes[at + 5]!
    packet.sourcePort = source
    packet.destinationPort = destination
    // Length 0 is allowed in jumbograms only, and left by offload.
    const wireEnd = length >= HEADER ? at + length : wireTo
    if (wireEnd > to) packet.classify(wireEnd <= wireTo ? CUT : MALFORMED)
    const end = wireEnd < to ? wireEnd : to
    const from = at + HEADER
    if (tunnels.ofUdp(source, destination, from, end, wireEnd)) return
    if (copies.check(at, end, wireEnd)) {
      if (copies.isElsewhere && from < end) payloads.copy(from, end, wireEnd)
      return
    }
    const flow = flows.count()
    if (from < end) payloads.datagram(flow, from, end, wireEnd < wireTo ? wireEnd : wireTo)
  }
}

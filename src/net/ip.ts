// IPv4 (RFC 791) and IPv6 (RFC 8200).
import { CUT, MALFORMED } from '../model/packet.ts'
import { type Layers, MOST_DEPTH } from './layers.ts'

const MOST_EXTENSIONS = 16
const IPV6_HEADER = 40
const ICMP = 1
const ICMPV6 = 58
const HOP_BY_HOP = 0
const ROUTING = 43
const FRAGMENT = 44
const AH = 51
const NO_NEXT = 59
const DESTINATION_OPTIONS = 60
const MOBILITY = 135
const HIP = 139
const SHIM6 = 140

export class Ip {
  readonly #layers: Layers

  constructor(layers: Layers) {
    this.#layers = layers
  }

  /** An IP packet of either version at [at, to), which ended at `wireTo` on the wire. */
  packet(at: number, to: number, wireTo: number): void {
    const { packet } = this.#layers
    if (at >= to) {
      packet.classify(wireTo > to ? CUT : MALFORMED)
      return
    }
    const version = packet.bytes[at]! >> 4
    if (version === 4) this.#four(at, to, wireTo)
    else if (version === 6) this.#six(at, to, wireTo)
    else packet.classify(MALFORMED)
  }

  #four(at: number, to: number, wireTo: number): void {
    const { packet, fragments } = this.#layers
    const { bytes } = packet
    const headerLength = (bytes[at]! & 15) << 2
    if (to - at < 20 || headerLength < 20 || to - at < headerLength) return this.#short(wireTo, to)
    // Length 0 is what segmentation offload leaves in captures of the sending machine.
    const length = u16(bytes, at + 2) || wireTo - at
    if (length < headerLength) {
      packet.classify(MALFORMED)
      return
    }
    const end = this.#end(at + length, to, wireTo)
    const id = u16(bytes, at + 4)
    packet.version = 4
    packet.sourceAddress = at + 12
    packet.destinationAddress = at + 16
    packet.transport = bytes[at + 9]!
    packet.identification = id
    const from = at + headerLength
    const fragment = u16(bytes, at + 6) & 0x3fff
    if (fragment === 0) this.transport(packet.transport, from, end, at + length)
    else fragments.add({ id, offset: (fragment & 0x1fff) * 8, more: (fragment & 0x2000) !== 0, from, to: end })
  }

  #six(at: number, to: number, wireTo: number): void {
    const { packet } = this.#layers
    const { bytes } = packet
    if (to - at < IPV6_HEADER) return this.#short(wireTo, to)
    const length = u16(bytes, at + 4)
    const wireEnd = length === 0 ? wireTo : at + IPV6_HEADER + length
    const end = this.#end(wireEnd, to, wireTo)
    packet.version = 6
    packet.sourceAddress = at + 8
    packet.destinationAddress = at + 24
    packet.transport = bytes[at + 6]!
    packet.identification = 0
    this.#extensions(bytes[at + 6]!, at + IPV6_HEADER, end, wireEnd)
  }

  /** Walks the extension headers: RFC 8200 §4. */
  #extensions(first: number, from: number, to: number, wireTo: number): void {
    const { packet, fragments } = this.#layers
    const { bytes } = packet
    let next = first
    let at = from
    for (let i = 0; i < MOST_EXTENSIONS; i++) {
      if (next === NO_NEXT) return
      if (!isExtension(next)) {
        packet.transport = next
        this.transport(next, at, to, wireTo)
        return
      }
      if (to - at < 8) return this.#short(wireTo, to)
      const header = next
      next = bytes[at]!
      if (header === FRAGMENT) {
        const word = u16(bytes, at + 2)
        const more = (word & 1) === 1
        if (more || word >> 3 > 0) {
          packet.transport = next
          const id = (u16(bytes, at + 4) << 16) | u16(bytes, at + 6)
          fragments.add({ id, offset: word & 0xfff8, more, from: at + 8, to })
          return
        }
        at += 8
      } else at += header === AH ? (bytes[at + 1]! + 2) * 4 : (bytes[at + 1]! + 1) * 8
      if (at > to) return this.#short(wireTo, to)
    }
  }

  /** What the IP header announces at [at, to). */
  transport(protocol: number, at: number, to: number, wireTo: number): void {
    const { packet, udp, tcp, sctp, tunnels, flows, copies, payloads } = this.#layers
    if (protocol === 17) udp.datagram(at, to, wireTo)
    else if (protocol === 6) tcp.segment(at, to, wireTo)
    else if (protocol === 132) sctp.packet(at, to, wireTo)
    else if (!tunnels.ofIp(protocol, at, to, wireTo)) {
      packet.transport = protocol
      packet.sourcePort = 0
      packet.destinationPort = 0
      const isNotice = protocol === ICMP || protocol === ICMPV6
      if (copies.check(at, to, wireTo)) {
        if (isNotice) payloads.copy(at, to, wireTo)
        return
      }
      const flow = flows.count()
      if (isNotice) payloads.notice(flow, at, to, wireTo)
    }
  }

  /** Enters an encapsulation; false where there were too many. */
  enter(): boolean {
    const { packet } = this.#layers
    if (packet.depth >= MOST_DEPTH) {
      packet.classify(MALFORMED)
      return false
    }
    packet.depth++
    return true
  }

  /** The end of what was captured of a packet that runs to `wireEnd`. */
  #end(wireEnd: number, to: number, wireTo: number): number {
    if (wireEnd <= to) return wireEnd
    this.#layers.packet.classify(wireTo > to && wireEnd <= wireTo ? CUT : MALFORMED)
    return to
  }

  #short(wireTo: number, to: number): void {
    this.#layers.packet.classify(wireTo > to ? CUT : MALFORMED)
  }
}

function isExtension(header: number): boolean {
  return (
    header === HOP_BY_HOP ||
    header === ROUTING ||
    header === FRAGMENT ||
    header === AH ||
    header === DESTINATION_OPTIONS ||
    header === MOBILITY ||
    header === HIP ||
    header === SHIM6
  )
}

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!
}

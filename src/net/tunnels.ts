// Encapsulations: their inner packet goes round the network layers again.
import { openEsp } from './esp.ts'
import { DUPLICATE } from '../model/packet.ts'
import { type Layers, MOST_DEPTH } from './layers.ts'
import { isRarePort, l2tpInIp, rareInUdp } from './rare-tunnels.ts'
import { serviceHeader } from './shims.ts'
import type { TunnelPacket } from './tunnel-table.ts'

const GTP_U = 2152
const VXLAN = 4789
/** The port that Linux had before it was assigned one, and still has by default. */
const VXLAN_OF_LINUX = 8472
const VXLAN_GPE = 4790
const GENEVE = 6081
const ESP_IN_UDP = 4500
const SCTP_IN_UDP = 9899
const SCTP = 132
const TRANSPARENT_ETHERNET = 0x6558
const ERSPAN_II = 0x88be
const ERSPAN_III = 0x22eb
const WCCP = 0x883e
const PPP_IN_GRE = 0x880b
/** GTP-U message type of a packet of the user: TS 29.281 §6.1. */
const G_PDU = 255
const MOST_GTP_EXTENSIONS = 16
const PDU_SESSION_CONTAINER = 0x85

export class Tunnels {
  readonly #layers: Layers
  /** The tunnels that the packet at hand came through, outermost first. */
  readonly #outer: readonly TunnelPacket[] = Array.from({ length: MOST_DEPTH }, () => ({
    teid: 0,
    version: 0,
    source: 0,
    destination: 0,
    qfi: 0,
    length: 0,
  }))

  constructor(layers: Layers) {
    this.#layers = layers
  }

  /** Opens what an IP protocol number announces; false where that is no encapsulation. */
  ofIp(protocol: number, at: number, to: number, wireTo: number): boolean {
    const { ip, link } = this.#layers
    switch (protocol) {
      case 4:
      case 41:
        if (ip.enter()) ip.packet(at, to, wireTo)
        return true
      case 47:
        this.#gre(at, to, wireTo)
        return true
      case 50:
        openEsp(this.#layers, at, to)
        return true
      case 51:
        this.#authenticated(at, to, wireTo)
        return true
      case 97:
        // EtherIP, RFC 3378: two bytes of version and zeros.
        if (ip.enter()) link.ethernet(at + 2, to, wireTo)
        return true
      case 115:
        return l2tpInIp(this.#layers, { at, to, wireTo })
      case 137:
        if (ip.enter()) link.mpls(at, to, wireTo)
        return true
      default:
        return false
    }
  }

  /** Opens what UDP ports announce and the first bytes confirm; false where they don't. */
  ofUdp(source: number, destination: number, at: number, to: number, wireTo: number): boolean {
    if (destination === GTP_U || source === GTP_U) return this.#gtp(at, to, wireTo)
    if (destination === VXLAN) return this.#vxlan(at, to, wireTo)
    if (destination === VXLAN_OF_LINUX && this.#layers.packet.bytes[at] === 0x08) return this.#vxlan(at, to, wireTo)
    if (destination === VXLAN_GPE) return this.#vxlanGpe(at, to, wireTo)
    if (destination === GENEVE) return this.#geneve(at, to, wireTo)
    if (destination === ESP_IN_UDP || source === ESP_IN_UDP) return this.#espInUdp(at, to)
    if (destination === SCTP_IN_UDP || source === SCTP_IN_UDP) return this.#sctpInUdp(at, to, wireTo)
    return isRarePort(source, destination) && rareInUdp(this.#layers, source, destination, { at, to, wireTo })
  }

  /** TS 29.281 §5.1. */
  #gtp(at: number, to: number, wireTo: number): boolean {
    const { packet, ip } = this.#layers
    const { bytes } = packet
    const flags = bytes[at]!
    // Version 1, protocol type GTP.
    if (to - at < 12 || flags >> 4 !== 3 || bytes[at + 1] !== G_PDU) return false
    const end = at + 8 + ((bytes[at + 2]! << 8) | bytes[at + 3]!)
    if (end > wireTo) return false
    const inner = this.#behindGtpHeader(flags, at, to)
    if (inner < 0 || inner >= to || !this.#isUserPacket(inner, to)) return false
    if (!ip.enter()) return true
    packet.outerVersion = packet.version
    packet.outerSource = packet.sourceAddress
    packet.outerDestination = packet.destinationAddress
    const teid = (bytes[at + 4]! << 24) | (bytes[at + 5]! << 16) | (bytes[at + 6]! << 8) | bytes[at + 7]!
    packet.teid = teid
    const outer = this.#outer[packet.depth - 1]!
    outer.teid = teid
    outer.version = packet.version
    outer.source = packet.sourceAddress
    outer.destination = packet.destinationAddress
    outer.qfi = (flags & 4) === 0 ? 0 : this.#qosFlow(at, inner)
    outer.length = end - inner
    this.#userPacket(inner, end < to ? end : to, end)
    // What another tap saw too is counted where it was seen first.
    if (packet.verdict !== DUPLICATE) this.#layers.tunnelTable.count(outer)
    return true
  }

  /** Where the user's packet starts, behind the optional fields and extension headers (§5.2); −1 where they lie. */
  #behindGtpHeader(flags: number, at: number, to: number): number {
    const { bytes } = this.#layers.packet
    if ((flags & 7) === 0) return at + 8
    let next = (flags & 4) === 0 ? 0 : bytes[at + 11]!
    let inner = at + 12
    for (let i = 0; next !== 0; i++) {
      const length = bytes[inner]! << 2
      if (i === MOST_GTP_EXTENSIONS || length === 0 || inner + length > to) return -1
      inner += length
      next = bytes[inner - 1]!
    }
    return inner
  }

  /** The QoS flow of the PDU Session Container (TS 38.415 §5.5.2) plus one, or 0 where there is none. */
  #qosFlow(at: number, inner: number): number {
    const { bytes } = this.#layers.packet
    let type = bytes[at + 11]!
    for (let from = at + 12; from < inner && type !== 0;) {
      if (type === PDU_SESSION_CONTAINER) return (bytes[from + 2]! & 0x3f) + 1
      const length = bytes[from]! << 2
      if (length === 0) return 0
      from += length
      type = bytes[from - 1]!
    }
    return 0
  }

  #isUserPacket(at: number, to: number): boolean {
    const { bytes } = this.#layers.packet
    const nibble = bytes[at]! >> 4
    if (nibble === 4 || nibble === 6) return true
    if (bytes[at] === 0xff && bytes[at + 1] === 0x03) return true
    return to - at >= 14 && isEthertype((bytes[at + 12]! << 8) | bytes[at + 13]!)
  }

  #userPacket(at: number, to: number, wireTo: number): void {
    const { packet, ip, link } = this.#layers
    const nibble = packet.bytes[at]! >> 4
    const isEthernet = to - at >= 14 && isEthertype((packet.bytes[at + 12]! << 8) | packet.bytes[at + 13]!)
    if (packet.bytes[at] === 0xff && packet.bytes[at + 1] === 0x03) link.ppp(at, to, wireTo)
    else if ((nibble === 4 && (packet.bytes[at]! & 15) >= 5) || nibble === 6 || !isEthernet) ip.packet(at, to, wireTo)
    else link.ethernet(at, to, wireTo)
  }

  /** RFC 4302 §2: what it authenticates is in the clear. */
  #authenticated(at: number, to: number, wireTo: number): void {
    const { packet, ip } = this.#layers
    const from = at + (packet.bytes[at + 1]! + 2) * 4
    if (to - at < 12 || from >= to || !ip.enter()) return
    packet.transport = packet.bytes[at]!
    ip.transport(packet.transport, from, to, wireTo)
  }

  /** RFC 2784, RFC 2890; version 1 is PPTP's, RFC 2637. */
  #gre(from: number, to: number, wireTo: number): void {
    const { packet, ip } = this.#layers
    const { bytes } = packet
    if (to - from < 4 || !ip.enter()) return
    const flags = (bytes[from]! << 8) | bytes[from + 1]!
    const protocol = (bytes[from + 2]! << 8) | bytes[from + 3]!
    let at = from + 4
    if ((flags & 0xc000) !== 0) at += 4
    if ((flags & 0x2000) !== 0) at += 4
    const hasSequence = (flags & 0x1000) !== 0
    if (hasSequence) at += 4
    if ((flags & 7) === 1 && (flags & 0x80) !== 0) at += 4
    if (at < to) this.#inGre(protocol, hasSequence, at, to, wireTo)
  }

  #inGre(protocol: number, hasSequence: boolean, at: number, to: number, wireTo: number): void {
    const { packet, link, ip } = this.#layers
    if (protocol === TRANSPARENT_ETHERNET) link.ethernet(at, to, wireTo)
    // draft-foschiano-erspan: type I has neither sequence number nor header of its own.
    else if (protocol === ERSPAN_II) link.ethernet(hasSequence ? at + 8 : at, to, wireTo)
    else if (protocol === ERSPAN_III) link.ethernet(at + ((packet.bytes[at + 11]! & 1) === 1 ? 20 : 12), to, wireTo)
    // Web caches: four octets of redirection before the packet.
    else if (protocol === WCCP) ip.packet(packet.bytes[at]! >> 4 === 4 ? at : at + 4, to, wireTo)
    else if (protocol === PPP_IN_GRE) link.ppp(at, to, wireTo)
    else link.ethertype(protocol, at, to, wireTo)
  }

  /** RFC 7348 §5. */
  #vxlan(at: number, to: number, wireTo: number): boolean {
    const { packet, ip, link } = this.#layers
    if (to - at < 8 + 14 || (packet.bytes[at]! & 0x08) === 0) return false
    if (ip.enter()) link.ethernet(at + 8, to, wireTo)
    return true
  }

  /** draft-ietf-nvo3-vxlan-gpe §3: next protocol 1 IPv4, 2 IPv6, 3 Ethernet, 4 NSH. */
  #vxlanGpe(at: number, to: number, wireTo: number): boolean {
    const { packet, ip, link } = this.#layers
    if (to - at < 8 + 14 || (packet.bytes[at]! & 0x04) === 0) return false
    if (!ip.enter()) return true
    if (packet.bytes[at + 3] === 3) link.ethernet(at + 8, to, wireTo)
    else if (packet.bytes[at + 3] === 4) serviceHeader(this.#layers, { at: at + 8, to, wireTo })
    else ip.packet(at + 8, to, wireTo)
    return true
  }

  /** RFC 8926 §3.4. */
  #geneve(at: number, to: number, wireTo: number): boolean {
    const { packet, ip, link } = this.#layers
    const { bytes } = packet
    if (to - at < 8 || bytes[at]! >> 6 !== 0) return false
    const inner = at + 8 + (bytes[at]! & 0x3f) * 4
    const protocol = (bytes[at + 2]! << 8) | bytes[at + 3]!
    if (inner >= to) return false
    if (!ip.enter()) return true
    if (protocol === TRANSPARENT_ETHERNET) link.ethernet(inner, to, wireTo)
    else link.ethertype(protocol, inner, to, wireTo)
    return true
  }

  /** RFC 3948: four zeros mark IKE, one 0xff a keep-alive. */
  #espInUdp(at: number, to: number): boolean {
    const { bytes } = this.#layers.packet
    if (to - at < 16 || (bytes[at] === 0 && bytes[at + 1] === 0 && bytes[at + 2] === 0 && bytes[at + 3] === 0))
      return false
    openEsp(this.#layers, at, to)
    return true
  }

  /** RFC 6951; ports are never 0 (RFC 9260 §3.1), and the first chunk lies within. */
  #sctpInUdp(at: number, to: number, wireTo: number): boolean {
    const { packet, ip, sctp } = this.#layers
    const { bytes } = packet
    const hasPorts = (bytes[at]! | bytes[at + 1]!) !== 0 && (bytes[at + 2]! | bytes[at + 3]!) !== 0
    const chunk = (bytes[at + 14]! << 8) | bytes[at + 15]!
    if (to - at < 16 || !hasPorts || chunk < 4 || at + 12 + chunk > wireTo) return false
    if (!ip.enter()) return true
    packet.transport = SCTP
    sctp.packet(at, to, wireTo)
    return true
  }
}

/** Ethertypes that are worth believing in where nothing says that this is Ethernet. */
function isEthertype(type: number): boolean {
  return type === 0x0800 || type === 0x86dd || type === 0x0806 || type === 0x8100 || type === 0x88a8
}

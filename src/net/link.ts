// Link layers, by the numbers of the tcpdump.org list of link-layer header types.
import { MALFORMED } from '../model/packet.ts'
import { exportedPdu } from './exported.ts'
import type { Layers } from './layers.ts'
import { macLte } from './mac-lte.ts'
import { mtp2, mtp2WithHeader, mtp3, sccp } from './mtp.ts'
import { behindEthertype, SHIMS } from './shims.ts'
import { perPacketInformation, radiotap, wireless } from './wireless.ts'

const ETHERTYPE_IPV4 = 0x0800
const ETHERTYPE_IPV6 = 0x86dd
const SCTP = 132
const MOST_TAGS = 8
const MOST_LABELS = 16
/** Values of the length/type field up to this are lengths: IEEE 802.3. */
const LARGEST_LENGTH = 1500

/** Link types of private use that radio stacks write bare messages under, by what Wireshark calls these. */
const BARE: Readonly<Record<number, string>> = { 150: 's1ap', 152: 'ngap', 153: 'e1ap', 154: 'f1ap' }

/** Takes the link layer off: [at, to) is what was captured, `wireTo` where it ended on the wire. */
export class Link {
  readonly #layers: Layers
  /** Frames by link types that nobody reads: no more than there are types. */
  readonly unread = new Map<number, number>()

  constructor(layers: Layers) {
    this.#layers = layers
  }

  frame(linkType: number, at: number, to: number, wireTo: number): void {
    const bytes = this.#layers.packet.bytes
    switch (linkType) {
      case 1:
        return this.ethernet(at, to, wireTo)
      case 0:
        return this.#family(at, to, wireTo)
      case 108:
        return this.#family(at, to, wireTo)
      case 12:
      case 14:
      case 101:
      case 228:
      case 229:
        return this.#layers.ip.packet(at, to, wireTo)
      case 113:
        return this.#has(16, at, to) ? this.ethertype(u16(bytes, at + 14), at + 16, to, wireTo) : undefined
      case 276:
        return this.#has(20, at, to) ? this.ethertype(u16(bytes, at), at + 20, to, wireTo) : undefined
      case 9:
      case 50:
        return this.ppp(at, to, wireTo)
      case 51:
        return this.#pppoe(at, to, wireTo)
      case 104:
        return this.#has(4, at, to) ? this.ethertype(u16(bytes, at + 2), at + 4, to, wireTo) : undefined
      case 105:
        return wireless(this.#layers, { at, to, wireTo })
      case 127:
        return radiotap(this.#layers, { at, to, wireTo })
      case 192:
        return perPacketInformation(this.#layers, { at, to, wireTo })
      case 139:
        return mtp2WithHeader(this.#layers, { at, to, wireTo })
      case 140:
        return mtp2(this.#layers, { at, to, wireTo })
      case 141:
        return mtp3(this.#layers, { at, to, wireTo })
      case 142:
        return sccp(this.#layers, { at, to, wireTo })
      case 239:
        return this.#nflog(at, to, wireTo)
      case 248:
        this.#layers.packet.transport = SCTP
        return this.#layers.sctp.packet(at, to, wireTo)
      case 252:
        return exportedPdu(this.#layers, at, to, wireTo)
      default:
        return this.#rare(linkType, at, to, wireTo)
    }
  }

  #rare(linkType: number, at: number, to: number, wireTo: number): void {
    const { flows, payloads } = this.#layers
    const name = BARE[linkType]
    const shim = SHIMS[linkType]
    if (shim) shim(this.#layers, { at, to, wireTo })
    else if (macLte(this.#layers, linkType, { at, to, wireTo })) return
    else if (name === undefined) this.unread.set(linkType, (this.unread.get(linkType) ?? 0) + 1)
    else payloads.exported(name, flows.count(), at, to, wireTo)
  }

  ethernet(at: number, to: number, wireTo: number): void {
    if (!this.#has(14, at, to)) return
    const type = u16(this.#layers.packet.bytes, at + 12)
    if (type > LARGEST_LENGTH) this.ethertype(type, at + 14, to, wireTo)
    else this.llc(at + 14, to, wireTo)
  }

  /** What an Ethertype announces, through VLAN tags (802.1Q, 802.1ad), MPLS, PPPoE and provider backbone headers. */
  ethertype(type: number, from: number, to: number, wireTo: number): void {
    const { packet, ip } = this.#layers
    let at = from
    let next = type
    for (let tags = 0; next === 0x8100 || next === 0x88a8 || next === 0x9100 || next === 0x9200; tags++) {
      if (tags === MOST_TAGS || !this.#has(4, at, to)) return
      next = u16(packet.bytes, at + 2)
      at += 4
    }
    if (next === ETHERTYPE_IPV4 || next === ETHERTYPE_IPV6) ip.packet(at, to, wireTo)
    else if (next === 0x8847 || next === 0x8848) this.#mpls(at, to, wireTo)
    else if (next === 0x8864) this.#pppoe(at, to, wireTo)
    // I-TAG of 802.1ah: 4 bytes of priority and service id stand before the inner frame.
    else if (next === 0x88e7) this.ethernet(at + 4, to, wireTo)
    else if (next <= LARGEST_LENGTH) this.llc(at, to, wireTo)
    else behindEthertype(this.#layers, next, { at, to, wireTo })
  }

  /** PPP with or without address and control, protocol in one byte or two: RFC 1661 §2, RFC 1662 §3.2. */
  ppp(from: number, to: number, wireTo: number): void {
    const { bytes } = this.#layers.packet
    let at = from
    if (bytes[at] === 0xff && bytes[at + 1] === 0x03) at += 2
    if (!this.#has(2, at, to)) return
    const isShort = (bytes[at]! & 1) === 1
    const protocol = isShort ? bytes[at]! : u16(bytes, at)
    at += isShort ? 1 : 2
    if (protocol === 0x21 || protocol === 0x57) this.#layers.ip.packet(at, to, wireTo)
    else if (protocol === 0x281) this.#mpls(at, to, wireTo)
  }

  mpls(at: number, to: number, wireTo: number): void {
    this.#mpls(at, to, wireTo)
  }

  /** BSD loopback: an address family in the order of the machine that captured. */
  #family(at: number, to: number, wireTo: number): void {
    if (!this.#has(4, at, to)) return
    const { bytes } = this.#layers.packet
    // Some write an address and control octet of Cisco HDLC there, then an Ethertype.
    if (bytes[at] === 0x0f && bytes[at + 1] === 0) return this.ethertype(u16(bytes, at + 2), at + 4, to, wireTo)
    const family = bytes[at] === 0 && bytes[at + 1] === 0 ? u16(bytes, at + 2) : bytes[at]! | (bytes[at + 1]! << 8)
    if ([2, 10, 23, 24, 28, 30].includes(family)) this.#layers.ip.packet(at + 4, to, wireTo)
  }

  /** IEEE 802.2 with SNAP: RFC 1042. */
  llc(at: number, to: number, wireTo: number): void {
    const { bytes } = this.#layers.packet
    if (to - at < 8 || bytes[at] !== 0xaa || bytes[at + 1] !== 0xaa) return
    if (bytes[at + 3] === 0 && bytes[at + 4] === 0) this.ethertype(u16(bytes, at + 6), at + 8, to, wireTo)
  }

  /** RFC 3032; behind the last label stand IP, or Ethernet with or without a control word (RFC 4448). */
  #mpls(from: number, to: number, wireTo: number): void {
    const { bytes } = this.#layers.packet
    let at = from
    for (let labels = 0; labels < MOST_LABELS && at + 4 <= to; labels++, at += 4) {
      if ((bytes[at + 2]! & 1) === 0) continue
      at += 4
      const nibble = bytes[at]! >> 4
      if (nibble === 4 || nibble === 6) return this.#layers.ip.packet(at, to, wireTo)
      return this.ethernet(nibble === 0 && !this.#looksEthernet(at, to) ? at + 4 : at, to, wireTo)
    }
  }

  #looksEthernet(at: number, to: number): boolean {
    if (to - at < 14) return false
    const type = u16(this.#layers.packet.bytes, at + 12)
    return type === ETHERTYPE_IPV4 || type === ETHERTYPE_IPV6 || type === 0x8100
  }

  /** RFC 2516 §4. */
  #pppoe(at: number, to: number, wireTo: number): void {
    if (!this.#has(8, at, to)) return
    const { bytes } = this.#layers.packet
    if (bytes[at] !== 0x11 || bytes[at + 1] !== 0) return
    const end = at + 6 + u16(bytes, at + 4)
    this.ppp(at + 6, Math.min(to, end), Math.min(wireTo, end))
  }

  /** Linux netfilter log: TLVs in the order of the machine that captured; type 9 is the packet. */
  #nflog(from: number, to: number, wireTo: number): void {
    const { bytes } = this.#layers.packet
    let at = from + 4
    while (at + 4 <= to) {
      const little = bytes[at]! | (bytes[at + 1]! << 8)
      const isLittle = little <= to - at
      const length = isLittle ? little : u16(bytes, at)
      const type = (isLittle ? bytes[at + 2]! | (bytes[at + 3]! << 8) : u16(bytes, at + 2)) & 0x7fff
      if (length < 4) return
      if (type === 9) return this.#layers.ip.packet(at + 4, Math.min(to, at + length), Math.min(wireTo, at + length))
      at += (length + 3) & ~3
    }
  }

  #has(length: number, at: number, to: number): boolean {
    if (to - at >= length) return true
    this.#layers.packet.classify(MALFORMED)
    return false
  }
}

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!
}

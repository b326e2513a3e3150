// Link layers that put little before what is known: by the numbers of tcpdump.org's list, and by Ethertype.
import { erfFrameStart, erfLinkType, erfType } from '../bytes/erf.ts'
import type { Layers } from './layers.ts'

interface Extent {
  readonly at: number
  readonly to: number
  readonly wireTo: number
}

type Reader = (layers: Layers, extent: Extent) => void

/** LLC behind a header of so many octets. */
const llcBehind =
  (header: number): Reader =>
  (layers, { at, to, wireTo }) =>
    layers.link.llc(at + header, to, wireTo)
const pppBehind =
  (header: number): Reader =>
  (layers, { at, to, wireTo }) =>
    layers.link.ppp(at + header, to, wireTo)

/** Of a token ring: routing information stands behind the addresses where the first bit of the source says so. */
const TOKEN_RING = 14
const FDDI = 13

function tokenRing(layers: Layers, { at, to, wireTo }: Extent): void {
  const { bytes } = layers.packet
  const isRouted = to - at > TOKEN_RING && (bytes[at + 8]! & 0x80) !== 0
  layers.link.llc(at + TOKEN_RING + (isRouted ? bytes[at + TOKEN_RING]! & 0x1f : 0), to, wireTo)
}

/** Address, control, and what is carried by its NLPID: RFC 2427 §3. Cisco has an Ethertype there. */
function frameRelay(layers: Layers, { at, to, wireTo }: Extent): void {
  const { bytes } = layers.packet
  let behind = at
  while (behind < at + 4 && behind < to && (bytes[behind]! & 1) === 0) behind++
  behind++
  if (to - behind < 4) return
  const [control, identifier] = [bytes[behind]!, bytes[behind + 1]!]
  if (control !== 3) return layers.link.ethertype((control << 8) | identifier, behind + 2, to, wireTo)
  if (identifier === 0xcc || identifier === 0x8e) layers.ip.packet(behind + 2, to, wireTo)
  // A pad octet, NLPID 0x80, then SNAP without LLC.
  else if (identifier === 0 && bytes[behind + 2] === 0x80) snap(layers, { at: behind + 3, to, wireTo })
  else if (identifier === 0x80) snap(layers, { at: behind + 2, to, wireTo })
}

function snap(layers: Layers, { at, to, wireTo }: Extent): void {
  const { bytes } = layers.packet
  if (to - at >= 5) layers.link.ethertype((bytes[at + 3]! << 8) | bytes[at + 4]!, at + 5, to, wireTo)
}

/** IP over InfiniBand: RFC 4391 §6. */
function infiniband(layers: Layers, { at, to, wireTo }: Extent): void {
  const { bytes } = layers.packet
  if (to - at >= 4) layers.link.ethertype((bytes[at]! << 8) | bytes[at + 1]!, at + 4, to, wireTo)
}

/** What macOS writes of several interfaces: the header's length and the link type behind it, the lowest octet first. */
function packetTap(layers: Layers, { at, to, wireTo }: Extent): void {
  const { bytes } = layers.packet
  const length = to - at < 12 ? 0 : bytes[at]! | (bytes[at + 1]! << 8)
  const linkType = bytes[at + 8]! | (bytes[at + 9]! << 8)
  if (length >= 12 && linkType !== PKTAP) layers.link.frame(linkType, at + length, to, wireTo)
}
const PKTAP = 258

/** BSD's packet filter: its length, padded to four octets. */
function packetFilter(layers: Layers, { at, to, wireTo }: Extent): void {
  layers.ip.packet(at + ((layers.packet.bytes[at]! + 3) & ~3), to, wireTo)
}

/** BSD's enc(4): family, index of the security association, flags. */
const ENC = 12

/** Juniper's routers: "MGC", flags, extensions, then the link layer, or only the family where there is none. */
function juniper(linkType: number): Reader {
  return (layers, { at, to, wireTo }) => {
    const { bytes } = layers.packet
    if (to - at < 8 || bytes[at] !== 0x4d || bytes[at + 1] !== 0x47 || bytes[at + 2] !== 0x43) return
    const flags = bytes[at + 3]!
    const behind = at + 4 + ((flags & 0x80) === 0 ? 0 : 2 + ((bytes[at + 4]! << 8) | bytes[at + 5]!))
    if ((flags & 2) !== 0) layers.ip.packet(behind + 4, to, wireTo)
    else layers.link.frame(linkType, behind, to, wireTo)
  }
}

function erf(layers: Layers, { at, to, wireTo }: Extent): void {
  const { bytes } = layers.packet
  if (to - at < 16) return
  const start = erfFrameStart(bytes, at)
  if (start < to) layers.link.frame(erfLinkType(erfType(bytes, at), bytes[start]!), start, to, wireTo)
}

export const SHIMS: Readonly<Record<number, Reader>> = {
  6: tokenRing,
  10: llcBehind(FDDI),
  19: llcBehind(0),
  100: llcBehind(0),
  107: frameRelay,
  109: (layers, { at, to, wireTo }) => layers.ip.packet(at + ENC, to, wireTo),
  117: packetFilter,
  // SunATM: flags, and the numbers of path and channel.
  123: llcBehind(4),
  // Direction and control, or direction alone, before PPP.
  166: pppBehind(2),
  178: juniper(1),
  179: juniper(9),
  180: juniper(107),
  181: juniper(104),
  197: erf,
  204: pppBehind(1),
  242: infiniband,
  [PKTAP]: packetTap,
}

/** Where the Ethertype of what is carried stands, and where that starts, behind Ethertypes of a fixed header. */
const FIXED: Readonly<Record<number, number>> = {
  // Cisco's metadata (security group), and its VN-Tag (802.1BR's predecessor).
  0x8909: 6,
  0x8926: 4,
}
const NSH = 0x894f
const MACSEC = 0x88e5

/** Opens what an Ethertype announces; nothing where it is none of these. */
export function behindEthertype(layers: Layers, type: number, { at, to, wireTo }: Extent): void {
  const { bytes } = layers.packet
  const fixed = FIXED[type]
  if (type === NSH) serviceHeader(layers, { at, to, wireTo })
  else if (type === MACSEC) macsec(layers, { at, to, wireTo })
  else if (fixed !== undefined && to - at >= fixed + 2) {
    layers.link.ethertype((bytes[at + fixed]! << 8) | bytes[at + fixed + 1]!, at + fixed + 2, to, wireTo)
  }
}

/** Network Service Header: RFC 8300 §2.2. */
export function serviceHeader(layers: Layers, { at, to, wireTo }: Extent): void {
  const { bytes } = layers.packet
  const length = (bytes[at + 1]! & 0x3f) << 2
  if (to - at < 8 || length < 8) return
  const protocol = bytes[at + 3]!
  if (protocol === 1 || protocol === 2) layers.ip.packet(at + length, to, wireTo)
  else if (protocol === 3) layers.link.ethernet(at + length, to, wireTo)
  else if (protocol === 5) layers.link.mpls(at + length, to, wireTo)
}

/** IEEE 802.1AE §9: what is only authenticated is in the clear. */
function macsec(layers: Layers, { at, to, wireTo }: Extent): void {
  const { bytes } = layers.packet
  const flags = bytes[at]!
  const behind = at + 6 + ((flags & 0x20) === 0 ? 0 : 8)
  if ((flags & 0x0c) !== 0 || behind + 2 > to) return
  layers.link.ethertype((bytes[behind]! << 8) | bytes[behind + 1]!, behind + 2, to, wireTo)
}

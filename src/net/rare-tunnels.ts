// Encapsulations of UDP and IP that are rarer: L2TP, Teredo, TZSP, MPLS in UDP.
import type { Layers } from './layers.ts'

const L2TP = 1701
const TEREDO = 3544
const MPLS_IN_UDP = 6635
const TZSP = 37_008
const IPV6_HEADER = 40
const MOST_LABELS = 16
const MOST_TAGS = 64

interface Extent {
  readonly at: number
  readonly to: number
  readonly wireTo: number
}

/** Asked for every datagram, so that nothing is made for those that are none. */
export function isRarePort(source: number, destination: number): boolean {
  if (destination === L2TP || source === L2TP || destination === TEREDO || source === TEREDO) return true
  return destination === MPLS_IN_UDP || destination === TZSP
}

/** Opens what these ports announce and the first bytes confirm; false where they don't. */
export function rareInUdp(layers: Layers, source: number, destination: number, extent: Extent): boolean {
  if (destination === L2TP || source === L2TP) return l2tp(layers, extent)
  if (destination === TEREDO || source === TEREDO) return teredo(layers, extent)
  if (destination === MPLS_IN_UDP) return mplsInUdp(layers, extent)
  return destination === TZSP && tzsp(layers, extent)
}

/** Data messages of version 2 (RFC 2661 §3.1), which carry PPP. */
function l2tp(layers: Layers, { at, to, wireTo }: Extent): boolean {
  const { packet, ip, link } = layers
  const { bytes } = packet
  const [flags, version] = [bytes[at]!, bytes[at + 1]!]
  if (to - at < 8 || (flags & 0x80) !== 0 || (version & 0x0f) !== 2) return false
  let behind = at + ((flags & 0x40) === 0 ? 6 : 8) + ((flags & 0x08) === 0 ? 0 : 4)
  if ((flags & 0x02) !== 0) behind += 2 + ((bytes[behind]! << 8) | bytes[behind + 1]!)
  if (behind + 2 > to) return false
  if (ip.enter()) link.ppp(behind, to, wireTo)
  return true
}

/** Lengths of cookie and sublayer that may stand behind the session's number: RFC 3931 §4.1. */
const L2TP_BESIDES = [0, 4, 8, 12] as const

/** L2TPv3 over IP (protocol 115): the session tells what it carries, so what makes sense is taken. */
export function l2tpInIp(layers: Layers, { at, to, wireTo }: Extent): boolean {
  const { bytes } = layers.packet
  const session = (bytes[at]! | bytes[at + 1]! | bytes[at + 2]! | bytes[at + 3]!) !== 0
  if (to - at < 8 || !session) return false
  const frame = L2TP_BESIDES.map((besides) => at + 4 + besides).find((from) => isEthernet(bytes, from, to))
  if (frame === undefined) return false
  if (layers.ip.enter()) layers.link.ethernet(frame, to, wireTo)
  return true
}

function isEthernet(bytes: Uint8Array, at: number, to: number): boolean {
  if (at + 15 > to) return false
  const type = (bytes[at + 12]! << 8) | bytes[at + 13]!
  const nibble = bytes[at + 14]! >> 4
  return (type === 0x0800 && nibble === 4) || (type === 0x86dd && nibble === 6) || type === 0x8100
}

/** RFC 4380 §5.1.1: IPv6, behind an authentication or an origin or nothing. */
function teredo(layers: Layers, { at, to, wireTo }: Extent): boolean {
  const { packet, ip } = layers
  const { bytes } = packet
  let from = at
  if (to - from >= 13 && bytes[from] === 0 && bytes[from + 1] === 1) from += 13 + bytes[from + 2]! + bytes[from + 3]!
  if (to - from >= 8 && bytes[from] === 0 && bytes[from + 1] === 0) from += 8
  if (to - from < IPV6_HEADER || bytes[from]! >> 4 !== 6) return false
  if (from + IPV6_HEADER + ((bytes[from + 4]! << 8) | bytes[from + 5]!) > wireTo) return false
  if (ip.enter()) ip.packet(from, to, wireTo)
  return true
}

/** RFC 7510: IP behind the last label. */
function mplsInUdp(layers: Layers, { at, to, wireTo }: Extent): boolean {
  const { bytes } = layers.packet
  let last = at
  for (let i = 0; i < MOST_LABELS && last + 4 <= to && (bytes[last + 2]! & 1) === 0; i++) last += 4
  const nibble = last + 4 < to ? bytes[last + 4]! >> 4 : 0
  if (nibble !== 4 && nibble !== 6) return false
  if (layers.ip.enter()) layers.link.mpls(at, to, wireTo)
  return true
}

/** TaZmen Sniffer Protocol, version 1: what was received of Ethernet, behind tags until one that ends them. */
function tzsp(layers: Layers, { at, to, wireTo }: Extent): boolean {
  const { bytes } = layers.packet
  if (to - at < 5 || bytes[at] !== 1 || bytes[at + 1]! > 1 || bytes[at + 2] !== 0 || bytes[at + 3] !== 1) return false
  let tag = at + 4
  for (let i = 0; i < MOST_TAGS && tag < to && bytes[tag] !== 1; i++) tag += bytes[tag] === 0 ? 1 : 2 + bytes[tag + 1]!
  if (tag >= to || bytes[tag] !== 1) return false
  if (layers.ip.enter()) layers.link.ethernet(tag + 1, to, wireTo)
  return true
}

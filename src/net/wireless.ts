// Wireless LAN: IEEE 802.11 §9.3.2 (link type 105), behind radiotap (127) or Per-Packet Information (192).
import { CIPHERED } from '../model/packet.ts'
import type { Layers } from './layers.ts'

const WIRELESS = 105
const DATA = 2
/** Bits of the subtype of data frames: without data, and with a quality-of-service field. */
const EMPTY = 4
const QUALITY = 8
/** Bits of the flags: to and from the distribution system, protected, and HT control present. */
const BOTH_WAYS = 3
const PROTECTED = 0x40
const ORDERED = 0x80
/** Of a quality-of-service field: several frames in one. */
const AGGREGATED = 0x80
const HEADER = 24
const FOURTH_ADDRESS = 6
const HT_CONTROL = 4
/** Destination, source, length of a frame in an aggregate: §9.3.2.2. */
const SUBFRAME = 14

interface Extent {
  readonly at: number
  readonly to: number
  readonly wireTo: number
}

/** Behind radiotap, whose length stands in its third and fourth octet, the lower first. */
export function radiotap(layers: Layers, { at, to, wireTo }: Extent): void {
  if (to - at >= 4) wireless(layers, { at: at + little16(layers.packet.bytes, at + 2), to, wireTo })
}

/** Behind PPI: the same, and the link type of what follows. */
export function perPacketInformation(layers: Layers, { at, to, wireTo }: Extent): void {
  if (to - at < 8) return
  const { bytes } = layers.packet
  const inner = at + little16(bytes, at + 2)
  const linkType = little16(bytes, at + 4)
  if (linkType === WIRELESS) wireless(layers, { at: inner, to, wireTo })
  else if (linkType === 1) layers.link.ethernet(inner, to, wireTo)
}

export function wireless(layers: Layers, { at, to, wireTo }: Extent): void {
  const { packet, link } = layers
  const { bytes } = packet
  if (at + HEADER > to) return
  const [control, flags] = [bytes[at]!, bytes[at + 1]!]
  const subtype = control >> 4
  if (((control >> 2) & 3) !== DATA || (subtype & EMPTY) !== 0) return
  if ((flags & PROTECTED) !== 0) return packet.classify(CIPHERED)
  const quality = at + HEADER + ((flags & BOTH_WAYS) === BOTH_WAYS ? FOURTH_ADDRESS : 0)
  if ((subtype & QUALITY) === 0) return link.llc(quality, to, wireTo)
  const from = quality + 2 + ((flags & ORDERED) === 0 ? 0 : HT_CONTROL)
  if (from >= to || (bytes[quality]! & AGGREGATED) === 0) return link.llc(from, to, wireTo)
  // Of an aggregate the first frame is read: a packet has one place for what is found.
  if (from + SUBFRAME > to) return
  const end = from + SUBFRAME + ((bytes[from + 12]! << 8) | bytes[from + 13]!)
  link.llc(from + SUBFRAME, Math.min(to, end), Math.min(wireTo, end))
}

function little16(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8)
}

// SS7 links: MTP level 2 (ITU-T Q.703; link types 139 and 140) and level 3 (Q.704; link type 141).
import { hasLongLabel, longPointCode } from '../bytes/point-code.ts'
import { POINT_CODE } from '../model/packet.ts'
import type { Layers } from './layers.ts'

/** Direction, Annex A, link number: LINKTYPE_MTP2_WITH_PHDR. */
const PSEUDO_HEADER = 4
/** Sequence numbers and the length indicator; those of high-speed links take two octets each: Q.703 Annex A. */
const LEVEL_2 = 3
const LEVEL_2_EXTENDED = 6
/** Up to this length a signal unit only fills in, or tells the link's status: Q.703 §2.3.3. */
const LONGEST_STATUS = 2
/** The largest length that the indicator can tell means this or more. */
const OPEN_LENGTH = 63
/** Service octet and routing label: Q.704 §2.2. */
const LABEL = 5

interface Extent {
  readonly at: number
  readonly to: number
  readonly wireTo: number
}

export function mtp2WithHeader(layers: Layers, { at, to, wireTo }: Extent): void {
  const isExtended = to - at >= PSEUDO_HEADER && layers.packet.bytes[at + 1] === 1
  mtp2(layers, { at: at + PSEUDO_HEADER, to, wireTo }, isExtended)
}

export function mtp2(layers: Layers, { at, to, wireTo }: Extent, isExtended = false): void {
  const header = isExtended ? LEVEL_2_EXTENDED : LEVEL_2
  if (to - at < header) return
  const { bytes } = layers.packet
  const length = isExtended ? (bytes[at + 4]! | (bytes[at + 5]! << 8)) & 0x1ff : bytes[at + 2]! & 0x3f
  if (length <= LONGEST_STATUS) return
  const isOpen = !isExtended && length === OPEN_LENGTH
  const end = isOpen ? wireTo : Math.min(wireTo, at + header + length)
  mtp3(layers, { at: at + header, to: Math.min(to, end), wireTo: end })
}

/** The ends of its flow are the two signalling points. */
export function mtp3(layers: Layers, { at, to, wireTo }: Extent): void {
  const { packet, memory, flows, payloads } = layers
  if (to - at < LABEL) return
  const { bytes } = packet
  const label = (bytes[at + 1]! | (bytes[at + 2]! << 8) | (bytes[at + 3]! << 16) | (bytes[at + 4]! << 24)) >>> 0
  const isLong = hasLongLabel(bytes, at, to)
  const mark = memory.mark()
  const place = memory.reserve(8)
  if (place < 0) return
  bytes.fill(0, place, place + 8)
  writePoint(bytes, place, isLong ? longPointCode(bytes, at + 4) : (label >>> 14) & 0x3fff)
  writePoint(bytes, place + 4, isLong ? longPointCode(bytes, at + 1) : label & 0x3fff)
  packet.version = POINT_CODE
  packet.sourceAddress = place
  packet.destinationAddress = place + 4
  packet.sourcePort = 0
  packet.destinationPort = 0
  payloads.exported('mtp3', flows.count(), at, to, wireTo)
  memory.release(mark)
}

function writePoint(bytes: Uint8Array, at: number, code: number): void {
  bytes[at + 1] = code >> 16
  bytes[at + 2] = (code >> 8) & 255
  bytes[at + 3] = code & 255
}

/** SCCP without what carried it (link type 142): nothing tells its ends. */
export function sccp({ flows, payloads }: Layers, { at, to, wireTo }: Extent): void {
  payloads.exported('sccp', flows.count(), at, to, wireTo)
}

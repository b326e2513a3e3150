// Frames of LTE's radio as eNodeBs and modems of laboratories write them: what Wireshark calls mac-lte-framed, in link
// types of private use (147, and 149 behind a UDP header).
import { RADIO } from '../model/packet.ts'
import type { Layers } from './layers.ts'

const UDP_HEADER = 8
/** What such a frame begins with behind UDP. */
const START = [0x6d, 0x61, 0x63, 0x2d, 0x6c, 0x74, 0x65] as const
/** What is framed likewise, and is known by its name only. */
const OTHERS = ['mac-nr', 'rlc-lte', 'rlc-nr', 'pdcp-lte', 'pdcp-nr'] as const
const FIXED = 3
const PAYLOAD = 1
const RNTI = 2
/** Octets behind each tag before the payload; a frame with others is not read. */
const LENGTHS: Readonly<Record<number, number>> = {
  2: 2,
  3: 2,
  4: 2,
  5: 1,
  6: 1,
  7: 1,
  8: 0,
  9: 2,
  10: 1,
  12: 0,
  13: 1,
  14: 1,
  15: 1,
  16: 1,
}
const MOST_TAGS = 32
/** Kinds of identifiers, of which these are a phone's own. */
const C_RNTI = 3

interface Extent {
  readonly at: number
  readonly to: number
  readonly wireTo: number
}

/** False where it is nothing of the kind. */
export function macLte(layers: Layers, linkType: number, { at, to, wireTo }: Extent): boolean {
  const { bytes } = layers.packet
  if (linkType === 147) return framed(layers, { at, to, wireTo })
  const start = at + UDP_HEADER
  if (linkType !== 149) return false
  if (begins(bytes, start, START)) return framed(layers, { at: start + START.length, to, wireTo })
  const other = OTHERS.find((name) => begins(bytes, start, octetsOf(name)))
  if (other === undefined) return false
  const { flows, payloads } = layers
  payloads.exported(other, flows.count(), start + other.length, to, wireTo)
  return true
}

function begins(bytes: Uint8Array, at: number, word: readonly number[]): boolean {
  return word.every((octet, i) => bytes[at + i] === octet)
}

function octetsOf(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0))
}

function framed(layers: Layers, { at, to, wireTo }: Extent): boolean {
  const { packet, memory, flows, payloads } = layers
  const { bytes } = packet
  if (to - at < FIXED + 1 || bytes[at]! < 1 || bytes[at]! > 2 || bytes[at + 1]! > 1) return false
  let [tag, identifier] = [at + FIXED, 0]
  for (let i = 0; i < MOST_TAGS && tag < to && bytes[tag] !== PAYLOAD; i++) {
    const length = LENGTHS[bytes[tag]!]
    if (length === undefined || tag + length >= to) return false
    if (bytes[tag] === RNTI) identifier = (bytes[tag + 1]! << 8) | bytes[tag + 2]!
    tag += 1 + length
  }
  if (bytes[tag] !== PAYLOAD) return false
  const mark = memory.mark()
  const place = memory.reserve(8)
  if (place < 0) return true
  const isDown = bytes[at + 1] === 1
  bytes.fill(0, place, place + 8)
  const phone = isDown ? place + 4 : place
  bytes[phone + 2] = identifier >> 8
  bytes[phone + 3] = identifier & 255
  packet.version = RADIO
  packet.sourceAddress = place
  packet.destinationAddress = place + 4
  packet.sourcePort = 0
  packet.destinationPort = 0
  const flow = flows.count()
  if (bytes[at + 2] === C_RNTI) payloads.exported('mac-lte', flow, tag + 1, to, wireTo)
  memory.release(mark)
  return true
}

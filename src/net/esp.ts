// IPsec: ESP (RFC 4303) with the NULL cipher (RFC 2410), as IMS uses it between phone and P-CSCF (TS 33.203).
import { CIPHERED, type Packet } from '../model/packet.ts'
import type { Layers } from './layers.ts'

const HEADER = 8
/** Lengths of the integrity check value behind the trailer: HMAC-SHA1-96 and -MD5-96, SHA-256-128, none. */
const CHECK_VALUES = [12, 16, 0]
const IPV4 = 4
const TCP = 6
const UDP = 17
const IPV6 = 41

/** Opens ESP at [at, to) when what is inside proves to be plain; says that it is ciphered otherwise. */
export function openEsp(layers: Layers, at: number, to: number): void {
  const { packet, ip } = layers
  const { bytes } = packet
  for (const check of CHECK_VALUES) {
    const trailer = to - check - 2
    if (trailer < at + HEADER) continue
    const padding = bytes[trailer]!
    const next = bytes[trailer + 1]!
    const end = trailer - padding
    if (end < at + HEADER + 8 || !isPadding(bytes, end, padding)) continue
    if (isTunnelled(bytes, next, at + HEADER, end)) {
      if (ip.enter()) ip.packet(at + HEADER, end, end)
      return
    }
    if (!isPlain(packet, next, at + HEADER, end)) continue
    packet.transport = next
    ip.transport(next, at + HEADER, end, end)
    return
  }
  packet.classify(CIPHERED)
  packet.sourcePort = 0
  packet.destinationPort = 0
  layers.flows.count()
}

/** Padding counts 1, 2, 3 …: RFC 4303 §2.4. */
function isPadding(bytes: Uint8Array, from: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (bytes[from + i] !== i + 1) return false
  return true
}

/** Tunnel mode: a whole IP packet, as long as its header says. */
function isTunnelled(bytes: Uint8Array, protocol: number, from: number, to: number): boolean {
  const length =
    protocol === IPV4 ? (bytes[from + 2]! << 8) | bytes[from + 3]! : ((bytes[from + 4]! << 8) | bytes[from + 5]!) + 40
  if (protocol === IPV4) return bytes[from]! >> 4 === 4 && length === to - from
  return protocol === IPV6 && bytes[from]! >> 4 === 6 && length === to - from
}

/** Whether [from, to) is a UDP datagram or TCP segment by its length and checksum. */
function isPlain(packet: Packet, protocol: number, from: number, to: number): boolean {
  const { bytes } = packet
  if (protocol === UDP) {
    const length = (bytes[from + 4]! << 8) | bytes[from + 5]!
    const isChecked = bytes[from + 6] !== 0 || bytes[from + 7] !== 0
    return length === to - from && (!isChecked || checksum(packet, UDP, from, to) === 0)
  }
  return protocol === TCP && to - from >= 20 && checksum(packet, TCP, from, to) === 0
}

/** One's complement sum over pseudo header and segment, which is 0 where the checksum is right: RFC 1071. */
function checksum(packet: Packet, protocol: number, from: number, to: number): number {
  const { bytes } = packet
  const size = packet.version === 6 ? 16 : 4
  let sum = protocol + (to - from)
  sum += sumOf(bytes, packet.sourceAddress, packet.sourceAddress + size)
  sum += sumOf(bytes, packet.destinationAddress, packet.destinationAddress + size)
  sum += sumOf(bytes, from, to)
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000)
  return ~sum & 0xffff
}

function sumOf(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0
  for (let at = from; at + 1 < to; at += 2) sum += (bytes[at]! << 8) | bytes[at + 1]!
  return (to - from) % 2 === 1 ? sum + (bytes[to - 1]! << 8) : sum
}

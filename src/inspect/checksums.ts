import { hex } from '../bytes/text.ts'
import { crc32c } from './crc32c.ts'
import type { TreeNode } from './tree.ts'

/** Where the checksum stands in the header: RFC 9260 §3.1. */
const CHECKSUM = 8

/** The packet of SCTP at [from, to), and whether that is all of it. */
interface Packet {
  readonly from: number
  readonly to: number
  readonly isWhole: boolean
}

/** Whether the checksum of an SCTP packet is right: of interest to who reads one packet, and to nobody else. */
export function sctpChecksum(bytes: Uint8Array, { from, to, isWhole }: Packet): TreeNode | undefined {
  const at = from + CHECKSUM
  if (at + 4 > to) return undefined
  return { name: 'Checksum status', value: status(bytes, { from, to, isWhole }, at), from: at, to: at + 4 }
}

function status(bytes: Uint8Array, { from, to, isWhole }: Packet, at: number): string {
  const given = (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
  if (given === 0) return 'zero: left to the network card'
  if (!isWhole) return 'not checked: the packet is not all here'
  const right = crc32c(bytes, { from, to, zeroed: at })
  if (right === given) return 'correct'
  const swapped = new DataView(new ArrayBuffer(4))
  swapped.setUint32(0, right, true)
  return `incorrect, should be ${hex(swapped.getUint32(0), 8)}`
}

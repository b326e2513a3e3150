// Messages in a stream, each behind a header that tells its length: RFC 1006 §6 (TPKT), H.248.1 Annex D.2.
import { u16 } from '../../bytes/octets.ts'
import { LOST, NEED_MORE } from '../../model/message.ts'

const VERSION = 3
const HEADER = 4
/** The shortest message in either form. */
const LEAST = 12

/** Length of the header at `at`; 0 where a message stands without one, as in datagrams. */
export function packetHeader(bytes: Uint8Array, at: number): number {
  return bytes[at] === VERSION && bytes[at + 1] === 0 ? HEADER : 0
}

export function frame(bytes: Uint8Array, from: number, to: number): number {
  if (to - from < HEADER) return NEED_MORE
  if (!isHeader(bytes, from)) return LOST
  const length = u16(bytes, from + 2)
  return length <= to - from ? length : NEED_MORE
}

/** The next header behind which a message of either form begins. */
export function resync(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at + HEADER < to; at++) {
    if (isHeader(bytes, at) && (bytes[at + HEADER] === 0x30 || isText(bytes[at + HEADER]!))) return at
  }
  return -1
}

function isHeader(bytes: Uint8Array, at: number): boolean {
  return packetHeader(bytes, at) > 0 && u16(bytes, at + 2) >= HEADER + LEAST
}

/** `!` or an M in either case. */
function isText(octet: number): boolean {
  return octet === 0x21 || (octet | 0x20) === 0x6d
}

// The header of an ERF record, which Endace's DAG cards write: in files of them, and in frames of link type 197.

const HEADER = 16
/** Bit of a type, and of the first octet of each further header: another one follows. */
const EXTENDED = 0x80
const EXTENSION = 8
const MOST_EXTENSIONS = 32
const ETHERNET = 1
const PPP = 9
const RAW_IP = 101
const CISCO_HDLC = 104
/** A number that no link type has. */
const UNKNOWN = 0xffff
const HDLC_TYPES: readonly number[] = [1, 10, 15, 19]
/** Two octets of offset and padding stand before these frames. */
const ETHERNET_TYPES: readonly number[] = [2, 11, 16, 20]
const IP_TYPES: readonly number[] = [22, 23]

export function erfType(bytes: Uint8Array, at: number): number {
  return bytes[at + 8]! & ~EXTENDED
}

/** Where the frame of the record at `at` starts, whose first 16 octets are there. */
export function erfFrameStart(bytes: Uint8Array, at: number): number {
  let behind = at + HEADER
  let isMore = (bytes[at + 8]! & EXTENDED) !== 0
  for (let i = 0; isMore && i < MOST_EXTENSIONS; i++, behind += EXTENSION) isMore = (bytes[behind]! & EXTENDED) !== 0
  return ETHERNET_TYPES.includes(erfType(bytes, at)) ? behind + 2 : behind
}

/** The link type of its frame, by the numbers of tcpdump.org; PPP has an address that Cisco's framing has not. */
export function erfLinkType(type: number, firstOctet: number): number {
  if (ETHERNET_TYPES.includes(type)) return ETHERNET
  if (IP_TYPES.includes(type)) return RAW_IP
  if (HDLC_TYPES.includes(type)) return firstOctet === 0xff ? PPP : CISCO_HDLC
  return UNKNOWN
}

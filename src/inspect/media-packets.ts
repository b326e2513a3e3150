/** Whether a datagram can be RTP or RTCP: version 2, RFC 3550 §5.1. */
export function isMedia(bytes: Uint8Array, from: number, to: number): boolean {
  return to - from >= 8 && bytes[from]! >> 6 === 2
}

/** RTCP by its packet types: RFC 5761 §4. */
export function isRtcp(bytes: Uint8Array, from: number): boolean {
  return bytes[from + 1]! >= 192 && bytes[from + 1]! <= 223
}

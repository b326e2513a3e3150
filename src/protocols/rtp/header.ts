/** RTP fixed header: RFC 3550 §5.1. One object is filled by every packet. */
export class RtpHeader {
  payloadType = 0
  marker = false
  sequence = 0
  /** As int32. */
  rtpTime = 0
  ssrc = 0
  /** Where the payload starts, and where it ended on the wire, less padding. */
  payload = 0
  payloadEnd = 0

  /** Reads the header of the datagram [from, to) that ended at `wireTo` on the wire; false where it cannot be one. */
  read(bytes: Uint8Array, from: number, to: number, wireTo: number): boolean {
    if (to - from < 12) return false
    const first = bytes[from]!
    const second = bytes[from + 1]!
    let payload = from + 12 + ((first & 15) << 2)
    if ((first & 0x30) !== 0) {
      payload = afterExtension(bytes, payload, to, first)
      this.payloadEnd = wireTo - padding(bytes, payload, first, to === wireTo ? to : 0)
    } else this.payloadEnd = wireTo
    if (payload > wireTo) return false
    this.payload = payload
    this.payloadType = second & 127
    this.marker = second > 127
    this.sequence = (bytes[from + 2]! << 8) | bytes[from + 3]!
    this.rtpTime = word(bytes, from + 4)
    this.ssrc = word(bytes, from + 8)
    return true
  }
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!
}

/** Behind the header extension (§5.3.1); of one that was cut off only its own header is known. */
function afterExtension(bytes: Uint8Array, at: number, to: number, first: number): number {
  if ((first & 0x10) === 0) return at
  return at + 4 > to ? at + 4 : at + 4 + (((bytes[at + 2]! << 8) | bytes[at + 3]!) << 2)
}

/** Padding told by the last byte; one that does not fit is ciphered (SRTP) or a lie, and counts as payload. */
function padding(bytes: Uint8Array, payload: number, first: number, end: number): number {
  if ((first & 0x20) === 0 || end <= payload) return 0
  const length = bytes[end - 1]!
  return length <= end - payload ? length : 0
}

// pcapng: draft-ietf-opsawg-pcapng. Little-endian, times in nanoseconds.

const SECTION_HEADER = 0x0a0d0d0a
const BYTE_ORDER_MAGIC = 0x1a2b3c4d
const INTERFACE_DESCRIPTION = 1
const ENHANCED_PACKET = 6
const SHB_USERAPPL = 4
const SHB_COMMENT = 1
const IF_NAME = 2
const IF_TSRESOL = 9
const NANOSECONDS = 9
const TWO_32 = 4_294_967_296n

/** A frame to be written. */
export interface PcapngFrame {
  readonly interface: number
  readonly seconds: number
  readonly nanoseconds: number
  readonly bytes: Uint8Array
  /** Bytes on the wire. */
  readonly wireLength: number
}

/** The start of a file. */
export function sectionHeader(comment: string): Uint8Array {
  const head = new Uint8Array(16)
  const view = new DataView(head.buffer)
  view.setUint32(0, BYTE_ORDER_MAGIC, true)
  view.setUint16(4, 1, true)
  // Length of the section: not told.
  view.setBigInt64(8, -1n, true)
  return block(SECTION_HEADER, [head, option(SHB_COMMENT, text(comment)), option(SHB_USERAPPL, text('callflowd')), END])
}

/** An interface; frames name them by number, in the order they were written. */
export function interfaceDescription(linkType: number, name: string): Uint8Array {
  const head = new Uint8Array(8)
  new DataView(head.buffer).setUint16(0, linkType, true)
  const resolution = option(IF_TSRESOL, Uint8Array.of(NANOSECONDS))
  return block(INTERFACE_DESCRIPTION, [head, ...(name === '' ? [] : [option(IF_NAME, text(name))]), resolution, END])
}

export function enhancedPacket(frame: PcapngFrame): Uint8Array {
  const head = new Uint8Array(20)
  const view = new DataView(head.buffer)
  const time = BigInt(frame.seconds) * 1_000_000_000n + BigInt(frame.nanoseconds)
  view.setUint32(0, frame.interface, true)
  view.setUint32(4, Number((time / TWO_32) % TWO_32), true)
  view.setUint32(8, Number(time % TWO_32), true)
  view.setUint32(12, frame.bytes.length, true)
  view.setUint32(16, Math.max(frame.wireLength, frame.bytes.length), true)
  return block(ENHANCED_PACKET, [head, frame.bytes])
}

const END = new Uint8Array(4)

function option(code: number, value: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4 + padded(value.length))
  const view = new DataView(bytes.buffer)
  view.setUint16(0, code, true)
  view.setUint16(2, value.length, true)
  bytes.set(value, 4)
  return bytes
}

function block(type: number, pieces: readonly Uint8Array[]): Uint8Array {
  const length = 12 + padded(pieces.reduce((sum, piece) => sum + piece.length, 0))
  const bytes = new Uint8Array(length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, type, true)
  view.setUint32(4, length, true)
  let at = 8
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  view.setUint32(length - 4, length, true)
  return bytes
}

function padded(length: number): number {
  return (length + 3) & ~3
}

function text(of: string): Uint8Array {
  return new TextEncoder().encode(of)
}

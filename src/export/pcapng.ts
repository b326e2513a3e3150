// pcapng: draft-ietf-opsawg-pcapng. Little-endian, times in nanoseconds.

const SECTION_HEADER = 0x0a0d0d0a
const BYTE_ORDER_MAGIC = 0x1a2b3c4d
const INTERFACE_DESCRIPTION = 1
const ENHANCED_PACKET = 6
const SHB_USERAPPL = 4
const COMMENT = 1
const IF_NAME = 2
const IF_DESCRIPTION = 3
const IF_TSRESOL = 9
const IF_TSOFFSET = 14
const EPB_FLAGS = 2
const DIRECTIONS = { inbound: 1, outbound: 2 } as const
const NANOSECONDS = 9
const TWO_32 = 4_294_967_296n

/** Seconds that 64 bits of nanoseconds tell of with room to spare: farther times count from another beginning. */
const ERA = 2 ** 33

/** An interface to be written. */
export interface PcapngInterface {
  readonly linkType: number
  readonly name: string
  readonly description?: string | undefined
  /** Which of the beginnings its times count from: that of its frames. */
  readonly era: number
}

/** A frame to be written. */
export interface PcapngFrame {
  readonly interface: number
  readonly seconds: number
  readonly nanoseconds: number
  readonly bytes: Uint8Array
  /** Bytes on the wire. */
  readonly wireLength: number
  readonly direction?: 'inbound' | 'outbound' | undefined
  readonly comments: readonly string[]
}

/** Of which beginning the times of a frame tell; 0 from 1970 to 2242. */
export function eraOf(seconds: number): number {
  return Math.floor(seconds / ERA)
}

/** The start of a file. */
export function sectionHeader(comments: readonly string[]): Uint8Array {
  const head = new Uint8Array(16)
  const view = new DataView(head.buffer)
  view.setUint32(0, BYTE_ORDER_MAGIC, true)
  view.setUint16(4, 1, true)
  // Length of the section: not told.
  view.setBigInt64(8, -1n, true)
  const options = comments.map((comment) => option(COMMENT, text(comment)))
  return block(SECTION_HEADER, [head, ...options, option(SHB_USERAPPL, text('callflowd')), END])
}

/** An interface; frames name them by number, in the order they were written. */
export function interfaceDescription({ linkType, name, description = '', era }: PcapngInterface): Uint8Array {
  const head = new Uint8Array(8)
  new DataView(head.buffer).setUint16(0, linkType, true)
  const offset = new Uint8Array(8)
  new DataView(offset.buffer).setBigInt64(0, BigInt(era) * BigInt(ERA), true)
  return block(INTERFACE_DESCRIPTION, [
    head,
    ...(name === '' ? [] : [option(IF_NAME, text(name))]),
    ...(description === '' ? [] : [option(IF_DESCRIPTION, text(description))]),
    option(IF_TSRESOL, Uint8Array.of(NANOSECONDS)),
    ...(era === 0 ? [] : [option(IF_TSOFFSET, offset)]),
    END,
  ])
}

export function enhancedPacket(frame: PcapngFrame): Uint8Array {
  const { seconds, nanoseconds, comments, direction } = frame
  const head = new Uint8Array(20)
  const view = new DataView(head.buffer)
  const time = BigInt(seconds - eraOf(seconds) * ERA) * 1_000_000_000n + BigInt(nanoseconds)
  view.setUint32(0, frame.interface, true)
  view.setUint32(4, Number(time / TWO_32), true)
  view.setUint32(8, Number(time % TWO_32), true)
  view.setUint32(12, frame.bytes.length, true)
  view.setUint32(16, Math.max(frame.wireLength, frame.bytes.length), true)
  const flags = direction === undefined ? [] : [option(EPB_FLAGS, Uint8Array.of(DIRECTIONS[direction], 0, 0, 0))]
  const options = [...comments.map((comment) => option(COMMENT, text(comment))), ...flags]
  const padding = new Uint8Array(padded(frame.bytes.length) - frame.bytes.length)
  return block(ENHANCED_PACKET, [head, frame.bytes, ...(options.length > 0 ? [padding, ...options, END] : [])])
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

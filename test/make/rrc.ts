/** Blocks of LTE's radio with RRC and NAS in them: TS 36.321, 36.322, 36.323, 36.331; and frames as srsRAN writes them. */
import { concat, u16, u32, u8, utf8, zeros } from './octets.ts'
import { PerWriter } from './per.ts'

/** Unaligned PER: values with their bits, octets as eight each. */
type Piece = readonly [value: number, bits: number] | Uint8Array

function packed(...pieces: readonly Piece[]): Uint8Array {
  const per = new PerWriter()
  for (const piece of pieces) {
    if (piece instanceof Uint8Array) for (const octet of piece) per.bits(8, octet)
    else per.bits(piece[1], piece[0])
  }
  return per.done()
}

/** Length of an octet string without bounds, and the octets. */
function octetString(octets: Uint8Array): Piece[] {
  return [octets.length < 128 ? [octets.length, 8] : [0x8000 | octets.length, 16], octets]
}

export const RRC = {
  request: packed([1, 2], [0, 1], [1, 1], [0x1234567890, 40], [3, 3], [0, 1]),
  requestOf: (mmec: number, tmsi: number) => packed([1, 2], [0, 2], [mmec, 8], [tmsi, 32], [2, 3], [0, 1]),
  setup: packed([3, 3], [0, 5]),
  reject: packed([2, 3], [0, 5]),
  reestablishmentRequest: packed([0, 2], [0, 1], [0x1234, 16], [7, 9], [0x5678, 16], [1, 2], [0, 2]),
  reestablishmentReject: packed([1, 3], [0, 5]),
  setupComplete: (nas: Uint8Array) => packed([4, 5], [0, 2], [0, 3], [0, 2], [0, 3], ...octetString(nas)),
  /** It names the MME that the phone was with, with its network. */
  setupCompleteWith: (nas: Uint8Array) =>
    packed(
      [4, 5],
      [0, 2],
      [0, 3],
      [2, 2],
      [0, 3],
      [3, 2],
      [0x001, 12],
      [0, 1],
      [0x01, 8],
      [0x80_01_1a, 24],
      ...octetString(nas),
    ),
  up: (nas: Uint8Array) => packed([9, 5], [0, 3], [0, 3], ...octetString(nas)),
  down: (nas: Uint8Array) => packed([1, 5], [0, 2], [0, 3], [0, 3], ...octetString(nas)),
  reconfiguration: (...list: readonly Uint8Array[]) =>
    packed([4, 5], [0, 2], [0, 4], [0b001000, 6], [list.length - 1, 4], ...list.flatMap(octetString)),
  /** Measurements are configured before its list of NAS messages. */
  measuring: packed([4, 5], [0, 2], [0, 4], [0b101000, 6], [0x15555, 17]),
  securityModeCommand: (algorithm: number) => packed([6, 5], [0, 2], [0, 3], [0, 2], [0, 1], [algorithm, 3], [1, 4]),
  /** It sends the phone to another cell. */
  handover: packed([4, 5], [0, 2], [0, 4], [0b010000, 6], [0x15555, 17]),
  /** To that cell, on another frequency where one is told. */
  handoverTo: (pci: number, rnti: number, earfcn?: number) =>
    packed(
      [4, 5],
      [0, 2],
      [0, 4],
      [0b010000, 6],
      [0, 1],
      [earfcn === undefined ? 0 : 8, 4],
      [pci, 9],
      ...(earfcn === undefined ? [] : ([[earfcn, 17]] as const)),
      // 1000 ms.
      [5, 3],
      [rnti, 16],
    ),
  reconfigurationComplete: packed([2, 5], [0, 2], [0, 1]),
  securityModeFailure: packed([6, 5], [0, 2], [0, 1]),
  securityModeComplete: packed([5, 5], [0, 2], [0, 1]),
  release: packed([5, 5], [0, 2], [0, 3], [0, 3], [1, 2]),
}

/** In PDCP and acknowledged RLC; `code` protects its integrity once security is on. */
export function acknowledged(code: number, ...messages: readonly Uint8Array[]): Uint8Array {
  const units = messages.map((message, i) => concat(u8(i), message, u32(code)))
  const lengths = units.slice(0, -1).map(({ length }, i) => ((i < units.length - 2 ? 1 : 0) << 11) | length)
  const header = packed(...lengths.map((field): Piece => [field, 12]))
  return concat(u8(lengths.length > 0 ? 0x84 : 0x80, 0), header, ...units)
}

/** A block of one unit on a channel (0 the common one), its control elements and padding around. */
export function block(channel: number, unit: Uint8Array, { isDown = false } = {}): Uint8Array {
  // Timing advance or a power headroom, the unit with its length, padding.
  const element = isDown ? 29 : 26
  return concat(u8(0x20 | element, 0x20 | channel), lengthOf(unit), u8(31), u8(7), unit, zeros(3))
}

function lengthOf({ length }: Uint8Array): Uint8Array {
  return length < 128 ? u8(length) : u16(0x8000 | length)
}

/** A frame of link type 149: UDP, then what Wireshark calls mac-lte-framed. */
export function radioFrame(rnti: number, bytes: Uint8Array, { isDown = false, kind = 3 } = {}): Uint8Array {
  const tags = concat(u8(2), u16(rnti), u8(3), u16(0), u8(4), u16(0x238), u8(7, 1, 10, 0, 15, 0, 1))
  const framed = concat(utf8('mac-lte'), u8(1, isDown ? 1 : 0, kind), tags, bytes)
  return concat(u16(0xbeef, 0xdead, framed.length + 8, 0), framed)
}

/** The same in several units of RLC, cut at these places, from a sequence number on. */
export function inPieces(message: Uint8Array, cuts: readonly number[], sequence = 0): Uint8Array[] {
  const unit = concat(u8(0), message, u32(0))
  const ends = [...cuts, unit.length]
  return ends.map((end, i) => {
    const framing = (i > 0 ? 0x10 : 0) | (i < ends.length - 1 ? 0x08 : 0)
    return concat(u16(0x8000 | (framing << 8) | (sequence + i)), unit.subarray(ends[i - 1] ?? 0, end))
  })
}

/** A message of the target in its HandoverCommand, in the container that the source is given: TS 36.413 §9.2.1.57. */
export function targetContainer(message: Uint8Array): Uint8Array {
  const command = packed([0, 4], [0, 1], ...octetString(message))
  const container = new PerWriter().bits(2, 0).open(command).done()
  return new PerWriter().open(container).done()
}

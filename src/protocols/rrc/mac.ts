// What a transport block of LTE carries of signalling: MAC (TS 36.321 §6.1.2), RLC in acknowledged mode (TS 36.322 §6.2.1.4),
// PDCP of signalling bearers (TS 36.323 §6.2.2).

/** One RRC message: at [from, to). */
export interface Carried {
  readonly from: number
  readonly to: number
  /** On the common channel, where nobody is known yet. */
  readonly isCommon: boolean
  /** Its integrity is protected: security is on, and it may be ciphered. */
  readonly isProtected: boolean
}

const MOST_SUBHEADERS = 64
const COMMON = 0
const LAST_SIGNALLING = 2
const LAST_CHANNEL = 10
const PADDING = 31
/** Octets of control elements by their number; those of others stand in their subheaders. */
const DOWN: Readonly<Record<number, number>> = { 26: 0, 27: 1, 28: 6, 29: 1, 30: 0 }
const UP: Readonly<Record<number, number>> = { 26: 1, 27: 2, 28: 1, 29: 1, 30: 3 }

interface Unit {
  readonly channel: number
  readonly from: number
  readonly to: number
}

/** Whole RRC messages of a block at [from, to). Pieces of such, and acknowledgements, are none. */
export function carriedIn(bytes: Uint8Array, from: number, to: number, isDown: boolean): Carried[] {
  const found: Carried[] = []
  for (const unit of unitsOf(bytes, from, to, isDown)) {
    if (unit.channel === COMMON) found.push({ ...unit, isCommon: true, isProtected: false })
    else if (unit.channel <= LAST_SIGNALLING) found.push(...messagesIn(bytes, unit))
  }
  return found
}

/** Service data units by the subheaders. */
function unitsOf(bytes: Uint8Array, start: number, to: number, isDown: boolean): Unit[] {
  const sizes: { channel: number; length: number }[] = []
  let at = start
  for (let isMore = true; isMore && at < to && sizes.length < MOST_SUBHEADERS;) {
    const first = bytes[at++]!
    const channel = first & 31
    isMore = (first & 0x20) !== 0
    let length = (isDown ? DOWN : UP)[channel] ?? (channel === PADDING ? 0 : -1)
    if (length < 0 && isMore && at < to) {
      const isLong = (bytes[at]! & 0x80) !== 0
      length = isLong ? ((bytes[at]! & 0x7f) << 8) | (bytes[at + 1] ?? 0) : bytes[at]!
      at += isLong ? 2 : 1
    }
    sizes.push({ channel, length })
  }
  const units: Unit[] = []
  for (const { channel, length } of sizes) {
    const end = length < 0 ? to : at + length
    if (end > to) break
    if (channel <= LAST_CHANNEL && end > at) units.push({ channel, from: at, to: end })
    at = end
  }
  return units
}

const DATA = 0x80
const SEGMENT = 0x40
const RLC_HEADER = 2
/** Octets around an RRC message: the sequence number of PDCP, and the code that protects integrity. */
const PDCP_HEADER = 1
const CODE = 4
const MOST_LENGTHS = 32

/** A unit of RLC with the data fields in it; `lengths` are of all but the last. */
interface Acknowledged {
  readonly sequence: number
  /** Whether the first field goes on from an earlier unit, and the last one in a later. */
  readonly goesOn: boolean
  readonly isOpen: boolean
  readonly fields: readonly { readonly from: number; readonly to: number }[]
}

/** Undefined where it is none: an acknowledgement, a piece that is sent again, or shorter than it says. */
function acknowledgedAt(bytes: Uint8Array, { from, to }: Unit): Acknowledged | undefined {
  const first = bytes[from]!
  if (to - from < RLC_HEADER || (first & DATA) === 0 || (first & SEGMENT) !== 0) return undefined
  const lengths: number[] = []
  let bit = (from + RLC_HEADER) * 8
  for (let isMore = (first & 4) !== 0; isMore && lengths.length < MOST_LENGTHS; bit += 12) {
    if (bit + 12 > to * 8) return undefined
    const field = twelve(bytes, bit)
    isMore = (field & 0x800) !== 0
    lengths.push(field & 0x7ff)
  }
  const fields: { from: number; to: number }[] = []
  let at = (bit + 7) >> 3
  for (const length of [...lengths, to]) {
    const end = fields.length === lengths.length ? to : at + length
    if (end > to) break
    fields.push({ from: at, to: end })
    at = end
  }
  const isOpen = (first & 0x08) !== 0 && fields.length === lengths.length + 1
  return { sequence: ((first & 3) << 8) | bytes[from + 1]!, goesOn: (first & 0x10) !== 0, isOpen, fields }
}

function messagesIn(bytes: Uint8Array, unit: Unit): Carried[] {
  const { fields, goesOn, isOpen } = acknowledgedAt(bytes, unit) ?? { fields: [] }
  const last = fields.length - 1
  const whole = fields.filter((_, i) => !(i === 0 && goesOn) && !(i === last && isOpen))
  return whole.filter(({ from, to }) => to - from > PDCP_HEADER + CODE).map(({ from, to }) => inPdcp(bytes, from, to))
}

/** A part of a message: the first or the last field of a unit. */
export interface Piece {
  readonly channel: number
  readonly sequence: number
  readonly from: number
  readonly to: number
  readonly goesOn: boolean
  readonly isOpen: boolean
}

/** Parts of messages in a block at [from, to), in their order. */
export function piecesIn(bytes: Uint8Array, from: number, to: number, isDown: boolean): Piece[] {
  const pieces: Piece[] = []
  for (const unit of unitsOf(bytes, from, to, isDown)) {
    const { channel } = unit
    const read = channel === COMMON || channel > LAST_SIGNALLING ? undefined : acknowledgedAt(bytes, unit)
    const { sequence = 0, fields = [] } = read ?? {}
    for (const [i, field] of fields.entries()) {
      const [goesOn, isOpen] = [i === 0 && read!.goesOn, i === fields.length - 1 && read!.isOpen]
      if (goesOn || isOpen) pieces.push({ channel, sequence, ...field, goesOn, isOpen })
    }
  }
  return pieces
}

function twelve(bytes: Uint8Array, bit: number): number {
  const at = bit >> 3
  const both = (bytes[at]! << 8) | bytes[at + 1]!
  return bit % 8 === 0 ? both >> 4 : both & 0xfff
}

/** The code is 0 until security is on: TS 36.323 §6.3.4. */
export function inPdcp(bytes: Uint8Array, from: number, to: number): Carried {
  const isProtected = [1, 2, 3, 4].some((back) => bytes[to - back] !== 0)
  return { from: from + PDCP_HEADER, to: to - CODE, isCommon: false, isProtected }
}

// The forms of classic pcap. Several share a magic number: they are told apart by which one makes sense of the records.
import { ETHERNET } from './frame.ts'

export interface PcapForm {
  readonly littleEndian: boolean
  /** Nanoseconds in one tick of the fraction: 1 or 1000. */
  readonly tick: number
  /** Bytes of a record's header. */
  readonly recordHeader: number
  /** Other lengths that a record's header may have under the same magic number. */
  readonly others: readonly number[]
}

/** Of Nokia's IPSO, and of Alexey Kuznetzov's first patch, which kept the magic number. */
const PLAIN = { recordHeader: 16, others: [20, 24] } as const
/** That patch with a magic number of its own; its next edition, in SuSE 6.3. */
const MODIFIED = { recordHeader: 24, others: [28] } as const

/** The form that a magic number stands for, as its bytes read big-endian. */
export function pcapForm(magic: number): PcapForm | undefined {
  switch (magic) {
    case 0xd4c3b2a1:
      return { littleEndian: true, tick: 1000, ...PLAIN }
    case 0xa1b2c3d4:
      return { littleEndian: false, tick: 1000, ...PLAIN }
    case 0x4d3cb2a1:
      return { littleEndian: true, tick: 1, recordHeader: 16, others: [] }
    case 0xa1b23c4d:
      return { littleEndian: false, tick: 1, recordHeader: 16, others: [] }
    case 0x34cdb2a1:
      return { littleEndian: true, tick: 1000, ...MODIFIED }
    case 0xa1b2cd34:
      return { littleEndian: false, tick: 1000, ...MODIFIED }
    default:
      return undefined
  }
}

/** Minor version of the files that AIX writes: interface types of RFC 1573 instead of link types, and nanoseconds. */
const AIX_MINOR = 2
const AIX_LINK_TYPES: Readonly<Record<number, number>> = { 6: ETHERNET, 9: 6, 15: 10, 24: 0 }

/** The link type that AIX means, if this is a file of AIX. */
export function aixLinkType(minor: number, linkType: number): number | undefined {
  return minor === AIX_MINOR ? AIX_LINK_TYPES[linkType] : undefined
}

/** The first bytes of the records, as far as they are at hand. */
export interface Start {
  readonly from: number
  readonly to: number
  /** There are no more. */
  readonly isAll: boolean
  u32(at: number): number
}

const FRACTIONS = 1e6
const LARGEST = 262_144
/** Two records of one file are no farther apart, in seconds. */
const FAR = 10 * 366 * 86_400
/** Records that are looked at. */
const LOOKED_AT = 3

/** How long the headers of the records are: as the form says, unless only another length makes sense. */
export function recordHeaderOf({ recordHeader, others }: PcapForm, start: Start): number {
  if (makesSense(start, recordHeader)) return recordHeader
  return others.find((other) => makesSense(start, other)) ?? recordHeader
}

function makesSense(start: Start, header: number): boolean {
  let at = start.from
  for (let i = 0; i < LOOKED_AT && at !== start.to; i++) {
    if (at + header > start.to) return !start.isAll
    const captured = start.u32(at + 8)
    const apart = Math.abs(start.u32(at) - start.u32(start.from))
    if (captured > LARGEST || start.u32(at + 4) >= FRACTIONS || apart > FAR) return false
    at += header + captured
    if (at > start.to) return !start.isAll
  }
  return true
}

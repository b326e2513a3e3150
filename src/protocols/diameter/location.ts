import { u24, u32 } from '../../bytes/octets.ts'
import { plmnAt } from './values.ts'

/** Where a user is: each `MCC MNC` in digits, then `-` and the numbers of area, node and cell in hexadecimal. */
export interface UserLocation {
  readonly tai?: string
  readonly ecgi?: string
  readonly cgi?: string
  readonly sai?: string
  readonly rai?: string
  readonly enb?: string
  readonly ncgi?: string
}

interface Part {
  readonly name: keyof UserLocation
  readonly length: number
  readonly read: (bytes: Uint8Array, at: number) => string
}

const TAI: Part = { name: 'tai', length: 5, read: areaAt }
const ECGI: Part = { name: 'ecgi', length: 7, read: cellAt }
const MACRO_NODE: Part = { name: 'enb', length: 6, read: (bytes, at) => nodeAt(bytes, at, 0xfffff) }
const EXTENDED_NODE: Part = { name: 'enb', length: 6, read: (bytes, at) => nodeAt(bytes, at, 0x1fffff) }
const NCGI: Part = { name: 'ncgi', length: 8, read: newRadioCellAt }
/** Of 5GS, where areas have 24 bits. */
const TAI_5GS: Part = {
  name: 'tai',
  length: 6,
  read: (bytes, at) =>
    `${plmnAt(bytes, at)}-${u24(bytes, at + 3)
      .toString(16)
      .padStart(6, '0')}`,
}

/** By geographic location type: TS 29.061 §16.4.7.2. */
const PARTS: Readonly<Record<number, readonly Part[]>> = {
  0: [{ name: 'cgi', length: 7, read: areaAndCellAt }],
  1: [{ name: 'sai', length: 7, read: areaAndCellAt }],
  2: [{ name: 'rai', length: 7, read: areaAndCellAt }],
  128: [TAI],
  129: [ECGI],
  130: [TAI, ECGI],
  131: [MACRO_NODE],
  132: [TAI, MACRO_NODE],
  133: [EXTENDED_NODE],
  134: [TAI, EXTENDED_NODE],
  135: [NCGI],
  136: [TAI_5GS],
  137: [TAI_5GS, NCGI],
}

/** 3GPP-User-Location-Info: TS 29.061 §16.4.7.2, written as in TS 29.274 §8.21; undefined where of another kind. */
export function userLocationAt(bytes: Uint8Array, from: number, to: number): UserLocation | undefined {
  const parts = PARTS[bytes[from]!]
  if (parts === undefined) return undefined
  const location: Partial<Record<keyof UserLocation, string>> = {}
  let at = from + 1
  for (const { name, length, read } of parts) {
    if (at + length > to) return undefined
    location[name] = read(bytes, at)
    at += length
  }
  return location
}

function hex16(bytes: Uint8Array, at: number): string {
  return ((bytes[at]! << 8) | bytes[at + 1]!).toString(16).padStart(4, '0')
}

/** PLMN and a 16-bit area. */
export function areaAt(bytes: Uint8Array, at: number): string {
  return `${plmnAt(bytes, at)}-${hex16(bytes, at + 3)}`
}

/** PLMN and a 28-bit cell. */
export function cellAt(bytes: Uint8Array, at: number): string {
  return `${plmnAt(bytes, at)}-${(u32(bytes, at + 3) & 0x0fffffff).toString(16).padStart(7, '0')}`
}

function areaAndCellAt(bytes: Uint8Array, at: number): string {
  return `${areaAt(bytes, at)}-${hex16(bytes, at + 5)}`
}

/** PLMN and the number of an eNodeB. */
function nodeAt(bytes: Uint8Array, at: number, mask: number): string {
  return `${plmnAt(bytes, at)}-${(u24(bytes, at + 3) & mask).toString(16).padStart(5, '0')}`
}

/** PLMN and a cell of 36 bits. */
function newRadioCellAt(bytes: Uint8Array, at: number): string {
  const cell =
    (bytes[at + 3]! & 15).toString(16) +
    u32(bytes, at + 4)
      .toString(16)
      .padStart(8, '0')
  return `${plmnAt(bytes, at)}-${cell}`
}

import { u32 } from '../../bytes/octets.ts'
import { plmnAt } from './values.ts'

const CGI = 0
const SAI = 1
const RAI = 2
const TAI = 128
const ECGI = 129
const TAI_ECGI = 130

/** Where a user is: each `MCC MNC` in digits, then `-` and the numbers of area and cell in hexadecimal. */
export interface UserLocation {
  readonly tai?: string
  readonly ecgi?: string
  readonly cgi?: string
  readonly sai?: string
  readonly rai?: string
}

/** 3GPP-User-Location-Info: TS 29.061 §16.4.7.2, written as in TS 29.274 §8.21; undefined where of another kind. */
export function userLocationAt(bytes: Uint8Array, from: number, to: number): UserLocation | undefined {
  const length = to - from - 1
  const at = from + 1
  switch (bytes[from]) {
    case TAI:
      return length >= 5 ? { tai: areaAt(bytes, at) } : undefined
    case ECGI:
      return length >= 7 ? { ecgi: cellAt(bytes, at) } : undefined
    case TAI_ECGI:
      return length >= 12 ? { tai: areaAt(bytes, at), ecgi: cellAt(bytes, at + 5) } : undefined
    case CGI:
      return length >= 7 ? { cgi: areaAndCellAt(bytes, at) } : undefined
    case SAI:
      return length >= 7 ? { sai: areaAndCellAt(bytes, at) } : undefined
    case RAI:
      return length >= 7 ? { rai: areaAndCellAt(bytes, at) } : undefined
    default:
      return undefined
  }
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

// Values of information elements: TS 24.008 §10.5, TS 24.301 §9.9, TS 24.501 §9.11.
import { formatIPv4 } from '../../bytes/address.ts'
import { plmnParts } from '../../bytes/digits.ts'
import { octets as hexadecimal, u16, u24 } from '../../bytes/octets.ts'
import { text } from '../../bytes/text.ts'
import { MM_CAUSES } from './tables.ts'
import { SLICE_CAUSES } from './tables-capabilities.ts'

/** The value [from, to) of an element; undefined where it lies about itself. */
export type Reader = (bytes: Uint8Array, from: number, to: number) => unknown

const REDACTED = '<redacted>'

/** Authentication vectors and keys. */
export const secret: Reader = () => REDACTED

const LONGEST_TEXT = 256
export const number: Reader = (bytes, from, to) => {
  let value = 0
  for (let at = from; at < Math.min(to, from + 6); at++) value = value * 256 + bytes[at]!
  return value
}

/** The low three bits of a half octet or octet, by name. */
export function low(names: Readonly<Record<number, string>> | readonly string[]): (octet: number) => string | number {
  return (octet) => (names as Readonly<Record<number, string>>)[octet & 7] ?? octet & 7
}

export function cause(names: Readonly<Record<number, string>>): Reader {
  return (bytes, from) => {
    const code = bytes[from]!
    return { code, name: names[code] ?? `Cause ${code}` }
  }
}

/** Labels as in DNS: TS 23.003 §9.1. */
export const accessPointName: Reader = (bytes, from, to) => {
  const labels: string[] = []
  for (let at = from; at < to && at < from + LONGEST_TEXT;) {
    const end = at + 1 + bytes[at]!
    if (end > to) return undefined
    labels.push(text(bytes, at + 1, end))
    at = end
  }
  return labels.join('.')
}

const GPRS_UNITS: readonly number[] = [2, 60, 360, 60, 60, 60, 60]
const GPRS_3_UNITS: readonly number[] = [600, 3600, 36_000, 2, 30, 60, 1_152_000]

/** Seconds: TS 24.008 §10.5.7.3, §10.5.7.4. */
export const timer: Reader = (bytes, from) => timed(bytes[from]!, GPRS_UNITS)
/** Seconds: TS 24.008 §10.5.7.4a. */
export const timer3: Reader = (bytes, from) => timed(bytes[from]!, GPRS_3_UNITS)

function timed(octet: number, units: readonly number[]): number | string {
  const unit = units[octet >> 5]
  return unit === undefined ? 'deactivated' : unit * (octet & 31)
}

/** PDN address: TS 24.301 §9.9.4.9; PDU address: TS 24.501 §9.11.4.10. The address of IPv6 is its interface identifier. */
export function sessionAddress(field: string, names: Readonly<Record<number, string>>): Reader {
  return (bytes, from, to) => {
    const type = bytes[from]! & 7
    const found: Record<string, unknown> = { [field]: names[type] ?? type }
    const [six, four] = [type === 2 || type === 3, type === 1 || type === 3]
    const fourAt = from + 1 + (six ? 8 : 0)
    if (fourAt + (four ? 4 : 0) > to) return undefined
    if (six) found['interface_identifier'] = hexadecimal(bytes, from + 1, from + 9)
    const address = four ? formatIPv4(bytes, fourAt) : ''
    // 0.0.0.0 is to be got by DHCP.
    if (four && address !== '0.0.0.0') found['ue_ip'] = address
    return found
  }
}

/** TS 24.301 §9.9.3.33: lists of one, two or more; TS 24.501 §9.11.3.9 with codes of three octets. */
export function trackingAreas(codeSize: 2 | 3): Reader {
  const code = codeSize === 2 ? u16 : u24
  return (bytes, from, to) => {
    const found: object[] = []
    let at = from
    while (at < to && found.length < MOST_AREAS) {
      const [type, count] = [(bytes[at]! >> 5) & 3, (bytes[at]! & 31) + 1]
      const size = type === 2 ? count * (3 + codeSize) : 3 + (type === 1 ? 1 : count) * codeSize
      if (at + 1 + size > to) return undefined
      const areas = type === 1 ? 1 : count
      for (let i = 0; i < areas; i++) {
        const own = type === 2 ? at + 1 + i * (3 + codeSize) : at + 1
        const tac = type === 2 ? own + 3 : own + 3 + i * codeSize
        found.push({ ...plmnParts(bytes, own), tac: code(bytes, tac), ...(type === 1 && count > 1 && { count }) })
      }
      at += 1 + size
    }
    return found
  }
}

const MOST_AREAS = 64

export const trackingArea: Reader = (bytes, from, to) => {
  const tac = to - from === 5 ? u16(bytes, from + 3) : u24(bytes, from + 3)
  return { ...plmnParts(bytes, from), tac }
}

/** S-NSSAI: TS 24.501 §9.11.2.8; in a visited network with that of the home one. */
export const sNssai: Reader = (bytes, from, to) => {
  const size = to - from
  const hasDifferentiator = size === 4 || size === 5 || size === 8
  const mapped = from + (hasDifferentiator ? 4 : 1)
  return {
    ...slice(bytes, from, hasDifferentiator),
    ...(mapped < to && { mapped: slice(bytes, mapped, to - mapped >= 4) }),
  }
}

function slice(bytes: Uint8Array, at: number, hasDifferentiator: boolean): { sst: number; sd?: string } {
  const sd = hasDifferentiator ? hexadecimal(bytes, at + 1, at + 4) : NO_DIFFERENTIATOR
  return { sst: bytes[at]!, ...(sd !== NO_DIFFERENTIATOR && { sd }) }
}
const NO_DIFFERENTIATOR = 'ffffff'

/** NSSAI: TS 24.501 §9.11.3.37. */
export const nssai: Reader = (bytes, from, to) => {
  const found: unknown[] = []
  for (let at = from; at < to;) {
    const end = at + 1 + bytes[at]!
    if (end > to || end === at + 1) return undefined
    found.push(sNssai(bytes, at + 1, end))
    at = end
  }
  return found
}

/** Rejected NSSAI: TS 24.501 §9.11.3.46. */
export const rejectedNssai: Reader = (bytes, from, to) => {
  const found: unknown[] = []
  for (let at = from; at < to;) {
    const end = at + 1 + (bytes[at]! >> 4)
    if (end > to || end === at + 1) return undefined
    const code = bytes[at]! & 15
    found.push({
      ...(sNssai(bytes, at + 1, end) as object),
      cause: { code, name: SLICE_CAUSES[code] ?? `Cause ${code}` },
    })
    at = end
  }
  return found
}

/** Partial lists, each with a type, a count and causes: TS 24.501 §9.11.3.75. */
export const extendedRejectedNssai: Reader = (bytes, from, to) => {
  const found: unknown[] = []
  for (let at = from; at < to && found.length < MOST_AREAS;) {
    const count = (bytes[at]! & 15) + 1
    // Back-off timers stand in lists of the second type.
    let own = at + ((bytes[at]! >> 4) & 7 ? 2 : 1)
    for (let i = 0; i < count; i++) {
      const end = own + 1 + (own < to ? bytes[own]! >> 4 : to)
      if (end > to || end === own + 1) return undefined
      found.push(...(rejectedNssai(bytes, own, end) as object[]))
      own = end
    }
    at = own
  }
  return found
}

/** Names of the algorithms that a security mode command selects: TS 24.301 §9.9.3.23, TS 24.501 §9.11.3.34. */
export function algorithms(generation: 'E' | 'N'): Reader {
  return (bytes, from) => ({
    ciphering: `${generation}EA${(bytes[from]! >> 4) & (generation === 'E' ? 7 : 15)}`,
    integrity: `${generation}IA${bytes[from]! & (generation === 'E' ? 7 : 15)}`,
  })
}

/** PDU sessions by their bits: TS 24.501 §9.11.3.44; EPS bearers: TS 24.301 §9.9.2.1. */
export const byBits: Reader = (bytes, from, to) => {
  const set: number[] = []
  for (let i = 0; i < 16 && from + (i >> 3) < to; i++) if ((bytes[from + (i >> 3)]! & (1 << (i & 7))) !== 0) set.push(i)
  return set
}

/** Pairs of a PDU session and why it was not reactivated: TS 24.501 §9.11.3.43. */
export const reactivationCauses: Reader = (bytes, from, to) => {
  const found: object[] = []
  for (let at = from; at + 2 <= to && found.length < MOST_AREAS; at += 2) {
    found.push({ pdu_session_id: bytes[at]!, cause: cause(MM_CAUSES)(bytes, at + 1, at + 2) })
  }
  return found
}

/** A bit of a half octet, or octet. */
export function bit(number: number): Reader {
  return (bytes, from) => (bytes[from]! & (1 << number)) !== 0
}

/** Bits from the lowest on, by name. */
export function bits(names: readonly string[]): Reader {
  return (bytes, from) => names.filter((_name, i) => (bytes[from]! & (1 << i)) !== 0)
}

/** The low bits of an octet, by name. */
export function named(mask: number, names: Readonly<Record<number, string>> | readonly string[]): Reader {
  return (bytes, from) => (names as Readonly<Record<number, string>>)[bytes[from]! & mask] ?? bytes[from]! & mask
}

/** Radio frames between pagings, of 10 ms: TS 24.501 §9.11.3.2A. */
export const drx: Reader = (bytes, from) => cycle(DRX_CYCLES[bytes[from]! & 15])
const DRX_CYCLES: Readonly<Record<number, number>> = { 1: 32, 2: 64, 3: 128, 4: 256 }

/** DRX parameter: the cycle in S1 mode stands in its second octet, TS 24.008 §10.5.5.6. */
export const epsDrx: Reader = (bytes, from) => cycle(EPS_DRX_CYCLES[bytes[from + 1]! >> 4])
const EPS_DRX_CYCLES: Readonly<Record<number, number>> = { 6: 32, 7: 64, 8: 128, 9: 256 }

function cycle(frames: number | undefined): string {
  return frames === undefined ? 'not specified' : `${frames} radio frames`
}

/** Location area identification: TS 24.008 §10.5.1.3. */
export const locationArea: Reader = (bytes, from, to) =>
  to - from < 5 ? undefined : { ...plmnParts(bytes, from), lac: u16(bytes, from + 3) }

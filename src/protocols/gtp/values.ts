// Values that elements of every version of GTP are made of.
import { formatIPv4, formatIPv6 } from '../../bytes/address.ts'
import { plmn } from '../../bytes/digits.ts'
import { u16 } from '../../bytes/octets.ts'

/** An address of 4 or 16 octets; undefined where the length is another. */
export function address(bytes: Uint8Array, from: number, to: number): string | undefined {
  if (to - from === 4) return formatIPv4(bytes, from)
  return to - from === 16 ? formatIPv6(bytes, from) : undefined
}

/** Longest name of RFC 1035 §2.3.4. */
const LONGEST_NAME = 255

/** Labels with a length before each, joined by dots, in lower case: an APN (TS 23.003 §9.1) or a domain name. */
export function labels(bytes: Uint8Array, from: number, to: number): string {
  let name = ''
  const end = Math.min(to, from + LONGEST_NAME)
  for (let at = from; at < end;) {
    const next = Math.min(at + 1 + bytes[at]!, end)
    if (name !== '') name += '.'
    for (at++; at < next; at++) name += printable(bytes[at]!)
  }
  return name
}

function printable(octet: number): string {
  if (octet >= 65 && octet <= 90) return String.fromCharCode(octet + 32)
  return octet > 32 && octet < 127 ? String.fromCharCode(octet) : '?'
}

/** Network identifier, and operator identifier where the APN has one: TS 23.003 §9.1.2. */
export function splitApn(name: string): { apn: string; apn_oi?: string } {
  const found = name.endsWith('.gprs') ? name.search(/\.mnc\d{3}\.mcc\d{3}\.gprs$/) : -1
  return found < 0 ? { apn: name } : { apn: name.slice(0, found), apn_oi: name.slice(found + 1) }
}

/** An area or cell: PLMN, then location area and cell or service area code (TS 29.060 §7.7.51, TS 29.274 §8.21). */
export function areaAndCode(bytes: Uint8Array, at: number): string {
  return `${plmn(bytes, at)}-${u16(bytes, at + 3)}-${u16(bytes, at + 5)}`
}

/** Offset from UTC of quarters of an hour in swapped digits, and daylight saving: TS 24.008 §10.5.3.8, §10.5.3.12. */
export function timeZone(bytes: Uint8Array, from: number, to: number): string {
  const octet = bytes[from]!
  const quarters = (octet & 7) * 10 + (octet >> 4)
  const sign = (octet & 8) === 0 ? '+' : '-'
  const clock = `${sign}${String(Math.floor(quarters / 4)).padStart(2, '0')}:${String((quarters % 4) * 15).padStart(2, '0')}`
  const saving = to - from > 1 ? bytes[from + 1]! & 3 : 0
  return saving === 0 ? clock : `${clock} DST+${saving}`
}

/** Seconds by unit; what no table has is minutes, and of the last unit the timer never ends. */
const TIMER_UNITS = [2, 60, 600, 3600, 36_000, 60, 60]

/** Unit in the high three bits, then the value: TS 29.274 §8.87, TS 29.244 §8.2.78. */
export function timerSeconds(octet: number): number | 'infinite' {
  const unit = TIMER_UNITS[octet >> 5]
  return unit === undefined ? 'infinite' : unit * (octet & 31)
}

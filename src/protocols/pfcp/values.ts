// Values of information elements: TS 29.244 §8.2. Each reader is given at least the octets that its element must have.
import { formatIPv4, formatIPv6 } from '../../bytes/address.ts'
import { tbcd } from '../../bytes/digits.ts'
import { unixTimeOfNtp } from '../../bytes/ntp.ts'
import { octets, u16, u32, unsigned } from '../../bytes/octets.ts'
import { hex, text } from '../../bytes/text.ts'

/** The value [from, to) of an element; undefined where it lies about itself, null where it says that there is none. */
export type Reader = (bytes: Uint8Array, from: number, to: number) => unknown

const LONGEST_TEXT = 512

export function number(bytes: Uint8Array, from: number, to: number): number | undefined {
  return to - from <= 8 ? unsigned(bytes, from, to - from) : undefined
}

export function utf8(bytes: Uint8Array, from: number, to: number): string {
  return text(bytes, from, Math.min(to, from + LONGEST_TEXT))
}

/** ISO 8601, from NTP seconds; null where none is set. */
export function ntpTime(bytes: Uint8Array, from: number): string | null {
  return u32(bytes, from) === 0 ? null : new Date(unixTimeOfNtp(bytes, from)).toISOString()
}

/** The low four bits of the first octet, by name. */
export function nibble(names: readonly string[]): Reader {
  return (bytes, from) => names[bytes[from]! & 15] ?? bytes[from]! & 15
}

/** The low bits of the first octet that `mask` leaves, by name; the others are spare. */
export function masked(mask: number, names: Readonly<Record<number, string>> | readonly string[]): Reader {
  return (bytes, from) => {
    const value = bytes[from]! & mask
    return (names as Readonly<Record<number, string>>)[value] ?? value
  }
}

export function octet(names: Readonly<Record<number, string>> | readonly string[]): Reader {
  return (bytes, from) => (names as Readonly<Record<number, string>>)[bytes[from]!] ?? bytes[from]
}

/** Names of the bits that are set, lowest of the first octet first. */
export function bits(names: readonly string[]): Reader {
  return (bytes, from, to) => {
    const set: string[] = []
    for (let i = 0; i < names.length && from + (i >> 3) < to; i++) {
      if ((bytes[from + (i >> 3)]! & (1 << (i & 7))) !== 0) set.push(names[i]!)
    }
    return set
  }
}

/** `0x` and 16 digits. */
export function seid(bytes: Uint8Array, at: number): string {
  return (
    hex(u32(bytes, at), 8) +
    u32(bytes, at + 4)
      .toString(16)
      .padStart(8, '0')
  )
}

/** F-SEID: §8.2.37. */
export function fSeid(bytes: Uint8Array, from: number, to: number): Addressed | undefined {
  const flags = bytes[from]!
  return withAddresses(bytes, { from: from + 9, to, four: flags & 2, six: flags & 1 }, { seid: seid(bytes, from + 1) })
}

/** F-TEID: §8.2.3. With CHOOSE the user plane is to give one. */
export function fTeid(bytes: Uint8Array, from: number, to: number): object | undefined {
  const flags = bytes[from]!
  if ((flags & 4) !== 0) {
    const choose_id = (flags & 8) !== 0 && from + 1 < to ? bytes[from + 1] : undefined
    return { choose: true, ...(choose_id !== undefined && { choose_id }) }
  }
  if (to - from < 5) return undefined
  return withAddresses(
    bytes,
    { from: from + 5, to, four: flags & 1, six: flags & 2 },
    { teid: hex(u32(bytes, from + 1), 8) },
  )
}

/** UE IP Address: §8.2.62. */
export function ueAddress(bytes: Uint8Array, from: number, to: number): Addressed | undefined {
  const flags = bytes[from]!
  // With CHV4 or CHV6 the user plane is to give one.
  const value = (flags & 0x30) === 0 ? {} : { choose: true }
  return withAddresses(bytes, { from: from + 1, to, four: flags & 2, six: flags & 1 }, value)
}

interface Addresses {
  readonly from: number
  readonly to: number
  /** Not 0 where an address of that version is there. */
  readonly four: number
  readonly six: number
}

/** A value that may hold an address of each version. */
interface Addressed {
  readonly choose?: true
  readonly ipv4?: string
  readonly ipv6?: string
}

function withAddresses(bytes: Uint8Array, { from, to, four, six }: Addresses, value: object): Addressed | undefined {
  const found: { ipv4?: string; ipv6?: string } = { ...value }
  const sixAt = four === 0 ? from : from + 4
  if ((six === 0 ? sixAt : sixAt + 16) > to) return undefined
  if (four !== 0) found.ipv4 = formatIPv4(bytes, from)
  if (six !== 0) found.ipv6 = formatIPv6(bytes, sixAt)
  return found
}

/** Outer Header Creation: §8.2.56. */
export function outerHeader(bytes: Uint8Array, from: number, to: number): object | undefined {
  const description = bytes[from]!
  const isTunnel = (description & 3) !== 0
  let at = from + 2
  const found: Record<string, unknown> = {}
  if (isTunnel) {
    if (at + 4 > to) return undefined
    found['teid'] = hex(u32(bytes, at), 8)
    at += 4
  }
  const [four, six, ports] = [description & 0x15, description & 0x2a, description & 0x0c]
  const end = at + (four === 0 ? 0 : 4) + (six === 0 ? 0 : 16)
  if (end > to) return undefined
  if (four !== 0) found['ip'] = formatIPv4(bytes, at)
  if (six !== 0) found[four === 0 ? 'ip' : 'ipv6'] = formatIPv6(bytes, four === 0 ? at : at + 4)
  if (ports !== 0 && end + 2 <= to) found['port'] = u16(bytes, end)
  return found
}

/** Node ID: §8.2.38. */
export function nodeId(bytes: Uint8Array, from: number, to: number): string | undefined {
  const type = bytes[from]! & 15
  const size = to - from - 1
  if (type === 0) return size >= 4 ? formatIPv4(bytes, from + 1) : undefined
  if (type === 1) return size >= 16 ? formatIPv6(bytes, from + 1) : undefined
  return name(bytes, from + 1, to)
}

/** Labels as in DNS (TS 23.003 §9.1), or plain text, as many write it. */
export function name(bytes: Uint8Array, from: number, to: number): string {
  const end = Math.min(to, from + LONGEST_TEXT)
  const labels: string[] = []
  let at = from
  while (at < end && bytes[at]! < 64 && at + 1 + bytes[at]! <= end) {
    labels.push(text(bytes, at + 1, at + 1 + bytes[at]!))
    at += 1 + bytes[at]!
  }
  return at === end && labels.length > 0 ? labels.filter((label) => label !== '').join('.') : text(bytes, from, end)
}

/** SDF Filter: §8.2.5; the first of its parts is told where it has none of the description. */
export function sdfFilter(bytes: Uint8Array, from: number, to: number): string | undefined {
  const flags = bytes[from]!
  if ((flags & 1) === 0) return octets(bytes, from, to)
  if (from + 4 > to) return undefined
  const end = from + 4 + u16(bytes, from + 2)
  return end <= to ? utf8(bytes, from + 4, end) : undefined
}

/** MBR and GBR: §8.2.8, in kbit/s. */
export function bitRates(bytes: Uint8Array, from: number): object {
  return { ul: unsigned(bytes, from, 5), dl: unsigned(bytes, from + 5, 5) }
}

/** Gate Status: §8.2.7. */
export function gates(names: readonly string[]): Reader {
  return (bytes, from) => ({
    ul: names[(bytes[from]! >> 2) & 3] ?? 'reserved',
    dl: names[bytes[from]! & 3] ?? 'reserved',
  })
}

/** Volume thresholds, quotas and measurements: §8.2.13, §8.2.44, §8.2.50. Octets, then packets. */
export function volume(bytes: Uint8Array, from: number, to: number): object | undefined {
  const found: Record<string, unknown> = {}
  let at = from + 1
  for (const [i, part] of ['total', 'ul', 'dl', 'packets', 'packets_ul', 'packets_dl'].entries()) {
    if ((bytes[from]! & (1 << i)) === 0) continue
    if (at + 8 > to) return undefined
    found[part] = unsigned(bytes, at, 8)
    at += 8
  }
  return found
}

/** User ID: §8.2.101. */
export function userId(bytes: Uint8Array, from: number, to: number): object | undefined {
  const found: Record<string, unknown> = {}
  let at = from + 1
  for (const [i, part] of ['imsi', 'imei', 'msisdn', 'nai', 'supi', 'gpsi', 'pei'].entries()) {
    if ((bytes[from]! & (1 << i)) === 0) continue
    const end = at + 1 + (at < to ? bytes[at]! : to)
    if (end > to) return undefined
    found[part] = i < 3 ? tbcd(bytes, at + 1, end) : utf8(bytes, at + 1, end)
    at = end
  }
  return found
}

/** S-NSSAI: §8.2.176. */
export function sNssai(bytes: Uint8Array, from: number): object {
  const sd = octets(bytes, from + 1, from + 4)
  return { sst: bytes[from]!, ...(sd !== 'ffffff' && { sd }) }
}

/** Failed Rule ID: §8.2.80. */
export function failedRule(names: readonly string[]): Reader {
  return (bytes, from, to) => {
    const kind = names[bytes[from]! & 31] ?? `Rule of type ${bytes[from]! & 31}`
    return `${kind} ${unsigned(bytes, from + 1, Math.min(4, to - from - 1))}`
  }
}

/** Remote GTP-U Peer: §8.2.70. */
export function remotePeer(bytes: Uint8Array, from: number, to: number): object | undefined {
  const flags = bytes[from]!
  return withAddresses(bytes, { from: from + 1, to, four: flags & 2, six: flags & 1 }, {})
}

/** FQ-CSID: §8.2.45. */
export function sessionSets(bytes: Uint8Array, from: number, to: number): object | undefined {
  const type = bytes[from]! >> 4
  const end = from + 1 + (type === 1 ? 16 : 4)
  if (end > to) return undefined
  const node =
    type === 0 ? formatIPv4(bytes, from + 1) : type === 1 ? formatIPv6(bytes, from + 1) : hex(u32(bytes, from + 1), 8)
  const csids: number[] = []
  for (let at = end; at + 2 <= to && csids.length < (bytes[from]! & 15); at += 2) csids.push(u16(bytes, at))
  return { node, csids }
}

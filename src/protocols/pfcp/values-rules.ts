// Values of information elements of rules, reports and nodes that most messages do not have: TS 29.244 §8.2.
import { formatIPv4, formatIPv6 } from '../../bytes/address.ts'
import { octets, u16, u32, unsigned } from '../../bytes/octets.ts'
import { text } from '../../bytes/text.ts'
import { timerSeconds } from '../gtp/values.ts'
import * as tables from './tables-values.ts'
import { name, type Reader, utf8 } from './values.ts'

/** Timers: §8.2.28, §8.2.78. */
export const timer: Reader = (bytes, from) => timerSeconds(bytes[from]!)

/** Names of the bits of one octet, as `values.bits` of the whole value. */
function setOf(octet: number, names: readonly string[]): string[] {
  return names.filter((_, bit) => (octet & (1 << bit)) !== 0)
}

/** A text with two octets of length before it; undefined where it does not fit. */
function textAt(bytes: Uint8Array, at: number, to: number): { text: string; end: number } | undefined {
  const end = at + 2 <= to ? at + 2 + u16(bytes, at) : to + 1
  return end <= to ? { text: utf8(bytes, at + 2, end), end } : undefined
}

/** Redirect Information: §8.2.20. Of type 4 and more a second address follows. */
export const redirect: Reader = (bytes, from, to) => {
  const type = bytes[from]! & 15
  const first = textAt(bytes, from + 1, to)
  if (first === undefined) return undefined
  const other = textAt(bytes, first.end, to)
  return {
    type: tables.REDIRECT_TYPES[type] ?? type,
    address: first.text,
    ...(other !== undefined && other.text !== '' && { other_address: other.text }),
  }
}

/** Forwarding Policy: §8.2.23. */
export const forwardingPolicy: Reader = (bytes, from, to) => {
  const end = from + 1 + bytes[from]!
  return end <= to ? text(bytes, from + 1, end) : undefined
}

/** Downlink Data Service Information: §8.2.27. The code point of what waits, and its flow. */
export const downlinkService: Reader = (bytes, from, to) => {
  const [hasPolicy, hasFlow] = [(bytes[from]! & 1) !== 0, (bytes[from]! & 2) !== 0]
  const flowAt = from + 1 + (hasPolicy ? 1 : 0)
  if (flowAt + (hasFlow ? 1 : 0) > to) return undefined
  return {
    ...(hasPolicy && { dscp: bytes[from + 1]! & 63 }),
    ...(hasFlow && { qfi: bytes[flowAt]! & 63 }),
  }
}

/** Flow Information: §8.2.61. */
export const flow: Reader = (bytes, from, to) => {
  const direction = bytes[from]! & 7
  const description = textAt(bytes, from + 1, to)
  if (description === undefined) return undefined
  return { direction: tables.FLOW_DIRECTIONS[direction] ?? direction, description: description.text }
}

/** Packet Rate: §8.2.63; with the third flag, those of exception data behind. */
export const packetRate: Reader = (bytes, from, to) => {
  const [up, down, more] = [1, 2, 4].map((bit) => (bytes[from]! & bit) !== 0)
  const parts = [up && 'uplink', down && 'downlink', up && more && 'uplink_more', down && more && 'downlink_more']
  const rates: Record<string, string> = {}
  let at = from + 1
  for (const part of parts) {
    if (!part) continue
    if (at + 3 > to) return undefined
    const unit = bytes[at]! & 7
    rates[part] = `${u16(bytes, at + 1)} per ${tables.TIME_UNITS[unit] ?? `unit ${unit}`}`
    at += 3
  }
  return rates
}

/** Dropped DL Traffic Threshold: §8.2.49. */
export const droppedTraffic: Reader = (bytes, from, to) => {
  const found: Record<string, unknown> = {}
  let at = from + 1
  for (const [bit, part] of ['packets', 'octets'].entries()) {
    if ((bytes[from]! & (1 << bit)) === 0) continue
    if (at + 8 > to) return undefined
    found[part] = unsigned(bytes, at, 8)
    at += 8
  }
  return found
}

/** User Plane IP Resource Information: §8.2.82. */
export const userPlaneResources: Reader = (bytes, from, to) => {
  const flags = bytes[from]!
  const rangeBits = (flags >> 2) & 7
  const four = from + 1 + (rangeBits === 0 ? 0 : 1)
  const six = four + ((flags & 1) === 0 ? 0 : 4)
  const instance = six + ((flags & 2) === 0 ? 0 : 16)
  const end = (flags & 0x40) === 0 ? to : to - 1
  if (instance > end) return undefined
  return {
    ...(rangeBits !== 0 && { teid_range: bytes[from + 1]!, teid_range_bits: rangeBits }),
    ...(six > four && { ipv4: formatIPv4(bytes, four) }),
    ...(instance > six && { ipv6: formatIPv6(bytes, six) }),
    ...((flags & 0x20) !== 0 && { network_instance: name(bytes, instance, end) }),
    ...(end < to && { source_interface: bytes[end]! & 15 }),
  }
}

/** Header Enrichment: §8.2.67. */
export const headerEnrichment: Reader = (bytes, from, to) => {
  const nameEnd = from + 2 <= to ? from + 2 + bytes[from + 1]! : to + 1
  const end = nameEnd < to ? nameEnd + 1 + bytes[nameEnd]! : to + 1
  if (end > to) return undefined
  return { name: utf8(bytes, from + 2, nameEnd), value: utf8(bytes, nameEnd + 1, end) }
}

/** MAC address: §8.2.93. */
export const macAddress: Reader = (bytes, from, to) => {
  const found: Record<string, string> = {}
  let at = from + 1
  for (const [bit, part] of ['source', 'destination', 'upper_source', 'upper_destination'].entries()) {
    if ((bytes[from]! & (1 << bit)) === 0) continue
    if (at + 6 > to) return undefined
    found[part] = macAt(bytes, at)
    at += 6
  }
  return found
}

function macAt(bytes: Uint8Array, at: number): string {
  return octets(bytes, at, at + 6).replaceAll(/..(?=.)/g, '$&:')
}

/** MAC Addresses Detected and Removed: §8.2.103, §8.2.104. */
export const macAddresses: Reader = (bytes, from, to) => {
  const end = from + 1 + bytes[from]! * 6
  if (end > to) return undefined
  const found: string[] = []
  for (let at = from + 1; at < end; at += 6) found.push(macAt(bytes, at))
  return found
}

/** C-TAG and S-TAG: §8.2.94, §8.2.95. */
export const tag: Reader = (bytes, from) => {
  const flags = bytes[from]!
  const first = bytes[from + 1]!
  return {
    ...((flags & 1) !== 0 && { priority: first & 7 }),
    ...((flags & 2) !== 0 && { drop_eligible: (first & 8) !== 0 }),
    ...((flags & 4) !== 0 && { vlan: ((first >> 4) << 8) | bytes[from + 2]! }),
  }
}

/** Time Quota Mechanism: §8.2.81. */
export const timeQuotaMechanism: Reader = (bytes, from) => ({
  type: tables.TIME_QUOTAS[bytes[from]! & 3] ?? bytes[from]! & 3,
  interval_s: u32(bytes, from + 1),
})

/** Multiplier: §8.2.84; its digits are more than a double holds. */
export const multiplier: Reader = (bytes, from) => {
  const digits = BigInt.asIntN(64, BigInt(`0x${octets(bytes, from, from + 8)}`))
  return `${digits}e${u32(bytes, from + 8) | 0}`
}

/** Additional Usage Reports Information: §8.2.91. */
export const moreReports: Reader = (bytes, from) => ({
  more: (bytes[from]! & 0x80) !== 0,
  reports: u16(bytes, from) & 0x7fff,
})

/** Alternative SMF and CP PFCP Entity IP Address: §8.2.129, §8.2.133. */
export const nodeAddress: Reader = (bytes, from, to) => {
  const flags = bytes[from]!
  const six = from + 1 + ((flags & 2) === 0 ? 0 : 4)
  const end = six + ((flags & 1) === 0 ? 0 : 16)
  if (end > to) return undefined
  return {
    ...(six > from + 1 && { ipv4: formatIPv4(bytes, from + 1) }),
    ...(end > six && { ipv6: formatIPv6(bytes, six) }),
  }
}

/** NF Instance ID: §8.2.175, a UUID. */
export const uuid: Reader = (bytes, from) =>
  octets(bytes, from, from + 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')

/** DL Flow Level Marking: §8.2.66. */
export const flowMarking: Reader = (bytes, from, to) => {
  const [hasClass, hasService] = [(bytes[from]! & 1) !== 0, (bytes[from]! & 2) !== 0]
  const service = from + 1 + (hasClass ? 2 : 0)
  if (service + (hasService ? 2 : 0) > to) return undefined
  return {
    ...(hasClass && { traffic_class: octets(bytes, from + 1, from + 3) }),
    ...(hasService && { service_class: octets(bytes, service, service + 2) }),
  }
}

/** PFD contents: §8.2.39. */
export const packetFlow: Reader = (bytes, from, to) => {
  const found: Record<string, string> = {}
  let at = from + 2
  for (const part of setOf(bytes[from]!, ['flow', 'url', 'domain', 'custom', 'domain_protocol'])) {
    const one = textAt(bytes, at, to)
    if (one === undefined) return undefined
    found[part] = one.text
    at = one.end
  }
  return found
}

/** Downlink Data Notification Delay: §8.2.28, in steps of 50 ms. */
export const notificationDelay: Reader = (bytes, from) => bytes[from]! * 50

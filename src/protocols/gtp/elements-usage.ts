// Information elements of GTPv2-C for quality, rates, load, timers and usage: TS 29.274 §8.
import { formatIPv4 } from '../../bytes/address.ts'
import { u16, u32, unsigned } from '../../bytes/octets.ts'
import { ntpTime } from '../pfcp/values.ts'
import type { ElementKind, Elements, Fields, Reader } from './elements.ts'
import { flags } from './readers.ts'
import * as tables from './tables-v2-values.ts'
import { labels, timerSeconds } from './values.ts'

const RATES = ['mbr_uplink_kbps', 'mbr_downlink_kbps', 'gbr_uplink_kbps', 'gbr_downlink_kbps'] as const

/** The rates that are not 0, of 40 bits each. */
export function readRates(elements: Elements, at: number): void {
  RATES.forEach((name, i) => {
    const rate = unsigned(elements.bytes, at + i * 5, 5)
    if (rate !== 0) elements.put(name, rate, at + i * 5, at + 5 + i * 5)
  })
}

/** §8.16. */
const readFlowQos: Reader = (elements, from) => {
  elements.put('qci', elements.bytes[from], from, from + 1)
  readRates(elements, from + 1)
}

/** §8.27: in steps of 50 ms. */
const readDelay: Reader = (elements, from) => elements.put('delay_ms', elements.bytes[from]! * 50, from, from + 1)

function timer(name: string): Reader {
  return (elements, from) => elements.put(name, timerSeconds(elements.bytes[from]!), from, from + 1)
}

/** §8.85: for how long, and which part of downlink notifications is to be left out. */
const readThrottling: Reader = (elements, from) =>
  elements.put(
    'throttling',
    { duration_s: timerSeconds(elements.bytes[from]!), percent: elements.bytes[from + 1]! },
    from,
    from + 2,
  )

/** §8.113. */
const readCapacity: Reader = (elements, from, to) => {
  const { bytes } = elements
  const end = Math.min(to, from + 2 + bytes[from + 1]!)
  const capacity = { percent: bytes[from]!, apn: labels(bytes, from + 2, end) }
  elements.add('apn_capacities', capacity)
  elements.show('apn_capacity', capacity, from, to)
}

/** §8.115: which bearer pages, and the code point of what it pages for. */
const readPaging: Reader = (elements, from, to) => {
  const { bytes } = elements
  const hasPolicy = to - from >= 3 && (bytes[from + 1]! & 1) !== 0
  const paging = { ebi: bytes[from]! & 15, ...(hasPolicy && { dscp: bytes[from + 2]! & 63 }) }
  elements.add('paging', paging)
  elements.show('paging', paging, from, to)
}

/** §8.132. */
const readSecondaryUsage: Reader = (elements, from) => {
  const { bytes } = elements
  const rat = bytes[from + 1]!
  const usage: Fields = {
    rat_type: tables.SECONDARY_RATS[rat] ?? `Unknown(${rat})`,
    ebi: bytes[from + 2]! & 15,
    start: ntpTime(bytes, from + 3),
    end: ntpTime(bytes, from + 7),
    downlink_octets: unsigned(bytes, from + 11, 8),
    uplink_octets: unsigned(bytes, from + 19, 8),
  }
  elements.add('secondary_rat_usage', usage)
  elements.show('secondary_rat_usage', usage, from, from + 27)
}

/** §8.134: in tenths of a percent. */
const readLossRate: Reader = (elements, from, to) => {
  const { bytes } = elements
  const [hasUplink, hasDownlink] = [(bytes[from]! & 1) !== 0, (bytes[from]! & 2) !== 0]
  const downlink = from + 1 + (hasUplink ? 2 : 0)
  if (downlink + (hasDownlink ? 2 : 0) > to) return elements.fail('malformed')
  const rates = {
    ...(hasUplink && { uplink_percent: u16(bytes, from + 1) / 10 }),
    ...(hasDownlink && { downlink_percent: u16(bytes, downlink) / 10 }),
  }
  elements.put('max_loss', rates, from, to)
}

const readRateControl: Reader = (elements, from) => {
  const { bytes } = elements
  elements.put('plmn_rate_control', { uplink: u16(bytes, from), downlink: u16(bytes, from + 2) }, from, from + 4)
}

/** By type. */
export const USAGE: Readonly<Record<number, ElementKind>> = {
  81: { least: 21, read: readFlowQos },
  92: { least: 1, read: readDelay },
  97: { least: 1, read: flags('bearer_flags', tables.BEARER_FLAGS) },
  152: { least: 1, read: flags('node_features', tables.NODE_FEATURES) },
  154: { least: 2, read: readThrottling },
  156: { least: 1, read: timer('timer_s') },
  161: {
    least: 8,
    read: (elements, from) =>
      elements.put(
        'max_mbr',
        { uplink_kbps: u32(elements.bytes, from), downlink_kbps: u32(elements.bytes, from + 4) },
        from,
        from + 8,
      ),
  },
  166: {
    least: 5,
    read: (elements, from) =>
      elements.put(
        'default_router',
        `${formatIPv4(elements.bytes, from + 1)}/${elements.bytes[from]!}`,
        from,
        from + 5,
      ),
  },
  184: { least: 2, read: readCapacity },
  186: { least: 2, read: readPaging },
  194: { least: 1, read: flags('ciot_support', tables.CIOT_SUPPORT) },
  198: { least: 4, read: readRateControl },
  201: { least: 27, read: readSecondaryUsage },
  203: { least: 1, read: readLossRate },
}

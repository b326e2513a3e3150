// Quality of service profile: TS 29.060 §7.7.34, TS 24.008 §10.5.6.5.
import type { Elements, Fields } from './elements.ts'

const TRAFFIC_CLASSES: readonly string[] = ['subscribed', 'conversational', 'streaming', 'interactive', 'background']

/** Octets a second. */
function peakThroughput(coded: number): number | undefined {
  return coded >= 1 && coded <= 9 ? 1000 * 2 ** (coded - 1) : undefined
}

const FIRST_MEAN = 100
const LAST_MEAN = 18
const BEST_EFFORT = 31

/** Octets an hour, in steps of 1, 2, 5, 10 …, or `best effort`. */
function meanThroughput(coded: number): number | string | undefined {
  if (coded === BEST_EFFORT) return 'best effort'
  if (coded < 1 || coded > LAST_MEAN) return undefined
  return FIRST_MEAN * [1, 2, 5][(coded - 1) % 3]! * 10 ** Math.floor((coded - 1) / 3)
}

/** Largest unit of data, in octets. */
function sduSize(coded: number): number | undefined {
  if (coded >= 1 && coded <= 150) return coded * 10
  return [1502, 1510, 1520][coded - 151]
}

/** Milliseconds. */
function transferDelay(coded: number): number | undefined {
  if (coded < 16) return coded === 0 ? undefined : coded * 10
  if (coded < 32) return 200 + (coded - 16) * 50
  return coded < 63 ? 1000 + (coded - 32) * 100 : undefined
}

const BIT_ERROR_RATIOS: readonly (string | undefined)[] = [
  undefined,
  '5e-2',
  '1e-2',
  '5e-3',
  '4e-3',
  '1e-3',
  '1e-4',
  '1e-5',
  '1e-6',
  '6e-8',
]
const SDU_ERROR_RATIOS: readonly (string | undefined)[] = [
  undefined,
  '1e-2',
  '7e-3',
  '1e-3',
  '1e-4',
  '1e-5',
  '1e-6',
  '1e-1',
]
const DELIVERY_ORDERS: readonly (boolean | undefined)[] = [undefined, true, false]
const ERRONEOUS: readonly (string | undefined)[] = [undefined, 'no detection', 'delivered', 'not delivered']

/** Bit rate of the coded octet, in kbit/s: 0 is the subscribed one, 255 none. */
function rate(coded: number): number {
  if (coded < 64) return coded
  if (coded < 128) return 64 + (coded - 64) * 8
  return coded < 255 ? 576 + (coded - 128) * 64 : 0
}

/** The same by the extended octet, which holds where it is not 0. */
function extendedRate(coded: number): number {
  if (coded <= 74) return 8600 + coded * 100
  if (coded <= 186) return 16_000 + (coded - 74) * 1000
  return coded <= 250 ? 128_000 + (coded - 186) * 2000 : 0
}

/** The same by the second extended octet, for rates of 256 Mbit/s and more. */
function furtherRate(coded: number): number {
  if (coded <= 61) return 256_000 + coded * 4000
  if (coded <= 161) return 500_000 + (coded - 61) * 10_000
  return coded <= 246 ? 1_500_000 + (coded - 161) * 100_000 : 0
}

/** Name, and places of the octet, of the extended and of the second extended one, behind the retention priority. */
const RATES: readonly (readonly [string, number, number, number])[] = [
  ['mbr_uplink_kbps', 6, 15, 19],
  ['mbr_downlink_kbps', 7, 13, 17],
  ['gbr_uplink_kbps', 10, 16, 20],
  ['gbr_downlink_kbps', 11, 14, 18],
]

/** Values of the octets, which stand at `at`: the first 4 are of release 97, and 0 is what is subscribed. */
type Reading = (octet: (at: number) => number) => unknown

/** What is behind the retention priority: name, the octet that has to be there, and how it is read. */
const FIELDS: readonly (readonly [string, number, Reading])[] = [
  ['delay_class', 1, (octet) => (octet(1) >> 3) & 7],
  ['reliability_class', 1, (octet) => octet(1) & 7 || undefined],
  ['peak_throughput_octets_s', 2, (octet) => peakThroughput(octet(2) >> 4)],
  ['precedence_class', 2, (octet) => octet(2) & 7 || undefined],
  ['mean_throughput_octets_h', 3, (octet) => meanThroughput(octet(3) & 31)],
  ['traffic_class', 4, (octet) => TRAFFIC_CLASSES[octet(4) >> 5] ?? `Unknown(${octet(4) >> 5})`],
  ['delivery_order', 4, (octet) => DELIVERY_ORDERS[(octet(4) >> 3) & 3]],
  ['erroneous_sdus', 4, (octet) => ERRONEOUS[octet(4) & 7]],
  ['max_sdu_octets', 5, (octet) => sduSize(octet(5))],
  ['residual_bit_error_ratio', 8, (octet) => BIT_ERROR_RATIOS[octet(8) >> 4]],
  ['sdu_error_ratio', 8, (octet) => SDU_ERROR_RATIOS[octet(8) & 15]],
  ['transfer_delay_ms', 9, (octet) => transferDelay(octet(9) >> 2)],
  ['traffic_handling_priority', 9, (octet) => octet(9) & 3 || undefined],
  ['signalling', 12, (octet) => ((octet(12) & 16) === 0 ? undefined : true)],
  ['speech_source', 12, (octet) => ((octet(12) & 15) === 1 ? true : undefined)],
]

export function readQosProfile(elements: Elements, from: number, to: number): void {
  const { bytes } = elements
  const octet = (at: number): number => (from + at < to ? bytes[from + at]! : 0)
  const profile: Fields = { allocation_retention_priority: bytes[from]! }
  for (const [name, place, read] of FIELDS) {
    const value = from + place < to ? read(octet) : undefined
    if (value !== undefined) profile[name] = value
  }
  for (const [name, place, extended, further] of RATES) {
    const [coded, more, most] = [octet(place), octet(extended), octet(further)]
    const kbps = most > 0 ? furtherRate(most) : more > 0 ? extendedRate(more) : rate(coded)
    if (kbps !== 0) profile[name] = kbps
  }
  elements.put('qos', profile, from, to)
}

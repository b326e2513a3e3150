// Quality of service profile: TS 29.060 §7.7.34, TS 24.008 §10.5.6.5.
import type { Elements, Fields } from './elements.ts'

const TRAFFIC_CLASSES: readonly string[] = ['subscribed', 'conversational', 'streaming', 'interactive', 'background']

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

/** Name, and place of the octet and of the extended one, behind the allocation/retention priority. */
const RATES: readonly (readonly [string, number, number])[] = [
  ['mbr_uplink_kbps', 6, 15],
  ['mbr_downlink_kbps', 7, 13],
  ['gbr_uplink_kbps', 10, 16],
  ['gbr_downlink_kbps', 11, 14],
]

export function readQosProfile(elements: Elements, from: number, to: number): void {
  const { bytes } = elements
  const profile: Fields = { allocation_retention_priority: bytes[from]!, delay_class: (bytes[from + 1]! >> 3) & 7 }
  if (to - from > 4) {
    const traffic = bytes[from + 4]! >> 5
    profile['traffic_class'] = TRAFFIC_CLASSES[traffic] ?? `Unknown(${traffic})`
  }
  for (const [name, place, extended] of RATES) {
    if (from + place >= to) break
    const more = from + extended < to ? bytes[from + extended]! : 0
    const kbps = more === 0 ? rate(bytes[from + place]!) : extendedRate(more)
    if (kbps !== 0) profile[name] = kbps
  }
  elements.put('qos', profile, from, to)
}

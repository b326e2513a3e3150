// What the network tells of itself: TS 24.008 §10.5.3, TS 24.501 §9.11.3.
import { Cursor } from '../../bytes/cursor.ts'
import { plmn, tbcd } from '../../bytes/digits.ts'
import { u16, u24 } from '../../bytes/octets.ts'
import { timeZone } from '../gtp/values.ts'
import { septets } from '../sip/tpdu.ts'
import { accessPointName, type Reader, trackingAreas } from './values.ts'

const MOST_ENTRIES = 64
const LONGEST_NAME = 128
const UCS2 = 1

/** Network name: TS 24.008 §10.5.3.5a, in UCS2 or the default alphabet, of which the letters are those of ASCII. */
export const networkName: Reader = (bytes, from, to) => {
  const coding = (bytes[from]! >> 4) & 7
  let name = ''
  if (coding === UCS2) {
    for (let at = from + 1; at + 1 < to && name.length < LONGEST_NAME; at += 2) {
      name += String.fromCharCode(u16(bytes, at))
    }
    return name
  }
  const count = Math.floor((8 * (to - from - 1) - (bytes[from]! & 7)) / 7)
  return septets(new Cursor(bytes, from + 1, to), Math.min(count, LONGEST_NAME))
}

/** Swapped digits. */
function pair(octet: number): string {
  return `${octet & 15}${octet >> 4}`
}

export const localZone: Reader = (bytes, from) => timeZone(bytes, from, from + 1)

/** TS 24.008 §10.5.3.9. */
export const universalTime: Reader = (bytes, from, to) => {
  if (to - from < 7) return undefined
  const [year, month, day, hour, minute, second] = [0, 1, 2, 3, 4, 5].map((i) => pair(bytes[from + i]!))
  return `20${year}-${month}-${day}T${hour}:${minute}:${second}Z (local ${timeZone(bytes, from + 6, from + 7)})`
}

/** TS 24.008 §10.5.3.12. */
export const daylightSaving: Reader = (bytes, from) => `+${bytes[from]! & 3} h`

/** PLMN list: TS 24.008 §10.5.1.13. */
export const plmnList: Reader = (bytes, from, to) => {
  const found: string[] = []
  for (let at = from; at + 3 <= to && found.length < MOST_ENTRIES; at += 3) found.push(plmn(bytes, at))
  return found
}

/** Emergency number list: TS 24.008 §10.5.3.13. */
export const emergencyNumbers: Reader = (bytes, from, to) => {
  const found: string[] = []
  for (let at = from; at < to && found.length < MOST_ENTRIES;) {
    const end = at + 1 + bytes[at]!
    if (end > to || end < at + 2) return undefined
    found.push(tbcd(bytes, at + 2, end))
    at = end
  }
  return found
}

/** Service area list: TS 24.501 §9.11.3.49. */
export const serviceAreas: Reader = (bytes, from, to) => {
  const found: object[] = []
  for (let at = from; at < to && found.length < MOST_ENTRIES;) {
    const [type, count] = [(bytes[at]! >> 5) & 3, (bytes[at]! & 31) + 1]
    const allowed = (bytes[at]! & 0x80) === 0
    const size = type === 2 ? 6 * count : type === 3 ? 3 : 3 + 3 * (type === 1 ? 1 : count)
    if (at + 1 + size > to) return undefined
    for (let i = 0; i < (type === 1 || type === 3 ? 1 : count); i++) {
      const own = type === 2 ? at + 1 + 6 * i : at + 1
      const tac = type === 2 ? own + 3 : own + 3 + 3 * i
      const area = type === 3 ? {} : { tac: u24(bytes, tac) }
      found.push({ allowed, plmn: plmn(bytes, own), ...area, ...(type === 1 && count > 1 && { count }) })
    }
    at += 1 + size
  }
  return found
}

/** LADN information: TS 24.501 §9.11.3.30. */
export const localNetworks: Reader = (bytes, from, to) => {
  const found: object[] = []
  for (let at = from; at < to && found.length < MOST_ENTRIES;) {
    const name = at + 1 + bytes[at]!
    const end = name < to ? name + 1 + bytes[name]! : to + 1
    if (end > to) return undefined
    found.push({
      dnn: accessPointName(bytes, at + 1, name),
      tai_list: trackingAreas(3)(bytes, name + 1, end),
    })
    at = end
  }
  return found
}

/** UE radio capability ID in hexadecimal digits: TS 24.501 §9.11.3.68, TS 23.003 §29. */
export const radioCapabilityId: Reader = (bytes, from, to) => {
  let digits = ''
  for (let at = from; at < to && digits.length < LONGEST_NAME; at++) {
    digits += (bytes[at]! & 15).toString(16)
    if (bytes[at]! >> 4 !== 15 || at + 1 < to) digits += (bytes[at]! >> 4).toString(16)
  }
  return digits
}

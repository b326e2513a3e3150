/** Values as the tree shows them: names with their numbers, masks as the flags that are set, places and causes in words. */
import { u32 } from '../../bytes/octets.ts'
import { releaseCauseAt } from '../gtp/release-cause.ts'
import { timeZone } from '../gtp/values.ts'
import type { Definition } from './dictionary.ts'
import { areaAt, cellAt, userLocationAt } from './location.ts'
import type { Reading } from './reading.ts'
import { resultName } from './results.ts'
import { RAT_TYPE_OF_GI } from './tables-avps-charging.ts'
import { APPLICATIONS, VENDORS } from './tables-commands.ts'
import { FEATURES, FLAGS } from './tables-flags.ts'
import { digitsAt, valueAt } from './values.ts'

const TGPP = 10415
const TGPP_KEY = '10415'

type Shower = (reading: Reading, from: number, to: number) => unknown

function withName(names: Readonly<Record<number, string>>): Shower {
  return ({ bytes }, from, to) => {
    if (to - from !== 4) return undefined
    const number = u32(bytes, from)
    return names[number] === undefined ? number : `${names[number]} (${number})`
  }
}

/** `0x00000022 (S6a/S6d-Indicator, Initial-Attach-Indicator)`. */
function flagged(value: number, names: readonly string[]): string {
  const set = names.filter((name, bit) => name !== '' && (value & (1 << bit)) !== 0)
  return `0x${value.toString(16).padStart(8, '0')}${set.length === 0 ? '' : ` (${set.join(', ')})`}`
}

function experimentalResult({ bytes, resultVendor }: Reading, from: number, to: number): unknown {
  if (to - from !== 4) return undefined
  const code = u32(bytes, from)
  const name = resultName(resultVendor, code)
  return name === undefined ? code : `${name} (${code})`
}

function featureListId(reading: Reading, from: number, to: number): unknown {
  reading.featureList = to - from === 4 ? u32(reading.bytes, from) : 0
  return undefined
}

function features({ bytes, application, featureList }: Reading, from: number, to: number): unknown {
  const names = FEATURES[`${application}/${featureList}`]
  return to - from === 4 && names !== undefined ? flagged(u32(bytes, from), names) : undefined
}

function ratType({ bytes }: Reading, from: number, to: number): unknown {
  const code = bytes[from]!
  const name = to - from === 1 ? RAT_TYPE_OF_GI[code] : undefined
  return name === undefined ? undefined : `${name} (${code})`
}

/** Octets that are read only where they have the length of what they should be. */
function ofLength(length: number, read: (bytes: Uint8Array, from: number, to: number) => unknown): Shower {
  return ({ bytes }, from, to) => (to - from === length ? read(bytes, from, to) : undefined)
}

/** By vendor and code. Undefined where the value is none of those: then it is shown as its type says. */
const SHOWN: ReadonlyMap<string, Shower> = new Map<string, Shower>([
  ['0/258', withName(APPLICATIONS)],
  ['0/259', withName(APPLICATIONS)],
  ['0/265', withName(VENDORS)],
  ['0/266', withName(VENDORS)],
  ['0/298', experimentalResult],
  ['0/460', ({ bytes }, from, to) => digitsAt(bytes, from, to)],
  [`${TGPP_KEY}/21`, ratType],
  [`${TGPP_KEY}/22`, ({ bytes }, from, to) => (to > from ? userLocationAt(bytes, from, to) : undefined)],
  [`${TGPP_KEY}/23`, ofLength(2, timeZone)],
  [`${TGPP_KEY}/629`, featureListId],
  [`${TGPP_KEY}/630`, features],
  [`${TGPP_KEY}/1602`, ofLength(7, cellAt)],
  [`${TGPP_KEY}/1603`, ofLength(5, areaAt)],
  [`${TGPP_KEY}/2819`, ({ bytes }, from, to) => releaseCauseAt(bytes, from, to)],
])

/** What the tree has of an AVP that is known and not grouped. */
export function shownAt(reading: Reading, definition: Definition, from: number, to: number): unknown {
  const { vendor, code, names } = definition
  const { bytes } = reading
  const special = SHOWN.get(`${vendor}/${code}`)?.(reading, from, to)
  if (special !== undefined) return special
  const flags = vendor === TGPP ? FLAGS[code] : undefined
  if (flags !== undefined && to - from === 4) return flagged(u32(bytes, from), flags)
  const value = valueAt(definition, bytes, from, to)
  const isNamed = names !== undefined && to - from === 4 && typeof value === 'string'
  return isNamed ? `${value} (${u32(bytes, from) | 0})` : value
}

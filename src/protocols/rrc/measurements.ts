// MeasConfig, which stands before the NAS of a reconfiguration: 3GPP TS 36.331 §6.3.5, in unaligned PER. What is read over
// has to be known to the bit; what is not known ends the reading.
import type { Per } from '../../bytes/per.ts'

const MOST_LISTED = 8
/** Bits of identifiers up to 32, of cells of LTE and of its frequencies, of offsets and of thresholds. */
const ID = 5
const CELL = 9
const FREQUENCY = 16
const OFFSET = 5
const RSRP = 7
const RSRQ = 6

export interface Measurements {
  /** EARFCNs. */
  readonly frequencies: number[]
  /** `A3`, `B1` … */
  readonly events: string[]
}

/** Reads over the whole of it; undefined where something in it is not known. */
export function readMeasurements(per: Per): Measurements | undefined {
  const told: Measurements = { frequencies: [], events: [] }
  const isExtended = per.flag()
  const present = Array.from({ length: PARTS.length }, () => per.flag())
  for (const [i, read] of PARTS.entries()) if (present[i]) read(per, told)
  if (isExtended) passAdditions(per)
  return per.fault === '' ? told : undefined
}

type Part = (per: Per, told: Measurements) => void

const PARTS: readonly Part[] = [
  (per) => list(per, ID),
  (per, told) => each(per, () => measObject(per, told)),
  (per) => list(per, ID),
  (per, told) => each(per, () => reportConfig(per, told)),
  (per) => list(per, ID),
  (per) => list(per, 3 * ID),
  quantityConfig,
  gapConfig,
  (per) => per.bits(RSRP),
  preRegistration,
  (per) => per.flag() && per.bits(3 + 3 + 4 + 4 + 2 + 2),
]

/** SEQUENCE (SIZE (1..32)), however many bits an element has. */
function list(per: Per, bits: number): void {
  each(per, () => per.bits(bits))
}

function each(per: Per, read: () => unknown): void {
  for (let left = 1 + per.bits(ID); left > 0 && per.fault === ''; left--) read()
}

function add<Value>(values: Value[], value: Value): void {
  if (values.length < MOST_LISTED && !values.includes(value)) values.push(value)
}

const OBJECTS = [lteObject, umtsObject, gsmObject] as const

function measObject(per: Per, told: Measurements): void {
  per.bits(ID)
  const read = per.flag() ? undefined : OBJECTS[per.bits(2)]
  if (read) read(per, told)
  else per.malformed()
}

function lteObject(per: Per, { frequencies }: Measurements): void {
  const isExtended = per.flag()
  const [hasOffset, removes, adds, unbars, bars, identifies] = Array.from({ length: 6 }, () => per.flag())
  const frequency = per.bits(FREQUENCY)
  // Bandwidth, antennas, what neighbours broadcast.
  per.bits(3 + 1 + 2)
  if (hasOffset) per.bits(OFFSET)
  if (removes) list(per, ID)
  if (adds) list(per, ID + CELL + OFFSET)
  if (unbars) list(per, ID)
  if (bars) each(per, () => per.bits(ID) >= 0 && per.bits(per.flag() ? CELL + 4 : CELL))
  if (identifies) per.bits(CELL)
  if (isExtended) passAdditions(per)
  if (per.fault === '') add(frequencies, frequency)
}

function umtsObject(per: Per): void {
  const isExtended = per.flag()
  const [hasOffset, removes, adds, identifies] = Array.from({ length: 4 }, () => per.flag())
  per.bits(14)
  if (hasOffset) per.bits(OFFSET)
  if (removes) list(per, ID)
  // Cells with frequency or with time division: 512 or 128 codes.
  if (adds) list(per, ID + (per.flag() ? 7 : 9))
  if (identifies) per.bits(per.flag() ? 7 : 9)
  if (isExtended) passAdditions(per)
}

function gsmObject(per: Per): void {
  const isExtended = per.flag()
  const [hasOffset, hasColours, identifies] = Array.from({ length: 3 }, () => per.flag())
  per.bits(10 + 1)
  const form = per.bits(2)
  if (form === 0) for (let left = per.bits(ID); left > 0 && per.fault === ''; left--) per.bits(10)
  else if (form === 1) per.bits(3 + 5)
  else if (form === 2) for (let left = 1 + per.bits(4); left > 0 && per.fault === ''; left--) per.bits(8)
  else per.malformed()
  if (hasOffset) per.bits(OFFSET)
  if (hasColours) per.bits(8)
  if (identifies) per.bits(6)
  if (isExtended) passAdditions(per)
}

function reportConfig(per: Per, told: Measurements): void {
  per.bits(ID)
  const isOther = per.flag()
  const isExtended = per.flag()
  // Periodic: what for.
  if (per.flag()) per.bits(isOther ? 2 : 1)
  else {
    if (isOther) otherEvent(per, told)
    else lteEvent(per, told)
    // Hysteresis, time to trigger.
    per.bits(5 + 4)
  }
  // What triggers and what is told; how many cells, how often, how many times.
  if (!isOther) per.bits(1 + 1)
  per.bits(3 + 4 + 3)
  if (isExtended) passAdditions(per)
}

function threshold(per: Per): void {
  per.bits(per.flag() ? RSRQ : RSRP)
}

/** A1 to A5; those of later releases are extensions. */
function lteEvent(per: Per, { events }: Measurements): void {
  const number = per.flag() ? 6 : 1 + per.bits(3)
  if (number > 5) per.malformed()
  else if (number === 3) per.bits(6 + 1)
  else threshold(per)
  if (number === 5) threshold(per)
  if (per.fault === '') add(events, `A${number}`)
}

/** B1 and B2: UMTS, GSM or CDMA2000. */
function otherEvent(per: Per, { events }: Measurements): void {
  if (per.flag()) per.malformed()
  const isSecond = per.flag()
  if (isSecond) threshold(per)
  const kind = per.bits(2)
  if (kind === 0) per.bits(per.flag() ? 6 : 7)
  else if (kind < 3) per.bits(6)
  else per.malformed()
  if (per.fault === '') add(events, isSecond ? 'B2' : 'B1')
}

function quantityConfig(per: Per): void {
  const isExtended = per.flag()
  const [lte, umts, gsm, cdma] = Array.from({ length: 4 }, () => per.flag())
  if (lte) {
    const filters = [per.flag(), per.flag()]
    for (const one of filters) if (one) filter(per)
  }
  if (umts) quantity(per, 1)
  if (gsm) quantity(per, 0)
  if (cdma) per.bits(1)
  if (isExtended) passAdditions(per)
}

function quantity(per: Per, bits: number): void {
  const isFiltered = per.flag()
  per.bits(bits)
  if (isFiltered) filter(per)
}

/** An enumeration of 16 and more. */
function filter(per: Per): void {
  if (per.flag()) per.malformed()
  per.bits(4)
}

function gapConfig(per: Per): void {
  if (!per.flag()) return
  if (per.flag()) per.malformed()
  per.bits(per.flag() ? 7 : 6)
}

function preRegistration(per: Per): void {
  const [hasZone, hasZones] = [per.flag(), per.flag()]
  per.bits(1)
  if (hasZone) per.bits(8)
  if (hasZones) per.bits(per.flag() ? 16 : 8)
}

const MOST_ADDITIONS = 64

/** Additions of later releases: X.691 §19.7 to §19.9, unaligned. */
function passAdditions(per: Per): void {
  if (per.flag()) per.malformed()
  const count = per.bits(6) + 1
  let present = 0
  for (let i = 0; i < Math.min(count, MOST_ADDITIONS); i++) if (per.flag()) present++
  for (; present > 0 && per.fault === ''; present--) {
    const first = per.bits(8)
    const length = first < 128 ? first : first < 192 ? (first & 63) * 256 + per.bits(8) : per.malformed()
    if (length > per.left + 1) per.malformed()
    for (let left = length; left > 0 && per.fault === ''; left--) per.bits(8)
  }
}

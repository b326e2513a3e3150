import type uPlot from 'uplot'

const HOUR = 3600
const DAY = 24 * HOUR
const MONTH = 28 * DAY
const YEAR = 365 * DAY
const MONTHS_OF_YEAR = 12
/** 1970-01-05, in seconds since 1970. */
const A_MONDAY = 4 * DAY

/** How far ticks may be apart, s: whole hours, days, months and years. */
export const STEPS = [
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28, 91, 182].map((days) => days * DAY),
  ...[1, 2, 5, 10].map((years) => years * YEAR),
]

/**
 * Ticks at whole hours, days, months and years of UTC. The chart's own ones go by the reader's clock, put right by how far
 * it is from UTC; where summer time begins that is another hour.
 * @param from to which the ticks are, seconds since 1970
 */
export function ticks(from: number, to: number, step: number): number[] {
  if (step >= MONTH) return monthly(from, to, step)
  const start = step >= DAY ? A_MONDAY : 0
  const found = []
  for (let at = start + Math.ceil((from - start) / step) * step; at <= to; at += step) found.push(at)
  return found
}

function monthly(from: number, to: number, step: number): number[] {
  const months = step >= YEAR ? (step / YEAR) * MONTHS_OF_YEAR : Math.max(1, Math.floor(step / (30 * DAY)))
  const first = new Date(from * 1000)
  const month = first.getUTCFullYear() * MONTHS_OF_YEAR + first.getUTCMonth()
  const found = []
  for (let next = Math.floor(month / months) * months; ; next += months) {
    const at = Date.UTC(Math.floor(next / MONTHS_OF_YEAR), next % MONTHS_OF_YEAR) / 1000
    if (at > to) return found
    if (at >= from) found.push(at)
  }
}

/** What stands at ticks: 14:00, 3 Jan, Jan or 2026; and below it what begins there, or is not told yet. */
export function labels(at: readonly number[], step: number): string[] {
  return at.map((tick, i) => {
    const before = at[i - 1]
    const [year, month, day] = partsOf(tick)
    const isNewYear = before === undefined || partsOf(before)[0] !== year
    if (step >= YEAR) return year
    if (step >= MONTH) return isNewYear ? `${month}\n${year}` : month
    if (step >= DAY) return isNewYear ? `${day} ${month}\n${year}` : `${day} ${month}`
    const time = new Date(tick * 1000).toISOString().slice(11, 16)
    if (isNewYear) return `${time}\n${day} ${month} ${year}`
    return partsOf(before)[2] === day ? time : `${time}\n${day} ${month}`
  })
}

const FORMAT = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

function partsOf(tick: number): readonly [year: string, month: string, day: string] {
  const parts = FORMAT.formatToParts(tick * 1000)
  const of = (wanted: string): string => parts.find(({ type }) => type === wanted)?.value ?? ''
  return [of('year'), of('month'), of('day')]
}

/** The axis of a chart over time. */
export const UTC_AXIS: Pick<uPlot.Axis, 'splits' | 'values'> = {
  splits: (_, __, from, to, step) => ticks(from, to, step),
  values: (_, at, __, ___, step) => labels(at, step),
}

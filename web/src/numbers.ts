import { grouped as count } from '../../src/model/numbers.ts'

const THIN_SPACE = '\u2009'

/** 12 486 */
export { count }

function fixed(n: number, decimals: number): string {
  const [whole = '', rest] = n.toFixed(decimals).split('.')
  return rest === undefined ? count(Number(whole)) : `${count(Number(whole))}.${rest}`
}

const BYTES = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** 4.1 GB, by powers of 1000. */
export function bytes(n: number): string {
  let value = n
  let unit = 0
  while (value >= 999.5 && unit < BYTES.length - 1) {
    value /= 1000
    unit++
  }
  const decimals = unit === 0 || value >= 99.95 ? 0 : 1
  return `${fixed(value, decimals)} ${BYTES[unit]}`
}

export function rate(bytesPerSecond: number): string {
  return `${bytes(bytesPerSecond)}/s`
}

/** 97.1 %; what is there is never shown as 0, and what is missing never as 100. */
export function percent(share: number): string {
  const value = share * 100
  if (value > 0 && value < 0.1) return `<${THIN_SPACE}0.1 %`
  if (value > 99.9 && value < 100) return `>${THIN_SPACE}99.9 %`
  return `${Number.isInteger(value) ? value : value.toFixed(1)} %`
}

/** Below this a second decimal tells something. */
const ONE_MILLISECOND = 0.995

/** In a column of milliseconds: 0, 0.03, 12.4 */
export function milliseconds(ms: number): string {
  return ms === 0 ? '0' : ms.toFixed(ms < ONE_MILLISECOND ? 2 : 1)
}

/** A share in a column of percents: 0.0, <0.1, 1.7; as `percent` has it. */
export function lossText(share: number): string {
  const value = share * 100
  if (value > 0 && value < 0.05) return '<0.1'
  return value < 100 && value >= 99.95 ? '>99.9' : value.toFixed(1)
}

/** Between two events: 0.03 ms, 12.4 ms, 12 ms where it was told in whole ones, 170 ms, 2.99 s, 1:04.2 */
export function duration(ms: number): string {
  if (ms < ONE_MILLISECOND) return `${milliseconds(ms)} ms`
  if (ms < 99.95 && Number.isInteger(ms)) return `${ms} ms`
  if (ms < 99.95) return `${ms.toFixed(1)} ms`
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 59_995) return `${(ms / 1000).toFixed(2)} s`
  return clock(ms)
}

/** +3.1 ms, −0.3 ms; 0 where there is no difference that can be told. */
export function signed(ms: number): string {
  if (Math.abs(ms) < 0.05) return '0'
  return `${ms < 0 ? '−' : '+'}${duration(Math.abs(ms))}`
}

/** A length: 0:47.0, 1:04.2, 1:02:11.0 */
export function clock(ms: number): string {
  const tenths = Math.round(ms / 100)
  const hours = Math.floor(tenths / 36_000)
  const minutes = Math.floor(tenths / 600) % 60
  const seconds = ((tenths % 600) / 10).toFixed(1)
  const padded = seconds.padStart(4, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${padded}` : `${minutes}:${padded}`
}

/** What is left of a work: 8 s left, 3 min left */
export function coarse(seconds: number): string {
  if (seconds < 1) return '< 1 s'
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`
  return `${Math.round(seconds / 360) / 10} h`
}

/** Time of day in UTC, as in the capture: 14:02:11.204 */
export function timeOfDay(iso: string): string {
  return iso.slice(11, 23)
}

/** Day and time in UTC, where several days are listed: 2025-12-25 14:02:11.204 */
export function dayAndTime(iso: string): string {
  return `${iso.slice(0, 10)} ${timeOfDay(iso)}`
}

/** As `dayAndTime`, where nothing else says that it is UTC; a second line has it by the reader's clock, if that differs. */
export function inBothZones(iso: string): string {
  const then = new Date(iso)
  const utc = `${dayAndTime(iso)} UTC`
  if (then.getTimezoneOffset() === 0) return utc
  const own = then.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' })
  return `${utc}\n${own} ${zoneOf(then)}`
}

/** What the reader's zone is called at a moment, for summer has another: CET, GMT+2. */
function zoneOf(then: Date): string {
  const parts = new Intl.DateTimeFormat(undefined, { timeZoneName: 'short' }).formatToParts(then)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
}

/** today 14:11 CET, yesterday 17:02 CET, 22 Nov 06:14 CET: by the reader's clock, and so with its zone. */
export function day(
  iso: string,
  now = new Date(),
): { day: 'today' | 'yesterday' | 'other'; date: string; time: string } {
  const then = new Date(iso)
  const clockTime = then.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const time = `${clockTime} ${zoneOf(then)}`
  const date = then.toLocaleDateString(undefined, { day: 'numeric', month: 'short', year: 'numeric' })
  const yesterday = new Date(now)
  yesterday.setDate(now.getDate() - 1)
  if (then.toDateString() === now.toDateString()) return { day: 'today', date, time }
  return { day: then.toDateString() === yesterday.toDateString() ? 'yesterday' : 'other', date, time }
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** The first Monday after the epoch of Unix time, which was a Thursday. */
const MONDAY = 4 * DAY_MS

/** Buckets of UTC; weeks begin on Monday. */
export const INTERVALS = ['1h', '1d', '1w'] as const
export type Interval = (typeof INTERVALS)[number]

/** Longest series. */
const MOST_BUCKETS = 10_000

/** The series would have more than MOST_BUCKETS. */
export class TooManyBuckets extends Error {
  override readonly message = `More than ${MOST_BUCKETS} points: ask for less time or a longer interval`
}

interface Span {
  readonly interval: Interval
  /** ISO 8601; where absent, the series begins with the first count, and ends with the last. */
  readonly from?: string | undefined
  /** The first moment that is not told any more. */
  readonly to?: string | undefined
}

/**
 * Counts by hour, in order, as a series without holes.
 * @throws TooManyBuckets
 */
export function series(
  hours: readonly { readonly hour: string; readonly count: number }[],
  { interval, from, to }: Span,
): { timestamp: string; count: number }[] {
  const [first, last] = [hours[0]?.hour, hours.at(-1)?.hour]
  const start = from ?? first
  if (start === undefined || (to ?? last) === undefined) return []
  const width = { '1h': HOUR_MS, '1d': DAY_MS, '1w': 7 * DAY_MS }[interval]
  const offset = interval === '1w' ? MONDAY : 0
  const bucketOf = (time: number): number => Math.floor((time - offset) / width)
  const begin = bucketOf(Date.parse(start))
  // The end is not in the series: a bucket that begins there is none of it.
  const end = to === undefined ? bucketOf(Date.parse(last!)) : bucketOf(Date.parse(to) - 1)
  if (end - begin >= MOST_BUCKETS) throw new TooManyBuckets()
  const counts = Array.from({ length: Math.max(0, end - begin + 1) }, () => 0)
  for (const { hour, count } of hours) {
    const place = bucketOf(Date.parse(hour)) - begin
    if (place >= 0 && place < counts.length) counts[place]! += count
  }
  return counts.map((count, i) => ({ timestamp: new Date((begin + i) * width + offset).toISOString(), count }))
}

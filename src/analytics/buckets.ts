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

/** A stretch of time in buckets, without holes. */
export interface Buckets {
  /** When each begins: ISO 8601 UTC. */
  readonly begins: readonly string[]
  /** In which one an hour is; undefined where in none. */
  readonly place: (hour: string) => number | undefined
}

/**
 * Buckets over a span; `first` and `last` are the hours that something was counted in.
 * @throws TooManyBuckets
 */
export function buckets({ interval, from, to }: Span, first: string | undefined, last = first): Buckets {
  const start = from ?? first
  if (start === undefined || (to ?? last) === undefined) return { begins: [], place: () => undefined }
  const width = { '1h': HOUR_MS, '1d': DAY_MS, '1w': 7 * DAY_MS }[interval]
  const offset = interval === '1w' ? MONDAY : 0
  const bucketOf = (time: number): number => Math.floor((time - offset) / width)
  const begin = bucketOf(Date.parse(start))
  // The end is not in the series: a bucket that begins there is none of it.
  const end = to === undefined ? bucketOf(Date.parse(last!)) : bucketOf(Date.parse(to) - 1)
  if (end - begin >= MOST_BUCKETS) throw new TooManyBuckets()
  const length = Math.max(0, end - begin + 1)
  const isoOf = (i: number): string => new Date((begin + i) * width + offset).toISOString()
  return {
    begins: Array.from({ length }, (_, i) => isoOf(i)),
    place: (hour) => {
      const place = bucketOf(Date.parse(hour)) - begin
      return place >= 0 && place < length ? place : undefined
    },
  }
}

/**
 * Counts by hour, in order, as a series without holes.
 * @throws TooManyBuckets
 */
export function series(
  hours: readonly { readonly hour: string; readonly count: number }[],
  span: Span,
): { timestamp: string; count: number }[] {
  const { begins, place } = buckets(span, hours[0]?.hour, hours.at(-1)?.hour)
  const counts = begins.map(() => 0)
  for (const { hour, count } of hours) {
    const at = place(hour)
    if (at !== undefined) counts[at]! += count
  }
  return begins.map((timestamp, i) => ({ timestamp, count: counts[i]! }))
}

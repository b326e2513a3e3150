import type { Ink } from '../../ladder/pen.ts'
import type { Series } from '../../client/media.ts'

/** Inks of streams, in order; told apart in light and dark. */
const INKS: readonly Ink[] = ['sip', 'gtp', 'diameter', 'rtp', 'http2', 's1ap', 'pfcp', 'other']

export const MOST_LINES = INKS.length

export function inkOf(stream: number): Ink {
  return INKS[stream % INKS.length]!
}

export const MEASURES = ['loss', 'jitter', 'delta'] as const
export type Measure = (typeof MEASURES)[number]

type Bucket = Series['buckets'][number]

const READ: Readonly<Record<Measure, (bucket: Bucket) => number | null>> = {
  loss: ({ packets, duplicates, lost }) => {
    const expected = packets - duplicates + lost
    return expected > 0 ? (100 * lost) / expected : null
  },
  jitter: ({ jitter_ms }) => jitter_ms ?? null,
  delta: ({ delta_ms }) => delta_ms ?? null,
}

/** When the first of them begins, in ms since 1970. */
export function beginOf(series: readonly (Series | undefined)[]): number {
  return Math.min(...series.flatMap((one) => (one ? [Date.parse(one.start_time)] : [])))
}

/** Seconds since the first packet of all streams, and a value for each. */
export function lineOf(series: Series, measure: Measure, begin: number): [number[], (number | null)[]] {
  const offset = Date.parse(series.start_time) - begin
  return [
    series.buckets.map(({ at_ms }) => (offset + at_ms) / 1000),
    series.buckets.map((bucket) => READ[measure](bucket)),
  ]
}

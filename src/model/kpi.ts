// Key performance indicators: what a session adds to them, how a job keeps them, and what is told of them.
import { Latencies } from './latencies.ts'
import { KPIS, type KpiDefinition, type KpiName } from './tables-kpis.ts'

/** What a figure can be broken down by, besides the hour. */
export const KPI_DIMENSIONS = ['peer', 'application', 'apn', 'cause', 'request'] as const
export type KpiDimension = (typeof KPI_DIMENSIONS)[number]

/** To whom a sample is put down: left out where unknown. */
export type KpiPlace = { readonly [Dimension in KpiDimension]?: string | undefined }

/** What one session, or one request of it, adds to one KPI. */
export interface KpiSample {
  readonly kpi: KpiName
  /** Of a ratio: whether it counts in the numerator too. */
  readonly met?: boolean
  /** Of a latency. */
  readonly latency_ms?: number
  readonly of: KpiPlace
}

/** Stands for values beyond those that a job keeps of one dimension. */
export const OTHER_VALUES = ''

/** Sums of a job: over all (`dimension` and `value` empty), by hour, or by a dimension. */
export interface KpiRow {
  readonly kpi: string
  readonly dimension: KpiDimension | 'hour' | ''
  /** Of the dimension; of `hour` its beginning, ISO 8601 UTC. */
  readonly value: string
  readonly counted: number
  readonly met: number
  /** As `Latencies.packed` gives them; empty for ratios. */
  readonly latencies: readonly number[]
}

/** A ratio in percent, or a latency in milliseconds, with what it was counted from. */
export interface KpiFigures {
  readonly numerator?: number
  readonly denominator?: number
  readonly percent?: number
  readonly count?: number
  readonly p50_ms?: number
  readonly p95_ms?: number
  readonly p99_ms?: number
  readonly max_ms?: number
}

/** A figure with its definition. */
export type Kpi = KpiDefinition & KpiFigures

/** Decimals of a percentage. */
const PERCENT = 1000
/** What comes nearest to all without being all. */
const NEARLY_ALL = 99.999

/** What is told of sums; undefined where nothing was counted. */
export function figuresOf(
  { kind }: KpiDefinition,
  { counted, met, latencies }: Pick<KpiRow, 'counted' | 'met'> & { readonly latencies: Latencies },
): KpiFigures | undefined {
  if (kind === 'ratio') {
    if (counted === 0) return undefined
    const percent = Math.round((met / counted) * 100 * PERCENT) / PERCENT
    return { percent: met < counted ? Math.min(percent, NEARLY_ALL) : percent, numerator: met, denominator: counted }
  }
  if (latencies.count === 0) return undefined
  const [p50_ms, p95_ms, p99_ms, max_ms] = [50, 95, 99, 100].map((percent) => latencies.percentile(percent)!)
  return { count: latencies.count, p50_ms: p50_ms!, p95_ms: p95_ms!, p99_ms: p99_ms!, max_ms: max_ms! }
}

/** The figures of one job, from the rows over all; one that nothing was counted for is left out. */
export function kpisOf(rows: readonly KpiRow[]): Kpi[] {
  const overAll = new Map(rows.filter(({ dimension }) => dimension === '').map((row) => [row.kpi, row]))
  return KPIS.flatMap((definition) => {
    const row = overAll.get(definition.kpi)
    const figures = row && figuresOf(definition, { ...row, latencies: Latencies.unpack(row.latencies) })
    return figures ? [{ ...definition, ...figures }] : []
  })
}

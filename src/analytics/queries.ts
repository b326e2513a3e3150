import type { JobStatus } from '../model/job.ts'
import type { JobFilter, Statistics, TalkerOrder } from '../store/catalogue/contract.ts'
import { type Interval, series } from './buckets.ts'
import { percentages } from './shares.ts'

/** Types that the summary always names. */
const NAMED_TYPES = ['VoLTE', 'GTP', 'DIAMETER', 'HTTP2', 'OTHER']

/** What all jobs together come to. */
export async function summary(statistics: Statistics, filter: JobFilter) {
  const [statuses, types, packets, distribution] = [
    await statistics.statuses(filter),
    await statistics.types(filter),
    await statistics.totals(filter),
    await protocols(statistics, filter),
  ]
  const sessions = sum(types.map((row) => row.sessions))
  const by_status: Record<JobStatus, number> = { queued: 0, running: 0, completed: 0, failed: 0 }
  for (const { status, jobs } of statuses) by_status[status] = jobs
  const by_type = Object.fromEntries(NAMED_TYPES.map((type) => [type, 0]))
  for (const { type, sessions: ofType } of types) by_type[type] = ofType
  return {
    jobs: { total: sum(Object.values(by_status)), by_status },
    sessions: { total: sessions, by_type },
    packets: { total: packets.packets, total_bytes: packets.bytes },
    averages: {
      session_duration_ms: sessions === 0 ? 0 : Math.round(sum(types.map((row) => row.duration_ms)) / sessions),
      packets_per_session: sessions === 0 ? 0 : rounded(packets.packets / sessions, 1),
    },
    protocols: Object.fromEntries(distribution.map(({ protocol, percentage }) => [protocol, percentage])),
  }
}

/** Each protocol with its share of all packets. */
export async function protocols(statistics: Statistics, filter: JobFilter) {
  const rows = await statistics.protocols(filter)
  const shares = percentages(rows.map(({ packet_count }) => packet_count))
  return rows.map((row, i) => ({ ...row, percentage: shares[i]! }))
}

/** The addresses with the most traffic; `approximate` where some job had more than it could tell. */
export async function topTalkers(statistics: Statistics, filter: JobFilter, order: TalkerOrder) {
  const { talkers, truncated } = await statistics.talkers(filter, order)
  return { top_talkers: talkers, limit: order.limit, ...(truncated && { approximate: true }) }
}

export interface SeriesWanted {
  readonly metric: 'jobs' | 'sessions'
  readonly interval: Interval
}

/**
 * Jobs by when they were created, sessions by when they started.
 * @throws TooManyBuckets
 */
export async function timeSeries(statistics: Statistics, filter: JobFilter, { metric, interval }: SeriesWanted) {
  const hours = metric === 'jobs' ? await statistics.jobHours(filter) : await statistics.sessionHours(filter)
  return { metric, interval, data: series(hours, { interval, from: filter.from, to: filter.to }) }
}

/** @param decimals how many stay */
export function rounded(value: number, decimals: number): number {
  const factor = 10 ** decimals
  return Math.round(value * factor) / factor
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

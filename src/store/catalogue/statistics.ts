import { sql } from 'kysely'
import type { JobStatus } from '../../model/job.ts'
import type { Count, JobFilter, KpiSums, KpisWanted, Statistics, TalkerOrder } from './contract.ts'
import type { Database } from './database.ts'
import { passes } from './job-filter.ts'
import { kpiSums } from './kpi-statistics.ts'

/** Sums over the jobs that a filter leaves. */
export class SqlStatistics implements Statistics {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async oldestQueued(): Promise<string | undefined> {
    const { oldest } = await this.#database
      .selectFrom('jobs')
      .select(({ fn }) => [fn.min<string | null>('created_at').as('oldest')])
      .where('status', '=', 'queued')
      .executeTakeFirstOrThrow()
    return oldest ?? undefined
  }

  async statuses(filter: JobFilter): Promise<{ status: JobStatus; jobs: number }[]> {
    return this.#database
      .selectFrom('jobs')
      .select(({ fn }) => ['status', fn.countAll<number>().as('jobs')])
      .where((where) => passes(where, filter))
      .groupBy('status')
      .execute()
  }

  async totals(filter: JobFilter): Promise<{ packets: number; bytes: number }> {
    const row = await this.#database
      .selectFrom('jobs')
      .select(({ fn }) => [fn.sum<number | null>('total_packets').as('packets')])
      .select(({ fn }) => [fn.sum<number | null>('total_bytes').as('bytes')])
      .where((where) => passes(where, filter))
      .where('status', '=', 'completed')
      .executeTakeFirstOrThrow()
    return { packets: row.packets ?? 0, bytes: row.bytes ?? 0 }
  }

  async types(filter: JobFilter): Promise<{ type: string; sessions: number; duration_ms: number }[]> {
    return this.#database
      .selectFrom('job_types')
      .innerJoin('jobs', 'jobs.job_id', 'job_types.job_id')
      .select(({ fn }) => [
        'type',
        fn.sum<number>('sessions').as('sessions'),
        fn.sum<number>('duration_ms').as('duration_ms'),
      ])
      .where((where) => passes(where, filter))
      .groupBy('type')
      .orderBy('sessions', 'desc')
      .orderBy('type')
      .execute()
  }

  async protocols(filter: JobFilter) {
    return this.#database
      .selectFrom('job_protocols')
      .innerJoin('jobs', 'jobs.job_id', 'job_protocols.job_id')
      .select(({ fn }) => [
        'protocol',
        fn.sum<number>('job_protocols.session_count').as('session_count'),
        fn.sum<number>('packet_count').as('packet_count'),
        fn.sum<number>('byte_count').as('byte_count'),
      ])
      .where((where) => passes(where, filter))
      .groupBy('protocol')
      .orderBy('packet_count', 'desc')
      .orderBy('protocol')
      .execute()
  }

  async talkers(filter: JobFilter, order: TalkerOrder) {
    const talkers = await this.#database
      .selectFrom('job_talkers')
      .innerJoin('jobs', 'jobs.job_id', 'job_talkers.job_id')
      .select(({ fn }) => [
        'ip_address',
        fn.sum<number>('job_talkers.session_count').as('session_count'),
        fn.sum<number>('packet_count').as('packet_count'),
        fn.sum<number>('byte_count').as('byte_count'),
      ])
      .where((where) => passes(where, filter))
      .groupBy('ip_address')
      .orderBy(order.by === 'bytes' ? 'byte_count' : 'packet_count', 'desc')
      .orderBy('ip_address')
      .limit(order.limit)
      .execute()
    const truncated = await this.#database
      .selectFrom('job_truncations')
      .innerJoin('jobs', 'jobs.job_id', 'job_truncations.job_id')
      .select('jobs.job_id')
      .where((where) => passes(where, filter))
      .limit(1)
      .execute()
    return { talkers, truncated: truncated.length > 0 }
  }

  async jobHours(filter: JobFilter): Promise<{ hour: string; count: number }[]> {
    const hour = sql<string>`substr(created_at, 1, 13) || ':00:00.000Z'`
    return this.#database
      .selectFrom('jobs')
      .select(({ fn }) => [hour.as('hour'), fn.countAll<number>().as('count')])
      .where((where) => passes(where, filter))
      .groupBy(hour)
      .orderBy('hour')
      .execute()
  }

  async sessionHours({ from, to, ...filter }: JobFilter): Promise<{ hour: string; count: number }[]> {
    let query = this.#database
      .selectFrom('job_hours')
      .innerJoin('jobs', 'jobs.job_id', 'job_hours.job_id')
      .select(({ fn }) => ['hour', fn.sum<number>('sessions').as('count')])
      .where((where) => passes(where, filter))
    if (from !== undefined) query = query.where('hour', '>=', `${from.slice(0, 13)}:00:00.000Z`)
    if (to !== undefined) query = query.where('hour', '<', to)
    return query.groupBy('hour').orderBy('hour').execute()
  }

  async kpis(filter: JobFilter, wanted: KpisWanted): Promise<KpiSums> {
    return kpiSums(this.#database, filter, wanted)
  }

  async counters(): Promise<Required<Count>[]> {
    const rows = await this.#database.selectFrom('counters').selectAll().orderBy('name').orderBy('label').execute()
    return rows as Required<Count>[]
  }

  async runs(): Promise<{ runs: number; bytes_read: number; milliseconds: number }> {
    const row = await this.#database
      .selectFrom('runs')
      .select(({ fn }) => [fn.countAll<number>().as('runs')])
      .select(({ fn }) => [fn.sum<number | null>('bytes_read').as('bytes_read')])
      .select(({ fn }) => [fn.sum<number | null>('milliseconds').as('milliseconds')])
      .executeTakeFirstOrThrow()
    return { runs: row.runs, bytes_read: row.bytes_read ?? 0, milliseconds: row.milliseconds ?? 0 }
  }
}

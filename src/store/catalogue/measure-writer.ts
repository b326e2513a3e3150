import type { Job, JobStatus, JobTotals } from '../../model/job.ts'
import type { JobMeasures } from '../../model/measures.ts'
import type { Count } from './contract.ts'
import type { Database } from './database.ts'
import { OF_JOB } from './measure-tables.ts'

/** Runs that the measured speed is an average of. */
const LAST_RUNS = 100
/** Rows of one statement: it binds up to seven values for each. */
const ROWS = 500

/** Adds to the counters since installation. */
export async function count(database: Database, counts: readonly Count[]): Promise<void> {
  const rows = counts.filter(({ value }) => value > 0).map(({ name, label = '', value }) => ({ name, label, value }))
  if (rows.length === 0) return
  await database
    .insertInto('counters')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['name', 'label'])
        .doUpdateSet((set) => ({ value: set('counters.value', '+', set.ref('excluded.value')) })),
    )
    .execute()
}

/** Jobs came to a status. */
export async function countJobs(database: Database, status: JobStatus, jobs = 1): Promise<void> {
  await count(database, [{ name: 'jobs', label: status, value: jobs }])
}

/** Writes what a job measured when it was completed. */
export async function writeMeasures(
  database: Database,
  { job_id, started_at, completed_at }: Job,
  { totals, measures }: { readonly totals: JobTotals; readonly measures: JobMeasures },
): Promise<void> {
  const { protocols, talkers, types, hours, kpis, talkers_truncated, bytes_read } = measures
  const ofJob = <Row extends object>(rows: readonly Row[]): (Row & { job_id: string })[] =>
    rows.map((row) => ({ ...row, job_id }))
  for (const rows of chunks(ofJob(protocols))) await database.insertInto('job_protocols').values(rows).execute()
  for (const rows of chunks(ofJob(talkers))) await database.insertInto('job_talkers').values(rows).execute()
  for (const rows of chunks(ofJob(types))) await database.insertInto('job_types').values(rows).execute()
  for (const rows of chunks(ofJob(hours))) await database.insertInto('job_hours').values(rows).execute()
  const sums = kpis.map((row) => ({
    ...row,
    latencies: row.latencies.length === 0 ? '' : JSON.stringify(row.latencies),
  }))
  for (const rows of chunks(ofJob(sums))) await database.insertInto('job_kpis').values(rows).execute()
  if (talkers_truncated) await database.insertInto('job_truncations').values({ job_id }).execute()
  // The clock may have been set back meanwhile.
  const milliseconds = Math.max(0, Date.parse(completed_at!) - Date.parse(started_at!))
  const run = await database.insertInto('runs').values({ bytes_read, milliseconds }).returning('id').executeTakeFirst()
  await database
    .deleteFrom('runs')
    .where('id', '<=', run!.id! - LAST_RUNS)
    .execute()
  await count(database, [
    { name: 'packets', value: totals.total_packets },
    { name: 'bytes', value: totals.total_bytes },
    { name: 'sessions', value: totals.session_count },
    { name: 'session_milliseconds', value: types.reduce((sum, { duration_ms }) => sum + duration_ms, 0) },
    ...protocols.map(({ protocol, session_count }) => ({
      name: 'protocol_sessions' as const,
      label: protocol,
      value: session_count,
    })),
  ])
}

/** Removes what a job measured; the counters since installation stay. */
export async function removeMeasures(database: Database, jobId: string): Promise<void> {
  for (const table of OF_JOB) await database.deleteFrom(table).where('job_id', '=', jobId).execute()
}

function* chunks<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let from = 0; from < rows.length; from += ROWS) yield rows.slice(from, from + ROWS)
}

import { type Dialect, Kysely, sql } from 'kysely'
import type { Job, JobStatus, JobTotals } from '../../model/job.ts'
import type { Catalogue, NewJob } from './contract.ts'

interface JobTable {
  job_id: string
  /** First 12 hexadecimal digits of the id. */
  prefix: string
  status: JobStatus
  progress: number
  attempt: number
  created_at: string
  started_at: string | null
  completed_at: string | null
  capture: string
  file_name: string | null
  file_size: number | null
  total_packets: number | null
  total_bytes: number | null
  session_count: number | null
  error: string | null
}

/** Opens a catalogue, and makes its tables where they are missing. */
export async function openCatalogue(dialect: Dialect): Promise<Catalogue> {
  const database = new Kysely<{ jobs: JobTable }>({ dialect })
  await database.schema
    .createTable('jobs')
    .ifNotExists()
    .addColumn('job_id', 'text', (column) => column.primaryKey())
    .addColumn('prefix', 'text', (column) => column.notNull().unique())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('progress', 'integer', (column) => column.notNull())
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('started_at', 'text')
    .addColumn('completed_at', 'text')
    .addColumn('capture', 'text', (column) => column.notNull())
    .addColumn('file_name', 'text')
    .addColumn('file_size', 'bigint')
    .addColumn('total_packets', 'bigint')
    .addColumn('total_bytes', 'bigint')
    .addColumn('session_count', 'bigint')
    .addColumn('error', 'text')
    .execute()
  await database.schema
    .createIndex('jobs_by_status')
    .ifNotExists()
    .on('jobs')
    .columns(['status', 'created_at'])
    .execute()
  return new SqlCatalogue(database)
}

/** First 12 hexadecimal digits of an id. */
function prefixOf(id: string): string {
  return id.replaceAll('-', '').slice(0, 12).toLowerCase()
}

class SqlCatalogue implements Catalogue {
  readonly #database: Kysely<{ jobs: JobTable }>

  constructor(database: Kysely<{ jobs: JobTable }>) {
    this.#database = database
  }

  async add(job: NewJob): Promise<boolean> {
    const row = {
      ...job,
      prefix: prefixOf(job.job_id),
      status: 'queued' as const,
      progress: 0,
      attempt: 0,
    }
    const { numInsertedOrUpdatedRows } = await this.#database
      .insertInto('jobs')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    return numInsertedOrUpdatedRows === 1n
  }

  async get(jobId: string): Promise<Job | undefined> {
    return read(await this.#database.selectFrom('jobs').selectAll().where('job_id', '=', jobId).executeTakeFirst())
  }

  async byPrefix(prefix: string): Promise<Job | undefined> {
    return read(await this.#database.selectFrom('jobs').selectAll().where('prefix', '=', prefix).executeTakeFirst())
  }

  async list(page?: { readonly page: number; readonly limit: number }): Promise<{ total: number; jobs: Job[] }> {
    const { total } = await this.#database
      .selectFrom('jobs')
      .select((select) => select.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow()
    let query = this.#database
      .selectFrom('jobs')
      .selectAll()
      .orderBy('created_at', 'desc')
      .orderBy(sql`rowid`, 'desc')
    if (page) query = query.limit(page.limit).offset((page.page - 1) * page.limit)
    return { total, jobs: (await query.execute()).map((row) => read(row)!) }
  }

  async take(now: string): Promise<Job | undefined> {
    const next = await this.#database
      .selectFrom('jobs')
      .select('job_id')
      .where('status', '=', 'queued')
      .orderBy('created_at')
      .orderBy(sql`rowid`)
      .executeTakeFirst()
    if (!next) return undefined
    const row = await this.#database
      .updateTable('jobs')
      .set((set) => ({ status: 'running', started_at: now, progress: 0, attempt: set('attempt', '+', 1) }))
      .where('job_id', '=', next.job_id)
      .where('status', '=', 'queued')
      .returningAll()
      .executeTakeFirst()
    return read(row)
  }

  async progress(jobId: string, attempt: number, progress: number): Promise<void> {
    await this.#running(jobId, attempt).where('progress', '<', progress).set({ progress }).execute()
  }

  async complete(jobId: string, attempt: number, at: string, totals: JobTotals): Promise<boolean> {
    const ended = { status: 'completed' as const, progress: 100, completed_at: at, error: null }
    const { numUpdatedRows } = await this.#running(jobId, attempt)
      .set({ ...ended, ...totals })
      .executeTakeFirst()
    return numUpdatedRows === 1n
  }

  async fail(jobId: string, at: string, error: string): Promise<boolean> {
    const { numUpdatedRows } = await this.#database
      .updateTable('jobs')
      .set({ status: 'failed', completed_at: at, error })
      .where('job_id', '=', jobId)
      .where('status', 'in', ['queued', 'running'])
      .executeTakeFirst()
    return numUpdatedRows === 1n
  }

  async remove(jobId: string): Promise<boolean> {
    const { numDeletedRows } = await this.#database
      .deleteFrom('jobs')
      .where('job_id', '=', jobId)
      .where('status', '!=', 'running')
      .executeTakeFirst()
    return numDeletedRows === 1n
  }

  async recover(at: string, most: number): Promise<void> {
    const lost = this.#database.updateTable('jobs').where('status', '=', 'running')
    const error = `Analysis ended unexpectedly ${most} times; the capture may be beyond what this machine can take`
    await lost.where('attempt', '>=', most).set({ status: 'failed', completed_at: at, error }).execute()
    await lost.set({ status: 'queued', progress: 0, started_at: null }).execute()
  }

  async endedBefore(at: string): Promise<Job[]> {
    const rows = await this.#database.selectFrom('jobs').selectAll().where('completed_at', '<', at).execute()
    return rows.map((row) => read(row)!)
  }

  async users(capture: string): Promise<number> {
    const { count } = await this.#database
      .selectFrom('jobs')
      .select((select) => select.fn.countAll<number>().as('count'))
      .where('capture', '=', capture)
      .executeTakeFirstOrThrow()
    return count
  }

  async close(): Promise<void> {
    await this.#database.destroy()
  }

  #running(jobId: string, attempt: number) {
    return this.#database
      .updateTable('jobs')
      .where('job_id', '=', jobId)
      .where('attempt', '=', attempt)
      .where('status', '=', 'running')
  }
}

function read(row: JobTable | undefined): Job | undefined {
  if (!row) return undefined
  const { prefix: _prefix, ...job } = row
  return Object.fromEntries(Object.entries(job).filter(([, value]) => value !== null)) as unknown as Job
}

import { type Dialect, Kysely, sql } from 'kysely'
import type { Hints } from '../../model/hints.ts'
import type { Job, KeyKind } from '../../model/job.ts'
import { SqlAliases } from './aliases.ts'
import { SqlApiKeys } from './api-keys.ts'
import { SqlAuditLog } from './audit.ts'
import type { Catalogue, Count, JobResult, JobsWanted, NewJob } from './contract.ts'
import type { Database, JobTable, Tables } from './database.ts'
import { isWanted } from './job-filter.ts'
import { SqlLogins } from './logins.ts'
import { count, countJobs, removeMeasures, writeMeasures } from './measure-writer.ts'
import { migrate } from './migrate.ts'
import { SqlSavedQueries } from './saved-queries.ts'
import { SqlStatistics } from './statistics.ts'
import { SqlUsers } from './users.ts'

/** Opens a catalogue, and brings its tables to their newest form. */
export async function openCatalogue(dialect: Dialect): Promise<Catalogue> {
  const database = new Kysely<Tables>({ dialect })
  try {
    await migrate(database)
  } catch (error) {
    await database.destroy()
    throw error
  }
  return new SqlCatalogue(database)
}

/** First 12 hexadecimal digits of an id. */
function prefixOf(id: string): string {
  return id.replaceAll('-', '').slice(0, 12).toLowerCase()
}

class SqlCatalogue implements Catalogue {
  readonly users: SqlUsers
  readonly keys: SqlApiKeys
  readonly logins: SqlLogins
  readonly audit: SqlAuditLog
  readonly queries: SqlSavedQueries
  readonly aliases: SqlAliases
  readonly statistics: SqlStatistics
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
    this.users = new SqlUsers(database)
    this.keys = new SqlApiKeys(database)
    this.logins = new SqlLogins(database)
    this.audit = new SqlAuditLog(database)
    this.queries = new SqlSavedQueries(database)
    this.aliases = new SqlAliases(database)
    this.statistics = new SqlStatistics(database)
  }

  async add({ job_id, created_at, capture, owner, filename, hints, keys }: NewJob): Promise<boolean> {
    const row = {
      job_id,
      owner: owner ?? null,
      filename: filename ?? null,
      prefix: prefixOf(job_id),
      status: 'queued' as const,
      progress: 0,
      attempt: 0,
      created_at,
      capture,
      hints: hints === undefined ? null : JSON.stringify(hints),
      keys: keys === undefined ? null : JSON.stringify(keys),
    }
    return this.#database.transaction().execute(async (database) => {
      const { numInsertedOrUpdatedRows } = await database
        .insertInto('jobs')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      if (numInsertedOrUpdatedRows !== 1n) return false
      await countJobs(database, 'queued')
      return true
    })
  }

  async get(jobId: string): Promise<Job | undefined> {
    return read(await this.#database.selectFrom('jobs').selectAll().where('job_id', '=', jobId).executeTakeFirst())
  }

  async byPrefix(prefix: string): Promise<Job | undefined> {
    return read(await this.#database.selectFrom('jobs').selectAll().where('prefix', '=', prefix).executeTakeFirst())
  }

  async list({ page, ...wanted }: JobsWanted = {}): Promise<{ total: number; jobs: Job[] }> {
    const found = this.#database.selectFrom('jobs').where((where) => isWanted(where, wanted))
    let listed = found
      .selectAll()
      .orderBy('created_at', 'desc')
      .orderBy(sql`rowid`, 'desc')
    if (page) listed = listed.limit(page.limit).offset((page.page - 1) * page.limit)
    const { total } = await found.select((select) => select.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
    return { total, jobs: (await listed.execute()).map((row) => read(row)!) }
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
    const row = await this.#database.transaction().execute(async (database) => {
      const taken = await database
        .updateTable('jobs')
        .set((set) => ({ status: 'running', started_at: now, progress: 0, attempt: set('attempt', '+', 1) }))
        .where('job_id', '=', next.job_id)
        .where('status', '=', 'queued')
        .returningAll()
        .executeTakeFirst()
      if (taken) await countJobs(database, 'running')
      return taken
    })
    return read(row)
  }

  async progress(jobId: string, attempt: number, progress: number): Promise<void> {
    await running(this.#database, jobId, attempt).where('progress', '<', progress).set({ progress }).execute()
  }

  async complete(jobId: string, attempt: number, at: string, result: JobResult): Promise<boolean> {
    const ended = { status: 'completed' as const, progress: 100, completed_at: at, error: null }
    return this.#database.transaction().execute(async (database) => {
      const row = await running(database, jobId, attempt)
        .set({ ...ended, ...result.totals })
        .returningAll()
        .executeTakeFirst()
      if (!row) return false
      await countJobs(database, 'completed')
      await writeMeasures(database, read(row)!, result)
      return true
    })
  }

  async fail(jobId: string, at: string, error: string): Promise<boolean> {
    return this.#database.transaction().execute(async (database) => {
      const { numUpdatedRows } = await database
        .updateTable('jobs')
        .set({ status: 'failed', completed_at: at, error })
        .where('job_id', '=', jobId)
        .where('status', 'in', ['queued', 'running'])
        .executeTakeFirst()
      await countJobs(database, 'failed', Number(numUpdatedRows))
      return numUpdatedRows === 1n
    })
  }

  async remove(jobId: string): Promise<boolean> {
    return this.#database.transaction().execute(async (database) => {
      const { numDeletedRows } = await database
        .deleteFrom('jobs')
        .where('job_id', '=', jobId)
        .where('status', '!=', 'running')
        .executeTakeFirst()
      if (numDeletedRows === 1n) await removeMeasures(database, jobId)
      return numDeletedRows === 1n
    })
  }

  async recover(at: string, most: number): Promise<void> {
    const error = `Analysis ended unexpectedly ${most} times; the capture may be beyond what this machine can take`
    await this.#database.transaction().execute(async (database) => {
      const lost = database.updateTable('jobs').where('status', '=', 'running')
      const failed = await lost
        .where('attempt', '>=', most)
        .set({ status: 'failed', completed_at: at, error })
        .executeTakeFirst()
      const queued = await lost.set({ status: 'queued', progress: 0, started_at: null }).executeTakeFirst()
      await countJobs(database, 'failed', Number(failed.numUpdatedRows))
      await countJobs(database, 'queued', Number(queued.numUpdatedRows))
    })
  }

  async endedBefore(at: string): Promise<Job[]> {
    const rows = await this.#database.selectFrom('jobs').selectAll().where('completed_at', '<', at).execute()
    return rows.map((row) => read(row)!)
  }

  async jobsOn(capture: string): Promise<number> {
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

  async count(counts: readonly Count[]): Promise<void> {
    await count(this.#database, counts)
  }
}

function running(database: Database, jobId: string, attempt: number) {
  return database
    .updateTable('jobs')
    .where('job_id', '=', jobId)
    .where('attempt', '=', attempt)
    .where('status', '=', 'running')
}

function read(row: JobTable | undefined): Job | undefined {
  if (!row) return undefined
  const { prefix: _prefix, hints, keys, ...columns } = row
  const job = {
    ...columns,
    hints: hints === null ? null : (JSON.parse(hints) as Hints),
    keys: keys === null ? null : (JSON.parse(keys) as KeyKind[]),
  }
  return Object.fromEntries(Object.entries(job).filter(([, value]) => value !== null)) as unknown as Job
}

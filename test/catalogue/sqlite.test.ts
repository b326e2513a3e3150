import { mkdtempSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openCatalogue } from '../../src/store/catalogue/catalogue.ts'
import { sqliteDialect } from '../../src/store/catalogue/sqlite.ts'
import { measureSuite } from './measure-suite.ts'
import { catalogueSuite } from './suite.ts'

const open = async () => openCatalogue(sqliteDialect(':memory:'))
catalogueSuite('SQLite', open)
measureSuite('SQLite', open)

describe('a catalogue on disk', () => {
  let folder = ''
  let path = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'catalogue-'))
    path = join(folder, 'catalogue.db')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  function change(sql: string): void {
    const database = new DatabaseSync(path)
    database.exec(sql)
    database.close()
  }

  it('of before there were users is taken up with its jobs, which nobody owns', async () => {
    change(`
      create table jobs (job_id text primary key, prefix text not null unique, status text not null,
        progress integer not null, attempt integer not null, created_at text not null, started_at text,
        completed_at text, capture text not null, total_packets bigint, total_bytes bigint, session_count bigint,
        error text);
      create index jobs_by_status on jobs (status, created_at);
      insert into jobs (job_id, prefix, status, progress, attempt, created_at, capture)
        values ('id', 'id', 'queued', 0, 0, '2026-01-01T00:00:00.000Z', 'capture');`)
    for (const _ of ['first', 'again']) {
      const catalogue = await openCatalogue(sqliteDialect(path))
      const job = { job_id: 'id', status: 'queued', progress: 0, attempt: 0, created_at: '2026-01-01T00:00:00.000Z' }
      expect(await catalogue.get('id')).toEqual({ ...job, capture: 'capture' })
      expect((await catalogue.users.list()).total).toBe(0)
      expect((await catalogue.list({ owner: 'id-alice' })).total).toBe(0)
      await catalogue.close()
    }
  })

  it('that cannot be brought to this form is left as it was', async () => {
    // The step adds columns to the jobs, and then cannot make its users: nothing of it may stay.
    change('create table users (somebody_elses text)')
    await expect(openCatalogue(sqliteDialect(path))).rejects.toThrow('table "users" already exists')
    const database = new DatabaseSync(path)
    const columns = database.prepare("select name from pragma_table_info('jobs')").all()
    database.close()
    const names = columns.map(({ name }) => name)
    expect(names).toContain('job_id')
    expect(names).not.toContain('owner')
  })

  it('of a later version is not touched', async () => {
    await (await openCatalogue(sqliteDialect(path))).close()
    change("insert into kysely_migration values ('999-future', '2030-01-01T00:00:00.000Z')")
    await expect(openCatalogue(sqliteDialect(path))).rejects.toThrow('the form of a newer version')
  })
})

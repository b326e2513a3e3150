import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { reserveRoom, sqliteDialect } from './sqlite.ts'

let folder = ''
let path = ''
let database: Kysely<unknown>
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sqlite-'))
  path = join(folder, 'catalogue.db')
  database = new Kysely<unknown>({ dialect: sqliteDialect(path) })
  await sql`CREATE TABLE t (text TEXT)`.execute(database)
})
afterEach(async () => {
  await database.destroy()
  rmSync(folder, { recursive: true })
})

async function insert(bytes: number): Promise<void> {
  await database.transaction().execute(async (one) => sql`INSERT INTO t VALUES (zeroblob(${bytes}))`.execute(one))
}

it('says that the disk is full, and not that a transaction was over already', async () => {
  await sql`PRAGMA max_page_count = 10`.execute(database)
  await expect(insert(100_000)).rejects.toMatchObject({ errcode: 13 })
  await insert(10)
})

it('takes room for what is written on a full disk', async () => {
  reserveRoom(path)
  const sizes = (): number[] => [path, `${path}-wal`].map((file) => statSync(file).size)
  const reserved = sizes()
  for (const size of reserved) expect(size).toBeGreaterThan(4_000_000)
  for (let i = 0; i < 500; i++) await insert(1000)
  expect(sizes()).toEqual(reserved)
})

import type { SchemaModule } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { Database } from './database.ts'
import { jobs } from './migrations/001-jobs.ts'
import { users } from './migrations/002-users.ts'
import { measures } from './migrations/003-measures.ts'
import { hints } from './migrations/004-hints.ts'
import { keys } from './migrations/005-keys.ts'
import { savedQueries } from './migrations/006-saved-queries.ts'
import { aliases } from './migrations/007-aliases.ts'
import { kpis } from './migrations/008-kpis.ts'

/** What was done to catalogues so far, in order. One that was released is never changed; a new one is added. */
const MIGRATIONS: Readonly<Record<string, (schema: SchemaModule) => Promise<void>>> = {
  '001-jobs': jobs,
  '002-users': users,
  '003-measures': measures,
  '004-hints': hints,
  '005-keys': keys,
  '006-saved-queries': savedQueries,
  '007-aliases': aliases,
  '008-kpis': kpis,
}

/** How the migrator says that a catalogue has had steps that are not among ours. */
const NEWER = /previously executed migration \S+ is missing/

/** Brings a catalogue to the newest form, each step whole or not at all. */
export async function migrate(database: Database): Promise<void> {
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => steps() } })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) {
    const why = error instanceof Error ? error.message : JSON.stringify(error)
    if (NEWER.test(why)) throw new Error('the catalogue has the form of a newer version, which this one does not know')
    throw new Error(`the catalogue cannot be brought to this version's form: ${why}`, { cause: error })
  }
}

function steps(): Record<string, Migration> {
  const named = Object.entries(MIGRATIONS).map(([name, step]): [string, Migration] => [
    name,
    { up: async (database) => database.transaction().execute(({ schema }) => step(schema)) },
  ])
  return Object.fromEntries(named)
}

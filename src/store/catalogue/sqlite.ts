import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { type Dialect, SqliteDialect, type SqliteStatement } from 'kysely'

/** Others that write the same file, as the command line, are waited for so long. */
const BUSY_MS = 5000

/** node:sqlite as Kysely wants a SQLite database. */
export function sqliteDialect(path: string): Dialect {
  const database = new DatabaseSync(path, { timeout: BUSY_MS })
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;')
  return new SqliteDialect({
    database: {
      close: () => database.close(),
      prepare: (sql) => {
        // A transaction that the disk has no room for SQLite ends itself; to end it again would hide why.
        if (sql === 'rollback' && !database.isTransaction) return prepared(database, 'SELECT 1')
        return prepared(database, sql)
      },
    },
  })
}

/** What SQLite's log of changes grows to before it is written to the database: 1000 pages. */
const SPARE_BYTES = 4 << 20

/**
 * Takes the room of a catalogue's log, and as much in the catalogue itself, before it is needed: where a disk is full,
 * whoever makes room must still be able to log in and to delete. Comes after the catalogue was opened.
 */
export function reserveRoom(path: string): void {
  const database = new DatabaseSync(path, { timeout: BUSY_MS })
  try {
    database.exec(`DROP TABLE IF EXISTS spare; CREATE TABLE spare (room BLOB);
      INSERT INTO spare VALUES (zeroblob(${SPARE_BYTES})); DROP TABLE spare;`)
  } finally {
    database.close()
  }
}

function prepared(database: DatabaseSync, sql: string): SqliteStatement {
  const statement = database.prepare(sql)
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...values(parameters)),
    run: (parameters) => statement.run(...values(parameters)),
    iterate: (parameters) => statement.iterate(...values(parameters)),
  }
}

function values(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters as SQLInputValue[]
}

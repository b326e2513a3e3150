import type { DatabaseSync, SQLInputValue } from 'node:sqlite'

/** Lists kept of one result file, the latest used; each is some ten bytes a session, in SQLite's temporary file. */
const MOST_LISTS = 8

/** Numbers of sessions, and the SQL that gives them in order. */
export interface Ordered {
  /** A query of one column. */
  readonly query: string
  readonly parameters: readonly SQLInputValue[]
}

/**
 * At which place of an order each session stands: SQLite walks over everything that a page passes, and sorts all for a
 * page of what no index has in order; a list is made once, and any page of it is had at once.
 */
export class Positions {
  readonly #database: DatabaseSync
  /** Table by query and parameters, the latest used last. */
  readonly #tables = new Map<string, string>()
  #made = 0

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  /** The table that has the session of the n-th place, from 1, as `n` in the row of that number. */
  table({ query, parameters }: Ordered): string {
    const key = JSON.stringify([query, parameters])
    const known = this.#tables.get(key)
    this.#tables.delete(key)
    const table = known ?? this.#make(query, parameters)
    this.#tables.set(key, table)
    return table
  }

  #make(query: string, parameters: readonly SQLInputValue[]): string {
    const [oldest] = this.#tables
    if (oldest && this.#tables.size === MOST_LISTS) {
      this.#tables.delete(oldest[0])
      this.#database.exec(`DROP TABLE ${oldest[1]}`)
    }
    const table = `temp.positions_${++this.#made}`
    this.#database.exec(`PRAGMA temp_store = FILE; CREATE TABLE ${table} (place INTEGER PRIMARY KEY, n INTEGER)`)
    this.#database.prepare(`INSERT INTO ${table} (n) ${query}`).run(...parameters)
    return table
  }
}

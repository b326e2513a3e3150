import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'

/** Rows gathered before they go to SQLite in one statement: a call costs as much as inserting a row does. */
const ROWS = 48

/** Inserts rows of one table, many at a time. */
export class Batch {
  /** The cells of the rows gathered, one row after the other. */
  readonly values: SQLInputValue[]
  readonly #width: number
  readonly #many: StatementSync
  readonly #one: StatementSync
  #used = 0

  constructor(database: DatabaseSync, table: string, width: number) {
    this.#width = width
    this.values = Array.from({ length: ROWS * width }, () => null)
    const row = `(${Array.from({ length: width }, () => '?').join(',')})`
    this.#one = database.prepare(`INSERT INTO ${table} VALUES ${row}`)
    this.#many = database.prepare(`INSERT INTO ${table} VALUES ${Array.from({ length: ROWS }, () => row).join(',')}`)
  }

  /** Where in `values` the cells of a new row go; all of them are to be set before the next call. */
  row(): number {
    if (this.#used === this.values.length) {
      this.#many.run(...this.values)
      this.#used = 0
    }
    const at = this.#used
    this.#used += this.#width
    return at
  }

  flush(): void {
    for (let at = 0; at < this.#used; at += this.#width) this.#one.run(...this.values.slice(at, at + this.#width))
    this.#used = 0
  }
}

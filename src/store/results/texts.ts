import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { Batch } from './batch.ts'

/**
 * Texts remembered at a time, by writer and reader. What was forgotten and comes again gets a second number: rows only
 * look a number's text up.
 */
const REMEMBERED = 4096

/** Gives texts that come again and again numbers, from 1, in a table of its own. */
export class TextWriter {
  readonly #rows: Batch
  readonly #known = new Map<string, number>()
  #last = 0

  constructor(database: DatabaseSync, table: string) {
    this.#rows = new Batch(database, table, 2)
  }

  id(text: string): number {
    return this.#known.get(text) ?? this.#add(text)
  }

  flush(): void {
    this.#rows.flush()
  }

  #add(text: string): number {
    if (this.#known.size === REMEMBERED) this.#known.clear()
    const id = ++this.#last
    this.#known.set(text, id)
    const { values } = this.#rows
    const at = this.#rows.row()
    values[at] = id
    values[at + 1] = text
    return id
  }
}

/** Gives what was made of the text of a number. */
export class TextReader<Value> {
  readonly #select: StatementSync
  readonly #made: (text: string) => Value
  readonly #known = new Map<number, Value>()

  constructor(database: DatabaseSync, table: string, made: (text: string) => Value) {
    this.#select = database.prepare(`SELECT text FROM ${table} WHERE id = ?`)
    this.#made = made
  }

  of(id: number): Value {
    return this.#known.get(id) ?? this.#read(id)
  }

  #read(id: number): Value {
    if (this.#known.size === REMEMBERED) this.#known.clear()
    const value = this.#made(this.#select.get(id)?.['text'] as string)
    this.#known.set(id, value)
    return value
  }
}

import type { DatabaseSync } from 'node:sqlite'
import type { ProcedureRow } from '../../model/procedure.ts'
import { Batch } from './batch.ts'
import { json } from './blocks.ts'

/** Writes procedures: a row each, their steps as numbers in it. */
export class ProcedureWriter {
  readonly #procedures: Batch
  readonly #sessions: Batch
  readonly #names: Batch
  readonly #known = new Map<string, number>()
  #verdict: ProcedureRow['verdict'] | undefined
  #text = ''
  #last = 0

  constructor(database: DatabaseSync) {
    this.#procedures = new Batch(database, 'procedures', 20)
    this.#sessions = new Batch(database, 'procedure_sessions', 2)
    this.#names = new Batch(database, 'step_names', 2)
  }

  flush(): void {
    for (const rows of [this.#procedures, this.#sessions, this.#names]) rows.flush()
  }

  procedure(row: ProcedureRow): void {
    const { verdict } = row
    const id = ++this.#last
    const { values } = this.#procedures
    const at = this.#procedures.row()
    values[at] = id
    values[at + 1] = row.type
    values[at + 2] = row.subtype ?? null
    values[at + 3] = row.subscriber
    values[at + 4] = row.start_time
    values[at + 5] = row.end_time
    values[at + 6] = row.duration_ms
    values[at + 7] = row.outcome
    values[at + 8] = textOf(verdict['category'])
    values[at + 9] = textOf(verdict['protocol'])
    values[at + 10] = codeOf(verdict['code'])
    values[at + 11] = textOf(verdict['name'])
    values[at + 12] = row.apn ?? null
    values[at + 13] = row.source
    values[at + 14] = row.destination
    values[at + 15] = this.#stepsOf(row)
    values[at + 16] = row.missing.length === 0 ? null : json(row.missing)
    values[at + 17] = json(row.timings)
    values[at + 18] = this.#textOf(verdict)
    values[at + 19] = row.title
    for (const session of row.sessions) this.#session(session, id)
  }

  /** Most have the very same one. */
  #textOf(verdict: ProcedureRow['verdict']): string {
    if (verdict !== this.#verdict) [this.#verdict, this.#text] = [verdict, json(verdict)]
    return this.#text
  }

  #session(session: number, procedure: number): void {
    const { values } = this.#sessions
    const at = this.#sessions.row()
    values[at] = session
    values[at + 1] = procedure
  }

  /** Of each step how much its event's number is larger than that of the step before, and the number of its name. */
  #stepsOf({ steps }: ProcedureRow): string {
    const numbers: number[] = []
    let before = 0
    for (const { event, name } of steps) {
      numbers.push(event - before, this.#name(name))
      before = event
    }
    return `[${numbers.join()}]`
  }

  #name(name: string): number {
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const id = this.#known.size + 1
    this.#known.set(name, id)
    const { values } = this.#names
    const at = this.#names.row()
    values[at] = id
    values[at + 1] = name
    return id
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function codeOf(value: unknown): string | number | null {
  return typeof value === 'number' || typeof value === 'string' ? value : null
}

import type { DatabaseSync } from 'node:sqlite'
import type { ProcedureRow } from '../../model/procedure.ts'
import { Batch } from './batch.ts'
import { json } from './blocks.ts'
import { TextWriter } from './texts.ts'

/** Writes procedures: a row each, with numbers for their steps and for what many of them say. */
export class ProcedureWriter {
  readonly #procedures: Batch
  readonly #sessions: Batch
  readonly #texts: TextWriter
  #verdict: ProcedureRow['verdict'] | undefined
  #verdictText = ''
  #last = 0

  constructor(database: DatabaseSync) {
    this.#procedures = new Batch(database, 'procedures', 14)
    this.#sessions = new Batch(database, 'procedure_sessions', 2)
    this.#texts = new TextWriter(database, 'procedure_texts')
  }

  flush(): void {
    for (const rows of [this.#procedures, this.#sessions, this.#texts]) rows.flush()
  }

  procedure(row: ProcedureRow): void {
    const { type, title, subtype, missing } = row
    const texts = this.#texts
    const id = ++this.#last
    const { values } = this.#procedures
    const at = this.#procedures.row()
    values[at] = id
    values[at + 1] = texts.id(json([type, title, subtype]))
    values[at + 2] = row.subscriber
    values[at + 3] = row.start_time
    values[at + 4] = row.end_time
    values[at + 5] = row.duration_ms
    values[at + 6] = row.outcome
    values[at + 7] = row.apn ?? null
    values[at + 8] = texts.id(row.source)
    values[at + 9] = texts.id(row.destination)
    values[at + 10] = this.#stepsOf(row)
    values[at + 11] = missing.length === 0 ? null : texts.id(json(missing))
    values[at + 12] = json(row.timings)
    values[at + 13] = this.#verdictOf(row)
    for (const session of row.sessions) this.#session(session, id)
  }

  /** One that tells of a frame comes only once; most others are the very same one. */
  #verdictOf({ verdict }: ProcedureRow): number | string {
    if (verdict['frame'] !== undefined) return json(verdict)
    if (verdict !== this.#verdict) [this.#verdict, this.#verdictText] = [verdict, json(verdict)]
    return this.#texts.id(this.#verdictText)
  }

  #session(session: number, procedure: number): void {
    const { values } = this.#sessions
    const at = this.#sessions.row()
    values[at] = session
    values[at + 1] = procedure
  }

  /** Of each step how much its event's number is larger than that of the step before, and the number of its name. */
  #stepsOf({ steps }: ProcedureRow): string {
    let numbers = ''
    let before = 0
    for (const { event, name } of steps) {
      numbers += `${before === 0 ? '' : ','}${event - before},${this.#texts.id(name)}`
      before = event
    }
    return `[${numbers}]`
  }
}

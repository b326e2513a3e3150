import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { roundMilliseconds } from '../../model/moment.ts'
import type { MissingStep, Procedure, ProcedureStep } from '../../model/procedure.ts'
import type { Outcome } from '../../model/session.ts'
import { TextReader } from './texts.ts'

/** Procedures that a session or a subscriber tells of. */
export const MOST_PROCEDURES = 1000

const COLUMNS = `p.*, u.subscriber_id FROM procedures p LEFT JOIN subscribers u ON u.id = p.subscriber`
const ORDER = `ORDER BY p.start_time, p.end_time DESC, json_array_length(p.steps) DESC, p.id LIMIT ${MOST_PROCEDURES + 1}`

interface StoredProcedure {
  readonly id: number
  /** As `missing`, most of `verdict` and both ends: number of a text. */
  readonly kind: number
  readonly subscriber_id: string | null
  readonly start_time: string
  readonly end_time: string
  readonly duration_ms: number
  readonly outcome: Outcome
  readonly apn: string | null
  readonly source: number
  readonly destination: number
  /** JSON: of each step how much its event's number rose, and the number of its name. */
  readonly steps: string
  readonly missing: number | null
  readonly timings: string
  /** Of what happened once its JSON itself. */
  readonly verdict: number | string
}

type Kind = readonly [type: string, title: string, subtype: string | null]

/** Reads procedures: of a session those that its events take part in. */
export class ProcedureReader {
  readonly #ofSession: StatementSync
  readonly #ofSubscriber: StatementSync
  readonly #texts: TextReader<string>
  readonly #timeOf: (event: number) => number

  /** @param timeOf when an event was, in ms of any one epoch */
  constructor(database: DatabaseSync, timeOf: (event: number) => number) {
    const own = 'p.id IN (SELECT procedure FROM procedure_sessions WHERE session = ?)'
    this.#ofSession = database.prepare(`SELECT ${COLUMNS} WHERE ${own} ${ORDER}`)
    this.#ofSubscriber = database.prepare(`SELECT ${COLUMNS} WHERE p.subscriber = ? ${ORDER}`)
    this.#texts = new TextReader(database, 'procedure_texts', String)
    this.#timeOf = timeOf
  }

  /** By their beginning; one more than MOST_PROCEDURES where there are more. */
  ofSession(session: number): Procedure[] {
    return this.#ofSession.all(session).map((row) => this.#procedure(row as unknown as StoredProcedure))
  }

  ofSubscriber(subscriber: number): Procedure[] {
    return this.#ofSubscriber.all(subscriber).map((row) => this.#procedure(row as unknown as StoredProcedure))
  }

  #procedure(row: StoredProcedure): Procedure {
    const { subscriber_id, apn } = row
    const texts = this.#texts
    const [type, title, subtype] = JSON.parse(texts.of(row.kind)) as Kind
    return {
      procedure_id: `prc-${String(row.id).padStart(3, '0')}`,
      type,
      title,
      ...(subtype !== null && { subtype }),
      ...(subscriber_id !== null && { subscriber_id }),
      start_time: row.start_time,
      end_time: row.end_time,
      duration_ms: row.duration_ms,
      outcome: row.outcome,
      verdict: JSON.parse(
        typeof row.verdict === 'number' ? texts.of(row.verdict) : row.verdict,
      ) as Procedure['verdict'],
      ...(apn !== null && { apn }),
      source: texts.of(row.source),
      destination: texts.of(row.destination),
      steps: this.#steps(JSON.parse(row.steps) as number[]),
      missing_steps: row.missing === null ? [] : (JSON.parse(texts.of(row.missing)) as MissingStep[]),
      timings: JSON.parse(row.timings) as Procedure['timings'],
    }
  }

  #steps(numbers: readonly number[]): ProcedureStep[] {
    const steps: ProcedureStep[] = []
    let event = 0
    let began = 0
    for (let i = 0; i + 1 < numbers.length; i += 2) {
      event += numbers[i]!
      const time = this.#timeOf(event)
      if (i === 0) began = time
      const event_id = `evt-${String(event).padStart(3, '0')}`
      const since = time < began ? {} : { since_start_ms: roundMilliseconds(time - began) }
      steps.push({ event_id, name: this.#texts.of(numbers[i + 1]!), ...since })
    }
    return steps
  }
}

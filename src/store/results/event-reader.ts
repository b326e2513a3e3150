import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { isoTime, nanosecondText } from '../../model/moment.ts'
import type { SessionEvent } from '../../model/session.ts'
import { BlockReader } from './blocks.ts'
import { FAULTS } from './event-writer.ts'
import { EndpointReader, NameReader } from './interned.ts'

/** Part of a session's events. */
export interface EventPage {
  /** How many to pass over. */
  readonly from?: number
  readonly limit?: number
}

const EVENTS = `
SELECT e.* FROM session_groups g CROSS JOIN events e ON e.grp = g.grp WHERE g.session = ?
ORDER BY e.seconds, e.nanoseconds, e.file, e.frame, e.id LIMIT ? OFFSET ?`

/** A row of the table of events; texts are looked up by number. */
interface StoredEvent {
  readonly id: number
  readonly seconds: number
  readonly nanoseconds: number
  readonly file: number
  readonly frame: number
  readonly name: number
  readonly source: number
  readonly destination: number
  readonly fault: number
}

/** Reads events of sessions. */
export class EventReader {
  readonly #select: StatementSync
  readonly #count: StatementSync
  readonly #blocks: BlockReader
  readonly #names: NameReader
  readonly #endpoints: EndpointReader
  /** What the ids of packets begin with. */
  readonly #job: string
  readonly #files: number

  constructor(database: DatabaseSync, job: string, files: number) {
    this.#select = database.prepare(EVENTS)
    this.#count = database.prepare(
      'SELECT count(*) AS n FROM session_groups g CROSS JOIN events e ON e.grp = g.grp WHERE g.session = ?',
    )
    this.#blocks = new BlockReader(database)
    this.#names = new NameReader(database)
    this.#endpoints = new EndpointReader(database)
    this.#job = job
    this.#files = files
  }

  /** Events of session number `session` by time, then file, frame and number. */
  of(session: number, { from = 0, limit = -1 }: EventPage): SessionEvent[] {
    if (limit === 0) return []
    const rows = this.#select.all(session, limit, from) as unknown as StoredEvent[]
    return rows.map((row) => this.#event(row))
  }

  count(session: number): number {
    return this.#count.get(session)?.['n'] as number
  }

  #event(row: StoredEvent): SessionEvent {
    const line = JSON.parse(this.#blocks.line(row.id)) as [string, Record<string, unknown>, number[]?]
    const [short, details, frames] = line
    return {
      event_id: `evt-${String(row.id).padStart(3, '0')}`,
      timestamp: isoTime(row),
      timestamp_ns: nanosecondText(row),
      ...this.#names.of(row.name),
      source: this.#endpoints.of(row.source).text,
      destination: this.#endpoints.of(row.destination).text,
      short,
      frame: row.frame,
      ...(frames && { frames }),
      ...(this.#files > 1 && { file: row.file }),
      packet_id: this.#files > 1 ? `${this.#job}.${row.file}.${row.frame}` : `${this.#job}.${row.frame}`,
      ...(row.fault > 0 && { fault: FAULTS[row.fault] }),
      details,
    }
  }
}

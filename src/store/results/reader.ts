import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import type { CaptureSource } from '../../model/capture.ts'
import type { DecodeBody } from '../../model/rows.ts'
import type { Link, SessionEvent } from '../../model/session.ts'
import type { Summary } from '../../model/summary.ts'
import { type EventPage, EventReader, type EventSource } from './event-reader.ts'
import { LARGEST_DETAIL, type ListedSession, MOST_RELATED, type RelatedSession, type SessionDetail } from './records.ts'
import { VERSION } from './schema.ts'
import { detail, listed, type StoredSession } from './stored-session.ts'
import { SubscriberReader } from './subscriber-reader.ts'

/** Which sessions of a list. */
export interface SessionPage {
  /** Upper or lower case does not matter. */
  readonly type?: string
  /** From 1. */
  readonly page?: number
  readonly limit?: number
}

/** The file is none of ours, damaged, or of another version; the message is a sentence for people. */
export class UnreadableResult extends Error {}

/**
 * Opens a finished result file for reading.
 * @param decode for messages that were kept as their bytes
 */
export function openResult(path: string, decode: DecodeBody): ResultReader {
  return new ResultReader(path, decode)
}

const BY_TIME = 'ORDER BY start_time, session_id'
const RELATED = `
SELECT s.session_id, s.type, r.relation, r.evidence, r.value, r.confidence, r.frame, r.other FROM (
  SELECT related AS other, relation, evidence, value, confidence, frame, rowid AS n FROM relations WHERE session = :id
  UNION ALL
  SELECT session, relation, evidence, value, confidence, frame, rowid FROM relations WHERE related = :id
    AND session NOT IN (SELECT related FROM relations WHERE session = :id)
) r JOIN sessions s ON s.id = r.other ORDER BY s.start_time, s.session_id, r.relation, r.n`

/** The sessions of one job, read only. */
export class ResultReader {
  readonly #database: DatabaseSync
  readonly #events: EventReader
  readonly #relations: StatementSync
  readonly subscribers: SubscriberReader
  readonly job: string
  /** Number of captures. */
  readonly files: number

  constructor(path: string, decode: DecodeBody) {
    this.#database = open(path)
    this.job = this.#meta('job') as string
    this.files = this.#meta('files') as number
    this.#relations = this.#database.prepare(RELATED)
    this.#events = new EventReader(this.#database, { job: this.job, files: this.files, decode })
    this.subscribers = new SubscriberReader(this.#database, this.#events)
  }

  summary(): Summary {
    return this.#meta('summary') as Summary
  }

  sources(): readonly CaptureSource[] {
    return this.#meta('sources') as CaptureSource[]
  }

  /** A page of the sessions in order of start and id; by default all of them. */
  sessions({ type, page = 1, limit = -1 }: SessionPage = {}): { total: number; sessions: ListedSession[] } {
    const [where, given] = ofType(type)
    const total = this.#database.prepare(`SELECT count(*) AS n FROM sessions ${where}`).get(...given)?.['n'] as number
    const query = `SELECT * FROM sessions ${where} ${BY_TIME} LIMIT ? OFFSET ?`
    const offset = limit < 0 ? 0 : (page - 1) * limit
    const rows = this.#database.prepare(query).all(...given, limit, offset) as unknown as StoredSession[]
    return { total, sessions: rows.map(listed) }
  }

  /** Sessions by type. */
  types(): Record<string, number> {
    const rows = this.#database.prepare('SELECT type, count(*) AS n FROM sessions GROUP BY type ORDER BY type').all()
    return Object.fromEntries(rows.map((row) => [row['type'] as string, row['n'] as number]))
  }

  session(session_id: string): SessionDetail | undefined {
    const row = this.#stored(session_id)
    return row && this.#detail(row)
  }

  /** Part of the events of a session, and how many there are; undefined where there is no such session. */
  events(session_id: string, page: EventPage = {}): { total: number; events: SessionEvent[] } | undefined {
    const row = this.#stored(session_id)
    return row && { total: row.events_count, events: this.#events.of(row.id, page) }
  }

  /** The messages that a frame of a capture completes, with where they stand. */
  messagesAt(file: number, frame: number): EventSource[] {
    return this.#events.at(file, frame)
  }

  /** The sessions in order, each with all that is told of it, one at a time; of its events at most `events` (0: none, and nothing said of truncation). */
  *details(type?: string, events = LARGEST_DETAIL): Generator<SessionDetail> {
    const [where, given] = ofType(type)
    const rows = this.#database.prepare(`SELECT * FROM sessions ${where} ${BY_TIME}`).iterate(...given)
    for (const row of rows) yield this.#detail(row as unknown as StoredSession, events)
  }

  /** Ids of the sessions that `text` names: an id, a key or an identifier such as a Call-ID, else a part of a key. */
  find(text: string, limit = 10): string[] {
    const exact = `SELECT session_id FROM sessions WHERE session_id = :text OR session_key = :text
      OR id IN (SELECT session FROM identifiers WHERE value = :text) ${BY_TIME} LIMIT :limit`
    const part = `SELECT session_id FROM sessions WHERE instr(session_key, :text) ${BY_TIME} LIMIT :limit`
    const ids = (query: string): string[] =>
      this.#database
        .prepare(query)
        .all({ text, limit })
        .map((row) => row['session_id'] as string)
    const found = ids(exact)
    return found.length > 0 ? found : ids(part)
  }

  /** Id of what is most likely wanted where nobody says which: the first call, else the first session with events. */
  first(): string | undefined {
    const query = `SELECT session_id FROM sessions WHERE events_count > 0
      ORDER BY type = 'VoLTE' DESC, start_time, session_id LIMIT 1`
    return this.#database.prepare(query).get()?.['session_id'] as string | undefined
  }

  close(): void {
    this.#database.close()
  }

  #stored(session_id: string): StoredSession | undefined {
    const row = this.#database.prepare('SELECT * FROM sessions WHERE session_id = ?').get(session_id)
    return row as unknown as StoredSession | undefined
  }

  #detail(row: StoredSession, most = LARGEST_DETAIL): SessionDetail {
    const events = this.#events.of(row.id, { limit: most === 0 ? 0 : most + 1 })
    return detail(row, { related: this.#related(row.id), members: this.#events.members(row.id), events }, most)
  }

  #related(session: number): RelatedSession[] {
    const related = new Map<string, RelatedSession & { linked_by: Link[] }>()
    for (const row of this.#relations.iterate({ id: session })) {
      const cells = row as unknown as Link & { session_id: string; type: string; relation: string }
      const { session_id, type, relation, evidence, value, confidence, frame } = cells
      const key = `${relation} ${session_id}`
      const known = related.get(key)
      if (known) known.linked_by.push({ evidence, value, confidence, frame })
      else if (related.size > MOST_RELATED) break
      else related.set(key, { session_id, type, relation, linked_by: [{ evidence, value, confidence, frame }] })
    }
    return [...related.values()]
  }

  #meta(name: string): unknown {
    return JSON.parse(this.#database.prepare('SELECT value FROM meta WHERE name = ?').get(name)?.['value'] as string)
  }
}

function ofType(type: string | undefined): [where: string, given: SQLInputValue[]] {
  return type === undefined ? ['', []] : ['WHERE type = ?', [type]]
}

function open(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly: true })
  const version = versionOf(database)
  if (version === VERSION) return database
  database.close()
  throw new UnreadableResult(
    version === undefined
      ? `${path} is not a finished result file`
      : `${path} has version ${version} of the result format, not ${VERSION}: analyse the capture again`,
  )
}

function versionOf(database: DatabaseSync): number | undefined {
  try {
    return Number(database.prepare("SELECT value FROM meta WHERE name = 'version'").get()?.['value'])
  } catch {
    return undefined
  }
}

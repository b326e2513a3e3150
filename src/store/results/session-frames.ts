import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { RtcpRow, StreamRow } from '../../model/rows.ts'
import { type Wanted, whereClause } from './condition.ts'

/** Where a frame stands in the captures of the job. */
export interface FramePlace {
  readonly file: number
  readonly frame: number
  readonly offset: number
}

/** Two ends, as texts, and how far in the capture what they said is wanted. */
export interface Connection {
  readonly file: number
  readonly source: string
  readonly destination: string
  readonly last: number
}

const FRAMES = `
PRAGMA temp_store = FILE;
DROP TABLE IF EXISTS temp.frames;
CREATE TEMP TABLE frames (file INTEGER, place INTEGER, frame INTEGER, PRIMARY KEY (file, place)) WITHOUT ROWID;
`
const MEDIA_GROUPS = 'SELECT grp FROM streams UNION ALL SELECT grp FROM rtcps'

/**
 * The frames of some sessions, in order of their captures. They are gathered in a table that SQLite keeps on disk where
 * it grows; one such list at a time can be had of a reader.
 */
export class SessionFrames {
  readonly #database: DatabaseSync
  readonly #sessions: string
  readonly #given: readonly SQLInputValue[]
  readonly #insert: StatementSync
  readonly #find: StatementSync

  constructor(database: DatabaseSync, wanted: Wanted) {
    this.#database = database
    const { where, parameters } = whereClause(wanted)
    this.#sessions = `SELECT id FROM sessions ${where}`
    this.#given = parameters
    database.exec(FRAMES)
    this.#insert = database.prepare('INSERT OR IGNORE INTO temp.frames VALUES (?, ?, ?)')
    this.#find = database.prepare('SELECT 1 FROM temp.frames WHERE file = ? AND place = ?')
  }

  add({ file, frame, offset }: FramePlace): void {
    this.#insert.run(file, offset, frame)
  }

  has({ file, offset }: FramePlace): boolean {
    return this.#find.get(file, offset) !== undefined
  }

  /** The frames of one capture. */
  *of(file: number): Generator<FramePlace> {
    const query = 'SELECT file, frame, place AS offset FROM temp.frames WHERE file = ? ORDER BY place'
    for (const row of this.#database.prepare(query).iterate(file)) yield row as unknown as FramePlace
  }

  /** Events of the sessions by number, with the frames that complete them. */
  *events(media: boolean): Generator<FramePlace & { readonly id: number }> {
    const query = `SELECT e.id, e.file, e.frame, e.offset FROM events e JOIN session_groups g ON g.grp = e.grp
      WHERE g.session IN (${this.#sessions}) ${media ? '' : `AND e.grp NOT IN (${MEDIA_GROUPS})`} ORDER BY e.id`
    for (const row of this.#database.prepare(query).iterate(...this.#given)) {
      yield row as unknown as FramePlace & { id: number }
    }
  }

  /** Connections that carried events of these protocols: their two ends, and the place of the last event. */
  *connections(protocols: readonly string[]): Generator<Connection> {
    if (protocols.length === 0) return
    const query = `SELECT e.file, a.text AS source, b.text AS destination, max(e.offset) AS last
      FROM events e JOIN session_groups g ON g.grp = e.grp JOIN endpoints a ON a.id = e.source
      JOIN endpoints b ON b.id = e.destination
      WHERE g.session IN (${this.#sessions}) AND e.name IN (
        SELECT id FROM names WHERE protocol IN (${protocols.map(() => '?').join()})
      ) GROUP BY e.file, a.text, b.text`
    for (const row of this.#database.prepare(query).iterate(...this.#given, ...protocols)) {
      yield row as unknown as Connection
    }
  }

  *streams(): Generator<StreamRow> {
    const query = `SELECT m.body FROM streams m JOIN session_groups g ON g.grp = m.grp
      WHERE g.session IN (${this.#sessions})`
    for (const { body } of this.#database.prepare(query).iterate(...this.#given)) {
      yield JSON.parse(body as string) as StreamRow
    }
  }

  /** RTCP, each with the offset of its first frame, or 0 where no event tells it. */
  *rtcps(): Generator<{ readonly row: RtcpRow; readonly offset: number }> {
    const query = `SELECT m.body, (SELECT offset FROM events e WHERE e.grp = m.grp AND e.frame = m.body ->> 'first_frame')
      AS offset FROM rtcps m JOIN session_groups g ON g.grp = m.grp WHERE g.session IN (${this.#sessions})`
    for (const { body, offset } of this.#database.prepare(query).iterate(...this.#given)) {
      yield { row: JSON.parse(body as string) as RtcpRow, offset: (offset as number | null) ?? 0 }
    }
  }
}

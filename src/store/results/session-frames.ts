import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { RtcpRow, StreamRow } from '../../model/rows.ts'
import { type Wanted, whereClause } from './condition.ts'
import type { EventReader, EventSource } from './event-reader.ts'

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
/** Events gone through before others who ask are let in between. */
const PATIENCE = 4096
const MEDIA_GROUPS = 'SELECT grp FROM streams UNION ALL SELECT grp FROM rtcps'

/**
 * The frames of some sessions, in order of their captures. They are gathered in a table that SQLite keeps on disk where
 * it grows; one such list at a time can be had of a reader.
 */
export class SessionFrames {
  readonly #database: DatabaseSync
  readonly #events: EventReader
  readonly #sessions: string
  readonly #given: readonly SQLInputValue[]
  readonly #insert: StatementSync
  readonly #find: StatementSync

  constructor(database: DatabaseSync, events: EventReader, wanted: Wanted) {
    this.#database = database
    this.#events = events
    const { where, parameters } = whereClause(wanted)
    this.#sessions = `SELECT id FROM sessions ${where}`
    this.#given = parameters
    database.exec(FRAMES)
    this.#insert = database.prepare('INSERT OR IGNORE INTO temp.frames VALUES (?, ?, ?)')
    this.#find = database.prepare('SELECT 1 FROM temp.frames WHERE file = ? AND place = ?')
  }

  /** Adds the frames of all events, those of their pieces too. Stops now and then, while others pass. */
  *gather(media: boolean): Generator<undefined> {
    const query = `SELECT last FROM session_groups WHERE session IN (${this.#sessions})
      ${media ? '' : `AND grp NOT IN (${MEDIA_GROUPS})`} ORDER BY last`
    let passed = 0
    for (const row of this.#database.prepare(query).iterate(...this.#given)) {
      for (const event of this.#events.chain(row['last'] as number)) {
        this.#addEvent(event)
        if (++passed % PATIENCE === 0) yield
      }
    }
    const shared = `SELECT e.event FROM session_groups g JOIN shared_events e ON e.grp = g.grp
      WHERE g.session IN (${this.#sessions}) ORDER BY e.event`
    for (const row of this.#database.prepare(shared).iterate(...this.#given)) {
      this.#addEvent(this.#events.source(row['event'] as number))
      if (++passed % PATIENCE === 0) yield
    }
  }

  #addEvent(event: EventSource): void {
    this.#add(event)
    for (const part of event.parts) this.#add(part)
  }

  get isEmpty(): boolean {
    return this.#database.prepare('SELECT 1 FROM temp.frames LIMIT 1').get() === undefined
  }

  has({ file, offset }: FramePlace): boolean {
    return this.#find.get(file, offset) !== undefined
  }

  /** The frames of one capture. */
  *of(file: number): Generator<FramePlace> {
    const query = 'SELECT file, frame, place AS offset FROM temp.frames WHERE file = ? ORDER BY place'
    for (const row of this.#database.prepare(query).iterate(file)) yield row as unknown as FramePlace
  }

  /**
   * Connections that carried events of these protocols, or ciphered ones: their two ends, and the place of the last.
   * Undefined now and then, while others pass.
   */
  *connections(protocols: readonly string[]): Generator<Connection | undefined> {
    if (protocols.length === 0) return
    let passed = 0
    const query = `SELECT last FROM session_groups WHERE session IN (${this.#sessions})`
    for (const row of this.#database.prepare(query).iterate(...this.#given)) {
      for (const event of this.#events.chain(row['last'] as number)) {
        const { protocol, file, source, destination, offset, transport } = event
        if (protocols.includes(protocol) || transport === 'tls') yield { file, source, destination, last: offset }
        if (++passed % PATIENCE === 0) yield
      }
    }
  }

  *streams(): Generator<MediaOf<StreamRow>> {
    for (const { media } of this.#media<StreamRow>('streams')) yield media
  }

  /** RTCP, each with the offset of its first frame, or 0 where no event tells it. */
  *rtcps(): Generator<{ readonly row: MediaOf<RtcpRow>; readonly offset: number }> {
    for (const { media: row, last } of this.#media<RtcpRow>('rtcps')) {
      let offset = 0
      for (const event of this.#events.chain(last)) if (event.frame === row.first_frame) offset = event.offset
      yield { row, offset }
    }
  }

  *#media<Row>(table: 'streams' | 'rtcps'): Generator<{ readonly media: MediaOf<Row>; readonly last: number }> {
    const query = `SELECT m.body, a.text AS source, b.text AS destination, g.last FROM ${table} m
      JOIN session_groups g ON g.grp = m.grp JOIN endpoints a ON a.id = m.source JOIN endpoints b ON b.id = m.destination
      WHERE g.session IN (${this.#sessions})`
    for (const row of this.#database.prepare(query).iterate(...this.#given)) {
      const { body, source, destination, last } = row as {
        body: string
        source: string
        destination: string
        last: number
      }
      yield { media: { ...(JSON.parse(body) as Row), source, destination }, last }
    }
  }

  #add({ file, frame, offset }: FramePlace): void {
    this.#insert.run(file, offset, frame)
  }
}

/** Media whose ends are told as texts. */
export type MediaOf<Row> = Omit<Row, 'source' | 'destination'> & {
  readonly source: string
  readonly destination: string
}

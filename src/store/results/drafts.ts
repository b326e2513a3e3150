import type { DatabaseSync } from 'node:sqlite'
import type { SessionDraft } from '../../model/relating.ts'
import { announcements, type Cells, groups, link, party, pass, rtcp, stream } from './passes.ts'

/** What drafts are gathered from, each sorted by session: `session_of` is what `assign` settled. */
const BY_SESSION = {
  groups: 'SELECT session_of(grp), * FROM work.groups ORDER BY 1, seconds, nanoseconds, grp',
  streams: 'SELECT session_of(grp), body FROM streams ORDER BY 1, seconds, nanoseconds, rowid',
  rtcps: 'SELECT session_of(grp), body FROM rtcps ORDER BY 1, seconds, nanoseconds, rowid',
  announcements: 'SELECT session_of(grp), * FROM work.announcements ORDER BY 1, seconds, nanoseconds, rowid',
  parties: 'SELECT session_of(grp), * FROM work.parties ORDER BY 1, seconds, nanoseconds, rowid',
  links: 'SELECT session_of(grp), evidence, value, confidence, frame FROM links ORDER BY 1, rowid',
}

/**
 * The drafts of sessions 1 … `eventsOf.length - 1`: six passes, each sorted by session, are read side by side.
 * @param eventsOf number of events by session
 */
export function* mergedDrafts(database: DatabaseSync, eventsOf: Uint32Array): Iterable<SessionDraft> {
  const read = <Row>(query: string, row: (cells: Cells) => Row): SortedPass<Row> =>
    new SortedPass(pass(database, query, (cells) => ({ session: cells[0] as number, row: row(cells) })))
  const group = groups(database)
  const announcement = announcements(database)
  const passes = {
    groups: read(BY_SESSION.groups, (cells) => group(cells, 1)),
    streams: read(BY_SESSION.streams, (cells) => stream(cells, 1)),
    rtcps: read(BY_SESSION.rtcps, (cells) => rtcp(cells, 1)),
    announcements: read(BY_SESSION.announcements, (cells) => announcement(cells, 1)),
    parties: read(BY_SESSION.parties, (cells) => party(cells, 1)),
    links: read(BY_SESSION.links, (cells) => link(cells, 1)),
  }
  try {
    for (let session = 1; session < eventsOf.length; session++) {
      yield {
        session,
        groups: passes.groups.of(session),
        streams: passes.streams.of(session),
        rtcps: passes.rtcps.of(session),
        announcements: passes.announcements.of(session),
        parties: passes.parties.of(session),
        links: passes.links.of(session),
        events: eventsOf[session]!,
      }
    }
  } finally {
    for (const one of Object.values(passes)) one.end()
  }
}

/** A pass sorted by session, and the first row not taken yet. */
class SortedPass<Row> {
  readonly #rows: Iterator<{ readonly session: number; readonly row: Row }>
  #next: { readonly session: number; readonly row: Row } | undefined

  constructor(rows: Iterable<{ readonly session: number; readonly row: Row }>) {
    this.#rows = rows[Symbol.iterator]()
    this.#advance()
  }

  /** The rows of a session; those of sessions before it are passed over. */
  of(session: number): Row[] {
    while (this.#next && this.#next.session < session) this.#advance()
    const rows: Row[] = []
    while (this.#next?.session === session) {
      rows.push(this.#next.row)
      this.#advance()
    }
    return rows
  }

  end(): void {
    this.#rows.return?.()
  }

  #advance(): void {
    const step = this.#rows.next()
    this.#next = step.done === true ? undefined : step.value
  }
}

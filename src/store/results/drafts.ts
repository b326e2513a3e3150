import type { DatabaseSync } from 'node:sqlite'
import type { SessionDraft } from '../../model/relating.ts'
import type { AnnouncementRow, RtcpRow, StreamRow } from '../../model/rows.ts'
import type { EndpointReader } from './interned.ts'
import { announcements, type Cells, groups, link, PARTIES, party, rows, tunnel, whole } from './passes.ts'

/** What drafts are gathered from, each sorted by session: `session_of` is what `assign` settled. */
const BY_SESSION = {
  groups: `SELECT session_of(grp), grp, family, key, seconds, nanoseconds, last_seconds, last_nanoseconds, first_file,
    first_frame, packets, bytes, events, participants, draft, closed
    FROM work.groups ORDER BY 1, seconds, nanoseconds, grp`,
  streams: 'SELECT session_of(grp), source, destination, body FROM streams ORDER BY 1, seconds, nanoseconds, rowid',
  rtcps: 'SELECT session_of(grp), source, destination, body FROM rtcps ORDER BY 1, seconds, nanoseconds, rowid',
  parties: PARTIES,
  // What was announced matters where there is media to compare it with.
  announcements: `SELECT session_of(grp), * FROM work.announcements WHERE EXISTS (SELECT 1 FROM streams)
    ORDER BY 1, seconds, nanoseconds, rowid`,
  tunnels: `SELECT session, body FROM work.carried JOIN work.tunnels ON tunnels.id = carried.tunnel
    ORDER BY 1, seconds, nanoseconds, tunnels.id`,
  links: 'SELECT session_of(grp), evidence, value, confidence, frame FROM links ORDER BY 1, rowid',
}

/**
 * The drafts of sessions 1 … `eventsOf.length - 1`: seven passes, each sorted by session, are read side by side.
 * @param eventsOf number of events by session
 */
export function* mergedDrafts(
  database: DatabaseSync,
  endpoints: EndpointReader,
  eventsOf: Uint32Array,
): Iterable<SessionDraft> {
  const read = <Row>(query: string, row: (cells: Cells, from: number) => Row): SortedPass<Row> =>
    new SortedPass(rows(database, query), row)
  const passes = {
    groups: read(BY_SESSION.groups, groups(endpoints)),
    streams: read<StreamRow>(BY_SESSION.streams, whole(endpoints)),
    rtcps: read<RtcpRow>(BY_SESSION.rtcps, whole(endpoints)),
    parties: read(BY_SESSION.parties, party),
    announcements: read<AnnouncementRow>(BY_SESSION.announcements, announcements(database)),
    links: read(BY_SESSION.links, link),
    tunnels: read(BY_SESSION.tunnels, tunnel),
  }
  try {
    for (let session = 1; session < eventsOf.length; session++) {
      yield {
        session,
        groups: passes.groups.of(session),
        streams: passes.streams.of(session),
        rtcps: passes.rtcps.of(session),
        parties: passes.parties.of(session),
        announcements: passes.announcements.of(session).filter(({ kind }) => kind === 'rtp'),
        links: passes.links.of(session),
        tunnels: passes.tunnels.of(session),
        events: eventsOf[session]!,
      }
    }
  } finally {
    for (const one of Object.values(passes)) one.end()
  }
}

/** A pass whose cells begin with the session, and are sorted by it; and the first row not taken yet. */
class SortedPass<Row> {
  readonly #rows: Iterator<Cells>
  readonly #read: (cells: Cells, from: number) => Row
  #next: Cells = []
  /** Session of the next row; infinite when there is none. */
  #session = 0

  constructor(rows: Iterator<Cells>, read: (cells: Cells, from: number) => Row) {
    this.#rows = rows
    this.#read = read
    this.#advance()
  }

  /** The rows of a session; those of sessions before it are passed over. */
  of(session: number): Row[] {
    while (this.#session < session) this.#advance()
    const taken: Row[] = []
    while (this.#session === session) {
      taken.push(this.#read(this.#next, 1))
      this.#advance()
    }
    return taken
  }

  end(): void {
    this.#rows.return?.()
  }

  #advance(): void {
    const step = this.#rows.next()
    if (step.done === true) this.#session = Infinity
    else {
      this.#next = step.value
      this.#session = step.value[0] as number
    }
  }
}

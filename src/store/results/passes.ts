import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { PartyRole } from '../../model/message.ts'
import type {
  AnnouncementRow,
  ClueRow,
  FlowRow,
  GroupOutline,
  GroupRow,
  HostRow,
  MediaOutline,
  MediaSpan,
  PartyRow,
  RtcpRow,
  StoryPart,
  StreamRow,
  TunnelRow,
} from '../../model/rows.ts'
import type { Link } from '../../model/session.ts'
import type { EndpointReader } from './interned.ts'
import { termsReader } from './terms.ts'

/** The cells of a row in the order of their columns. */
export type Cells = readonly SQLOutputValue[]

/** One pass over the rows of a query. SQLite sorts in bounded memory and spills the rest to a temporary file. */
export function rows(database: DatabaseSync, query: string): Iterator<Cells> {
  const statement = database.prepare(query)
  statement.setReturnArrays(true)
  return statement.iterate() as unknown as Iterator<Cells>
}

/** As `rows`, each row read. */
export function* pass<Row>(database: DatabaseSync, query: string, read: (cells: Cells) => Row): Iterable<Row> {
  const of = rows(database, query)
  try {
    for (let step = of.next(); step.done !== true; step = of.next()) yield read(step.value)
  } finally {
    of.return?.()
  }
}

export const UNITED = 'SELECT grp, other FROM work.united'
export const GROUPS = `SELECT grp, family, key, seconds, nanoseconds, last_seconds, last_nanoseconds,
  asked, answered, ended, leg_from, leg_to, numbers, closed, part FROM work.groups ORDER BY family, key, seconds, nanoseconds, grp`
const CLUE_COLUMNS = 'grp, seconds, nanoseconds, frame, kind, value'
export const TUNNELS = 'SELECT id, body FROM work.tunnels ORDER BY key, seconds, nanoseconds, id'
export const PARTIES = 'SELECT session_of(grp), * FROM work.parties ORDER BY 1, seconds, nanoseconds, rowid'
export const ANNOUNCEMENTS = `SELECT * FROM work.announcements ORDER BY address, port, seconds, nanoseconds, rowid`
export const HOSTS = 'SELECT body FROM work.hosts'
export const FLOWS = `SELECT body FROM work.flows
  ORDER BY protocol, low_address, high_address, low_port, high_port, seconds, nanoseconds, rowid`

/** Clues of some kinds; each with its session when `assign` has settled them. */
export function cluesOf(kinds: readonly string[], by: 'kind' | 'value'): string {
  const listed = kinds.map((kind) => `'${kind.replaceAll("'", "''")}'`).join()
  const order = by === 'kind' ? 'kind, value' : 'value, kind'
  return `SELECT ${CLUE_COLUMNS} FROM work.clues WHERE kind IN (${listed})
    ORDER BY ${order}, seconds, nanoseconds, rowid`
}

/** Streams or RTCP by the address and port of one end. */
export function mediaBy(table: 'streams' | 'rtcps', end: 'source' | 'destination'): string {
  return `SELECT grp, seconds, nanoseconds, first_frame, source, destination FROM ${table}
    ORDER BY ${end}_address, ${end}_port, seconds, nanoseconds, rowid`
}

export function mediaSpans(table: 'streams' | 'rtcps'): string {
  return `SELECT grp, seconds, nanoseconds, first_frame, source, destination, body ->> '$.last.seconds',
    body ->> '$.last.nanoseconds' FROM ${table} ORDER BY seconds, nanoseconds, rowid`
}

/** For rows that are kept as JSON: it was made of a row, so it is one again. */
function parsed(cells: Cells, column: number): unknown {
  return JSON.parse(cells[column] as string)
}

/** Reads the whole of a stream, or of RTCP: the numbers of its ends, then all else. */
export function whole(endpoints: EndpointReader): (cells: Cells, from: number) => StreamRow & RtcpRow {
  return (cells, from) => {
    const [source, destination] = [cells[from] as number, cells[from + 1] as number].map((id) => endpoints.of(id))
    return { ...(parsed(cells, from + 2) as object), source, destination } as StreamRow & RtcpRow
  }
}

/** Reads what matching media needs of it. */
export function media(endpoints: EndpointReader): (cells: Cells) => MediaOutline {
  return (cells) => ({
    group: cells[0] as number,
    first: { seconds: cells[1] as number, nanoseconds: cells[2] as number },
    first_frame: cells[3] as number,
    source: endpoints.of(cells[4] as number),
    destination: endpoints.of(cells[5] as number),
  })
}

export function span(endpoints: EndpointReader): (cells: Cells) => MediaSpan {
  const outlined = media(endpoints)
  return (cells) => ({
    ...outlined(cells),
    last: { seconds: cells[6] as number, nanoseconds: cells[7] as number },
  })
}

export function outline(cells: Cells): GroupOutline {
  const number = (column: number): number => cells[column] as number
  const asked = cells[7]
  const [from, to, numbers] = cells.slice(10, 13) as [string, string, string]
  return {
    group: number(0),
    family: cells[1] as string,
    key: cells[2] as string,
    first: { seconds: number(3), nanoseconds: number(4) },
    last: { seconds: number(5), nanoseconds: number(6) },
    leg: typeof asked === 'number' ? { asked, answered: number(8), ended: number(9), from, to, numbers } : undefined,
    closed: cells[13] === 1,
    ...(cells[14] !== null && { part: cells[14] as StoryPart }),
  }
}
export const tunnel = (cells: Cells, column = 0): TunnelRow => parsed(cells, column) as TunnelRow
export const host = (cells: Cells): HostRow => parsed(cells, 0) as HostRow
export const flow = (cells: Cells, column = 0): FlowRow => parsed(cells, column) as FlowRow

/** Reads groups; their participants are numbers of endpoints. */
export function groups(endpoints: EndpointReader): (cells: Cells, from?: number) => GroupRow {
  return (cells, from = 0) => {
    const number = (column: number): number => cells[from + column] as number
    const participants = cells[from + 12] as string
    const draft = cells[from + 13]
    return {
      group: number(0),
      family: cells[from + 1] as string,
      key: cells[from + 2] as string,
      first: { seconds: number(3), nanoseconds: number(4) },
      last: { seconds: number(5), nanoseconds: number(6) },
      first_file: number(7),
      first_frame: number(8),
      packets: number(9),
      bytes: number(10),
      events: number(11),
      participants: participants === '' ? [] : participants.split(',').map((id) => endpoints.of(Number(id))),
      draft: draft === null ? undefined : JSON.parse(draft as string),
      closed: cells[from + 14] === 1,
    }
  }
}

export function united(cells: Cells): [group: number, other: number] {
  return [cells[0] as number, cells[1] as number]
}

export function clue(cells: Cells): ClueRow {
  return {
    group: cells[0] as number,
    at: { seconds: cells[1] as number, nanoseconds: cells[2] as number },
    frame: cells[3] as number,
    kind: cells[4] as string,
    value: cells[5] as string,
  }
}

const PARTY = ['imsi', 'msisdn', 'impi', 'impu', 'supi', 'imei', 'ue_ip'] as const

export function party(cells: Cells, from = 0): PartyRow {
  const row: { -readonly [Name in keyof PartyRow]: PartyRow[Name] } = {
    group: cells[from] as number,
    at: { seconds: cells[from + 1] as number, nanoseconds: cells[from + 2] as number },
    frame: cells[from + 3] as number,
    role: cells[from + 4] as PartyRole,
  }
  for (let i = 0; i < PARTY.length; i++) {
    const value = cells[from + 5 + i]
    if (typeof value === 'string') row[PARTY[i]!] = value
  }
  return row
}

/** Reads announcements, whose terms are kept apart. */
export function announcements(database: DatabaseSync): (cells: Cells, from?: number) => AnnouncementRow {
  const terms = termsReader(database)
  return (cells, from = 0) => {
    const row = terms.of(cells[from + 8] as number)
    return {
      group: cells[from] as number,
      at: { seconds: cells[from + 1] as number, nanoseconds: cells[from + 2] as number },
      frame: cells[from + 3] as number,
      address: cells[from + 4] as string,
      port: cells[from + 5] as number,
      media: cells[from + 6] as number,
      side: cells[from + 7] as string,
      ...row,
    }
  }
}

export function link(cells: Cells, from: number): Link {
  const [evidence, value, confidence, frame] = cells.slice(from, from + 4) as [string, string, number, number]
  return { evidence, value, confidence, frame }
}

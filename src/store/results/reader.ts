import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import type { CaptureSource } from '../../model/capture.ts'
import type { Hints } from '../../model/hints.ts'
import type { KpiRow } from '../../model/kpi.ts'
import type { DecodeBody } from '../../model/rows.ts'
import { type Link, SESSION_TYPES, type SessionEvent } from '../../model/session.ts'
import type { Summary } from '../../model/summary.ts'
import { type Listing, type Order, orderClause, whereClause } from './condition.ts'
import { addEventFunctions } from './event-functions.ts'
import { type EventPage, EventReader } from './event-reader.ts'
import { FrameReader } from './frame-reader.ts'
import { ProcedureReader } from './procedure-reader.ts'
import { type Ordered, Positions } from './positions.ts'
import {
  LARGEST_DETAIL,
  type ListedSession,
  MOST_RELATED,
  type RelatedSession,
  type SessionBrief,
  type SessionDetail,
} from './records.ts'
import { VERSION } from './schema.ts'
import { type Besides, brief, detail, listed, type StoredSession } from './stored-session.ts'
import { NodeReader } from './node-reader.ts'
import { SubscriberReader } from './subscriber-reader.ts'

/** Which sessions of a list. */
export interface SessionPage extends Listing {
  /** From 1. */
  readonly page?: number
  readonly limit?: number
}

export interface Overview extends Summary {
  readonly sessions: {
    readonly total: number
    readonly by_type: Readonly<Record<string, number>>
    readonly by_outcome: Readonly<Record<string, number>>
  }
}

interface SessionList {
  readonly total: number
  readonly sessions: readonly ListedSession[]
  /** What each is put in order by. */
  readonly keys: readonly (string | number | null)[]
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

/** More sessions than these are put in another order than that of time once, and not for every page. */
const MOST_SORTED = 5000
/** A page that comes behind more than these is looked up: SQLite would walk over them all. */
const MOST_PASSED = 5000
/** Conditions whose counts are remembered. */
const MOST_COUNTS = 1000
const BY_TIME = orderClause()
const RELATED = `
SELECT s.session_id, s.type, s.start_time, s.outcome, r.relation, r.evidence, r.value, r.confidence, r.frame, r.other FROM (
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
  readonly #procedures: ProcedureReader
  readonly subscribers: SubscriberReader
  readonly nodes: NodeReader
  /** What the captures call addresses. */
  readonly #names: Readonly<Record<string, string>> | undefined
  /** By condition and its parameters. */
  readonly #counts = new Map<string, number>()
  readonly #positions: Positions
  readonly frames: FrameReader
  readonly job: string
  /** Number of captures. */
  readonly files: number

  constructor(path: string, decode: DecodeBody) {
    this.#database = open(path)
    this.job = this.#meta('job') as string
    this.files = this.#meta('files') as number
    this.#relations = this.#database.prepare(RELATED)
    this.#positions = new Positions(this.#database)
    this.#names = this.summary().capture.names
    this.#events = new EventReader(this.#database, { job: this.job, files: this.files, decode })
    this.nodes = new NodeReader(this.#database, this.#names)
    this.#procedures = new ProcedureReader(this.#database, (event) => this.#events.time(event))
    this.subscribers = new SubscriberReader(this.#database, this.#events, {
      nodes: this.nodes,
      procedures: this.#procedures,
    })
    this.frames = new FrameReader(this.#database, this.#events)
    addEventFunctions(this.#database, this.#events)
  }

  summary(): Summary {
    return this.#meta('summary') as Summary
  }

  sources(): readonly CaptureSource[] {
    return this.#meta('sources') as CaptureSource[]
  }

  /** Key figures; none in files that were made before there were any. */
  kpis(): readonly KpiRow[] {
    return (this.#meta('kpis') ?? []) as KpiRow[]
  }

  /** What the analysis was told besides the captures. */
  hints(): Hints {
    return this.#meta('hints') as Hints
  }

  /** A page of the sessions in order; by default all of them. */
  sessions({ order, page = 1, limit = -1, ...wanted }: SessionPage = {}): SessionList {
    const { where, parameters: given } = whereClause(wanted)
    const total = this.#count(where, given)
    const key = order?.by ?? 'start_time'
    const offset = limit < 0 ? 0 : (page - 1) * limit
    const isFar = limit >= 0 && (order ? total > MOST_SORTED : offset > MOST_PASSED)
    const rows = isFar
      ? this.#listedFrom(
          { query: `SELECT id FROM sessions ${where} ${orderClause(order)}`, parameters: given },
          key,
        ).all(offset, offset + limit)
      : this.#database.prepare(nearQuery(where, key, order)).all(...given, limit, offset)
    return {
      total,
      sessions: (rows as unknown as Keyed[]).map((row) => this.#withRoles(listed(row))),
      keys: (rows as unknown as Keyed[]).map((row) => row.key),
    }
  }

  /** Gives the sessions of the places above one number, up to another. */
  #listedFrom(ordered: Ordered, key: string): StatementSync {
    return this.#database.prepare(`SELECT s.*, ${key} AS key FROM ${this.#positions.table(ordered)} w
      CROSS JOIN sessions s ON s.id = w.n WHERE w.place > ? AND w.place <= ? ORDER BY w.place`)
  }

  /** How many sessions a condition holds for: counted once, for the file never changes. */
  #count(where: string, given: readonly SQLInputValue[]): number {
    const key = JSON.stringify([where, given])
    const known = this.#counts.get(key)
    if (known !== undefined) return known
    const count = this.#database.prepare(`SELECT count(*) AS n FROM sessions ${where}`).get(...given)?.['n'] as number
    if (this.#counts.size === MOST_COUNTS) this.#counts.clear()
    this.#counts.set(key, count)
    return count
  }

  /** Sessions by type. */
  types(): Record<string, number> {
    return this.#countBy('type')
  }

  /** What the job read, and how many sessions of which kind it found. */
  overview(): Overview {
    const by_type = this.types()
    const total = Object.values(by_type).reduce((sum, n) => sum + n, 0)
    return { ...this.summary(), sessions: { total, by_type, by_outcome: this.#countBy('outcome') } }
  }

  /** @param page which of its events; by default the first that a detail holds */
  session(session_id: string, page?: EventPage): SessionDetail | undefined {
    const row = this.#stored(session_id)
    if (!row || !page) return row && this.#detail(row)
    const { from = 0, limit = LARGEST_DETAIL } = page
    const events = this.#events.of(row.id, { from, limit })
    const { events_truncated: _, ...rest } = this.#named(
      this.#withEnds(detail(row, this.#besides(row, events), events.length)),
    )
    return from + events.length < row.events_count ? { ...rest, events_truncated: true } : rest
  }

  /** Part of the events of a session, and how many there are; undefined where there is no such session. */
  events(session_id: string, page: EventPage = {}): { total: number; events: SessionEvent[] } | undefined {
    const row = this.#stored(session_id)
    return row && { total: row.events_count, events: this.#events.of(row.id, page) }
  }

  /** The sessions in order, each with all that is told of it, one at a time. */
  *details(wanted: Listing = {}): Generator<SessionDetail> {
    for (const row of this.#inOrder(wanted)) yield this.#detail(row)
  }

  /** The sessions in order, one at a time, without what else they have to do with and without their events. */
  *briefs(wanted: Listing = {}): Generator<SessionBrief> {
    for (const row of this.#inOrder(wanted)) {
      const failure = row.outcome === 'failed' ? this.#events.firstFailure(row.id) : undefined
      yield this.#withRoles(brief(row, failure))
    }
  }

  *#inOrder({ order, ...wanted }: Listing): Generator<StoredSession> {
    const { where, parameters: given } = whereClause(wanted)
    // Numbers are put in order, and rows then read one by one: all of them at once may not fit in memory.
    const numbers = this.#database.prepare(`SELECT id FROM sessions ${where} ${orderClause(order)}`)
    const row = this.#database.prepare('SELECT * FROM sessions WHERE id = ?')
    for (const { id } of numbers.iterate(...given)) yield row.get(id as number) as unknown as StoredSession
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

  /** Id of what is most likely wanted where nobody says which: of the first type in their order, the first with events. */
  first(): string | undefined {
    const query = this.#database.prepare(
      `SELECT session_id FROM sessions WHERE type = ? AND events_count > 0 ${BY_TIME} LIMIT 1`,
    )
    for (const type of SESSION_TYPES) {
      const found = query.get(type)
      if (found) return found['session_id'] as string
    }
    return undefined
  }

  close(): void {
    this.#database.close()
  }

  #stored(session_id: string): StoredSession | undefined {
    const row = this.#database.prepare('SELECT * FROM sessions WHERE session_id = ?').get(session_id)
    return row as unknown as StoredSession | undefined
  }

  #detail(row: StoredSession): SessionDetail {
    const events = this.#events.of(row.id, { limit: LARGEST_DETAIL + 1 })
    return this.#named(this.#withEnds(detail(row, this.#besides(row, events), LARGEST_DETAIL)))
  }

  #besides({ id, outcome }: StoredSession, events: readonly SessionEvent[]): Besides {
    const failure = outcome === 'failed' ? this.#events.firstFailure(id) : undefined
    const members = this.#events.members(id)
    return {
      related: this.#withSharing(this.#related(id), { members, events }),
      members,
      subscribers: this.subscribers.of(id),
      procedures: this.#procedures.ofSession(id),
      events,
      ...(failure && { failure }),
    }
  }

  /** With what its participants are. */
  #withRoles<Session extends ListedSession | SessionBrief>(session: Session): Session {
    const roles = session.participants.flatMap((end) => {
      const role = this.nodes.brief(end)
      return role ? [[end, role] as const] : []
    })
    return roles.length === 0 ? session : { ...session, participant_roles: Object.fromEntries(roles) }
  }

  /** With what the ends of its messages and media are, its members' too, and why. */
  #withEnds(session: SessionDetail): SessionDetail {
    const roles = this.nodes.ofEnds(session)
    return roles === undefined ? session : { ...session, participant_roles: roles }
  }

  /** With what the captures call its participants. */
  #named(session: SessionDetail): SessionDetail {
    if (this.#names === undefined) return session
    const names = this.#names
    const addresses = session.participants.map((text) => text.replace(/^\[|\]?:\d+$/g, ''))
    const named = addresses.flatMap((address) => (Object.hasOwn(names, address) ? [[address, names[address]!]] : []))
    return named.length === 0 ? session : { ...session, participant_names: Object.fromEntries(named) }
  }

  #related(session: number): RelatedSession[] {
    const related = new Map<string, RelatedSession & { linked_by: Link[] }>()
    for (const row of this.#relations.iterate({ id: session })) {
      const cells = row as unknown as Link & Omit<RelatedSession, 'linked_by'>
      const { session_id, type, start_time, outcome, relation, evidence, value, confidence, frame } = cells
      const key = `${relation} ${session_id}`
      const link = { evidence, value, confidence, frame }
      const known = related.get(key)
      if (known) known.linked_by.push(link)
      else if (related.size > MOST_RELATED) break
      else related.set(key, { session_id, type, start_time, outcome, relation, linked_by: [link] })
    }
    const known = new Set([...related.values()].map(({ session_id }) => session_id))
    const relation = 'same_subscriber'
    for (const { session_id, type, start_time, outcome, ...link } of this.subscribers.near(session)) {
      if (known.has(session_id)) continue
      related.set(`${relation} ${session_id}`, { session_id, type, start_time, outcome, relation, linked_by: [link] })
    }
    return [...related.values()]
  }

  /** With the sessions that messages about several are of first, where nothing else says what these are. */
  #withSharing(
    related: readonly RelatedSession[],
    { members, events }: Pick<Besides, 'members' | 'events'>,
  ): readonly RelatedSession[] {
    const known = new Set(members.map(({ session_id }) => session_id))
    const sharing = new Map<string, RelatedSession>()
    for (const { via_session, linked_by } of events) {
      if (typeof via_session !== 'string' || known.has(via_session) || sharing.has(via_session)) continue
      if (sharing.size === MOST_RELATED) break
      const { type = '', start_time = '', outcome = '' } = this.#stored(via_session) ?? {}
      sharing.set(via_session, {
        session_id: via_session,
        type,
        start_time,
        outcome,
        relation: 'shared_message',
        linked_by: linked_by as Link[],
      })
    }
    if (sharing.size === 0) return related
    return [...sharing.values(), ...related.filter(({ session_id }) => !sharing.has(session_id))]
  }

  #countBy(column: 'type' | 'outcome'): Record<string, number> {
    const query = `SELECT ${column} AS name, count(*) AS n FROM sessions GROUP BY ${column} ORDER BY ${column}`
    const rows = this.#database.prepare(query).all()
    return Object.fromEntries(rows.map((row) => [row['name'] as string, row['n'] as number]))
  }

  #meta(name: string): unknown {
    const row = this.#database.prepare('SELECT value FROM meta WHERE name = ?').get(name)
    return row === undefined ? undefined : JSON.parse(row['value'] as string)
  }
}

type Keyed = StoredSession & { readonly key: string | number | null }

/** Sorted are only the numbers of sessions, and not all of what is known of them. */
function nearQuery(where: string, key: string, order: Order | undefined): string {
  const wanted = `SELECT id AS n, ${key} AS key FROM sessions ${where} ${orderClause(order)} LIMIT ? OFFSET ?`
  return `SELECT s.*, w.key FROM (${wanted}) w CROSS JOIN sessions s ON s.id = w.n
    ${orderClause({ by: 'w.key', direction: order?.direction ?? 'rising' })}`
}

function open(path: string): DatabaseSync {
  const database = existing(path)
  const version = versionOf(database)
  if (version === VERSION) return database
  database.close()
  throw new UnreadableResult(
    version === undefined
      ? `${path} is not a finished result file`
      : `${path} has version ${version} of the result format, not ${VERSION}: analyse the capture again`,
  )
}

function existing(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { readOnly: true })
  } catch {
    throw new UnreadableResult(`${path} cannot be opened`)
  }
}

function versionOf(database: DatabaseSync): number | undefined {
  try {
    return Number(database.prepare("SELECT value FROM meta WHERE name = 'version'").get()?.['value'])
  } catch {
    return undefined
  }
}

import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { Procedure } from '../../model/procedure.ts'
import type { Link } from '../../model/session.ts'
import type { IdentityRow, SubscribedRow, SubscriberRow } from '../../model/subscriber.ts'
import { MOST_PROCEDURES, type ProcedureReader } from './procedure-reader.ts'
import type { EventReader, Timeline, TimelineEvents } from './event-reader.ts'
import type { NodeReader, ToldEnd } from './node-reader.ts'
import type { ListedSession, RelatedSession, SessionSubscriber } from './records.ts'
import { listed, type StoredSession } from './stored-session.ts'

/** Identities and sessions that the detail of a subscriber holds. */
const MOST_IDENTITIES = 1000
const MOST_SESSIONS = 1000
/** Sessions whose events one ladder merges. */
const MOST_IN_LADDER = 10_000

/** Events of a page, and what their ends are. */
export type SubscriberStory = TimelineEvents & { readonly participant_roles?: Readonly<Record<string, ToldEnd>> }

/** Which subscribers of a list: those who have all of these identities. */
export interface SubscriberPage {
  readonly identities: readonly { readonly kind: string; readonly value: string }[]
  readonly from: number
  readonly limit: number
}

export interface SubscriberList {
  readonly total: number
  readonly subscribers: readonly SubscriberRow[]
}

/** An identity as told: `shared` only where it is. */
export type ToldIdentity = Omit<IdentityRow, 'shared'> & { readonly shared?: true }

/** A session of a subscriber, and why it is theirs. */
interface SubscribedSession extends ListedSession {
  readonly role: string
  readonly linked_by: readonly Link[]
}

export interface SubscriberDetail extends SubscriberRow {
  readonly identities: readonly ToldIdentity[]
  readonly identities_truncated?: true
  readonly session_list: readonly SubscribedSession[]
  readonly sessions_truncated?: true
  /** By their beginning. */
  readonly procedures: readonly Procedure[]
  readonly procedures_truncated?: true
}

/** Part of the events of a subscriber's sessions. */
export interface LadderPage extends Timeline {
  readonly subscriber_id: string
}

const OF_SESSION = `
SELECT u.subscriber_id, u.kind, u.value, o.role FROM subscriber_sessions o JOIN subscribers u ON u.id = o.subscriber
WHERE o.session = ? ORDER BY o.rowid LIMIT 16`

/** Of each side of a session, the nearest of the same subscribers: sessions are numbered in the order of their beginning. */
const MOST_NEAR = 4
const near = (than: '<' | '>', order: 'DESC' | 'ASC'): string => `
SELECT DISTINCT o.session AS other, o.evidence, o.value, min(o.confidence, m.confidence) AS confidence, o.frame
FROM subscriber_sessions m JOIN subscriber_sessions o ON o.subscriber = m.subscriber
WHERE m.session = :id AND o.session ${than} :id ORDER BY o.session ${order} LIMIT ${MOST_NEAR}`
const SAME_SUBSCRIBER = `
SELECT s.session_id, s.type, s.start_time, s.outcome, r.evidence, r.value, r.confidence, r.frame
FROM (SELECT * FROM (${near('<', 'DESC')}) UNION ALL SELECT * FROM (${near('>', 'ASC')})) r
JOIN sessions s ON s.id = r.other ORDER BY s.start_time, s.session_id`

/** What is told of subscribers besides. */
interface Told {
  readonly nodes: NodeReader
  readonly procedures: ProcedureReader
}

/** Reads subscribers of one job. */
export class SubscriberReader {
  readonly #database: DatabaseSync
  readonly #ofSession: StatementSync
  readonly #near: StatementSync
  readonly #events: EventReader
  readonly #nodes: NodeReader

  readonly #procedures: ProcedureReader

  constructor(database: DatabaseSync, events: EventReader, { nodes, procedures }: Told) {
    this.#procedures = procedures
    this.#database = database
    this.#nodes = nodes
    this.#ofSession = database.prepare(OF_SESSION)
    this.#near = database.prepare(SAME_SUBSCRIBER)
    this.#events = events
  }

  /** By first appearance. */
  list({ identities, from, limit }: SubscriberPage): SubscriberList {
    const has = 'id IN (SELECT subscriber FROM subscriber_identities WHERE value = ? AND kind = ?)'
    const where = identities.length === 0 ? '' : `WHERE ${identities.map(() => has).join(' AND ')}`
    const given: SQLInputValue[] = identities.flatMap(({ kind, value }) => [value, kind])
    const count = this.#database.prepare(`SELECT count(*) AS n FROM subscribers ${where}`).get(...given)
    const rows = this.#database
      .prepare(`SELECT * FROM subscribers ${where} ORDER BY first_time, subscriber_id LIMIT ? OFFSET ?`)
      .all(...given, limit, from)
    return { total: count?.['n'] as number, subscribers: rows.map((row) => plain(row as unknown as StoredSubscriber)) }
  }

  /** Whom a session is about. */
  of(session: number): SessionSubscriber[] {
    return this.#ofSession.all(session) as unknown as SessionSubscriber[]
  }

  /** Sessions of the same subscribers around one, and why they are theirs. */
  near(session: number): (Link & Omit<RelatedSession, 'relation' | 'linked_by'>)[] {
    return this.#near.all({ id: session }) as unknown as (Link & Omit<RelatedSession, 'relation' | 'linked_by'>)[]
  }

  detail(subscriber_id: string): SubscriberDetail | undefined {
    const row = this.#stored(subscriber_id)
    if (!row) return undefined
    const identities = this.#identities(row.id)
    const sessions = this.#sessions(row.id, MOST_SESSIONS + 1)
    const procedures = this.#procedures.ofSubscriber(row.id)
    return {
      ...plain(row),
      identities: identities.slice(0, MOST_IDENTITIES),
      ...(identities.length > MOST_IDENTITIES && { identities_truncated: true }),
      session_list: sessions.slice(0, MOST_SESSIONS),
      ...(sessions.length > MOST_SESSIONS && { sessions_truncated: true }),
      procedures: procedures.slice(0, MOST_PROCEDURES),
      ...(procedures.length > MOST_PROCEDURES && { procedures_truncated: true }),
    }
  }

  /** All that happened to a subscriber on one timeline; undefined where there is none. */
  ladder({ subscriber_id, ...page }: LadderPage): SubscriberStory | undefined {
    const row = this.#stored(subscriber_id)
    if (!row) return undefined
    const sessions = this.#database
      .prepare(
        `SELECT DISTINCT s.id, s.session_id FROM subscriber_sessions o JOIN sessions s ON s.id = o.session
         WHERE o.subscriber = ? ORDER BY s.start_time, s.session_id LIMIT ?`,
      )
      .all(row.id, MOST_IN_LADDER) as unknown as { id: number; session_id: string }[]
    const merged = this.#events.merged(sessions, page)
    const participant_roles = this.#nodes.ofEnds({ participants: [], events: merged.events, media: [] })
    return { ...merged, ...(participant_roles && { participant_roles }) }
  }

  #identities(subscriber: number): ToldIdentity[] {
    const rows = this.#database
      .prepare(
        `SELECT kind, value, first_time, last_time, evidence, frame, shared FROM subscriber_identities
         WHERE subscriber = ? ORDER BY first_time, kind, value LIMIT ?`,
      )
      .all(subscriber, MOST_IDENTITIES + 1)
    return rows.map(
      ({ shared, ...row }) => ({ ...row, ...(shared === 1 && { shared: true }) }) as unknown as ToldIdentity,
    )
  }

  #sessions(subscriber: number, limit: number): SubscribedSession[] {
    const rows = this.#database
      .prepare(
        `SELECT s.*, o.role, o.evidence, o.value, o.confidence, o.frame FROM subscriber_sessions o
         JOIN sessions s ON s.id = o.session WHERE o.subscriber = ? ORDER BY s.start_time, s.session_id LIMIT ?`,
      )
      .all(subscriber, limit)
    return rows.map((row) => {
      const { role, evidence, value, confidence, frame } = row as unknown as SubscribedRow
      return {
        ...listed(row as unknown as StoredSession),
        role,
        linked_by: [{ evidence, value, confidence, frame }],
      }
    })
  }

  #stored(subscriber_id: string): StoredSubscriber | undefined {
    const row = this.#database.prepare('SELECT * FROM subscribers WHERE subscriber_id = ?').get(subscriber_id)
    return row as unknown as StoredSubscriber | undefined
  }
}

interface StoredSubscriber extends SubscriberRow {
  readonly id: number
}

function plain({ subscriber_id, kind, value, first_time, last_time, sessions }: StoredSubscriber): SubscriberRow {
  return { subscriber_id, kind, value, first_time, last_time, sessions }
}

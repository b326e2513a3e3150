import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Span } from '../../model/relating.ts'
import type { Link } from '../../model/session.ts'
import type { RelatedSession } from './records.ts'

/** Members of one session that are read. */
const MOST_MEMBERS = 1000

const MEMBERS = `
SELECT m.*, s.session_id, s.type, s.start_time, s.outcome FROM members m JOIN sessions s ON s.id = m.member
WHERE m.session = ? ORDER BY s.start_time, s.session_id LIMIT ${MOST_MEMBERS}`

const FAILED = `
SELECT s.session_id, s.body FROM members m JOIN sessions s ON s.id = m.member
WHERE m.session = ? AND s.outcome = 'failed' LIMIT ${MOST_MEMBERS}`

/** The verdict of a member that failed. */
export interface MemberFailure {
  readonly session_id: string
  readonly frame?: number
  readonly [more: string]: unknown
}

interface StoredMember extends Omit<Link, 'ambiguous'> {
  readonly member: number
  readonly session_id: string
  readonly type: string
  readonly start_time: string
  readonly outcome: string
  readonly relation: string
  /** JSON; null for all events. */
  readonly spans: string | null
  readonly ambiguous: 0 | 1
}

/** What an event says of the session that it is in besides the one asked for. */
export interface Via {
  readonly via_session: string
  readonly linked_by: readonly Link[]
}

/** Reads which sessions are part of another one's story. */
export class MemberReader {
  readonly #select: StatementSync
  readonly #failed: StatementSync

  constructor(database: DatabaseSync) {
    this.#select = database.prepare(MEMBERS)
    this.#failed = database.prepare(FAILED)
  }

  of(session: number): RelatedSession[] {
    return this.#rows(session).map(({ session_id, type, start_time, outcome, relation, ...row }) => ({
      session_id,
      type,
      start_time,
      outcome,
      relation,
      linked_by: [linkOf(row)],
    }))
  }

  /** What went wrong first in a session's members: the verdict of that member, with its id. */
  firstFailure(session: number): MemberFailure | undefined {
    const failed = this.#failed.all(session).map((row) => {
      const { verdict } = JSON.parse(row['body'] as string) as { verdict?: Record<string, unknown> }
      return { session_id: row['session_id'] as string, ...verdict }
    }) as MemberFailure[]
    const known = failed.filter(({ frame }) => typeof frame === 'number')
    return known.toSorted((a, b) => a.frame! - b.frame!)[0]
  }

  /** The events that members add to a session, each with where it is from. */
  events(session: number, own: (member: number) => number[], timeOf: (id: number) => number): Map<number, Via> {
    const found = new Map<number, Via>()
    for (const row of this.#rows(session)) {
      const spans = row.spans === null ? undefined : (JSON.parse(row.spans) as Span[])
      const via = { via_session: row.session_id, linked_by: [linkOf(row)] }
      for (const id of own(row.member)) {
        const time = timeOf(id)
        if (spans === undefined || spans.some(([from, to]) => time >= from && time <= to)) found.set(id, via)
      }
    }
    return found
  }

  #rows(session: number): StoredMember[] {
    return this.#select.all(session) as unknown as StoredMember[]
  }
}

function linkOf({ evidence, value, confidence, frame, ambiguous }: Pick<StoredMember, keyof Link>): Link {
  return { evidence, value, confidence, frame, ...(ambiguous === 1 && { ambiguous: true }) }
}

import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Span } from '../../model/relating.ts'
import type { Link } from '../../model/session.ts'
import type { RelatedSession } from './records.ts'

/** Members of one session that are read. */
const MOST_MEMBERS = 1000

const MEMBERS = `
SELECT m.*, s.session_id, s.type FROM members m JOIN sessions s ON s.id = m.member
WHERE m.session = ? ORDER BY s.start_time, s.session_id LIMIT ${MOST_MEMBERS}`

interface StoredMember extends Omit<Link, 'ambiguous'> {
  readonly member: number
  readonly session_id: string
  readonly type: string
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

  constructor(database: DatabaseSync) {
    this.#select = database.prepare(MEMBERS)
  }

  of(session: number): RelatedSession[] {
    return this.#rows(session).map(({ session_id, type, relation, ...row }) => ({
      session_id,
      type,
      relation,
      linked_by: [linkOf(row)],
    }))
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

function linkOf({
  evidence,
  value,
  confidence,
  frame,
  ambiguous,
}: Omit<StoredMember, 'session_id' | 'type' | 'relation'>): Link {
  return { evidence, value, confidence, frame, ...(ambiguous === 1 && { ambiguous: true }) }
}

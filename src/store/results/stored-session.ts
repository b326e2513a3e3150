import type { Procedure } from '../../model/procedure.ts'
import type { SessionEvent, SessionOutcome, SessionRow } from '../../model/session.ts'
import type { MemberFailure } from './member-reader.ts'
import { MOST_PROCEDURES } from './procedure-reader.ts'
import {
  type ListedSession,
  MOST_RELATED,
  type RelatedSession,
  type SessionBrief,
  type SessionDetail,
  type SessionSubscriber,
} from './records.ts'

/** A row of the table of sessions. */
export interface StoredSession {
  readonly id: number
  readonly session_id: string
  readonly type: string
  readonly subtype: string | null
  readonly session_key: string
  readonly start_time: string
  readonly end_time: string
  readonly duration_ms: number
  readonly packet_count: number
  readonly byte_count: number
  readonly outcome: SessionOutcome
  readonly events_count: number
  /** JSON, as the next two. */
  readonly participants: string
  readonly metrics: string
  readonly body: string
}

type Body = Pick<
  SessionRow,
  'correlation_key' | 'verdict' | 'linked_by' | 'media' | 'media_verdicts' | 'tunnels' | 'facts'
>

export function listed(row: StoredSession): ListedSession {
  const { verdict, correlation_key } = JSON.parse(row.body) as Body
  return {
    session_id: row.session_id,
    type: row.type,
    ...(row.subtype !== null && { subtype: row.subtype }),
    session_key: row.session_key,
    start_time: row.start_time,
    end_time: row.end_time,
    participants: JSON.parse(row.participants) as string[],
    metrics: {
      packets: row.packet_count,
      bytes: row.byte_count,
      duration_ms: row.duration_ms,
      ...(JSON.parse(row.metrics) as SessionRow['metrics']),
    },
    outcome: row.outcome,
    ...(verdict && { verdict }),
    correlation_key,
    events_count: row.events_count,
  }
}

/** What other tables tell of a session. */
export interface Besides {
  readonly related: readonly RelatedSession[]
  readonly members: readonly RelatedSession[]
  readonly subscribers: readonly SessionSubscriber[]
  readonly procedures: readonly Procedure[]
  readonly events: readonly SessionEvent[]
  readonly failure?: MemberFailure
}

/** `failure` is what a member failed by. */
export function brief(row: StoredSession, failure: MemberFailure | undefined): SessionBrief {
  const { correlation_key, verdict, media, media_verdicts } = JSON.parse(row.body) as Body
  return {
    ...head(row),
    correlation_key,
    ...(verdict && { verdict: placed(verdict, [], failure) }),
    media,
    ...(media_verdicts && { media_verdicts }),
  }
}

/** What stands in columns of its own. */
function head(row: StoredSession): Omit<SessionBrief, 'correlation_key' | 'media'> {
  return {
    session_id: row.session_id,
    type: row.type,
    ...(row.subtype !== null && { subtype: row.subtype }),
    session_key: row.session_key,
    start_time: row.start_time,
    end_time: row.end_time,
    duration_ms: row.duration_ms,
    packet_count: row.packet_count,
    byte_count: row.byte_count,
    participants: JSON.parse(row.participants) as string[],
    metrics: JSON.parse(row.metrics) as SessionRow['metrics'],
    outcome: row.outcome,
    events_count: row.events_count,
  }
}

/** `events` are one more than `most` where there are more; `related` likewise. */
export function detail(
  row: StoredSession,
  { related, members, subscribers, procedures, events, failure }: Besides,
  most: number,
): SessionDetail {
  const { correlation_key, verdict, facts, linked_by, media, media_verdicts, tunnels } = JSON.parse(row.body) as Body
  return {
    ...head(row),
    correlation_key,
    ...(verdict && { verdict: placed(verdict, events, failure) }),
    ...(facts && { facts }),
    linked_by,
    related_sessions: related.slice(0, MOST_RELATED),
    ...(subscribers.length > 0 && { subscribers }),
    ...(members.length > 0 && { members: members.slice(0, MOST_RELATED) }),
    ...(related.length > MOST_RELATED && { related_sessions_truncated: true }),
    ...(procedures.length > 0 && { procedures: procedures.slice(0, MOST_PROCEDURES) }),
    ...(procedures.length > MOST_PROCEDURES && { procedures_truncated: true }),
    media,
    ...(media_verdicts && { media_verdicts }),
    ...(tunnels && { tunnels }),
    ...(events.length > most && { events_truncated: true }),
    events: events.slice(0, most),
  }
}

type Verdict = NonNullable<SessionRow['verdict']>

/** With the event that the verdict is about, where the events at hand hold it, and with what a member failed by before. */
function placed(verdict: Verdict, events: readonly SessionEvent[], failure: MemberFailure | undefined): Verdict {
  const frame = verdict['frame']
  const event = events.find((one) => one.frame === frame && one['via_session'] === undefined)
  const isFirst = failure?.frame !== undefined && (typeof frame !== 'number' || failure.frame < frame)
  const before = isFirst && {
    because: failure,
    text: `${String(verdict['text'])} Before it, ${String(failure['text'])}`,
  }
  return { ...verdict, ...(event && { event_id: event.event_id }), ...before }
}

import type { EndRole, ToldEnd } from './node-reader.ts'
import type { Procedure } from '../../model/procedure.ts'
import type {
  CarriedTunnel,
  Link,
  Media,
  MediaVerdict,
  Metrics,
  SessionEvent,
  SessionOutcome,
} from '../../model/session.ts'

/** Events that the detail of a session holds; the rest is read by pages. */
export const LARGEST_DETAIL = 10_000
/** Related sessions that the detail of a session names. */
export const MOST_RELATED = 200

/** A session as lists show it. `metrics` holds `packets` and `bytes` besides its own. */
export interface ListedSession {
  readonly session_id: string
  readonly type: string
  readonly subtype?: string
  readonly session_key: string
  readonly start_time: string
  readonly end_time: string
  readonly participants: readonly string[]
  /** Of those of whom something is known. */
  readonly participant_roles?: Readonly<Record<string, EndRole>>
  readonly metrics: Metrics
  readonly outcome: SessionOutcome
  readonly verdict?: Readonly<Record<string, unknown>>
  readonly correlation_key: Readonly<Record<string, unknown>>
  readonly events_count: number
}

/** Another session that has to do with this one. */
export interface RelatedSession {
  readonly session_id: string
  readonly type: string
  /** By these it is told from others of its type. */
  readonly start_time: string
  readonly outcome: string
  readonly relation: string
  readonly linked_by: readonly Link[]
}

/** A subscriber that a session is about. */
export interface SessionSubscriber {
  readonly subscriber_id: string
  readonly kind: string
  readonly value: string
  readonly role: string
}

/** What a line of a table tells of a session. */
export interface SessionBrief {
  readonly session_id: string
  readonly type: string
  readonly subtype?: string
  readonly session_key: string
  readonly start_time: string
  readonly end_time: string
  readonly duration_ms: number
  readonly packet_count: number
  readonly byte_count: number
  readonly participants: readonly string[]
  /** Of those of whom something is known. */
  readonly participant_roles?: Readonly<Record<string, EndRole>>
  readonly correlation_key: Readonly<Record<string, unknown>>
  readonly metrics: Metrics
  readonly outcome: SessionOutcome
  readonly verdict?: Readonly<Record<string, unknown>>
  readonly media: readonly Media[]
  readonly media_verdicts?: readonly MediaVerdict[]
  readonly events_count: number
}

/** All of a session, with its first events. */
export interface SessionDetail extends SessionBrief {
  /** Of the participants and all ends of events and media of whom something is known. */
  readonly participant_roles?: Readonly<Record<string, ToldEnd>>
  /** By address, where the captures name some (pcapng name resolution blocks). */
  readonly participant_names?: Readonly<Record<string, string>>
  readonly facts?: Readonly<Record<string, unknown>>
  readonly linked_by: readonly Link[]
  readonly related_sessions: readonly RelatedSession[]
  readonly related_sessions_truncated?: true
  readonly subscribers?: readonly SessionSubscriber[]
  /** Sessions whose events stand among the events too. */
  readonly members?: readonly RelatedSession[]
  /** Those that its events take part in, by their beginning. */
  readonly procedures?: readonly Procedure[]
  readonly procedures_truncated?: true
  readonly tunnels?: readonly CarriedTunnel[]
  /** There are more events than the detail holds. */
  readonly events_truncated?: true
  readonly events: readonly SessionEvent[]
}

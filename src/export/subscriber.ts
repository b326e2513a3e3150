import type { SessionEvent } from '../model/session.ts'
import type { SessionDetail } from '../store/results/records.ts'
import type { SubscriberDetail } from '../store/results/subscriber-reader.ts'

const MOST_PARTICIPANTS = 64

interface Told {
  readonly total: number
  readonly events: readonly SessionEvent[]
  readonly participant_roles?: SessionDetail['participant_roles']
}

/** All that happened to a subscriber, in the form in which ladders are drawn. */
export function subscriberStory(
  subscriber: SubscriberDetail,
  { total, events, participant_roles }: Told,
): SessionDetail {
  const { subscriber_id, kind, value, first_time, last_time, sessions } = subscriber
  const ends = new Set(events.flatMap(({ source, destination }) => [source, destination]))
  const failed = subscriber.session_list.some(({ outcome }) => outcome === 'failed')
  return {
    session_id: subscriber_id,
    type: 'Subscriber',
    subtype: sessions === 1 ? '1 session' : `${sessions} sessions`,
    session_key: `${kind} ${value}`,
    start_time: first_time,
    end_time: last_time,
    duration_ms: Date.parse(last_time) - Date.parse(first_time),
    packet_count: 0,
    byte_count: 0,
    participants: [...ends].slice(0, MOST_PARTICIPANTS),
    ...(participant_roles && { participant_roles }),
    correlation_key: {},
    metrics: {},
    outcome: failed ? 'failed' : 'success',
    linked_by: [],
    related_sessions: [],
    procedures: subscriber.procedures,
    media: [],
    events_count: total,
    ...(total > events.length && { events_truncated: true }),
    events,
  }
}

import type { Session } from '../../client/records.ts'
import type { Subscriber, TimelineEvent } from '../../client/subscribers.ts'

interface Page {
  readonly total: number
  readonly events: readonly TimelineEvent[]
}

/** All of a subscriber's sessions as one that the ladder draws: each event says which it is of, and why that is theirs. */
export function storyOf(subscriber: Subscriber, pages: readonly Page[]): Session {
  const { subscriber_id, value, first_time, last_time, session_list } = subscriber
  const links = new Map(session_list.map(({ session_id, linked_by }) => [session_id, linked_by]))
  const events = pages.flatMap((page) =>
    page.events.map(({ session_id, ...event }) => ({
      ...event,
      via_session: session_id,
      linked_by: links.get(session_id) ?? [],
    })),
  )
  const total = pages[0]?.total ?? 0
  return {
    session_id: subscriber_id,
    type: '',
    session_key: value,
    start_time: first_time,
    end_time: last_time,
    duration_ms: Date.parse(last_time) - Date.parse(first_time),
    packet_count: 0,
    byte_count: 0,
    participants: [],
    metrics: {},
    outcome: 'success',
    correlation_key: {},
    linked_by: [],
    related_sessions: [],
    members: session_list.map(({ session_id, type, role, linked_by }) => ({
      session_id,
      type,
      relation: role,
      linked_by,
    })),
    procedures: subscriber.procedures,
    media: [],
    events_count: total,
    events,
    ...(events.length < total && { events_truncated: true }),
  }
}

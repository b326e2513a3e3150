import type { Event, Media, Session } from '../../client/records.ts'
import type { Subscriber, TimelineEvent } from '../../client/subscribers.ts'

interface Page {
  readonly total: number
  readonly events: readonly TimelineEvent[]
  readonly participant_roles?: Session['participant_roles']
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
  const participant_roles: NonNullable<Session['participant_roles']> = Object.assign(
    {},
    ...pages.map((page) => page.participant_roles),
  )
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
    participant_roles,
    metrics: {},
    outcome: 'success',
    correlation_key: {},
    linked_by: [],
    related_sessions: [],
    members: session_list.map(({ session_id, type, start_time, outcome, role, linked_by }) => ({
      session_id,
      type,
      start_time,
      outcome,
      relation: role,
      linked_by,
    })),
    procedures: subscriber.procedures,
    media: mediaOf(events),
    events_count: total,
    events,
    ...(events.length < total && { events_truncated: true }),
  }
}

/** Streams, by what the events of their ends tell of them: a story has no other record of them. */
function mediaOf(events: readonly Event[]): Media[] {
  return events
    .filter(({ message_type }) => message_type === 'RTP_STOP')
    .map(({ event_id, source, destination, details }) => {
      const number = (name: string): number => Number(details[name] ?? 0)
      const [expected, lost] = [number('expected'), number('lost')]
      const { jitter_mean_ms: jitter, mos } = details
      return {
        stream_id: event_id,
        ssrc: String(details['ssrc']),
        source,
        destination,
        payload_type: number('payload_type'),
        codec: typeof details['codec'] === 'string' ? details['codec'] : '',
        clock_rate: number('clock_rate'),
        packets: number('packets'),
        expected,
        lost,
        loss: expected > 0 ? lost / expected : 0,
        ...(typeof jitter === 'number' && { jitter_mean_ms: jitter }),
        ...(typeof mos === 'number' && { mos }),
        out_of_order: number('out_of_order'),
        duplicates: number('duplicates'),
      }
    })
}

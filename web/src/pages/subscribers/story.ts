import type { Event, Media, Session } from '../../client/records.ts'
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
    media: mediaIn(events),
    events_count: total,
    events,
    ...(events.length < total && { events_truncated: true }),
  }
}

/** The streams of all sessions, as far as the events of their begin and end tell them: bars need no more. */
function mediaIn(events: readonly Event[]): Media[] {
  const open = new Map<string, number>()
  return events.flatMap((event) => {
    const { details, source, destination, message_type } = event
    if (message_type !== 'RTP_STOP') return []
    const ssrc = String(details['ssrc'])
    const number = (open.get(ssrc) ?? 0) + 1
    open.set(ssrc, number)
    const [packets, expected, lost] = [details['packets'], details['expected'], details['lost']].map(Number)
    const jitter = details['jitter_mean_ms']
    return [
      {
        stream_id: `${ssrc}-${number}`,
        ssrc,
        source,
        destination,
        payload_type: Number(details['payload_type']),
        codec: typeof details['codec'] === 'string' ? details['codec'] : '',
        clock_rate: Number(details['clock_rate'] ?? 0),
        packets: packets!,
        expected: expected!,
        lost: lost!,
        loss: expected! > 0 ? lost! / expected! : 0,
        out_of_order: Number(details['out_of_order']),
        duplicates: Number(details['duplicates']),
        ...(typeof jitter === 'number' && { jitter_mean_ms: jitter }),
      },
    ]
  })
}

import type { SessionEvent } from './session.ts'

type Told = Pick<SessionEvent, 'event_id' | 'source' | 'destination' | 'message_type' | 'details'>

/**
 * Signs of life that stay events of their own (`details.heartbeat`), as far as they were answered, by event: what each
 * shares with those that it is one of many of. One that was refused, or not answered, is not among them.
 */
export function answeredHeartbeats(events: readonly Told[]): ReadonlyMap<string, string> {
  const asked = new Map<string, Told[]>()
  const answered = new Map<string, string>()
  for (const event of events) {
    if (event.details['heartbeat'] !== true) continue
    const { source, destination } = event
    if (event.details['status'] === undefined) {
      const ends = `${source} ${destination}`
      asked.set(ends, [...(asked.get(ends) ?? []), event])
      continue
    }
    const request = asked.get(`${destination} ${source}`)?.pop()
    if (!request) continue
    asked.delete(`${destination} ${source}`)
    for (const one of [request, event]) answered.set(one.event_id, keyOf(one))
  }
  return answered
}

function keyOf({ source, destination, message_type, details }: Told): string {
  return JSON.stringify([source, destination, message_type, details['request']])
}

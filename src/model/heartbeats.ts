import type { SessionEvent } from './session.ts'

type Told = Pick<SessionEvent, 'event_id' | 'source' | 'destination' | 'message_type' | 'details'>

/**
 * Signs of life that stay events of their own (`details.heartbeat`), as far as they were answered, by event: what each
 * shares with those that it is one of many of. One that was refused, or not answered, is not among them.
 */
export function answeredHeartbeats(events: readonly Told[]): ReadonlyMap<string, string> {
  const open = new Map<string, Told>()
  const answered = new Map<string, string>()
  for (const event of events) {
    const { status, heartbeat } = event.details
    if (heartbeat !== true) continue
    const exchange = exchangeOf(event)
    const other = open.get(exchange)
    if (!other || (other.details['status'] === undefined) === (status === undefined)) {
      // Of two taps the answer may stand before its request, if it tells to which it belongs.
      if (status === undefined || event.details['stream_id'] !== undefined) open.set(exchange, event)
      continue
    }
    open.delete(exchange)
    for (const one of [other, event]) answered.set(one.event_id, keyOf(one))
  }
  return answered
}

/** Whose question and answer they are: those of a stream, where several go on at once. */
function exchangeOf({ source, destination, details: { status, stream_id: stream } }: Told): string {
  const [asking, asked] = status === undefined ? [source, destination] : [destination, source]
  return `${asking} ${asked} ${String(stream)}`
}

function keyOf({ source, destination, message_type, details }: Told): string {
  return JSON.stringify([source, destination, message_type, details['request']])
}

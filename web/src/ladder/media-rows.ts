import type { Event, Media, Session } from '../client/records.ts'
import type { Nodes } from './nodes.ts'
import type { Flow, Lane, MediaRow } from './rows.ts'

/** Both directions of one conversation begin within this time. */
const SAME_TALK_MS = 5000

interface MediaRows {
  /** By the event that tells of their begin. */
  readonly rows: ReadonlyMap<string, MediaRow>
  /** Of streams that no event tells of. */
  readonly untold: readonly MediaRow[]
  readonly flows: readonly Flow[]
}

interface Growing {
  readonly event: Event
  readonly at: number
  readonly lanes: Lane[]
}

/** Streams as bars: the two directions between the same nodes stand in one row. */
export function mediaLanes(session: Session, nodes: Nodes, since: (event: Event) => number): MediaRows {
  const streams = Map.groupBy(session.media, keyOf)
  const ends = endsOf(session.events, since)
  const open: Growing[] = []
  const rows = new Map<string, Growing>()
  const flows: Flow[] = []
  for (const event of session.events) {
    if (event.message_type !== 'RTP_START') continue
    const key = keyOf({ ssrc: String(event.details['ssrc']), ...event })
    const at = since(event)
    const end = ends.get(key)?.shift()
    const media = streams.get(key)?.shift()
    const [from, to] = nodes.between(event.source, event.destination)
    const lane: Lane = { from, to, ...(media && { media }), ...(end !== undefined && { length: end - at }) }
    if (end !== undefined) flows.push({ from: at, to: end })
    const partner = open.find(
      (row) => row.lanes.length === 1 && isOpposite(row.lanes[0]!, lane) && at - row.at < SAME_TALK_MS,
    )
    if (partner) partner.lanes.push(lane)
    else {
      const row = { event, at, lanes: [lane] }
      open.push(row)
      rows.set(event.event_id, row)
    }
  }
  const last = session.events.at(-1)
  const rest = [...streams.values()].flat().map((media) => untold(media, nodes, last ? since(last) : 0))
  return { rows: new Map([...rows].map(([id, row]) => [id, asRow(row)])), untold: rest, flows }
}

function asRow({ event, at, lanes }: Growing): MediaRow {
  const [first] = lanes
  const isAlone = lanes.length === 1 && first !== undefined && first.from !== first.to
  const hollow: Lane[] = isAlone ? [{ from: first.to, to: first.from }] : []
  return { kind: 'media', event, at, delta: 0, isSlow: false, lanes: [...lanes, ...hollow] }
}

function untold(media: Media, nodes: Nodes, at: number): MediaRow {
  const [from, to] = nodes.between(media.source, media.destination)
  return { kind: 'media', at, delta: 0, isSlow: false, lanes: [{ from, to, media }] }
}

function isOpposite(one: Lane, other: Lane): boolean {
  return one.from === other.to && one.to === other.from
}

function keyOf({ ssrc, source, destination }: Pick<Media, 'ssrc' | 'source' | 'destination'>): string {
  return `${ssrc} ${source} ${destination}`
}

/** When streams end, each key's in order. */
function endsOf(events: readonly Event[], since: (event: Event) => number): Map<string, number[]> {
  const ends = new Map<string, number[]>()
  for (const event of events) {
    if (event.message_type !== 'RTP_STOP') continue
    const key = keyOf({ ssrc: String(event.details['ssrc']), ...event })
    const known = ends.get(key)
    if (known) known.push(since(event))
    else ends.set(key, [since(event)])
  }
  return ends
}

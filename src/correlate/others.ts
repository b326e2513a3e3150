import { compareMoments, isoTime } from '../model/moment.ts'
import type { Relating } from '../model/relating.ts'
import type { FlowRow } from '../model/rows.ts'
import { wholeMilliseconds } from './relate.ts'
import { sessionId } from './session-id.ts'

interface Numbering {
  readonly job: string
  /** Number of the first session to make. */
  readonly from: number
}

/** Why it is not known how it went. */
const UNREAD = { kind: 'undecoded', text: 'Unread: its packets and bytes are counted, and what they say is not read.' }

/** Flows that nothing claimed: one session of type OTHER for each protocol between two addresses. Gives the next number. */
export function otherSessions(rows: Relating, { job, from }: Numbering): number {
  let session = from
  let pair: FlowRow[] = []
  const write = (): void => {
    if (pair.length === 0) return
    writePair(rows, pair, { session, job })
    session++
  }
  for (const flow of rows.flowRows()) {
    const [first] = pair
    if (first && keyOf(first) === keyOf(flow)) merge(pair, flow)
    else {
      write()
      pair = [flow]
    }
  }
  write()
  return session
}

function keyOf({ protocol, source, destination }: FlowRow): string {
  const [low, high] = [source.address, destination.address].toSorted()
  return `${protocol} ${low}<->${high}`
}

/** Keeps one row for all flows of a pair; the ends are those of the earliest. */
function merge(pair: FlowRow[], flow: FlowRow): void {
  const [before] = pair as [FlowRow]
  const isEarlier = compareMoments(flow.first, before.first) < 0
  const earliest = isEarlier ? flow : before
  const last = compareMoments(flow.last, before.last) > 0 ? flow.last : before.last
  pair[0] = { ...earliest, last, packets: before.packets + flow.packets, bytes: before.bytes + flow.bytes }
}

function writePair(rows: Relating, [flow]: FlowRow[], numbers: { session: number; job: string }): void {
  const {
    protocol: named,
    counted_as,
    transport,
    source,
    destination,
    first,
    last,
    packets,
    bytes,
    first_frame,
    file,
  } = flow!
  const session_key = keyOf(flow!)
  // A protocol's name, and behind a colon what the flow told of itself.
  const [protocol = '', label] = named.split(': ', 2)
  const participants = [source.text, destination.text].filter((text) => text !== '')
  rows.session(
    numbers.session,
    {
      session_id: sessionId(numbers.job, `OTHER ${session_key} ${file} ${first_frame}`),
      type: 'OTHER',
      subtype: protocol,
      session_key,
      start_time: isoTime(first),
      end_time: isoTime(last),
      duration_ms: wholeMilliseconds(first, last),
      packet_count: packets,
      byte_count: bytes,
      participants,
      correlation_key: { protocol, transport, ...(label !== undefined && { label }) },
      metrics: {},
      outcome: 'unread',
      verdict: UNREAD,
      events_count: 0,
      linked_by: [],
      media: [],
      counted_as,
    },
    [source.address, destination.address].filter((value) => value !== '').map((value) => ({ kind: 'ip', value })),
  )
}

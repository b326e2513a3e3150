import { answeredHeartbeats } from '../../../src/model/heartbeats.ts'
import type { Event, Media, Session } from '../client/records.ts'
import { type Look, lookOf } from '../looks.ts'
import { known, t } from '../words.ts'
import { mediaLanes } from './media-rows.ts'
import { answers, describedMedia, detailOf, fails, heartbeats, isRetransmission, messageKey } from './messages.ts'
import { isMedia, type Nodes } from './nodes.ts'
import { type PhaseRow, withPhases } from './phases.ts'

interface Timed {
  /** Milliseconds since the session's first event. */
  readonly at: number
  /** Milliseconds since the row above; 0 for the first. */
  readonly delta: number
  /** Nothing but media for a second or more, and no media either. */
  readonly isSlow: boolean
}

export interface MessageRow extends Timed {
  readonly kind: 'message'
  readonly event: Event
  readonly from: number
  readonly to: number
  readonly name: string
  readonly detail: string
  readonly look: Look
  readonly answers: boolean
  readonly fails: boolean
  /** Sent again, later. */
  readonly again: readonly Event[]
  /** Of another session that belongs to this one's story. */
  readonly isMember: boolean
  /** Heartbeats that the row stands for. */
  readonly beats: number
}

/** One direction of media, in one bar. */
export interface Lane {
  readonly from: number
  readonly to: number
  readonly media?: Media
  /** Milliseconds; absent where the end is not told. */
  readonly length?: number
}

export interface MediaRow extends Timed {
  readonly kind: 'media'
  readonly event?: Event
  readonly lanes: readonly Lane[]
}

export interface GapRow {
  readonly kind: 'gap'
  readonly length: number
  readonly reason: string
  readonly at: number
}

export type Row = MessageRow | MediaRow | GapRow | PhaseRow

export interface Shown {
  readonly errorsOnly: boolean
  readonly fold: boolean
  readonly heartbeats: boolean
  readonly media: boolean
  /** SDP in labels. */
  readonly sdp: boolean
  /** Protocols and nodes (by key) that are left out. */
  readonly protocols: ReadonlySet<string>
  readonly nodes: ReadonlySet<string>
  /** Sessions of the story that are left out. */
  readonly outside: ReadonlySet<string>
  /** Events whose retransmissions are shown one by one. */
  readonly unfolded: ReadonlySet<string>
}

const GAP_MS = 1000
const GAP_MEDIANS = 20
/** Fewer times than these have no rhythm. */
const FEW = 4

/** The rows of a ladder, from top to bottom. */
export function rowsOf(session: Session, nodes: Nodes, shown: Shown): readonly Row[] {
  const start = BigInt(session.events[0]?.timestamp_ns ?? 0)
  const since = ({ timestamp_ns }: Event): number => Number(BigInt(timestamp_ns) - start) / 1e6
  const media = mediaLanes(session, nodes, since)
  const rows: (MessageRow | MediaRow)[] = []
  // Undefined where it was unfolded: then all of them stand alone.
  const firsts = new Map<string, { again: Event[] } | undefined>()
  // Where nothing is the session's own, as of a subscriber, there is nothing to tell others apart from.
  const hasOwn = session.events.some(({ via_session }) => via_session === undefined)
  const folds = shown.fold && session.events.some(isRetransmission)
  const beats = answeredHeartbeats(shown.fold ? session.events : [])
  for (const event of session.events) {
    if (isMedia(event)) {
      const row = media.rows.get(event.event_id)
      if (row && shown.media && !shown.errorsOnly && isSeen(event, nodes, shown)) rows.push(row)
      continue
    }
    if (!isSeen(event, nodes, shown)) continue
    const beat = beats.get(event.event_id)
    const key = beat ?? (folds ? messageKey(event) : undefined)
    const isRepeat = beat !== undefined || isRetransmission(event)
    const first = key !== undefined && isRepeat ? firsts.get(key) : undefined
    if (first) {
      first.again.push(event)
      continue
    }
    const isMember = hasOwn && event.via_session !== undefined
    const row = { ...messageRow(event, since(event), nodes, shown), isMember }
    // A first sending that was unfolded keeps its place from those that come after it.
    const isFirst = key !== undefined && !(isRepeat && firsts.has(key))
    if (isFirst) firsts.set(key, shown.unfolded.has(event.event_id) ? undefined : row)
    if (shown.errorsOnly && !row.fails) continue
    rows.push(row)
  }
  if (shown.media && !shown.errorsOnly) rows.push(...media.untold)
  const told = withGaps(rows, media.flows, shown.errorsOnly)
  return shown.errorsOnly ? told : withPhases(told, session.procedures)
}

/** In place of the id of the session that is shown. */
export const OWN = 'own'

/** Which session of the story an event is of. */
export function sessionOf({ via_session }: Pick<Event, 'via_session'>): string {
  return via_session ?? OWN
}

function isSeen(event: Event, nodes: Nodes, shown: Shown): boolean {
  const { protocols, nodes: hidden, outside, heartbeats: showsBeats } = shown
  if (protocols.has(event.protocol) || outside.has(sessionOf(event))) return false
  if (!showsBeats && heartbeats(event) > 0) return false
  if (hidden.size === 0) return true
  const [from, to] = nodes.between(event.source, event.destination)
  return !hidden.has(nodes.all[from]!.key) && !hidden.has(nodes.all[to]!.key)
}

type Growing = Omit<MessageRow, 'again'> & { readonly again: Event[] }

function messageRow(event: Event, at: number, nodes: Nodes, shown: Shown): Omit<Growing, 'isMember'> {
  const [from, to] = nodes.between(event.source, event.destination)
  const sdp = shown.sdp ? describedMedia(event) : ''
  return {
    kind: 'message',
    event,
    at,
    delta: 0,
    isSlow: false,
    from,
    to,
    name: event.message_type,
    detail: sdp === '' ? detailOf(event) : sdp,
    look: lookOf(event.protocol),
    answers: answers(event),
    fails: fails(event),
    again: [],
    beats: heartbeats(event),
  }
}

/** Media flowed between two moments, in ms since the start. */
export interface Flow {
  readonly from: number
  readonly to: number
}

function withGaps(rows: readonly (MessageRow | MediaRow)[], flows: readonly Flow[], isSparse: boolean): Row[] {
  const deltas = rows.map((row, i) => (i === 0 ? 0 : Math.max(0, row.at - rows[i - 1]!.at)))
  const least = Math.max(GAP_MS, GAP_MEDIANS * median(deltas.slice(1)))
  const result: Row[] = []
  rows.forEach((row, i) => {
    const delta = deltas[i]!
    const before = rows[i - 1]
    const flowed = before !== undefined && flows.some(({ from, to }) => from < row.at - GAP_MS / 2 && to > before.at)
    const isSlow = delta >= GAP_MS && !flowed
    if (isSlow && delta >= least && before && !isSparse) {
      result.push({ kind: 'gap', length: delta, reason: reasonAfter(before), at: before.at })
    }
    result.push({ ...row, delta, isSlow })
  })
  return result
}

function median(numbers: number[]): number {
  if (numbers.length < FEW) return 0
  numbers.sort((a, b) => a - b)
  return numbers[numbers.length >> 1] ?? 0
}

/** What is waited for after a message, where its name tells. */
function reasonAfter(row: MessageRow | MediaRow): string {
  if (row.kind !== 'message') return ''
  const key = `gap.after.${row.name}`
  return known(key) ? t(key) : ''
}

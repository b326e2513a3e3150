import { answeredHeartbeats } from '../model/heartbeats.ts'
import type { Media, SessionEvent } from '../model/session.ts'
import type { SessionDetail } from '../store/results/records.ts'
import { type Column, columnsOf, isMedia, type LadderColumns } from './ladder-columns.ts'
import { labelOf } from './ladder-label.ts'
import { jitterText } from './session-columns.ts'
import { Phases } from './ladder-phases.ts'

/**
 * A session as a ladder, before anybody draws it: columns from left to right, and rows from top to bottom. Text, Mermaid
 * and SVG are drawn from the same layout.
 */
export interface Ladder {
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
}

/**
 * An arrow between two columns, or, where `from` and `to` are the same, a message to itself; or a rule over all columns,
 * where a procedure begins or ends.
 */
export interface Row {
  readonly kind: 'message' | 'media' | 'phase'
  readonly tone: 'request' | 'progress' | 'success' | 'failure' | 'media' | 'other'
  readonly from: number
  readonly to: number
  readonly label: string
  /** ISO 8601; absent for media that no event tells the time of. */
  readonly time?: string
  readonly time_ns?: string
  /** Milliseconds since the row above. */
  readonly delta_ms?: number
  readonly frame?: number
  /** The same message sent again, and how long after the first the last one came. */
  readonly repeats: number
  readonly repeated_for_ms: number
}

export function layoutLadder(session: SessionDetail): Ladder {
  const columns = columnsOf(session)
  const rows: Growing[] = []
  const messages = new Map<string, Growing>()
  const rowOfEvent = new Map<string, number>()
  const media = Map.groupBy(session.media, streamKey)
  const heartbeats = answeredHeartbeats(session.events)
  for (const event of session.events) {
    if (event.message_type === 'RTP_STOP') continue
    const key = heartbeats.get(event.event_id) ?? messageKey(event)
    const first = isRepeat(event) || heartbeats.has(event.event_id) ? messages.get(key) : undefined
    rowOfEvent.set(event.event_id, first ? rows.indexOf(first) : rows.length)
    if (first) repeat(first, event)
    else {
      const row = rowOf(event, columns, media)
      messages.set(key, row)
      rows.push(row)
    }
  }
  for (const stream of [...media.values()].flat()) rows.push(mediaRow(stream, columns))
  const phases = new Phases(session.procedures ?? [], session.events, columns.all.length - 1)
  return {
    columns: columns.all,
    rows: withPhases(withDeltas(rows), rowOfEvent, phases),
  }
}

/** With the rules around the rows of events that begin or end something; of one that was folded around its first sending. */
function withPhases(rows: readonly Row[], rowOfEvent: ReadonlyMap<string, number>, phases: Phases): Row[] {
  const [before, after] = [new Map<number, Row[]>(), new Map<number, Row[]>()]
  for (const [event_id, place] of rowOfEvent) {
    const around = phases.around(event_id)
    if (around.before.length > 0) before.set(place, [...(before.get(place) ?? []), ...around.before])
    if (around.after.length > 0) after.set(place, [...(after.get(place) ?? []), ...around.after])
  }
  return rows.flatMap((row, i) => [...(before.get(i) ?? []), row, ...(after.get(i) ?? [])])
}

type Growing = { -readonly [Name in keyof Row]: Row[Name] }

/** @param media streams that no row tells of yet; one that was cut in pieces starts several times */
function rowOf(event: SessionEvent, columns: LadderColumns, media: Map<string, Media[]>): Growing {
  const key = streamKey({ ssrc: String(event.details['ssrc']), source: event.source, destination: event.destination })
  const stream = event.message_type === 'RTP_START' ? media.get(key)?.shift() : undefined
  const when = { time: event.timestamp, time_ns: event.timestamp_ns, frame: event.frame }
  if (stream) return { ...mediaRow(stream, columns), ...when }
  const [from, to] = columns.between(event.source, event.destination)
  const label = labelOf(event)
  return { kind: 'message', tone: toneOf(event), from, to, label, ...when, repeats: 0, repeated_for_ms: 0 }
}

function mediaRow(stream: Media, columns: LadderColumns): Growing {
  const [from, to] = columns.between(stream.source, stream.destination)
  const label = mediaLabel(stream)
  return { kind: 'media', tone: 'media', from, to, label, repeats: 0, repeated_for_ms: 0 }
}

function mediaLabel({ codec, packets, loss, jitter_mean_ms, mos }: Media): string {
  const parts = [`RTP ${codec}`.trim(), `${packets} packets`, `loss ${Math.round(loss * 10_000) / 100} %`]
  if (jitter_mean_ms !== undefined) parts.push(`jitter ${jitterText(jitter_mean_ms)} ms`)
  if (mos !== undefined) parts.push(`MOS ${mos.toFixed(2)}`)
  return parts.join(', ')
}

function streamKey({ ssrc, source, destination }: Pick<Media, 'ssrc' | 'source' | 'destination'>): string {
  return `${ssrc} ${source} ${destination}`
}

function isRepeat(event: SessionEvent): boolean {
  return event.details['retransmission'] === true
}

/** What a message and its retransmissions share. */
function messageKey({ source, destination, message_type, details }: SessionEvent): string {
  return JSON.stringify([source, destination, message_type, details['call_id'], details['cseq'], details['sequence']])
}

function repeat(row: Growing, event: SessionEvent): void {
  row.repeats++
  row.repeated_for_ms = row.time_ns === undefined ? 0 : millisecondsApart(row.time_ns, event.timestamp_ns)
}

function millisecondsApart(from: string, to: string): number {
  return Number(BigInt(to) - BigInt(from)) / 1e6
}

/** A status tells how it went; without one, `failed` does (DOMAIN 3.19: set on every error). */
function toneOf(event: SessionEvent): Row['tone'] {
  const { details } = event
  const status = details['status']
  if (isMedia(event)) return 'media'
  if (details['failed'] === true) return 'failure'
  if (typeof status !== 'number') return typeof details['method'] === 'string' ? 'request' : 'other'
  if (status < 200) return 'progress'
  if (status < 300) return 'success'
  // A challenge (RFC 3261 §22) is a step of the way.
  return status === 401 || status === 407 ? 'other' : 'failure'
}

function withDeltas(rows: readonly Growing[]): Row[] {
  let before: string | undefined
  return rows.map((row) => {
    const delta = before !== undefined && row.time_ns !== undefined ? millisecondsApart(before, row.time_ns) : undefined
    before = row.time_ns ?? before
    return delta === undefined ? row : { ...row, delta_ms: delta }
  })
}

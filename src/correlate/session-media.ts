import { millisecondsBetween } from '../model/moment.ts'
import type { SessionDraft } from '../model/relating.ts'
import type { RtcpRow, StreamRow } from '../model/rows.ts'
import type { Media, MediaVerdict, Metrics, ObservationPoint } from '../model/session.ts'
import { joinPieces, type ObservedStream } from '../quality/pieces.ts'
import { measureStream, mediaMetrics, roundTripOf } from '../quality/rtp.ts'
import { reportedMetrics } from '../model/reported-quality.ts'
import { samePoints } from '../quality/same-stream.ts'
import { type Around, callMedia, type Heard } from './media-verdicts/call-media.ts'
import { judge } from './media-verdicts/judge.ts'

export interface SessionMedia {
  readonly streams: readonly Media[]
  readonly metrics: Metrics
  readonly verdicts: readonly MediaVerdict[]
}

/** Of a session that has none, and none described. */
export const NO_MEDIA: SessionMedia = { streams: [], metrics: {}, verdicts: [] }

type Observed = ObservedStream<StreamRow> & { readonly id: string }

/** The media of a session: each stream once, what they come to together, and what is wrong with them. */
export function mediaOf(draft: SessionDraft, around: Around): SessionMedia {
  const { rtcps } = draft
  if (draft.streams.length === 0 && rtcps.length === 0 && draft.announcements.length === 0) return NO_MEDIA
  const counted = new Map<string, number>()
  const observed = joinPieces(draft.streams).map((one) => ({ ...one, id: streamId(one.stream.ssrc, counted) }))
  const clusters = clustersOf(observed)
  const heard = ({ id }: Observed, row: StreamRow): Heard => {
    const [first, last] = [row.first, row.last].map((at) => millisecondsBetween(around.epoch, at)) as [number, number]
    return { id, row, first, last }
  }
  const points = clusters.map((one) => one.flatMap((of) => rowsOf(of).map((row) => heard(of, row))))
  const call = callMedia(draft, { streams: observed.map((one) => heard(one, one.stream)), points }, around)
  const verdicts = call ? judge(call) : []
  if (observed.length === 0 && rtcps.length === 0) return { streams: [], metrics: {}, verdicts }
  const roundTrip = roundTripOf(rtcps)
  const firsts = new Map(clusters.flatMap(([first, ...others]) => others.map(({ id }) => [id, first!.id] as const)))
  const streams = observed.map((one) => told(one, firsts.get(one.id), roundTrip.rtt_ms))
  return { streams, metrics: { ...mediaMetrics(streams), ...roundTrip, ...reported(rtcps) }, verdicts }
}

/** Streams between different ends that are one: of a relay that passes packets on. */
function clustersOf(observed: readonly Observed[]): Observed[][] {
  const byRow = new Map(observed.map((one) => [one.stream, one]))
  return samePoints(observed.map(({ stream }) => stream)).map((rows) => rows.map((row) => byRow.get(row)!))
}

/** A stream as each point saw it. */
function rowsOf({ stream, elsewhere }: Observed): StreamRow[] {
  const { points } = stream
  return points ? points.map((point) => ({ ...stream, ...point })) : [stream, ...elsewhere]
}

function told(observed: Observed, same: string | undefined, roundTrip: number | undefined): Media {
  const rows = rowsOf(observed)
  return {
    stream_id: observed.id,
    ...measureStream(observed.stream, roundTrip),
    ...(rows.length > 1 && { observation_points: rows.map((row) => pointOf(row, roundTrip)) }),
    ...(same !== undefined && { same_as: same }),
  }
}

function pointOf(row: StreamRow, roundTrip: number | undefined): ObservationPoint {
  const { packets, expected, lost, loss, out_of_order, jitter_mean_ms, jitter_max_ms, mos } = measureStream(
    row,
    roundTrip,
  )
  return {
    tunnel: row.tunnel,
    ...(row.interface !== undefined && { file: row.file, interface: row.interface }),
    packets,
    expected,
    lost,
    loss,
    out_of_order,
    ...(jitter_mean_ms !== undefined && { jitter_mean_ms }),
    ...(jitter_max_ms !== undefined && { jitter_max_ms }),
    ...(mos !== undefined && { mos }),
  }
}

function reported(rtcps: readonly RtcpRow[]): Metrics {
  const remote = rtcps.flatMap((row) => row.reports.map((report) => report.fraction_lost_mean))
  return {
    ...reportedMetrics(rtcps.map(({ xr }) => xr)),
    ...(remote.length > 0 && { rtcp_loss_remote: Math.round(Math.max(...remote) * 1e4) / 1e4 }),
  }
}

/** Relays and reflected media keep an SSRC: a number tells the streams of one apart, in order of their begin. */
function streamId(ssrc: string, counted: Map<string, number>): string {
  const number = (counted.get(ssrc) ?? 0) + 1
  counted.set(ssrc, number)
  return `${ssrc}-${number}`
}

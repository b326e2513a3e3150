import type { SessionDraft } from '../model/relating.ts'
import type { Media, Metrics } from '../model/session.ts'
import { joinPieces } from '../quality/pieces.ts'
import { measureStream, mediaMetrics, roundTripOf } from '../quality/rtp.ts'

export interface SessionMedia {
  readonly streams: readonly Media[]
  readonly metrics: Metrics
}

/** The media of a session: each stream once, and what they come to together. */
export function mediaOf(draft: SessionDraft): SessionMedia {
  if (draft.streams.length === 0 && draft.rtcps.length === 0) return { streams: [], metrics: {} }
  const roundTrip = roundTripOf(draft.rtcps)
  const counted = new Map<string, number>()
  const streams = joinPieces(draft.streams).map(({ stream, elsewhere }) => ({
    stream_id: streamId(stream.ssrc, counted),
    ...measureStream(stream, roundTrip.rtt_ms),
    ...(elsewhere.length > 0 && {
      observation_points: elsewhere.map(({ tunnel, packets, lost }) => ({ tunnel, packets, lost })),
    }),
  }))
  const reported = draft.rtcps.find((row) => row.xr?.mos_lq !== undefined)?.xr?.mos_lq
  const remote = draft.rtcps.flatMap((row) => row.reports.map((report) => report.fraction_lost_mean))
  return {
    streams,
    metrics: {
      ...mediaMetrics(streams),
      ...roundTrip,
      ...(reported !== undefined && { mos_lq_reported: reported }),
      ...(remote.length > 0 && { rtcp_loss_remote: Math.round(Math.max(...remote) * 1e4) / 1e4 }),
    },
  }
}

/** Relays and reflected media keep an SSRC: a number tells the streams of one apart, in order of their begin. */
function streamId(ssrc: string, counted: Map<string, number>): string {
  const number = (counted.get(ssrc) ?? 0) + 1
  counted.set(ssrc, number)
  return `${ssrc}-${number}`
}

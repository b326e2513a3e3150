import type { SessionDraft } from '../model/relating.ts'
import type { StreamRow } from '../model/rows.ts'
import type { Media, Metrics } from '../model/session.ts'
import { measureStream, mediaMetrics, roundTripOf } from '../quality/rtp.ts'

export interface SessionMedia {
  readonly streams: readonly Media[]
  readonly metrics: Metrics
}

/** The media of a session: each stream once, and what they come to together. */
export function mediaOf(draft: SessionDraft): SessionMedia {
  if (draft.streams.length === 0 && draft.rtcps.length === 0) return { streams: [], metrics: {} }
  const roundTrip = roundTripOf(draft.rtcps)
  const streams = joinPieces(draft.streams).map((row) => measureStream(row, roundTrip.rtt_ms))
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

/** Pieces of one stream, cut by announcements, as one again: RTP counts are made so that they add up. */
function joinPieces(rows: readonly StreamRow[]): StreamRow[] {
  const joined = new Map<string, StreamRow>()
  for (const row of rows) {
    const key = `${row.ssrc} ${row.source.text} ${row.destination.text}`
    const before = joined.get(key)
    joined.set(key, before ? add(before, row) : row)
  }
  return [...joined.values()]
}

function add(a: StreamRow, b: StreamRow): StreamRow {
  const between = between16(a.last_sequence, b.first_sequence)
  const weight = a.packets + b.packets
  const mean = (a.jitter_mean_ms ?? 0) * a.packets + (b.jitter_mean_ms ?? 0) * b.packets
  return {
    ...b,
    first: a.first,
    first_frame: a.first_frame,
    first_sequence: a.first_sequence,
    packets: weight,
    bytes: a.bytes + b.bytes,
    payload_bytes: a.payload_bytes + b.payload_bytes,
    largest_payload: Math.max(a.largest_payload, b.largest_payload),
    expected: a.expected + b.expected + between,
    lost: a.lost + b.lost + between,
    duplicates: a.duplicates + b.duplicates,
    out_of_order: a.out_of_order + b.out_of_order,
    longest_loss: Math.max(a.longest_loss, b.longest_loss),
    loss_runs: a.loss_runs + b.loss_runs,
    ...((a.jitter_mean_ms ?? b.jitter_mean_ms) !== undefined && {
      jitter_mean_ms: mean / weight,
      jitter_max_ms: Math.max(a.jitter_max_ms ?? 0, b.jitter_max_ms ?? 0),
    }),
    max_delta_ms: Math.max(a.max_delta_ms, b.max_delta_ms),
    gaps: a.gaps + b.gaps,
    longest_gap_ms: Math.max(a.longest_gap_ms, b.longest_gap_ms),
    dtmf: a.dtmf + b.dtmf,
    codec_changes: a.codec_changes + b.codec_changes,
  }
}

/** A sender that goes on counts on; one that started anew did not lose what lies between. */
const MAX_DROPOUT = 3000

/** Packets missing between the end of one piece and the start of the next. */
function between16(last: number, first: number): number {
  const missing = (first - last - 1) & 0xffff
  return missing < MAX_DROPOUT ? missing : 0
}

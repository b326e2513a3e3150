import type { RtcpRow, StreamRow } from '../model/rows.ts'
import type { Media, Metrics } from '../model/session.ts'
import { rate } from './emodel.ts'
import { impairmentOf } from './impairments.ts'

/** Fewer packets say nothing of quality. */
const FEWEST_PACKETS = 50
/** Assumed jitter buffer: twice the mean jitter, at least this. */
const SMALLEST_BUFFER_MS = 40

/**
 * One stream as sessions show it, with its quality where that can be known.
 * @param roundTrip milliseconds between the ends, where RTCP told
 */
export function measureStream(row: StreamRow, roundTrip?: number): Media {
  const { ssrc, payload_type, codec, clock_rate, packets, expected, lost, out_of_order, duplicates } = row
  const seconds = row.last.seconds - row.first.seconds + (row.last.nanoseconds - row.first.nanoseconds) / 1e9
  return {
    ssrc,
    source: row.source.text,
    destination: row.destination.text,
    payload_type,
    codec,
    clock_rate,
    ...(row.clock_assumed && { clock_assumed: true }),
    packets,
    expected,
    lost,
    loss: fraction(lost, expected),
    ...(row.jitter_mean_ms !== undefined && { jitter_mean_ms: thousandths(row.jitter_mean_ms) }),
    ...(row.jitter_max_ms !== undefined && { jitter_max_ms: thousandths(row.jitter_max_ms) }),
    out_of_order,
    duplicates,
    ...qualityOf(row, roundTrip),
    ...(row.tunnel !== '' && { tunnel: row.tunnel }),
    announced: row.announced,
    first_frame: row.first_frame,
    last_frame: row.last_frame,
    max_delta_ms: thousandths(row.max_delta_ms),
    gaps: row.gaps,
    ...(row.gaps > 0 && { longest_gap_ms: thousandths(row.longest_gap_ms) }),
    longest_loss: row.longest_loss,
    ...(row.ptime_ms !== undefined && { ptime_ms: thousandths(row.ptime_ms) }),
    ...(seconds > 0 && { bitrate_kbps: thousandths((row.payload_bytes * 8) / seconds / 1000) }),
    ...(row.dtmf !== '' && { dtmf: row.dtmf }),
    ...(row.codec_changes > 0 && { codec_changes: row.codec_changes }),
    ...(row.secure && { secure: true }),
  }
}

/** MOS and R with what they were made of; nothing where the stream is too short or the codec has no values. */
function qualityOf(row: StreamRow, roundTrip: number | undefined): Record<string, unknown> {
  const impairment = impairmentOf(row.codec, row.largest_payload)
  if (!impairment || row.packets < FEWEST_PACKETS || row.clock_assumed) return {}
  const buffer = Math.max(SMALLEST_BUFFER_MS, 2 * (row.jitter_mean_ms ?? 0))
  const delay = (roundTrip ?? 0) / 2 + buffer + impairment.delay_ms
  const loss = row.expected > 0 ? row.lost / row.expected : 0
  const burst = burstRatio(row, loss)
  const rating = rate(impairment, { loss, burst, delay })
  return {
    mos: hundredths(rating.mos),
    r_factor: hundredths(rating.r),
    mos_model: `${rating.model} (Idd)`,
    mos_inputs: {
      ie: impairment.ie,
      bpl: impairment.bpl,
      ie_eff: hundredths(rating.ie_eff),
      id: hundredths(rating.id),
      delay_ms: thousandths(delay),
      delay_assumed: roundTrip === undefined,
      burst_ratio: hundredths(burst),
      source: impairment.source,
    },
  }
}

/** Mean run of losses over that of random loss: ITU-T G.107 §3.5. */
function burstRatio(row: StreamRow, loss: number): number {
  if (row.loss_runs === 0 || row.lost === 0) return 1
  return Math.max(1, (row.lost / row.loss_runs) * (1 - loss))
}

/** What a session tells of its media; keys are absent where there is nothing to tell. */
export function mediaMetrics(media: readonly Media[]): Metrics {
  const metrics: Metrics = {}
  if (media.length === 0) return metrics
  const expected = sum(media.map((one) => one.expected))
  metrics['rtp_packets'] = sum(media.map((one) => one.packets))
  metrics['rtp_loss'] = fraction(sum(media.map((one) => one.lost)), expected)
  metrics['rtp_loss_max'] = Math.max(...media.map((one) => one.loss))
  const jitters = media.flatMap((one) => one.jitter_mean_ms ?? [])
  const highest = media.flatMap((one) => one.jitter_max_ms ?? [])
  if (jitters.length > 0) metrics['rtp_jitter_ms'] = thousandths(sum(jitters) / jitters.length)
  if (highest.length > 0) metrics['rtp_jitter_max_ms'] = Math.max(...highest)
  metrics['rtp_out_of_order'] = sum(media.map((one) => one.out_of_order))
  metrics['rtp_duplicates'] = sum(media.map((one) => one.duplicates))
  const rated = media.filter((one) => one.mos !== undefined)
  if (rated.length > 0) {
    metrics['mos'] = Math.min(...rated.map((one) => one.mos!))
    const weights = sum(rated.map((one) => one.packets))
    metrics['mos_avg'] = hundredths(sum(rated.map((one) => one.mos! * one.packets)) / weights)
  }
  return metrics
}

/** Whole round trip in ms: the halves that both directions of RTCP measured; undefined where one is missing. */
export function roundTripOf(rtcps: readonly RtcpRow[]): { rtt_ms?: number; rtt_partial_ms?: number } {
  const halves = rtcps.flatMap((row) => (row.rtt_ms ? [{ from: row.source.text, mean: row.rtt_ms.mean }] : []))
  const byEnd = new Map(halves.map((half) => [half.from, half.mean]))
  const [first, second] = [...byEnd.values()]
  if (first === undefined) return {}
  return second === undefined ? { rtt_partial_ms: thousandths(first) } : { rtt_ms: thousandths(first + second) }
}

function fraction(part: number, whole: number): number {
  return whole > 0 ? Math.round((part / whole) * 1e4) / 1e4 : 0
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100
}

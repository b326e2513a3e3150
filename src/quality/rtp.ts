import type { RtcpRow, StreamRow } from '../model/rows.ts'
import type { MeasuredStream, Metrics } from '../model/session.ts'
import { codecMode, impairmentOf } from './codec-mode.ts'
import { rate } from './emodel.ts'
import { fraction, hundredths, sum, thousandths } from './rounding.ts'

/** Fewer packets say nothing of quality. */
const FEWEST_PACKETS = 50
/** Assumed jitter buffer: twice the mean jitter, at least this. */
const SMALLEST_BUFFER_MS = 40

/**
 * One stream as sessions show it, with its quality where that can be known.
 * @param roundTrip milliseconds between the ends, where RTCP told
 */
export function measureStream(row: StreamRow, roundTrip?: number): MeasuredStream {
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
    ...(row.modes && { modes: row.modes }),
    ...(row.secure && { secure: true }),
  }
}

/** MOS and R with what they were made of; nothing where the stream is too short or the codec has no values. */
function qualityOf(row: StreamRow, roundTrip: number | undefined): Record<string, unknown> {
  const impairment = impairmentOf(row)
  if (!impairment || row.packets - row.duplicates < FEWEST_PACKETS || row.clock_assumed || row.expected <= 0) return {}
  const buffer = Math.max(SMALLEST_BUFFER_MS, 2 * (row.jitter_mean_ms ?? 0))
  const delay = (roundTrip ?? 0) / 2 + buffer + impairment.delay_ms
  const loss = row.lost / row.expected
  const burst = burstRatio(row, loss)
  const { mos, r, model, ie_eff, id } = rate(impairment, { loss, burst, delay })
  const { ie, ie_status, bpl, bpl_status, source } = impairment
  return {
    mos: hundredths(mos),
    r_factor: hundredths(r),
    mos_model: model,
    mos_inputs: {
      codec: codecMode(row),
      ie,
      ie_status,
      bpl,
      bpl_status,
      source,
      loss_percent: hundredths(100 * loss),
      burst_ratio: hundredths(burst),
      ie_eff: hundredths(ie_eff),
      delay_ms: thousandths(delay),
      delay_assumed: roundTrip === undefined,
      jitter_buffer_ms: thousandths(buffer),
      id: hundredths(id),
    },
  }
}

/** Mean run of losses over that of random loss: ITU-T G.107 §7.5. */
function burstRatio(row: StreamRow, loss: number): number {
  if (row.loss_runs === 0 || row.lost === 0) return 1
  return Math.max(1, (row.lost / row.loss_runs) * (1 - loss))
}

/** What a session tells of its media, the worst of all points where it tells the worst; keys are absent where there is nothing to tell. */
export function mediaMetrics(media: readonly MeasuredStream[]): Metrics {
  if (media.length === 0) return {}
  // What was seen at several points counts at the one that saw most of it.
  const once = media.filter((one) => one['same_as'] === undefined)
  const everywhere = media.flatMap((one) => [one, ...(one.observation_points ?? [])])
  const metrics: Metrics = {
    rtp_packets: sum(once.map((one) => one.packets)),
    rtp_loss: fraction(sum(once.map((one) => one.lost)), sum(once.map((one) => one.expected))),
    rtp_loss_max: Math.max(...everywhere.map((one) => one.loss)),
  }
  const jitters = media.flatMap((one) => one.jitter_mean_ms ?? [])
  const highest = everywhere.flatMap((one) => one.jitter_max_ms ?? [])
  if (jitters.length > 0) metrics['rtp_jitter_ms'] = thousandths(sum(jitters) / jitters.length)
  if (highest.length > 0) metrics['rtp_jitter_max_ms'] = Math.max(...highest)
  metrics['rtp_out_of_order'] = sum(once.map((one) => one.out_of_order))
  metrics['rtp_duplicates'] = sum(once.map((one) => one.duplicates))
  return { ...metrics, ...sessionMos(media) }
}

/** The worst direction's MOS; the mean by packets only where all are of one model, whose scales differ. */
function sessionMos(media: readonly MeasuredStream[]): Metrics {
  const rated = media.flatMap(({ mos, packets, mos_model }) => (mos === undefined ? [] : { mos, packets, mos_model }))
  if (rated.length === 0) return {}
  const models = new Set(rated.map((one) => one.mos_model))
  const packets = sum(rated.map((one) => one.packets))
  return {
    mos: Math.min(...media.flatMap((one) => [one, ...(one.observation_points ?? [])].flatMap(({ mos }) => mos ?? []))),
    ...(models.size === 1 && { mos_avg: hundredths(sum(rated.map((one) => one.mos * one.packets)) / packets) }),
  }
}

/**
 * Whole round trip in ms: the halves that both directions of RTCP measured; one alone is partial. Who takes part in
 * RTCP on both sides of a call, as an SBC does, has a round trip on each: the longer one is told.
 */
export function roundTripOf(rtcps: readonly RtcpRow[]): { rtt_ms?: number; rtt_partial_ms?: number } {
  const measured = rtcps.flatMap(({ source, destination, rtt_ms }) =>
    rtt_ms ? [{ from: source.text, to: destination.text, mean: rtt_ms.mean }] : [],
  )
  const sides = measured.flatMap((one) =>
    measured.filter(({ from, to }) => from === one.to && to === one.from).map(({ mean }) => mean + one.mean),
  )
  if (sides.length > 0) return { rtt_ms: thousandths(Math.max(...sides)) }
  const byEnd = new Map(measured.map(({ from, mean }) => [from, mean]))
  const [first, second] = byEnd.values()
  if (first === undefined) return {}
  return second === undefined ? { rtt_partial_ms: thousandths(first) } : { rtt_ms: thousandths(first + second) }
}

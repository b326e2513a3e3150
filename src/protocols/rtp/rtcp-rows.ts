import { hex } from '../../bytes/text.ts'
import { isoTime, roundMilliseconds } from '../../model/moment.ts'
import type { RtcpRow } from '../../model/rows.ts'
import type { Compound, ReportBlock } from './rtcp.ts'
import type { Sender } from './rtcp-senders.ts'

/** Seconds from 1900, which NTP counts from, to 1970. */
const NTP_TO_UNIX = 2_208_988_800

/** Hz of the stream with an SSRC, where known. */
export type Rates = (ssrc: number) => number | undefined

export function rtcpDetails(compound: Compound, rates: Rates, halves: readonly number[]): Record<string, unknown> {
  const { types, ssrc, sender, reports, cname, bye, feedback, applications, estimate, xr } = compound
  return {
    packet_types: types,
    ssrc: hex(ssrc, 8),
    ...(sender && { sender: senderDetails(sender) }),
    ...(reports.length > 0 && { reports: reports.map((report) => reportDetails(report, rates)) }),
    ...(halves.length > 0 && { half_rtt_ms: roundMilliseconds(Math.max(...halves)) }),
    ...(cname && { cname }),
    ...(bye && { bye: { ssrcs: bye.ssrcs.map((gone) => hex(gone, 8)), ...(bye.reason && { reason: bye.reason }) } }),
    ...(feedback.length > 0 && { feedback }),
    ...(estimate !== undefined && { estimated_kbps: Math.round(estimate / 1000) }),
    ...(applications.length > 0 && { applications }),
    ...(xr?.voip && { xr: { ...xr.voip, ssrc: hex(xr.voip.ssrc, 8) } }),
  }
}

/** One line: worst loss and jitter of the reports. */
export function rtcpShort({ types, reports, feedback, applications }: Compound, rates: Rates): string {
  const parts = [`RTCP ${types.join('+')}`]
  if (feedback.length > 0) parts.push(feedback.join(','))
  if (applications.length > 0) parts.push(applications.join(','))
  if (reports.length > 0) parts.push(`loss=${(100 * worstLoss(reports)).toFixed(1)}%`)
  const jitters = reports.map((report) => jitterMilliseconds(report, rates)).filter((ms) => ms !== undefined)
  if (jitters.length > 0) parts.push(`jitter=${Math.max(...jitters).toFixed(1)}ms`)
  return parts.join(' ').slice(0, 80)
}

export function worstLoss(reports: readonly ReportBlock[]): number {
  return reports.reduce((worst, { fractionLost }) => Math.max(worst, fractionLost), 0)
}

/** What a sender told in all its packets. */
export function rtcpRow(sender: Sender): RtcpRow {
  const { group, source, destination, tunnel, first, last, file, frame, packets, bytes, ssrc, cname, trips } = sender
  const { voip } = sender
  const { r_factor, mos_lq, mos_cq } = voip ?? {}
  return {
    group,
    source,
    destination,
    tunnel,
    first,
    last,
    file,
    first_frame: frame,
    packets,
    bytes,
    ssrc: hex(ssrc, 8),
    ...(cname !== undefined && { cname }),
    reports: [...sender.reports].map(([reported, { max, sum, count, cumulative, jitter }]) => ({
      ssrc: hex(reported, 8),
      count,
      fraction_lost_max: round4(max),
      fraction_lost_mean: round4(sum / count),
      cumulative_lost: cumulative,
      jitter,
    })),
    ...(trips.count > 0 && {
      rtt_ms: {
        count: trips.count,
        mean: roundMilliseconds(trips.sum / trips.count),
        max: roundMilliseconds(trips.max),
      },
    }),
    ...(voip && {
      xr: {
        ...(r_factor !== undefined && { r_factor }),
        ...(mos_lq !== undefined && { mos_lq }),
        ...(mos_cq !== undefined && { mos_cq }),
      },
    }),
  }
}

function senderDetails({ ntpSeconds, rtpTime, packets, octets, ntpFraction }: NonNullable<Compound['sender']>) {
  const nanoseconds = Math.floor((ntpFraction / 0x1_0000_0000) * 1e9)
  const ntp = isoTime({ seconds: ntpSeconds - NTP_TO_UNIX, nanoseconds })
  return { ntp, rtp_ts: rtpTime, packets, octets }
}

function reportDetails(report: ReportBlock, rates: Rates): Record<string, unknown> {
  const jitter_ms = jitterMilliseconds(report, rates)
  return {
    ssrc: hex(report.ssrc, 8),
    fraction_lost: round4(report.fractionLost),
    cumulative_lost: report.cumulativeLost,
    ext_high_seq: report.highestSequence,
    jitter: report.jitter,
    ...(jitter_ms !== undefined && { jitter_ms }),
  }
}

function jitterMilliseconds({ ssrc, jitter }: ReportBlock, rates: Rates): number | undefined {
  const rate = rates(ssrc)
  return rate ? roundMilliseconds((jitter * 1000) / rate) : undefined
}

function round4(fraction: number): number {
  return Math.round(fraction * 10_000) / 10_000
}

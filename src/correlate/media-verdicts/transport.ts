// What the network did to streams: between observation points, behind the last one, and over time.
import type { RtcpRow } from '../../model/rows.ts'
import type { MediaVerdict } from '../../model/session.ts'
import type { CallMedia, Heard } from './call-media.ts'
import { finding, percent, way } from './finding.ts'
import { THRESHOLDS } from '../../quality/media-thresholds.ts'

const { loss_share, loss_packets, same_part, reports, jitter, jitter_rise, jitter_packets } = THRESHOLDS

function lossOf({ row }: Heard): number {
  return row.expected > 0 ? row.lost / row.expected : 0
}

/**
 * The same stream lost more at a later point than at an earlier one. A later point that lost less than an earlier one
 * shows that the capture of the earlier missed packets: then nothing is said. Nor where points saw other parts of the
 * stream, as on both sides of a handover, or where who receives it had more than the later point: the capture missed it.
 */
export function betweenPoints({ points, rtcps }: CallMedia): MediaVerdict[] {
  return points.flatMap((observed) => {
    const order = observed.toSorted((a, b) => sentAt(a) - sentAt(b))
    const losses = order.map(lossOf)
    if (losses.some((loss, i) => i > 0 && loss + loss_share.value < losses[i - 1]!)) return []
    return order.slice(1).flatMap((point, i) => worse(order[i]!, point, rtcps))
  })
}

function worse(near: Heard, far: Heard, rtcps: readonly RtcpRow[]): MediaVerdict[] {
  const share = lossOf(far) - lossOf(near)
  const packets = Math.round(share * far.row.expected)
  if (share < loss_share.value || packets < loss_packets.value) return []
  if (commonPart(near, far) < same_part.value || hadMore(far, rtcps)) return []
  const lost = [near, far].map((one) => percent(lossOf(one)))
  return [
    finding('loss_between_points', {
      text: `${percent(share)} lost between ${placeOf(near, far)} (${lost[0]}) and ${placeOf(far, near)} (${lost[1]}).`,
      streams: [near, far],
      frame: far.row.first_frame,
      evidence: { packets, loss_before: lossOf(near), loss_behind: lossOf(far), ssrc: far.row.ssrc },
    }),
  ]
}

/** Of all points that saw a stream between the same ends. */
function worstLossOf(heard: Heard): number {
  const { points = [] } = heard.row
  return Math.max(lossOf(heard), ...points.map(({ lost, expected }) => (expected > 0 ? lost / expected : 0)))
}

/** How much of the longer of two observations both have seen the stream, by time. */
function commonPart(a: Heard, b: Heard): number {
  const longer = Math.max(a.last - a.first, b.last - b.first)
  return longer === 0 ? 0 : (Math.min(a.last, b.last) - Math.max(a.first, b.first)) / longer
}

/** Whether the receiver reports less lost than the point saw. */
function hadMore(far: Heard, rtcps: readonly RtcpRow[]): boolean {
  const { ssrc, destination } = far.row
  const own = rtcps.filter(({ source }) => source.address === destination.address).flatMap((rtcp) => rtcp.reports)
  return own.some(
    (report) =>
      report.ssrc === ssrc &&
      report.count >= reports.value &&
      report.fraction_lost_mean + loss_share.value < lossOf(far),
  )
}

/** When the packet of sequence number 0 of this cycle would have passed, which makes points comparable. */
function sentAt({ row, first }: Heard): number {
  return first - (row.first_sequence & 0xffff) * (row.ptime_ms ?? 0)
}

/** Where a stream was seen, as far as that tells it from another place. */
function placeOf({ row }: Heard, { row: other }: Heard): string {
  const { source, destination, tunnel, file, interface: tap } = row
  const isSameEnds = source.text === other.source.text && destination.text === other.destination.text
  return [
    `${source.text} → ${destination.text}`,
    tunnel === '' ? (isSameEnds && other.tunnel !== '' ? ' outside of tunnels' : '') : ` in tunnel ${tunnel}`,
    tap !== undefined && tap !== other.interface ? ` on interface ${tap}` : '',
    tap !== undefined && file !== other.file ? ` in capture ${file}` : '',
  ].join('')
}

/** The receiver reports more loss than was seen at any point: it was lost behind the capture. */
export function remoteLoss({ rtcps, streams }: CallMedia): MediaVerdict[] {
  return rtcps.flatMap((rtcp) =>
    rtcp.reports.flatMap((report) => {
      const own = streams.filter(({ row }) => row.ssrc === report.ssrc && row.source.text !== rtcp.source.text)
      if (own.length === 0 || report.count < reports.value) return []
      const stream = own.reduce((worst, one) => (worstLossOf(one) > worstLossOf(worst) ? one : worst))
      const share = report.fraction_lost_mean - worstLossOf(stream)
      const packets = Math.round(share * stream.row.expected)
      if (share < loss_share.value || packets < loss_packets.value) return []
      const [remote, local] = [report.fraction_lost_mean, worstLossOf(stream)]
      return [
        finding('remote_loss', {
          text: `${rtcp.source.text} reports ${percent(remote)} lost of the stream ${way(stream)}, seen with ${percent(local)}.`,
          streams: [stream],
          frame: rtcp.first_frame,
          evidence: { reported: remote, seen: local, reports: report.count, cumulative: report.cumulative_lost },
        }),
      ]
    }),
  )
}

/** Jitter of the later part is more than that of the earlier. */
export function risingJitter({ flows }: CallMedia): MediaVerdict[] {
  return flows.flatMap((flow) => {
    const { jitter_early_ms: early, jitter_late_ms: later, packets } = flow.row
    if (early === undefined || later === undefined || packets < jitter_packets.value) return []
    if (later < jitter.value || later < jitter_rise.value * early) return []
    return [
      finding('rising_jitter', {
        text: `Jitter ${way(flow)} rose from ${early} ms to ${later} ms.`,
        streams: [flow],
        frame: flow.row.first_frame,
        evidence: { early_ms: early, late_ms: later },
      }),
    ]
  })
}

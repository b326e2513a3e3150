// What the network did to streams: between observation points, behind the last one, and over time.
import type { MediaVerdict } from '../../model/session.ts'
import type { CallMedia, Heard } from './call-media.ts'
import { finding, percent, way } from './finding.ts'
import { THRESHOLDS } from '../../quality/media-thresholds.ts'

const { loss_share, loss_packets, reports, jitter, jitter_rise, jitter_packets } = THRESHOLDS

function lossOf({ row }: Heard): number {
  return row.expected > 0 ? row.lost / row.expected : 0
}

/**
 * The same stream lost more at a later point than at an earlier one. A later point that lost less than an earlier one
 * shows that the capture of the earlier missed packets: then nothing is said.
 */
export function betweenPoints({ points }: CallMedia): MediaVerdict[] {
  return points.flatMap((observed) => {
    const order = observed.toSorted((a, b) => sentAt(a) - sentAt(b))
    const losses = order.map(lossOf)
    if (losses.some((loss, i) => i > 0 && loss + loss_share.value < losses[i - 1]!)) return []
    return order.slice(1).flatMap((point, i) => worse(order[i]!, point))
  })
}

function worse(near: Heard, far: Heard): MediaVerdict[] {
  const share = lossOf(far) - lossOf(near)
  const packets = Math.round(share * far.row.expected)
  if (share < loss_share.value || packets < loss_packets.value) return []
  const lost = [near, far].map((one) => percent(lossOf(one)))
  return [
    finding('loss_between_points', {
      text: `${percent(share)} lost between ${placeOf(near)} (${lost[0]}) and ${placeOf(far)} (${lost[1]}).`,
      streams: [near, far],
      frame: far.row.first_frame,
      evidence: { packets, loss_before: lossOf(near), loss_behind: lossOf(far), ssrc: far.row.ssrc },
    }),
  ]
}

/** When the packet of sequence number 0 of this cycle would have passed, which makes points comparable. */
function sentAt({ row, first }: Heard): number {
  return first - (row.first_sequence & 0xffff) * (row.ptime_ms ?? 0)
}

function placeOf(heard: Heard): string {
  const { source, destination, tunnel } = heard.row
  return `${source.text} → ${destination.text}${tunnel === '' ? '' : ` in ${tunnel}`}`
}

/** The receiver reports more loss than was seen at any point: it was lost behind the capture. */
export function remoteLoss({ rtcps, streams }: CallMedia): MediaVerdict[] {
  return rtcps.flatMap((rtcp) =>
    rtcp.reports.flatMap((report) => {
      const own = streams.filter(({ row }) => row.ssrc === report.ssrc && row.source.text !== rtcp.source.text)
      if (own.length === 0 || report.count < reports.value) return []
      const stream = own.reduce((worst, one) => (lossOf(one) > lossOf(worst) ? one : worst))
      const share = report.fraction_lost_mean - lossOf(stream)
      const packets = Math.round(share * stream.row.expected)
      if (share < loss_share.value || packets < loss_packets.value) return []
      const [remote, local] = [report.fraction_lost_mean, lossOf(stream)]
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

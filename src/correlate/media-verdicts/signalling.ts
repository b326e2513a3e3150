// Media outside the time that signalling gives it.
import type { MediaVerdict } from '../../model/session.ts'
import type { CallMedia } from './call-media.ts'
import { finding, ms, seconds, way } from './finding.ts'
import { THRESHOLDS } from '../../quality/media-thresholds.ts'

const { early_rtp, late_rtp } = THRESHOLDS

/** Media was there before the description that asks for it. */
export function before({ flows }: CallMedia): MediaVerdict[] {
  return flows.flatMap((flow) => {
    const told = flow.to?.told.find(({ endpoint }) => endpoint === flow.row.destination.text)
    const lead = told === undefined ? 0 : told.at - flow.first
    if (told === undefined || lead < early_rtp.value) return []
    return [
      finding('rtp_before_signalling', {
        text: `Audio ${way(flow)} began ${seconds(lead)} before its receiver told that address (frame ${told.frame}).`,
        streams: [flow],
        frame: flow.row.first_frame,
        evidence: { lead_ms: ms(lead), description_frame: told.frame },
      }),
    ]
  })
}

/** The call was over, and media went on. */
export function after({ lines, streams }: CallMedia): MediaVerdict[] {
  if (!lines.every(({ leg }) => leg.isOver)) return []
  const ended = Math.max(...lines.map(({ leg }) => leg.ended))
  return streams.flatMap((stream) => {
    const late = stream.last - ended
    if (late < late_rtp.value) return []
    return [
      finding('rtp_after_signalling', {
        text: `Media ${way(stream)} went on for ${seconds(late)} after the call was ended.`,
        streams: [stream],
        frame: stream.row.last_frame,
        evidence: { late_ms: ms(late) },
      }),
    ]
  })
}

// Audio that pauses, and audio in which there is nothing to hear.
import { millisecondsBetween } from '../../model/moment.ts'
import type { Pause } from '../../model/rows.ts'
import type { MediaVerdict } from '../../model/session.ts'
import { type CallMedia, type Flow, mayPause, receiverOf } from './call-media.ts'
import { expected } from './conversation.ts'
import { finding, ms, percent, seconds, way } from './finding.ts'
import { lengthOf, within } from './spans.ts'
import { CONTINUOUS, THRESHOLDS } from '../../quality/media-thresholds.ts'

const { gap, silence, descriptors, silent_share } = THRESHOLDS

interface Gap {
  readonly from: number
  readonly to: number
  readonly frame: number
}

/** Nothing came for longer than a second, in a conversation that was not on hold. */
export function gaps({ flows }: CallMedia): MediaVerdict[] {
  return flows.flatMap((flow) => {
    const found = mayPause(flow, CONTINUOUS) ? [] : gapsOf(flow, flows)
    if (found.length === 0) return []
    const longest = found.reduce((a, b) => (b.to - b.from > a.to - a.from ? b : a))
    // Where nothing came from anywhere, it may be the capture that paused.
    const isShared = found.every((one) => isSilentToo(one, flow, flows))
    const length = seconds(longest.to - longest.from)
    const often = found.length === 1 ? `A gap of ${length}` : `${found.length} gaps of up to ${length}`
    const both = isShared ? ', as in the other direction at the same time' : ''
    return [
      finding('media_gap', {
        text: `${often} in the audio ${way(flow)}${both}.`,
        streams: [flow],
        frame: longest.frame,
        evidence: { gaps: found.length, longest_ms: ms(longest.to - longest.from), both_directions: isShared },
        ...(isShared && { severity: 'info' }),
      }),
    ]
  })
}

function gapsOf(flow: Flow, flows: readonly Flow[]): Gap[] {
  const spans = expected(flow.line, receiverOf(flow))
  return pausesOf(flow).filter(
    (one) => lengthOf(within(spans, one.from, one.to)) >= gap.value && !isFilled(one, flow, flows),
  )
}

function pausesOf({ row, last }: Flow): Gap[] {
  return (row.pauses ?? []).map(({ end, frame, ms: length }: Pause) => {
    const to = last - millisecondsBetween(end, row.last)
    return { from: to - length, to, frame }
  })
}

/** Another source spoke meanwhile: an announcement, the next SSRC. */
function isFilled({ from, to }: Gap, flow: Flow, flows: readonly Flow[]): boolean {
  return flows.some(
    (one) =>
      one.row !== flow.row &&
      one.row.destination.text === flow.row.destination.text &&
      one.first < from + gap.value &&
      one.last > to - gap.value,
  )
}

function isSilentToo({ from, to }: Gap, flow: Flow, flows: readonly Flow[]): boolean {
  const others = flows.filter((one) => one.line === flow.line && receiverOf(one) !== receiverOf(flow))
  return others.some((one) => pausesOf(one).some((other) => other.from < to - gap.value && other.to > from + gap.value))
}

/** Nothing to hear all through the conversation. What another codec's payloads hold, their bytes do not show. */
export function silences({ flows }: CallMedia): MediaVerdict[] {
  return flows.flatMap((flow) => {
    const { row } = flow
    const talk = lengthOf(within(expected(flow.line, receiverOf(flow)), flow.first, flow.last))
    if (talk < silence.value || row.secure) return []
    const quiet = row.quiet_ms ?? 0
    if (quiet >= silence.value && quiet >= silent_share.value * talk) {
      return [
        finding('silence', {
          text: `Silence ${way(flow)} for ${seconds(quiet)}: samples that are all alike, or comfort noise.`,
          streams: [flow],
          frame: row.quiet_frame,
          evidence: { quiet_ms: quiet, talk_ms: ms(talk), told_by: 'samples' },
        }),
      ]
    }
    return talk < descriptors.value ? [] : described(flow, talk)
  })
}

/** Frames that say that there is nothing to hear, in codecs that have such. */
const NOTHING = ['SID', 'NO_DATA', 'SPEECH_LOST'] as const
const FRAME_MS = 20

/** Frames of codecs that tell their modes, and those without speech among them. */
export function framesOf({ modes = {} }: Flow['row']): { frames: number; quiet: number } {
  return {
    frames: Object.values(modes).reduce((sum, count) => sum + count, 0),
    quiet: NOTHING.reduce((sum, name) => sum + (modes[name] ?? 0), 0),
  }
}

function described(flow: Flow, talk: number): MediaVerdict[] {
  const { ptime_ms = FRAME_MS } = flow.row
  const { frames, quiet } = framesOf(flow.row)
  const spoken = ((frames - quiet) * Math.min(ptime_ms, FRAME_MS)) / talk
  if (quiet === 0 || spoken > 1 - silent_share.value) return []
  return [
    finding('silence', {
      text: `Only silence descriptors ${way(flow)} in ${seconds(talk)}: the sender heard nothing, or was muted.`,
      streams: [flow],
      frame: flow.row.first_frame,
      evidence: { frames, silent_frames: quiet, spoken: percent(spoken), talk_ms: ms(talk), told_by: 'descriptors' },
      severity: 'info',
    }),
  ]
}

// A direction that should carry audio, and does not: never, not for long, or not yet.
import type { MediaVerdict } from '../../model/session.ts'
import {
  answersTo,
  isSignalledBetween,
  type CallMedia,
  type Flow,
  mayPause,
  receiverOf,
  senderOf,
  whySeen,
} from './call-media.ts'
import { expected, type Line, type Side } from './conversation.ts'
import { finding, ms, seconds, way } from './finding.ts'
import { lengthOf, type Span, within } from './spans.ts'
import { CONTINUOUS, THRESHOLDS } from '../../quality/media-thresholds.ts'

const { shortest_talk, most_of_none, fewest, stopped, late } = THRESHOLDS

/** One direction has audio for long, the other none, or none from some time on. */
export function oneWay(media: CallMedia): MediaVerdict[] {
  return media.flows.flatMap((flow) => {
    if (flow.row.packets < fewest.value) return []
    // What the speaker of this stream should hear meanwhile.
    const heard = within(expected(flow.line, senderOf(flow)), flow.first, flow.last)
    if (lengthOf(heard) < shortest_talk.value) return []
    const own = answersTo(flow, media.flows)
    const answers = own.filter(({ last }) => last > heard[0]![0])
    const packets = answers.reduce((sum, { row }) => sum + row.packets, 0)
    if (packets >= most_of_none.value) return ceased(flow, heard, answers)
    // Legs that nothing joined share their media.
    const { source, destination } = flow.row
    const isShared = own.length === 0 && isElsewhere([destination.text], [source.text], flow.line, media)
    return isShared ? [] : silent(flow, heard, media)
  })
}

function silent(flow: Flow, heard: readonly Span[], { seen }: CallMedia): MediaVerdict[] {
  const { source, destination, packets, first_frame } = flow.row
  const [from, to] = [destination.address, source.address]
  const isSignalled = isSignalledBetween(from, to, flow.line)
  const why = whySeen(from, to, seen) ?? (isSignalled ? 'their signalling passed both ways' : undefined)
  const evidence = { packets, talk_ms: ms(lengthOf(heard)), ...(why !== undefined && { seen: why }) }
  const about = { streams: [flow], frame: first_frame, evidence }
  const back = `from ${destination.text} to ${source.text}`
  if (why === undefined) {
    const text = `Audio passed ${way(flow)}; the capture may not see the other direction, of which it has none.`
    return [finding('incomplete', { ...about, text })]
  }
  const text = `One-way audio: ${packets} packets ${way(flow)}, none ${back} for ${seconds(lengthOf(heard))} (${why}).`
  return [finding('one_way_audio', { ...about, text })]
}

/** The answer was there, and is no more. */
function ceased(flow: Flow, heard: readonly Span[], answers: readonly Flow[]): MediaVerdict[] {
  const last = answers.reduce((latest, one) => (one.last > latest.last ? one : latest))
  const missing = lengthOf(within(heard, last.last, Infinity))
  if (missing < stopped.value || mayPause(last, CONTINUOUS)) return []
  return [
    finding('media_stopped', {
      text: `Audio ${way(last)} stopped; the other direction went on for ${seconds(missing)} of the call.`,
      streams: [last, flow],
      frame: last.row.last_frame,
      evidence: { missing_ms: ms(missing), packets: last.row.packets },
    }),
  ]
}

/** All audio of a media stopped, and the call went on until somebody ended it. */
export function allStopped({ lines, flows }: CallMedia): MediaVerdict[] {
  return lines.flatMap((line) => {
    const own = flows.filter((flow) => flow.line === line && flow.last > line.leg.answered)
    const packets = own.reduce((sum, { row }) => sum + row.packets, 0)
    if (!line.leg.isOver || packets < most_of_none.value || own.some((flow) => mayPause(flow, CONTINUOUS))) return []
    const last = own.reduce((latest, one) => (one.last > latest.last ? one : latest))
    const missing = lengthOf(within(expected(line, receiverOf(last)), last.last, Infinity))
    if (missing < stopped.value) return []
    return [
      finding('media_stopped', {
        text: `All audio stopped ${seconds(missing)} before the call was ended.`,
        streams: own,
        frame: last.row.last_frame,
        evidence: { missing_ms: ms(missing) },
      }),
    ]
  })
}

/** Audio began long after the answer. */
export function lateMedia({ lines, flows }: CallMedia): MediaVerdict[] {
  return lines.flatMap((line) => line.sides.flatMap((side) => lateInto(side, line, flows)))
}

function lateInto(side: Side, line: Line, flows: readonly Flow[]): MediaVerdict[] {
  const [span] = expected(line, side)
  if (!span) return []
  const own = flows.filter((flow) => flow.line === line && receiverOf(flow) === side && flow.last > span[0])
  if (own.length === 0) return []
  const first = own.reduce((earliest, one) => (one.first < earliest.first ? one : earliest))
  const delay = first.first - span[0]
  const isCounted = first.row.packets >= fewest.value && first.first < span[1] && !mayPause(first, CONTINUOUS)
  if (delay < late.value || !isCounted) return []
  return [
    finding('late_media', {
      text: `Audio ${way(first)} began ${seconds(delay)} after it was agreed on and the call answered.`,
      streams: [first],
      frame: first.row.first_frame,
      evidence: { delay_ms: ms(delay) },
    }),
  ]
}

/** No audio at all, where the capture would have seen some. */
export function noMedia(media: CallMedia): MediaVerdict[] {
  const { lines, streams, seen } = media
  const packets = streams.reduce((sum, { row }) => sum + row.packets, 0)
  if (packets >= most_of_none.value || seen.isEmpty) return []
  const talking = lines.filter((line) => talkOf(line) >= shortest_talk.value)
  const [line] = talking
  if (!line) return []
  if (talking.some((one) => isElsewhere(endsOf(one), endsOf(one), one, media))) return []
  const why = talking.flatMap((one) => whyNone(one, seen) ?? [])[0]
  const evidence = { talk_ms: ms(talkOf(line)), packets, ...(why !== undefined && { seen: why }) }
  const about = { streams, evidence }
  if (why === undefined) {
    const text = 'The capture has media, but none at the addresses of this call: it may not see them.'
    return [finding('incomplete', { ...about, text })]
  }
  const text = `No audio passed in ${seconds(talkOf(line))} after the answer (${why}).`
  return [finding('no_media', { ...about, text })]
}

/** Ends of a media that are looked for elsewhere. */
const MOST_ENDS = 16

function endsOf({ sides }: Line): string[] {
  return [...new Set(sides.flatMap(({ told }) => told.map(({ endpoint }) => endpoint)))].slice(0, MOST_ENDS)
}

/** Audio passed between the ends, and counts with another call that told them too: a leg that nothing joined. */
function isElsewhere(
  from: readonly string[],
  to: readonly string[],
  { leg }: Line,
  { seen, epoch }: CallMedia,
): boolean {
  const time = [epoch + leg.asked / 1000, epoch + leg.ended / 1000] as const
  return from.some((one) => to.some((other) => seen.hasStream(one, other, time)))
}

/** For how long audio was to be expected one way at least. */
function talkOf(line: Line): number {
  return Math.max(...line.sides.map((side) => lengthOf(expected(line, side))))
}

function whyNone(line: Line, seen: CallMedia['seen']): string | undefined {
  const hosts = line.sides.map(({ told }) => told.at(-1)!.address)
  for (const from of hosts) {
    for (const to of hosts) {
      const why = from === to ? undefined : whySeen(from, to, seen)
      if (why !== undefined) return why
    }
  }
  return undefined
}

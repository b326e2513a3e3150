// What the packets carry against what was agreed on, and one direction against the other.
import type { PayloadFormat } from '../../model/message.ts'
import type { MediaVerdict } from '../../model/session.ts'
import { answersTo, type CallMedia, type Flow } from './call-media.ts'
import { formatsOf, type Side } from './conversation.ts'
import { finding, way } from './finding.ts'
import { framesOf } from './pauses.ts'
import { THRESHOLDS } from '../../quality/media-thresholds.ts'

const { fewest } = THRESHOLDS
/** Streams that end so near each other, in ms, ended with the codecs that they had together. */
const TOGETHER = 1000

/**
 * A codec that an end did not name in any of its descriptions, neither by number nor by name: RFC 3264 §6.1, §7. What a
 * codec is that nobody named stays unknown, and is no finding.
 */
export function notNegotiated({ flows }: CallMedia): MediaVerdict[] {
  return flows.flatMap((flow) => {
    if (flow.row.packets < fewest.value || flow.row.codec === '' || flow.last < flow.line.leg.answered) return []
    const sides = [flow.to, flow.from].filter((side) => side !== undefined)
    const side = sides.find((one) => !isNamed(flow, one))
    if (!side) return []
    const named = [...new Set(formatsOf([side]).map(({ codec }) => codec))]
    const whose = side === flow.to ? flow.row.destination.text : flow.row.source.text
    return [
      finding('codec_not_negotiated', {
        text: `${flow.row.codec} ${way(flow)}, which ${whose} did not describe (${named.join(', ')}).`,
        streams: [flow],
        frame: flow.row.first_frame,
        evidence: { codec: flow.row.codec, payload_type: flow.row.payload_type, described: named },
      }),
    ]
  })
}

function isNamed({ row }: Flow, side: Side): boolean {
  const formats = formatsOf([side])
  const isSame = ({ payload_type, codec }: PayloadFormat): boolean =>
    payload_type === row.payload_type || codec.toUpperCase() === row.codec.toUpperCase()
  return formats.length === 0 || formats.some(isSame)
}

/** Each pair of directions once. */
function pairsOf({ flows }: CallMedia): [Flow, Flow][] {
  return flows.flatMap((flow, i) => {
    if (flow.row.packets < fewest.value) return []
    const answers = answersTo(flow, flows).filter(
      (one) => flows.indexOf(one) > i && one.row.packets >= fewest.value && isTogether(flow, one),
    )
    return answers.map((one): [Flow, Flow] => [flow, one])
  })
}

function isTogether(a: Flow, b: Flow): boolean {
  if (a.first > b.last || b.first > a.last || b.last < a.line.leg.answered) return false
  return (a.row.codec_changes === 0 && b.row.codec_changes === 0) || Math.abs(a.last - b.last) < TOGETHER
}

export function codecAsymmetry(media: CallMedia): MediaVerdict[] {
  return pairsOf(media).flatMap(([a, b]) => {
    const [one, other] = [a.row.codec, b.row.codec]
    if (one === '' || other === '' || one.toUpperCase() === other.toUpperCase()) return []
    return [
      finding('codec_asymmetry', {
        text: `${one} ${way(a)}, ${other} the other way.`,
        streams: [a, b],
        frame: b.row.first_frame,
        evidence: { codecs: [one, other] },
      }),
    ]
  })
}

export function ptimeAsymmetry(media: CallMedia): MediaVerdict[] {
  return pairsOf(media).flatMap(([a, b]) => {
    const [one, other] = [a.row.ptime_ms, b.row.ptime_ms]
    // What nobody named may be no audio: video shares a port with it (RFC 9143).
    if (a.row.codec === '' || b.row.codec === '') return []
    // Silence descriptors keep their own time.
    const isSpeech = [a, b].map(({ row }) => framesOf(row)).every(({ frames, quiet }) => 2 * quiet <= frames)
    if (one === undefined || other === undefined || Math.abs(one - other) < 1 || !isSpeech) return []
    return [
      finding('ptime_asymmetry', {
        text: `${one} ms of audio in a packet ${way(a)}, ${other} ms the other way.`,
        streams: [a, b],
        frame: b.row.first_frame,
        evidence: { ptime_ms: [one, other] },
      }),
    ]
  })
}

import { type AudioFormat, decoderOf } from '../audio/decoders.ts'
import { type AudioPacket, InOrder } from '../audio/in-order.ts'
import { type AudioPlan, Timeline } from '../audio/timeline.ts'
import { wavHeader, wavSamples } from '../audio/wav.ts'
import { millisecondsBetween } from '../model/moment.ts'
import type { Media } from '../model/session.ts'
import { STATIC_FORMATS } from '../protocols/rtp/tables.ts'
import type { ResultReader } from '../store/results/reader.ts'
import type { Captures } from './captures.ts'
import { Refused } from './refused.ts'
import { packetsOf, type SessionStream, streamOf } from './stream-packets.ts'

/** Longer media is cut. */
const LONGEST_HOURS = 2
/** Silence is written in pieces of so many samples. */
const SILENCE = 8192
const NOTHING = new Uint8Array(0)

interface AudioWanted {
  readonly session: string
  readonly stream: string
}

/** Why a stream cannot be heard; undefined where it can. */
export function whyUnheard(media: Media): 'encrypted' | 'codec' | undefined {
  if (media['secure'] === true) return 'encrypted'
  return decoderOf(formatOf(media)) ? undefined : 'codec'
}

/**
 * A stream as a WAV file, in pieces; some are empty. The captures are read twice, for the length stands in front.
 * Throws Refused where the session has no such stream, or that cannot be heard.
 * @param open opens the captures, to be read from the start
 */
export function* audioPieces(result: ResultReader, open: () => Captures, wanted: AudioWanted): Generator<Uint8Array> {
  const stream = streamOf(result, wanted.session, wanted.stream)
  const why = whyUnheard(stream.media)
  if (why) throw new Refused(`This media cannot be heard: ${why}`)
  const plan = planOf(stream)
  const most = LONGEST_HOURS * 3600 * plan.sampleRate
  let length = 0
  for (const placed of placedOf(stream, open(), plan)) {
    if (placed) length = Math.min(most, placed.at + placed.samples.length)
    else yield NOTHING
  }
  yield wavHeader(plan.sampleRate, length)
  let written = 0
  for (const placed of placedOf(stream, open(), plan)) {
    if (placed && written < length) {
      const { at, samples } = placed
      const until = Math.min(at, length)
      yield* silence(until - written)
      yield wavSamples(samples.subarray(0, length - until))
      written = Math.min(length, at + samples.length)
    } else yield NOTHING
  }
}

function* placedOf(stream: SessionStream, captures: Captures, plan: AudioPlan) {
  const order = new InOrder()
  const timeline = new Timeline(plan)
  for (const packet of copied(stream, captures)) {
    if (packet === undefined) yield undefined
    else for (const next of order.take(packet)) yield timeline.place(next)
  }
  for (const next of order.rest()) yield timeline.place(next)
}

function* copied(stream: SessionStream, captures: Captures): Generator<AudioPacket | undefined> {
  const start = stream.pieces[0]?.first
  for (const found of packetsOf(stream, captures)) {
    if (found && start) {
      const { packet, header, end } = found
      const { sequence, rtpTime, payloadType } = header
      const payload = packet.bytes.slice(header.payload, Math.max(header.payload, end))
      yield { sequence, rtpTime, payloadType, payload, at: millisecondsBetween(start, packet) }
    } else yield undefined
  }
}

function* silence(samples: number): Generator<Uint8Array> {
  for (let left = samples; left > 0; left -= SILENCE) yield new Uint8Array(2 * Math.min(left, SILENCE))
}

function planOf({ media, pieces }: SessionStream): AudioPlan {
  const told = pieces.map((piece) => [piece.payload_type, formatOf(piece)] as const)
  const formats = new Map<number, AudioFormat>([...STATIC_FORMATS, ...told])
  const rates = [media, ...pieces].map((one) => decoderOf(formatOf(one))?.sampleRate ?? 0)
  return { clockRate: media.clock_rate, sampleRate: Math.max(...rates), formats }
}

function formatOf({ payload_type, codec, clock_rate }: Pick<Media, 'payload_type' | 'codec' | 'clock_rate'>) {
  const channels = STATIC_FORMATS.get(payload_type)?.channels ?? 1
  return { codec, clock_rate, channels }
}

import { FLOW_INTS, FLOW_PROTOCOL } from '../model/flow.ts'
import type { Moment } from '../model/moment.ts'
import { OFFSET, type Packet } from '../model/packet.ts'
import type { RtcpRow, StreamRow } from '../model/rows.ts'
import { turnHeader } from '../protocols/rtp/demux.ts'
import type { MediaOf } from '../store/results/session-frames.ts'
import type { FrameNet, Payload } from './frame-net.ts'
import { isMedia, isRtcp } from './media-packets.ts'
import { Refused } from './refused.ts'
import type { Stretch } from './stretches.ts'

/** Streams of one export; a query that has more is refused. */
const MOST_STREAMS = 200_000
const TOO_MUCH = `The sessions have more than ${MOST_STREAMS} media streams; ask for fewer, or without media`
/** Marks of flows: see `FLOW_PROTOCOL`, which is free here. */
const WANTED = 1
const NOT_WANTED = 2
/** Captures of several queues go back in time now and then; never by as much. */
const LATE_SECONDS = 2
/** Repetitions of a stream's last packet come within so much of the capture. */
const REPETITIONS_BYTES = 65_536

type Media = MediaOf<StreamRow> | MediaOf<RtcpRow>

interface Wanted {
  readonly kind: 'rtp' | 'rtcp'
  readonly ssrc: number
  readonly stretch: Stretch
  /** Unix seconds in which the first and the last packet came. */
  readonly start: number
  readonly end: number
  /** Packets that are to come. */
  left: number
}

/** The media packets of sessions, told by ends, SSRC and time as the streams of the result say. */
export class WantedMedia {
  readonly stretches: Stretch[] = []
  readonly #byEnds = new Map<string, Wanted[]>()
  /** When the last of it ends, in Unix seconds. */
  #last = 0

  stream(row: MediaOf<StreamRow>): void {
    for (const stretch of stretchesOf(row)) this.#add(row, 'rtp', stretch)
  }

  /** @param offset where in the capture its first packet stands, or 0 where nobody knows */
  rtcp(row: MediaOf<RtcpRow>, offset: number): void {
    const { file, first_frame } = row
    this.#add(row, 'rtcp', { file, frame: offset === 0 ? 1 : first_frame, offset, to: Infinity })
  }

  /** Whether the payload of the frame at hand is of one of them. */
  has({ net, packet }: FrameNet, payload: Payload): boolean {
    const { flow, wireTo, to } = payload
    const { bytes } = packet
    const mark = flow * FLOW_INTS + FLOW_PROTOCOL
    if (net.flows.ints[mark] === NOT_WANTED || payload.kind !== 'datagram') return false
    const ends = `${net.flows.source(flow).text} ${net.flows.destination(flow).text}`
    const wanted = this.#byEnds.get(ends)
    net.flows.ints[mark] = wanted ? WANTED : NOT_WANTED
    const from = payload.from + turnHeader(bytes, payload.from, to, wireTo)
    if (!wanted || !isMedia(bytes, from, to)) return false
    const kind = isRtcp(bytes, from) ? 'rtcp' : 'rtp'
    const ssrc = word(bytes, from + (kind === 'rtcp' ? 4 : 8))
    const found = wanted.find((one) => one.kind === kind && one.ssrc === ssrc && isWithin(one, packet))
    if (found) found.left--
    return found !== undefined
  }

  /** Whether all of it had its end before that time. */
  isOver({ seconds }: Moment): boolean {
    return this.#last + LATE_SECONDS < seconds
  }

  #add({ source, destination, ssrc, first, last, packets }: Media, kind: Wanted['kind'], stretch: Stretch): void {
    if (this.stretches.push(stretch) > MOST_STREAMS) throw new Refused(TOO_MUCH)
    const ends = `${source} ${destination}`
    const wanted = { kind, ssrc: Number(ssrc) | 0, stretch, start: first.seconds, end: last.seconds, left: packets }
    const known = this.#byEnds.get(ends)
    if (known) known.push(wanted)
    else this.#byEnds.set(ends, [wanted])
    this.#last = Math.max(this.#last, last.seconds)
  }
}

/** The parts of captures that hold a stream: what each of several points saw, or one capture after the other. */
function stretchesOf(row: MediaOf<StreamRow>): Stretch[] {
  const { file, last_file, first_frame: frame, first_offset: offset, last_offset, points = [], duplicates } = row
  // The last is the last in sequence: repetitions of it may follow.
  const behind = duplicates > 0 ? REPETITIONS_BYTES : 0
  const seen = points.map((point) => {
    const { first_frame, first_offset, last_offset: to } = point
    return { file: point.file, frame: first_frame, offset: first_offset, to: to + behind }
  })
  const files = Array.from({ length: Math.max(1, last_file - file + 1) }, (_, i) => file + i)
  const own = files.map((one) => ({
    file: one,
    ...(one === file ? { frame, offset } : { frame: 1, offset: 0 }),
    to: one === last_file ? last_offset + behind : Infinity,
  }))
  return seen.length > 0 ? seen : own
}

function isWithin({ stretch, start, end, left }: Wanted, { file, at, seconds }: Packet): boolean {
  const offset = at[OFFSET]!
  return (
    left > 0 &&
    file === stretch.file &&
    offset >= stretch.offset &&
    offset <= stretch.to &&
    seconds >= start - LATE_SECONDS &&
    seconds <= end + LATE_SECONDS
  )
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!
}

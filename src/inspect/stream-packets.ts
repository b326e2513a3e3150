import type { StreamRow } from '../model/rows.ts'
import type { Media } from '../model/session.ts'
import type { Packet } from '../model/packet.ts'
import { RtpHeader } from '../protocols/rtp/header.ts'
import { turnHeader } from '../protocols/rtp/demux.ts'
import { tunnelText } from '../protocols/rtp/tunnel.ts'
import { joinPieces } from '../quality/pieces.ts'
import { oneSession } from '../store/results/condition.ts'
import type { ResultReader } from '../store/results/reader.ts'
import type { MediaOf } from '../store/results/session-frames.ts'
import type { CaptureFile } from './capture-file.ts'
import type { Captures } from './captures.ts'
import { FrameNet, type Payload } from './frame-net.ts'
import { Refused } from './refused.ts'
import { Stretches } from './stretches.ts'
import { WantedMedia } from './wanted-media.ts'

/** Frames passed over before it is told that the work goes on. */
const PATIENCE = 8192

/** A stream of a session, and what it was put together from. */
export interface SessionStream {
  readonly media: Media
  readonly pieces: readonly MediaOf<StreamRow>[]
  /** The tunnels it is read in, where it was seen in others besides. */
  readonly tunnels: ReadonlySet<string> | undefined
  /** Where several points saw it: those that saw most of each piece. */
  readonly points: ReadonlySet<string> | undefined
}

/** The packet at hand of a stream: the same object for each, and its bytes hold until the next. */
export interface StreamPacket {
  readonly packet: Packet
  readonly header: RtpHeader
  /** Where the payload ends in the capture, less padding. */
  readonly end: number
}

/** Throws Refused where the session has no such stream. */
export function streamOf(result: ResultReader, session: string, streamId: string): SessionStream {
  const media = result.session(session, { limit: 0 })?.media.find(({ stream_id }) => stream_id === streamId)
  if (!media) throw new Refused('The session has no such media stream')
  const rows = [...result.frames.ofSessions(oneSession(session)).streams()].filter(
    ({ ssrc, source, destination }) =>
      ssrc === media.ssrc && source === media.source && destination === media.destination,
  )
  const [joined] = joinPieces(rows)
  return {
    media,
    pieces: joined?.pieces ?? [],
    tunnels: joined && joined.elsewhere.length > 0 ? new Set(joined.pieces.map(({ tunnel }) => tunnel)) : undefined,
    points: pointsOf(joined?.pieces ?? []),
  }
}

/** A packet that was seen at several points is one: of each piece the point counts that saw most of it. */
function pointsOf(pieces: readonly Pick<StreamRow, 'points'>[]): Set<string> | undefined {
  const names = pieces.flatMap(({ points = [] }) => {
    const [most] = points.toSorted((a, b) => b.packets - a.packets)
    return most ? [pointName(most.tunnel, most)] : []
  })
  return names.length > 0 && names.length === pieces.length ? new Set(names) : undefined
}

function pointName(tunnel: string, { file, interface: tap }: { file: number; interface: number }): string {
  return `${file} ${tap} ${tunnel}`
}

/**
 * The packets of a stream, read again from the captures in order of arrival; undefined now and then, while others pass.
 * @param captures for this pass alone
 */
export function* packetsOf(stream: SessionStream, captures: Captures): Generator<StreamPacket | undefined> {
  const wanted = new WantedMedia()
  for (const row of stream.pieces) wanted.stream(row)
  for (let file = 0; file < captures.count; file++) {
    const reader = captures.open(file)
    if (reader) yield* new FilePass({ file, reader, captures, wanted, stream }).packets()
  }
}

interface PassParts {
  readonly file: number
  readonly reader: CaptureFile
  readonly captures: Captures
  readonly wanted: WantedMedia
  readonly stream: SessionStream
}

/** One capture from the first packet of the stream to the last. */
class FilePass {
  readonly #parts: PassParts
  readonly #net: FrameNet
  readonly #header = new RtpHeader()
  #found: StreamPacket | undefined

  constructor(parts: PassParts) {
    this.#parts = parts
    const { memory } = parts.reader
    // Which of the copies count is told by their points.
    const hasCopies = parts.stream.points !== undefined
    this.#net = new FrameNet(memory, parts.captures.hints, (payload) => this.#take(payload), hasCopies)
  }

  *packets(): Generator<StreamPacket | undefined> {
    const { file, reader, wanted } = this.#parts
    const stretches = new Stretches(wanted.stretches, file)
    let done = -1
    for (let passed = 1; ; passed++) {
      const stretch = stretches.at(done, () => wanted.isOver(reader.capture))
      if (!stretch || !(stretch.offset <= done ? reader.next() : reader.advance(stretch))) return
      done = reader.capture.place[0]!
      this.#found = undefined
      this.#net.frame(reader.capture, file)
      if (this.#found) yield this.#found
      else if (passed % PATIENCE === 0) yield undefined
    }
  }

  #take(payload: Payload): void {
    const { wanted, stream } = this.#parts
    const { tunnels, points } = stream
    const { packet } = this.#net
    const header = this.#header
    if (tunnels && !tunnels.has(tunnelText(packet))) return
    if (points && !points.has(pointName(tunnelText(packet), packet))) return
    if (!wanted.has(this.#net, payload)) return
    const { to, wireTo } = payload
    const from = payload.from + turnHeader(packet.bytes, payload.from, to, wireTo)
    if (header.read(packet.bytes, from, to, wireTo)) {
      this.#found = { packet, header, end: Math.min(to, header.payloadEnd) }
    }
  }
}

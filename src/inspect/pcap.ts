import { enhancedPacket, eraOf, interfaceDescription, type PcapngFrame, sectionHeader } from '../export/pcapng.ts'
import { warningText } from '../model/warning-words.ts'
import { PROTOCOLS } from '../protocols/index.ts'
import type { Wanted } from '../store/results/condition.ts'
import type { ResultReader } from '../store/results/reader.ts'
import type { FramePlace, SessionFrames } from '../store/results/session-frames.ts'
import type { CaptureFile } from './capture-file.ts'
import type { Captures } from './captures.ts'
import { FrameNet } from './frame-net.ts'
import { framesInTurn } from './frames-in-turn.ts'
import { WantedConnections } from './wanted-connections.ts'
import { Refused } from './refused.ts'
import { type Stretch, Stretches } from './stretches.ts'
import { WantedMedia } from './wanted-media.ts'

/** Frames passed over before an empty piece tells that the work goes on. */
const PATIENCE = 8192
const NOTHING = new Uint8Array(0)

interface PcapOptions {
  readonly result: ResultReader
  /** For this export alone, as the next: frames are read in order from the one, and again from the other. */
  readonly captures: Captures
  readonly again: Captures
  readonly wanted: Wanted
  readonly media: boolean
  /** One session is wanted: of one that is nothing but media, that; and of one without either, no file. */
  readonly single?: boolean
  /** Protocols whose connections are wanted from their start. */
  readonly whole?: readonly string[]
}

const NO_FRAMES =
  'The result does not tell which frames are of this session: it holds no messages and no media that were read'

const NEED_CONNECTION = PROTOCOLS.filter((protocol) => protocol.connect !== undefined).map(({ name }) => name)

/**
 * The frames of sessions as a pcapng, in pieces; some are empty. Memory does not grow with their number. Throws Refused
 * for a single session of which no frames are known.
 */
export function* exportPcap(options: PcapOptions): Generator<Uint8Array> {
  const { result, captures, again, wanted, single = false, whole = NEED_CONNECTION } = options
  const frames = result.frames.ofSessions(wanted)
  yield* nothing(frames.gather(options.media))
  const isMedia = options.media || (single && frames.isEmpty)
  if (isMedia && !options.media) yield* nothing(frames.gather(true))
  const streams = new WantedMedia()
  if (isMedia) {
    for (const row of frames.streams()) streams.stream(row)
    for (const { row, offset } of frames.rtcps()) streams.rtcp(row, offset)
  }
  const connections = new WantedConnections()
  for (const connection of frames.connections(whole)) {
    if (connection) connections.add(connection)
    else yield NOTHING
  }
  const isNothing = frames.isEmpty && streams.stretches.length + connections.stretches.length === 0
  if (single && isNothing) throw new Refused(NO_FRAMES)
  const besides = connections.stretches.length === 0 ? '' : ', with their connections from the start'
  yield sectionHeader([`Frames of sessions of job ${result.job}${besides}`, ...clockRemarks(result)])
  const out = new Interfaces(captures)
  const files = Array.from({ length: captures.count }, (_, file) => {
    const reader = captures.open(file)
    return reader ? [new FileExport({ file, reader, again, frames, streams, connections }).frames()] : []
  })
  for (const frame of framesInTurn(files.flat(), captures.disorder)) {
    if (frame) yield* out.frame(frame)
    else yield NOTHING
  }
}

/** A piece of nothing as often as what is worked through stops. */
function* nothing(work: Iterable<unknown>): Generator<Uint8Array> {
  for (const _ of work) yield NOTHING
}

/** Which clocks were set: the times in the file are by the one that is taken for right, as all that is told. */
function clockRemarks(result: ResultReader): string[] {
  const clocks = result.summary().capture.warnings.filter(({ offset_ms }) => offset_ms !== undefined)
  return clocks.map((warning) => warningText(warning, String))
}

/** A frame that is wanted. */
interface Taken extends Omit<PcapngFrame, 'interface'> {
  readonly file: number
  readonly linkType: number
  /** Of its interface, where the capture names it. */
  readonly name?: string
  readonly description?: string
}

/** The frame at hand of a capture. */
function taken({ capture, memory }: CaptureFile, file: number): Taken {
  const { seconds, nanoseconds, from, to, wireLength, linkType, notes } = capture
  return { file, seconds, nanoseconds, linkType, wireLength, bytes: memory.bytes.slice(from, to), ...notes }
}

/** The interfaces of a pcapng as those of the captures are called, written as they come up. */
class Interfaces {
  readonly #known = new Map<string, number>()
  readonly #captures: Captures

  constructor(captures: Captures) {
    this.#captures = captures
  }

  /** A frame, behind its interface where that is new. */
  frame(frame: Taken): Uint8Array[] {
    const { file, name, description, seconds } = frame
    const { count, hints } = this.#captures
    const linkType = hints.linkType(frame.linkType)
    const era = eraOf(seconds)
    const key = JSON.stringify([file, linkType, era, name, description])
    const known = this.#known.get(key)
    const number = known ?? this.#known.size
    this.#known.set(key, number)
    const packet = enhancedPacket({ ...frame, interface: number })
    if (known !== undefined) return [packet]
    const capture = `capture ${file + 1}`
    const about = [
      ...(name !== undefined && count > 1 ? [capture] : []),
      ...(description === undefined ? [] : [description]),
    ]
    return [interfaceDescription({ linkType, name: name ?? capture, description: about.join(', '), era }), packet]
  }
}

interface FileParts {
  readonly file: number
  readonly reader: CaptureFile
  readonly again: Captures
  readonly frames: SessionFrames
  readonly streams: WantedMedia
  readonly connections: WantedConnections
}

/** The wanted frames of one capture, in one pass; stretches of which nothing is wanted are jumped over. */
class FileExport {
  readonly #parts: FileParts
  readonly #stretches: Stretches
  readonly #net: FrameNet
  /** Whether the frame at hand completes a packet of media or connections, and the fragments of that. */
  #isTaken = false
  #fragments: readonly FramePlace[] = []

  constructor(parts: FileParts) {
    this.#parts = parts
    const { reader, streams, connections, file } = parts
    this.#stretches = new Stretches([...streams.stretches, ...connections.stretches], file)
    this.#net = new FrameNet(reader.memory, parts.again.hints, (payload) => {
      this.#isTaken ||= streams.has(this.#net, payload)
      this.#fragments = this.#net.net.parts
    })
  }

  /** Undefined now and then, while others pass. */
  *frames(): Generator<Taken | undefined> {
    const { file, reader, frames, streams } = this.#parts
    const places = frames.of(file)
    let place: FramePlace | undefined = places.next().value ?? undefined
    let done = -1
    for (let passed = 1; ; passed++) {
      const stretch = this.#stretches.at(done, () => streams.isOver(reader.capture))
      const goal = earlier(place, stretch)
      const isInside = stretch !== undefined && stretch.offset <= done
      if (!goal || !(isInside ? reader.next() : reader.advance(goal))) return
      done = reader.capture.place[0]!
      const isWanted = place?.offset === done
      this.#look(stretch)
      if (this.#isTaken) yield* this.#earlierFragments()
      if (isWanted || this.#isTaken) yield taken(reader, file)
      while (place && place.offset <= done) place = places.next().value ?? undefined
      if (passed % PATIENCE === 0) yield undefined
    }
  }

  #look(stretch: Stretch | undefined): void {
    this.#isTaken = false
    this.#fragments = []
    const { reader, file, connections } = this.#parts
    if (!stretch || stretch.offset > reader.capture.place[0]!) return
    this.#net.frame(reader.capture, file)
    this.#isTaken ||= connections.has(this.#net.packet)
  }

  /** The other fragments of a packet, which have gone by. */
  *#earlierFragments(): Generator<Taken> {
    const { again, frames, reader } = this.#parts
    const here = reader.capture.place[0]!
    for (const part of this.#fragments) {
      const other = again.open(part.file)
      if (part.offset !== here && !frames.has(part) && other?.find(part.frame, part)) yield taken(other, part.file)
    }
  }
}

function earlier(place: FramePlace | undefined, stretch: Stretch | undefined): FramePlace | undefined {
  if (!place || !stretch) return place ?? stretch
  return place.offset <= stretch.offset ? place : stretch
}

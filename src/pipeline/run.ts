import { Budget, Memory } from '../bytes/memory.ts'
import { MergedCaptures } from '../capture/merged.ts'
import { Capture } from '../capture/open.ts'
import { Join } from '../correlate/join.ts'
import { relate } from '../correlate/relate.ts'
import { type CaptureSource, FRAME, type Warning } from '../model/capture.ts'
import type { TapClock } from '../model/clocks.ts'
import type { TalkerList } from '../model/measures.ts'
import { isoTime, momentAt } from '../model/moment.ts'
import { CLOCK, DECODED, DUPLICATE, Packet, TIME } from '../model/packet.ts'
import type { Hints } from '../model/hints.ts'
import type { Ciphers, Inflate } from '../model/message.ts'
import type { Relating } from '../model/relating.ts'
import type { Sink } from '../model/rows.ts'
import type { Summary } from '../model/summary.ts'
import { Net } from '../net/net.ts'
import { NasKeys } from '../protocols/nas/keys.ts'
import { KeyLog } from '../protocols/tls/key-log.ts'
import { CaptureClock } from './clock.ts'
import { clockWarnings, readingsOf, roomFor, sourceOf, timeWarnings } from './clocks.ts'
import { Counters, GTP, OTHER } from './counters.ts'
import { beginFrame } from './frame.ts'
import { FrameHints, LinkRules, PortHints } from './hinted.ts'
import { Talkers } from './talkers.ts'
import { Upper } from './upper.ts'

const SECOND = 1e9
/** So many packets are not all of one moment. */
const FEWEST_TIMED = 10

/** What reading takes. */
interface Reading {
  readonly net: Net
  readonly upper: Upper
  readonly join: Join
}

interface EngineOptions {
  readonly hints?: Hints | undefined
  /** What the engine cannot do by itself, and who runs it may: where it is absent, results say so. Synchronous. */
  readonly inflate?: Inflate
  readonly ciphers?: Ciphers
  /** Clocks that differ, which a survey has found. */
  readonly clocks?: readonly TapClock[]
}

/**
 * The engine of a job: frames go in at one end, rows come out at the other, and this file is the whole way.
 *
 *     capture ─► net ─► upper (identify, decode) ─► join ─► sink
 *
 * `run` works until it wants bytes and names the capture that wants them; whoever has them reads into `memory` between
 * `roomFrom` and `roomTo` of that capture (after `room()`), says `took(n)` and calls again. −1 says that all is read;
 * then `end()`.
 */
export class Engine {
  readonly memory: Memory
  readonly captures: readonly Capture[]
  readonly budget = new Budget()
  /** Secrets of TLS: whoever has some puts them in before it runs; captures may bring their own. */
  readonly keys = new KeyLog(this.budget)
  /** Keys of NAS, likewise. */
  readonly nasKeys = new NasKeys()
  readonly #packet: Packet
  readonly #clock = new CaptureClock()
  readonly #counters = new Counters()
  readonly #talkers = new Talkers(this.budget)
  readonly #hints: FrameHints
  readonly #clocks: readonly TapClock[]
  /** Flows, streams and conversations at hand: given up once all is read, before relating wants its memory. */
  #reading: Reading | undefined
  /** Once all is read: how many connections stayed ciphered, by the reason. */
  #stayedCiphered: ReadonlyMap<string, number> = new Map()
  /** What the capture itself lost, as far as what it holds tells. */
  #lost = { unseen: 0, shared: { gaps: 0, steps: 0 } }
  /** The same: how many frames were of link types that nobody reads, by type. */
  #unread: ReadonlyMap<number, number> = new Map()
  readonly #merged: MergedCaptures
  #ticked = 0
  #groups = 0
  /** Earliest and latest time seen, in nanoseconds since the epoch of the job. */
  readonly #span = new Float64Array([Infinity, -Infinity])

  constructor(captures: number, sink: Sink, { hints = {}, inflate, ciphers, clocks = [] }: EngineOptions = {}) {
    this.#hints = new FrameHints(hints)
    this.#clocks = clocks
    this.memory = new Memory(captures, roomFor(clocks))
    this.captures = Array.from(
      { length: captures },
      (_, file) => new Capture(this.memory, { secrets: this.keys, byTime: true, clocks: readingsOf(clocks, file) }),
    )
    this.#merged = new MergedCaptures(this.captures)
    this.#packet = new Packet(this.memory.bytes)
    const nextGroup = (): number => ++this.#groups
    const { memory, budget, keys, nasKeys } = this
    const [packet, counters, talkers] = [this.#packet, this.#counters, this.#talkers]
    const join = new Join(sink, budget, nextGroup)
    const ports = new PortHints(hints)
    const comments = this.captures.map((capture) => capture.comments)
    const shared = { comments, packet, memory, budget, sink, counters, talkers, join, nextGroup }
    const upper = new Upper({ ...shared, hints: ports, links: new LinkRules(hints), inflate, ciphers, keys, nasKeys })
    const net = new Net(packet, memory, upper, budget)
    upper.attach(net)
    this.#reading = { net, upper, join }
  }

  /**
   * When all is read: makes the sessions of the job out of the rows written; gives their number.
   * @param partOver told several times that much is held which nobody needs any more
   */
  relate(rows: Relating, job: string, partOver?: () => void): number {
    const end = Math.max(0, this.#span[1]!) / 1e6
    return relate(rows, { job, epoch: this.#packet.epoch, end, full: (table) => this.budget.full(table), partOver })
  }

  /** The addresses with the most traffic; once all is read and `end` was called. */
  talkers(): TalkerList {
    return this.#talkers.list()
  }

  /** What must be known of each capture to read its frames again. */
  sources(): CaptureSource[] {
    return this.captures.map((capture, file) => sourceOf(capture, this.#clocks, file))
  }

  get packets(): number {
    return this.#counters.totals[0]!
  }

  get bytes(): number {
    return this.#counters.totals[1]!
  }

  /** Processes frames in order of time until a capture wants input (its ordinal), or all are over (−1). */
  run(): number {
    const merged = this.#merged
    for (let state = merged.next(); ; state = merged.next()) {
      const { file } = merged
      if (state !== FRAME) return file
      const capture = this.captures[file]!
      if (!this.#hints.omits(capture.seconds, capture.nanoseconds)) this.#frame(capture, file)
    }
  }

  /** No frame comes any more. */
  end(): void {
    // While the streams are at hand: `net.end` lets them go.
    const shared = this.#reading?.upper.shared ?? this.#lost.shared
    this.#reading?.net.end()
    this.#lost = { unseen: this.#reading?.net.tcp.unseen ?? this.#lost.unseen, shared }
    this.#reading?.upper.end()
    this.#reading?.join.end()
    this.#stayedCiphered = this.#reading?.upper.stayedCiphered ?? this.#stayedCiphered
    this.#unread = this.#reading?.net.link.unread ?? this.#unread
    this.#reading = undefined
    this.keys.clear()
    this.nasKeys.clear()
  }

  summary(): Summary {
    const { epoch } = this.#packet
    const [first, last] = this.#span as unknown as [number, number]
    const names = this.captures.flatMap((capture) => [...capture.names])
    const comments = this.captures.flatMap((capture) => capture.remarks)
    return {
      capture: {
        format: [...new Set(this.captures.map((capture) => capture.source.format))].join('+'),
        packets: this.packets,
        bytes: this.bytes,
        // Frames of nothing have no time.
        ...(last >= first && {
          first_time: isoTime(momentAt(epoch, first)),
          last_time: isoTime(momentAt(epoch, last)),
        }),
        truncated: this.captures.some((capture) => capture.truncated),
        warnings: this.#warnings(),
        ...(names.length > 0 && { names: Object.fromEntries(names) }),
        ...(comments.length > 0 && { comments }),
      },
      protocols: this.#counters.protocols(),
      coverage: this.#counters.coverage(),
    }
  }

  #frame(capture: Capture, file: number): void {
    const packet = this.#packet
    const { net, upper } = this.#reading!
    // A frame of nothing (zeros at the end of a file allocated beforehand) has no time either.
    const isEmpty = capture.wireLength === 0 && capture.seconds === 0
    if (!isEmpty) this.#clock.set(packet, capture.seconds, capture.nanoseconds)
    beginFrame(packet, capture, file, this.#hints.linkType(capture.linkType))
    net.flows.counted = -1
    net.frame()
    if (packet.protocol === OTHER && packet.outerVersion !== 0) {
      // Nothing inside is known to us, but the user's packet was taken out of its tunnel.
      packet.protocol = GTP
      packet.classify(DECODED)
    }
    if (packet.verdict === DUPLICATE) this.#copy(net, upper)
    if (net.flows.counted < 0) this.#talkers.frame(packet)
    this.#counters.frame(packet)
    if (!isEmpty) this.#times(packet)
  }

  /** A copy is not decoded again: it is what its flow carries. */
  #copy(net: Net, upper: Upper): void {
    this.#counters.copy(this.#packet.frame, net.copyOf)
    const protocol = upper.countedAs(net.flows.find())
    if (protocol !== OTHER) this.#packet.protocol = protocol
  }

  #times(packet: Packet): void {
    const time = packet.at[TIME]!
    if (time < this.#span[0]!) this.#span[0] = time
    if (time > this.#span[1]!) this.#span[1] = time
    const clock = packet.at[CLOCK]!
    if (clock - this.#ticked < SECOND && clock >= this.#ticked) return
    this.#ticked = clock
    this.#reading!.net.flows.tick()
    this.#reading!.join.tick(clock)
  }

  #warnings(): Warning[] {
    const warnings: Warning[] = this.captures.flatMap((capture, file) =>
      this.captures.length > 1 ? capture.warnings.map((warning) => ({ ...warning, file })) : [...capture.warnings],
    )
    const { unseen, shared } = this.#lost
    if (unseen > 0) warnings.push({ code: 'ACKNOWLEDGED_UNSEEN', count: unseen })
    if (shared.gaps > 0) warnings.push({ code: 'SHARED_GAPS', count: shared.gaps })
    warnings.push(...clockWarnings(this.#clocks, this.captures))
    const isTimeless = this.packets >= FEWEST_TIMED && this.#span[0] === this.#span[1]
    const { steps } = this.#clock
    warnings.push(...timeWarnings(this.captures, { steps, sharedSteps: shared.steps, isTimeless }))
    for (const [linkType, count] of this.#unread) {
      warnings.push({ code: `UNSUPPORTED_LINKTYPE:${linkType}`, count })
    }
    if (this.keys.isGiven && this.keys.size === 0) warnings.push({ code: 'KEY_LOG_EMPTY' })
    if (this.nasKeys.isGiven && this.nasKeys.size === 0) warnings.push({ code: 'NAS_KEYS_EMPTY' })
    for (const [reason, count] of this.#stayedCiphered) {
      if (this.keys.isGiven) warnings.push({ code: `NOT_DECRYPTED:${reason}`, count })
    }
    for (const [table, count] of this.budget.reached()) {
      warnings.push({ code: `LIMIT_REACHED:${table}`, count })
    }
    return warnings
  }
}

// SCTP: RFC 9260; user message interleaving: RFC 8260.
import { FLOW_CLAIMED, FLOW_INTS, FLOW_PPID } from '../model/flow.ts'
import { CLOCK, CUT, DECODED, MALFORMED } from '../model/packet.ts'
import type { Layers } from './layers.ts'
import { Associations, type Direction } from './sctp-associations.ts'
import { type MessageFragment, MessageFragments, UNNUMBERED } from './sctp-fragments.ts'
import { pair, type SegmentAt, segmentHere } from './tcp.ts'

const HEADER = 12
const CHUNK_HEADER = 4
/** Chunk types: RFC 9260 §3.2, RFC 8260 §2.1. */
const DATA = 0
const INIT = 1
const INIT_ACK = 2
const ABORT = 6
const SHUTDOWN = 7
const SHUTDOWN_COMPLETE = 14
const I_DATA = 64
/** Flag of ABORT and SHUTDOWN COMPLETE: the verification tag is the one of what is answered. */
const REFLECTED = 1
/** Where user data starts in DATA and I-DATA chunks. */
const DATA_HEADER = 16
const I_DATA_HEADER = 20
/** More than any user message has. */
const LONGEST = 0x1000000
const ENDS = 1
const BEGINS = 2
const UNORDERED = 4

/** A piece of the user message being handed up. */
export interface MessagePiece extends SegmentAt {
  readonly length: number
}

const NO_PIECES: readonly MessagePiece[] = []

interface Chunk {
  readonly flow: number
  readonly direction: Direction
  readonly at: number
  /** The captured end, and that on the wire. */
  readonly to: number
  readonly wireTo: number
}

/** User data of a chunk: where it starts, and what tells its place among the fragments of `name`. */
interface UserData {
  readonly from: number
  readonly number: number
  readonly tsn: number
  readonly name: string
  readonly ppid: number
}

/** Takes user messages out of packets: in place where one chunk holds the whole. Checksums are never looked at. */
export class Sctp {
  readonly #layers: Layers
  readonly #associations: Associations
  readonly #fragments: MessageFragments
  #pieces = NO_PIECES
  /** Whether the packet at hand has handed a user message up. */
  #hasMessage = false

  constructor(layers: Layers) {
    this.#layers = layers
    this.#associations = new Associations(layers.flows, layers.budget, (flow, other) =>
      layers.payloads.sameHost(flow, other),
    )
    this.#fragments = new MessageFragments(layers.budget)
  }

  /** Whether the other side of the flow's association was never heard. */
  isOneWay(flow: number): boolean {
    return this.#associations.isOneWay(flow)
  }

  /** What the message being handed up was put together from; empty where one chunk held it. */
  get pieces(): readonly MessagePiece[] {
    return this.#pieces
  }

  packet(at: number, to: number, wireTo: number): void {
    const { packet, flows, copies } = this.#layers
    const { bytes } = packet
    if (to - at < HEADER) {
      packet.classify(wireTo > to ? CUT : MALFORMED)
      return
    }
    packet.sourcePort = u16(bytes, at)
    packet.destinationPort = u16(bytes, at + 2)
    if (copies.check(at, to, wireTo)) return
    const flow = flows.count()
    pair(flows, flow)
    const direction = this.#direction(flow, at, to)
    direction.flow = flow
    this.#hasMessage = false
    this.#chunks(flow, direction, { at: at + HEADER, to, wireTo })
    if (!this.#hasMessage) packet.classify(DECODED)
  }

  /** A flow leaves the table: what waited on it for more is handed up as far as it goes. */
  flush(flow: number): void {
    const direction = this.#associations.ofFlow(flow)
    if (direction?.flow === flow) this.#giveUp(direction, Infinity)
    this.#associations.left(flow)
  }

  #direction(flow: number, at: number, to: number): Direction {
    const { bytes } = this.#layers.packet
    const tag = u32(bytes, at + 4)
    const first = at + HEADER
    const type = bytes[first]!
    const isInitiation = (type === INIT || type === INIT_ACK) && first + 8 <= to
    if (type === INIT && isInitiation) return this.#associations.initiated(flow, u32(bytes, first + 4))
    // Without an association the answerer may only reflect the tag it was sent: RFC 9260 §8.5.1.
    const isReflected = (type === ABORT || type === SHUTDOWN_COMPLETE) && (bytes[first + 1]! & REFLECTED) !== 0
    const answer = isReflected ? this.#associations.ofAnswer(flow) : undefined
    const direction = answer ?? this.#associations.ofPacket(flow, tag)
    if (isInitiation) this.#associations.acknowledged(flow, direction, u32(bytes, first + 4))
    return direction
  }

  #chunks(flow: number, direction: Direction, within: { at: number; to: number; wireTo: number }): void {
    const { packet } = this.#layers
    const { bytes } = packet
    const { to, wireTo } = within
    let { at } = within
    while (at < to) {
      const length = at + CHUNK_HEADER <= to ? u16(bytes, at + 2) : 0
      const end = at + length
      if (length < CHUNK_HEADER || end > to) packet.classify(isLost(at, end, within) ? CUT : MALFORMED)
      if (length < CHUNK_HEADER) return
      const chunk = { flow, direction, at, to: Math.min(end, to), wireTo: Math.min(end, wireTo) }
      const type = bytes[at]!
      if (type === DATA) this.#data(chunk)
      else if (type === I_DATA) this.#interleaved(chunk)
      else if (type === ABORT || type === SHUTDOWN) this.#hungUp(chunk)
      if (type === ABORT || type === SHUTDOWN_COMPLETE) this.#over(direction)
      at += (length + 3) & ~3
    }
  }

  /** RFC 9260 §3.3.1. */
  #data(chunk: Chunk): void {
    const { bytes } = this.#layers.packet
    const { at } = chunk
    if (chunk.to - at < DATA_HEADER) return
    const tsn = u32(bytes, at + 4)
    if (!chunk.direction.seen.note(tsn)) return
    this.#user(chunk, { from: at + DATA_HEADER, number: tsn, tsn, name: 'tsn', ppid: u32(bytes, at + 12) })
  }

  /** RFC 8260 §2.1: the place of the PPID is that of the fragment's number in all but the first. */
  #interleaved(chunk: Chunk): void {
    const { bytes } = this.#layers.packet
    const { at } = chunk
    if (chunk.to - at < I_DATA_HEADER) return
    const tsn = u32(bytes, at + 4)
    if (!chunk.direction.seen.note(tsn)) return
    const flags = bytes[at + 1]!
    const name = `${flags & UNORDERED} ${u16(bytes, at + 8)} ${u32(bytes, at + 12)}`
    const word = u32(bytes, at + 16)
    const isFirst = (flags & BEGINS) !== 0
    const from = at + I_DATA_HEADER
    this.#user(chunk, { from, number: isFirst ? UNNUMBERED : word, tsn, name, ppid: isFirst ? word : 0 })
  }

  #user(chunk: Chunk, data: UserData): void {
    const { packet } = this.#layers
    const { direction, to, wireTo } = chunk
    const { from, number, tsn, name, ppid } = data
    const flags = packet.bytes[chunk.at + 1]!
    const [begins, ends] = [(flags & BEGINS) !== 0, (flags & ENDS) !== 0]
    if (begins && ends) {
      this.#hand(chunk.flow, direction, { ppid, from, to, wireTo })
      return
    }
    if (this.#fragments.has(direction)) this.#giveUp(direction, packet.at[CLOCK]!)
    const bytes = packet.bytes.subarray(from, to)
    const at = segmentHere(this.#layers, from)
    const fragment = { number, tsn, begins, ends, ppid, bytes, missing: wireTo - to, at }
    const whole = this.#fragments.add(direction, name, fragment)
    if (whole) this.#assembled(chunk.flow, direction, whole)
  }

  #hand(flow: number, direction: Direction, at: { ppid: number; from: number; to: number; wireTo: number }): void {
    const { payloads, flows } = this.#layers
    if (at.from >= at.to) return
    this.#hasMessage = true
    payloads.message(flow, at.ppid, at.from, at.to, at.wireTo)
    const { association } = direction
    const place = flow * FLOW_INTS
    if (flows.ints[place + FLOW_CLAIMED]! > 0) association.isClaimed = true
    association.ppid ||= flows.ints[place + FLOW_PPID]!
  }

  /** Hands up what the fragments hold, as far as they are without a hole. */
  #assembled(flow: number, direction: Direction, fragments: readonly MessageFragment[]): void {
    const { memory } = this.#layers
    const cut = fragments.findIndex(({ missing }) => missing > 0)
    const kept = cut < 0 ? fragments : fragments.slice(0, cut + 1)
    // Of a message whose rest never came nobody knows how long it was.
    const rest = fragments.at(-1)!.ends ? 0 : LONGEST
    const lost = fragments.slice(kept.length).reduce((sum, { bytes, missing }) => sum + bytes.length + missing, rest)
    const mark = memory.mark()
    const from = memory.reserve(kept.reduce((sum, { bytes }) => sum + bytes.length, 0))
    if (from >= 0) {
      let to = from
      for (const { bytes } of kept) {
        memory.bytes.set(bytes, to)
        to += bytes.length
      }
      this.#pieces = kept.map(({ at, bytes }) => ({ ...at, length: bytes.length }))
      this.#hand(flow, direction, { ppid: kept[0]!.ppid, from, to, wireTo: to + kept.at(-1)!.missing + lost })
      this.#pieces = NO_PIECES
    }
    memory.release(mark)
  }

  /** Fragments whose rest never came: what they say still stands. */
  #giveUp(direction: Direction, clock: number): void {
    for (const beginning of this.#fragments.overdue(direction, clock)) {
      this.#assembled(direction.flow, direction, beginning)
    }
  }

  /**
   * The first that ends the association, unless the capture lacks something of it: that may have been the answer. Who
   * only reflects a tag (RFC 9260 §8.5.1) may not know of the other paths, on which it goes on.
   */
  #hungUp({ flow, direction: { association }, at }: Chunk): void {
    const [type, flags] = [this.#layers.packet.bytes[at], this.#layers.packet.bytes[at + 1]!]
    if (association.isOver) return
    association.isOver = type === SHUTDOWN || (flags & REFLECTED) === 0
    if (association.directions.some(({ seen }) => !seen.isWhole)) return
    this.#layers.payloads.hungUp(flow, type === ABORT ? 'ABORT' : 'SHUTDOWN')
  }

  /** The association has ended: nothing more comes. */
  #over({ association }: Direction): void {
    for (const direction of association.directions) if (direction.flow >= 0) this.#giveUp(direction, Infinity)
  }
}

/** Whether what is missing of the chunk header or chunk at `at` was on the wire. */
function isLost(at: number, end: number, { to, wireTo }: { to: number; wireTo: number }): boolean {
  return at + CHUNK_HEADER > to ? at + CHUNK_HEADER <= wireTo : end > to && end <= wireTo
}

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!
}

function u32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
}

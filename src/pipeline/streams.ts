import type { Budget, Memory } from '../bytes/memory.ts'
import {
  FLOW_GUESSES,
  FLOW_INTS,
  FLOW_PEER,
  FLOW_PROTOCOL,
  FLOW_TCP,
  type FlowRecords,
  TCP_OPENED,
} from '../model/flow.ts'
import { type Direction, NEED_MORE, type Protocol } from '../model/message.ts'
import { MOST_GUESSES, protocolOf, recognize } from './identify.ts'
import type { PortHints } from './hinted.ts'
import { PROTOCOLS } from '../protocols/index.ts'
import { behind, type Pending, type Piece, StreamBuffers, upTo } from './stream-buffers.ts'

/** Takes each message of a stream: its bytes, where they ended on the wire, and the pieces they came in. */
type Deliver = (flow: number, at: { from: number; to: number; wireTo: number }, pieces: readonly Piece[]) => void

interface Surroundings {
  readonly memory: Memory
  readonly flows: FlowRecords
  readonly budget: Budget
  readonly hints: PortHints
  /** The segment at hand as a piece. */
  readonly piece: (from: number, to: number) => Piece
  readonly deliver: Deliver
  /** The flow's direction of a connection that keeps state; undefined where its messages stand for themselves. */
  readonly direction: (flow: number) => Direction | undefined
  /** What was kept of the flow's stream is read now. */
  readonly recognised: (flow: number) => void
  /** Bytes of such a direction are missing, or lead nowhere. */
  readonly lost: (flow: number, length: number, pending: Pending | undefined) => void
}

interface Joined {
  readonly from: number
  readonly to: number
  readonly joined: number
  readonly end: number
}

/** A stream that begins with fewer bytes than these is recognised by them and the next together. */
const TELLING_BYTES = 256
/** Bytes of an answer that wait for its request. */
const MOST_OF_ANSWER = 65_536

/** Cuts the bytes of TCP connections into messages. Whole ones are read in place; only unfinished ones are copied. */
export class Streams {
  readonly #around: Surroundings
  readonly #buffers: StreamBuffers
  /** Whether the segment at hand held no more than what keeps a connection alive. */
  isFiller = false

  constructor(around: Surroundings) {
    this.#around = around
    this.#buffers = new StreamBuffers(around.budget)
  }

  segment(flow: number, from: number, to: number): void {
    this.isFiller = false
    if (this.#buffers.get(flow)) {
      this.#joined(flow, this.#around.piece(from, to), from, to)
      return
    }
    const isRead = this.#alone(flow, from, to)
    if (!isRead && this.#isBeginning(flow, from, to)) this.#keep(flow, this.#around.piece(from, to), from, from, to)
  }

  /** Whether the last bytes of the flow are the beginning of a message that goes on. */
  isUnfinished(flow: number): boolean {
    return this.#buffers.get(flow) !== undefined
  }

  /** Reads a segment that nothing is pending before; false where its protocol is not known. */
  #alone(flow: number, from: number, to: number): boolean {
    const known = this.#around.flows.ints[flow * FLOW_INTS + FLOW_PROTOCOL]!
    const protocol = this.#protocol(flow, from, to)
    if (!protocol) return false
    const filler = protocol.filler?.(this.#around.memory.bytes, from, to) ?? 0
    this.isFiller = filler === to - from
    const piece = this.#around.piece(from, to)
    const rest = this.#messages(flow, protocol, { from, to, pieces: [piece] })
    if (rest < to) this.#keep(flow, piece, from, rest, to)
    if (known === 0) this.#answered(flow, this.#around.flows.ints[flow * FLOW_INTS + FLOW_PROTOCOL]!)
    return true
  }

  /** Bytes are missing: what came before them is all there will be of its message. */
  gap(flow: number, length: number): void {
    const protocol = protocolOf(this.#around.flows.ints[flow * FLOW_INTS + FLOW_PROTOCOL]!)
    const pending = this.#buffers.get(flow)
    const { memory, deliver, direction, lost } = this.#around
    if (protocol && direction(flow)) {
      if (pending || length > 0) lost(flow, length, pending)
      this.#buffers.drop(flow)
      return
    }
    if (!pending) return
    if (!protocol) {
      this.#buffers.drop(flow)
      return
    }
    const mark = memory.mark()
    const from = memory.reserve(pending.length)
    if (from >= 0 && protocol.recognize(pending.bytes, 0, pending.length)) {
      memory.bytes.set(pending.bytes.subarray(0, pending.length), from)
      const to = from + pending.length
      deliver(flow, { from, to, wireTo: to + Math.max(1, length) }, pending.pieces)
    }
    memory.release(mark)
    this.#buffers.drop(flow)
  }

  closed(flow: number): void {
    this.gap(flow, 0)
    this.#around.flows.ints[flow * FLOW_INTS + FLOW_GUESSES] = 0
  }

  /** The stream's protocol: known, its peer's, or recognised now. */
  #protocol(flow: number, from: number, to: number): Protocol | undefined {
    const { ints } = this.#around.flows
    const at = flow * FLOW_INTS
    const known = ints[at + FLOW_PROTOCOL]!
    if (known !== 0) return protocolOf(known)
    const hinted = this.#around.hints.of(this.#around.flows, flow)
    if (protocolOf(hinted)) {
      ints[at + FLOW_PROTOCOL] = hinted
      return protocolOf(hinted)
    }
    const peer = ints[at + FLOW_PEER]! - 1
    const peers = peer < 0 ? 0 : ints[peer * FLOW_INTS + FLOW_PROTOCOL]!
    const guessed = peers !== 0 || ints[at + FLOW_GUESSES]! >= MOST_GUESSES
    const found = guessed ? peers : recognize(this.#around.memory.bytes, { from, to, wireTo: to }, 'tcp')
    ints[at + FLOW_PROTOCOL] = found
    ints[at + FLOW_GUESSES]! += 1
    return protocolOf(found)
  }

  /** Whether this is so short a beginning that only what follows tells what it is. */
  #isBeginning(flow: number, from: number, to: number): boolean {
    if (this.#around.flows.ints[flow * FLOW_INTS + FLOW_GUESSES] !== 1) return false
    return to - from < TELLING_BYTES || this.#mayAnswer(flow, from, to)
  }

  /** Whether [from, to) may be the first answer of a connection, to a request that comes later in the capture. */
  #mayAnswer(flow: number, from: number, to: number): boolean {
    const { flows, memory } = this.#around
    if ((flows.ints[flow * FLOW_INTS + FLOW_TCP]! & TCP_OPENED) === 0 || to - from > MOST_OF_ANSWER) return false
    return PROTOCOLS.some((protocol) => protocol.answers?.(memory.bytes, from, to))
  }

  /** A request has told what the connection is: what was kept of the other side may be its answer. */
  #answered(flow: number, protocol: number): void {
    const { ints } = this.#around.flows
    const { memory } = this.#around
    const peer = ints[flow * FLOW_INTS + FLOW_PEER]! - 1
    const pending = peer < 0 ? undefined : this.#buffers.get(peer)
    if (!pending || ints[peer * FLOW_INTS + FLOW_PROTOCOL] !== 0) return
    const mark = memory.mark()
    const from = memory.reserve(pending.length)
    if (from >= 0) {
      memory.bytes.set(pending.bytes.subarray(0, pending.length), from)
      ints[peer * FLOW_INTS + FLOW_PROTOCOL] = protocol
      this.#around.recognised(peer)
      const to = from + pending.length
      const rest = this.#messages(peer, protocolOf(protocol)!, { from, to, pieces: [...pending.pieces] })
      this.#buffers.consume(peer, rest - from)
    }
    memory.release(mark)
  }

  /**
   * Whether the segment [from, to) tells by itself what it is, where what is held may be the end of a message never
   * seen: with that it is [joined, end), which does not tell the same.
   */
  #beginsAnew(flow: number, { from, to, joined, end }: Joined): boolean {
    const { ints } = this.#around.flows
    const at = flow * FLOW_INTS
    if (ints[at + FLOW_PROTOCOL] !== 0 || (ints[at + FLOW_TCP]! & TCP_OPENED) !== 0) return false
    const { bytes } = this.#around.memory
    const alone = recognize(bytes, { from, to, wireTo: to }, 'tcp')
    if (alone !== 0 && recognize(bytes, { from: joined, to: end, wireTo: end }, 'tcp') === alone) return false
    return this.#protocol(flow, from, to) !== undefined
  }

  /** Delivers the whole messages of [from, to); gives the start of the unfinished rest. */
  #messages(flow: number, protocol: Protocol, run: { from: number; to: number; pieces: Piece[] }): number {
    const { bytes } = this.#around.memory
    const { from, to, pieces } = run
    const framing = this.#around.direction(flow) ?? protocol
    let at = from
    while (at < to) {
      const filler = protocol.filler?.(bytes, at, to) ?? 0
      at += filler
      if (at >= to) break
      const length = framing.frame?.(bytes, at, to) ?? to - at
      if (length === NEED_MORE) break
      if (length > 0) {
        const own = upTo(behind(pieces, at - from), length)
        this.#around.deliver(flow, { from: at, to: at + length, wireTo: at + length }, own)
        at += length
      } else {
        const next = framing.resync?.(bytes, at + 1, to) ?? -1
        const found = next > at ? next : to
        if (framing !== protocol) this.#around.lost(flow, found - at, undefined)
        at = found
      }
    }
    return Math.min(at, to)
  }

  #joined(flow: number, piece: Piece, from: number, to: number): void {
    const { memory, flows } = this.#around
    const pending = this.#buffers.get(flow)!
    const guesses = flows.ints[flow * FLOW_INTS + FLOW_GUESSES]!
    const mark = memory.mark()
    const joined = memory.reserve(pending.length + to - from)
    if (joined < 0) {
      this.#buffers.drop(flow)
      return
    }
    const fresh = joined + pending.length
    memory.bytes.set(pending.bytes.subarray(0, pending.length), joined)
    memory.bytes.copyWithin(fresh, from, to)
    const end = fresh + to - from
    const isNew = this.#beginsAnew(flow, { from, to, joined, end })
    const protocol = isNew ? undefined : this.#protocol(flow, joined, end)
    if (protocol) {
      this.#around.recognised(flow)
      const rest = this.#messages(flow, protocol, { from: joined, to: end, pieces: [...pending.pieces, piece] })
      this.#buffers.consume(flow, rest - joined)
      if (rest < end) this.#keep(flow, piece, fresh, Math.max(rest, fresh), end)
    } else if (isNew || this.#protocol(flow, from, to)) {
      this.#buffers.drop(flow)
      this.#alone(flow, from, to)
    } else if (end - joined < TELLING_BYTES || this.#mayAnswer(flow, joined, end)) {
      this.#keep(flow, piece, fresh, fresh, end)
      // Octet by octet is no guess each: there are no more than would be looked at together.
      flows.ints[flow * FLOW_INTS + FLOW_GUESSES] = guesses
    } else this.#buffers.drop(flow)
    memory.release(mark)
  }

  /** Keeps [rest, to) of the segment that starts at `from` until more comes. */
  #keep(flow: number, piece: Piece, from: number, rest: number, to: number): void {
    const [left] = behind([piece], rest - from)
    if (left && !this.#buffers.append(flow, this.#around.memory.bytes.subarray(rest, to), left))
      this.#buffers.drop(flow)
  }
}

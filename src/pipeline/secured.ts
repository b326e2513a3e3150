import type { Budget, Memory } from '../bytes/memory.ts'
import { u16 } from '../bytes/octets.ts'
import { FLOW_INTS, FLOW_PEER, FLOW_PROTOCOL, FLOW_TCP, type FlowRecords, TCP_OPENED } from '../model/flow.ts'
import type { Ciphers, Part } from '../model/message.ts'
import { CLIENT_HELLO, SERVER_HELLO } from '../protocols/tls/hello.ts'
import type { KeyLog } from '../protocols/tls/key-log.ts'
import { type Fate, TlsConnection, type TlsSide } from '../protocols/tls/opened.ts'
import { ALERT, HANDSHAKE, HEADER, isRecord } from '../protocols/tls/records.ts'
import { tls } from '../protocols/tls/tls.ts'
import { behind, type Piece, StreamBuffers, upTo } from './stream-buffers.ts'

interface Surroundings {
  readonly memory: Memory
  readonly flows: FlowRecords
  readonly budget: Budget
  readonly keys: KeyLog
  readonly ciphers: Ciphers
  /** The segment at hand as a piece. */
  readonly piece: (length: number) => Piece
  /** What a hello tells of a flow. */
  readonly label: (flow: number, told: Readonly<Record<string, string>>) => void
  /** The next plain bytes of a flow, in the memory. */
  readonly plain: (flow: number, from: number, to: number) => void
  /** Plain bytes are missing, nobody knows how many. */
  readonly gap: (flow: number, length: number) => void
}

/** One direction of a connection of TLS. */
interface Direction {
  readonly connection: TlsConnection
  readonly side: TlsSide
  /** It did begin with a hello: of a few bytes nobody knows yet. */
  isSure: boolean
  /** Where records begin is not known any more. */
  isAstray: boolean
  /** Bytes of a damaged record that are still to come. */
  skip: number
}

/** Share of the job's budget for connections at hand, and what a direction of one takes. */
const SHARE = 0.1
const DIRECTION_BYTES = 1000
/** Bytes that tell a hello: the header of its record, and its type. */
const TELLING_BYTES = HEADER + 1
/** Stands for a gap of unknown length: more than what any message still lacks. */
const UNKNOWN_GAP = 1024 * 1024

/**
 * Connections of TLS that were seen to begin: opens their records where keys are known, and hands on what was in them,
 * as if it had come so.
 */
export class Secured {
  /** The record at hand as a piece of the plain stream, while it is handed on. */
  piece: Piece | undefined
  readonly #around: Surroundings
  readonly #buffers: StreamBuffers
  readonly #directions = new Map<number, Direction>()
  /** How many connections could not be read, by the reason. */
  readonly closed = new Map<string, number>()
  /** What became of those that ended, until their flows leave the table: what comes on these is of others. */
  readonly #ended = new Map<number, Fate>()
  readonly #told = new WeakSet<Fate>()
  readonly #most: number

  constructor(around: Surroundings) {
    this.#around = around
    this.#buffers = new StreamBuffers(around.budget)
    this.#most = around.budget.records(SHARE, DIRECTION_BYTES)
  }

  /** Takes a segment of a connection of TLS; false where it is of none. */
  segment(flow: number, from: number, to: number): boolean {
    const direction = this.#directions.get(flow) ?? this.#begun(flow, from, to)
    if (!direction) return false
    const piece = this.#around.piece(to - from)
    const start = from + Math.min(direction.skip, to - from)
    direction.skip -= start - from
    if (start < to) this.#joined(flow, direction, { piece, from, start, to })
    return true
  }

  /** Whether records of that direction were read, and are being read. */
  isOpen(flow: number): boolean {
    return this.#directions.get(flow)?.side.isOpen === true
  }

  isReading(flow: number): boolean {
    return this.#directions.get(flow)?.side.isReading === true
  }

  /** Bytes of the connection are missing; false where it is none of TLS. */
  gap(flow: number, length: number): boolean {
    const direction = this.#directions.get(flow)
    if (!direction) return false
    const pending = this.#buffers.get(flow)
    const size = pending && pending.length >= HEADER ? HEADER + u16(pending.bytes, 3) : 0
    const missing = pending ? size - pending.length : direction.skip
    direction.skip = length > 0 && length <= missing ? missing - length : 0
    direction.isAstray = length === 0 || length > missing
    this.#buffers.drop(flow)
    direction.side.lose()
    if (direction.side.isOpen) this.#around.gap(flow, UNKNOWN_GAP)
    return true
  }

  ended(flow: number): void {
    const direction = this.#directions.get(flow)
    if (!direction) return
    this.#directions.delete(flow)
    this.#ended.set(flow, direction.connection.fate)
    this.#buffers.drop(flow)
  }

  /** The flow leaves the table. Why it was not read, in words; empty where it was, undefined where it is none of TLS. */
  take(flow: number): string | undefined {
    this.ended(flow)
    const fate = this.#ended.get(flow)
    this.#ended.delete(flow)
    if (!fate) return undefined
    const reason = fate.client || fate.server
    if (reason !== '' && !this.#told.has(fate)) this.#count(reason)
    this.#told.add(fate)
    return reason
  }

  /** A connection of TLS that was not seen to begin. */
  midstream(): string {
    const reason = 'its client hello is not in the capture'
    this.#count(reason)
    return reason
  }

  #count(reason: string): void {
    this.closed.set(reason, (this.closed.get(reason) ?? 0) + 1)
  }

  /** The direction that begins with a hello at `from`; what is too short to tell is believed for now. */
  #begun(flow: number, from: number, to: number): Direction | undefined {
    const { memory, flows } = this.#around
    const { bytes } = memory
    const peer = this.#directions.get(flows.ints[flow * FLOW_INTS + FLOW_PEER]! - 1)
    // A server that does not agree says so at once, and no more: RFC 8446 §6.2.
    if (peer && bytes[from] === ALERT && isRecord(bytes, from, to)) return this.#added(flow, peer, true)
    if (bytes[from] !== HANDSHAKE || (to - from > 1 && bytes[from + 1] !== 3)) return undefined
    const message = bytes[from + HEADER]
    const { ints } = flows
    if (to - from >= TELLING_BYTES) {
      if ((message !== CLIENT_HELLO && message !== SERVER_HELLO) || !tls.recognize(bytes, from, to)) return undefined
    } else if (
      (ints[flow * FLOW_INTS + FLOW_TCP]! & TCP_OPENED) === 0 ||
      ints[flow * FLOW_INTS + FLOW_PROTOCOL] !== 0
    ) {
      return undefined
    }
    const isSure = to - from >= TELLING_BYTES
    return this.#added(flow, peer, isSure, message === CLIENT_HELLO)
  }

  /** @param isHello it begins with that of a client; where the other direction is known, that tells */
  #added(flow: number, peer: Direction | undefined, isSure: boolean, isHello = false): Direction | undefined {
    if (this.#directions.size >= this.#most) {
      if (this.#around.keys.isGiven) this.#around.budget.full('tls-connections')
      return undefined
    }
    this.#buffers.drop(flow)
    const connection = peer?.connection ?? new TlsConnection(this.#around.keys, this.#around.ciphers)
    const isTaken = peer?.side === connection.client
    const isClient = isSure && peer === undefined ? isHello : !isTaken
    const side = isClient ? connection.client : connection.server
    const direction = { connection, side, isSure, isAstray: false, skip: 0 }
    this.#directions.set(flow, direction)
    return direction
  }

  /** Puts the segment behind what is pending, and takes the records that are whole. */
  #joined(flow: number, direction: Direction, at: Segment): void {
    const { memory } = this.#around
    const { piece, from, start, to } = at
    const pending = this.#buffers.get(flow)
    if (!pending) {
      const pieces = behind([piece], start - from)
      this.#records(flow, direction, { from: start, to, pieces })
      return
    }
    const size = pending.length >= HEADER ? HEADER + u16(pending.bytes, 3) : Infinity
    const fresh = memory.bytes.subarray(start, to)
    if (pending.length + fresh.length < size && size !== Infinity) {
      this.#keep(flow, fresh, behind([piece], start - from))
      return
    }
    const mark = memory.mark()
    const joined = memory.reserve(pending.length + fresh.length)
    if (joined >= 0) {
      memory.bytes.set(pending.bytes.subarray(0, pending.length), joined)
      memory.bytes.copyWithin(joined + pending.length, start, to)
      const pieces = [...pending.pieces, ...behind([piece], start - from)]
      this.#buffers.drop(flow)
      this.#records(flow, direction, { from: joined, to: joined + pending.length + fresh.length, pieces })
    }
    memory.release(mark)
  }

  /** Takes the whole records of [from, to), and keeps the rest. */
  #records(flow: number, direction: Direction, run: Run): void {
    const { bytes } = this.#around.memory
    const { from, to, pieces } = run
    if (!direction.isSure && to - from >= TELLING_BYTES) {
      direction.isSure = tls.recognize(bytes, from, to)
      if (!direction.isSure) return this.#other(flow, run)
    }
    let at = direction.isAstray ? recordStart(bytes, from, to) : from
    while (to - at >= HEADER) {
      if (!isRecord(bytes, at, to)) {
        direction.isAstray = true
        direction.side.lose()
        at = recordStart(bytes, at + 1, to)
        continue
      }
      direction.isAstray = false
      const length = HEADER + u16(bytes, at + 3)
      if (length > to - at) break
      this.#record(flow, direction, { from: at, to: at + length, pieces: upTo(behind(pieces, at - from), length) })
      at += length
    }
    if (at < to && !direction.isAstray) this.#keep(flow, bytes.subarray(at, to), behind(pieces, at - from))
  }

  #record(flow: number, { side }: Direction, { from, to, pieces }: Run): void {
    const { memory, label } = this.#around
    const { bytes } = memory
    const isTelling = bytes[from] === HANDSHAKE || bytes[from] === ALERT
    if (isTelling && !side.isOpen) label(flow, tls.label!(bytes, from, to))
    const wasOpen = side.isOpen
    const opened = side.take({ bytes, from, to })
    if (!opened) {
      if (wasOpen && side.isLost) this.#around.gap(flow, UNKNOWN_GAP)
      return
    }
    if (opened.length === 0) return
    const mark = memory.mark()
    const start = memory.reserve(opened.length)
    if (start >= 0) {
      bytes.set(opened, start)
      this.#hand(flow, { from: start, to: start + opened.length, pieces })
    }
    memory.release(mark)
  }

  /** What was taken for the beginning of a hello is none. */
  #other(flow: number, { from, to, pieces }: Run): void {
    this.#directions.delete(flow)
    this.#hand(flow, { from, to, pieces })
  }

  #hand(flow: number, { from, to, pieces }: Run): void {
    this.piece = pieceOf(pieces)
    this.#around.plain(flow, from, to)
    this.piece = undefined
  }

  #keep(flow: number, bytes: Uint8Array, pieces: readonly Piece[]): void {
    let at = 0
    for (const piece of pieces) {
      if (!this.#buffers.append(flow, bytes.subarray(at, at + piece.length), piece)) {
        this.#buffers.drop(flow)
        return
      }
      at += piece.length
    }
  }
}

interface Segment {
  readonly piece: Piece
  readonly from: number
  /** Behind what is left of a damaged record. */
  readonly start: number
  readonly to: number
}

interface Run {
  readonly from: number
  readonly to: number
  readonly pieces: readonly Piece[]
}

/** Where the next record of data begins; `to` where none does. */
function recordStart(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at + HEADER <= to; at++) {
    if (!isRecord(bytes, at, to)) continue
    const end = at + HEADER + u16(bytes, at + 3)
    if (end >= to || isRecord(bytes, end, to)) return at
  }
  return to
}

/** A record that came in `pieces`, as one: its time is that of the first, its frame the one that completed it. */
function pieceOf(pieces: readonly Piece[]): Piece {
  const first = pieces[0]!
  const last = pieces.reduce((a, b) => (b.time >= a.time ? b : a))
  const { seconds, nanoseconds, time } = first
  const others = pieces.filter((piece) => piece !== last)
  const earlier = [...others.flatMap(partsOf), ...(last.earlier ?? [])]
  return { ...last, start: -1, seconds, nanoseconds, time, ...(earlier.length > 0 && { earlier }) }
}

function partsOf({ file, frame, offset, wireLength, earlier = [] }: Piece): Part[] {
  return [...earlier, { file, frame, offset, start: -1, length: 0, wireLength }]
}

/** SCTP: RFC 9260, with right checksums; I-DATA: RFC 8260. */
import { type End, ip } from './internet.ts'
import { concat, u16, u32, u8, zeros } from './octets.ts'
import type { Side, Wire } from './wire.ts'

const SCTP = 132

const DATA = 0
const INIT = 1
const INIT_ACK = 2
const SACK = 3
const HEARTBEAT = 4
const HEARTBEAT_ACK = 5
const ABORT = 6
const SHUTDOWN = 7
const SHUTDOWN_ACK = 8
const COOKIE_ECHO = 10
const COOKIE_ACK = 11
const SHUTDOWN_COMPLETE = 14
const I_DATA = 64
const ENDS = 1
const BEGINS = 2

/** A chunk without its padding, which `sctp` puts between chunks. */
function chunk(type: number, flags: number, value: Uint8Array): Uint8Array {
  return concat(u8(type, flags), u16(4 + value.length), value)
}

export interface DataFields {
  readonly tsn: number
  readonly ppid: number
  readonly stream?: number
  readonly sequence?: number
  /** Which piece of its message this is; a whole one unless told. */
  readonly flags?: number
}

export function data(payload: Uint8Array, fields: DataFields): Uint8Array {
  const { tsn, ppid, stream = 0, sequence = 0, flags = BEGINS | ENDS } = fields
  return chunk(DATA, flags, concat(u32(tsn), u16(stream, sequence), u32(ppid), payload))
}

/** A message in pieces cut at `cuts`, with consecutive TSNs. */
export function dataPieces(payload: Uint8Array, cuts: readonly number[], fields: DataFields): Uint8Array[] {
  return pieces(payload, cuts).map(({ bytes, flags }, i) => data(bytes, { ...fields, tsn: fields.tsn + i, flags }))
}

export interface InterleavedFields {
  /** TSN of each piece. */
  readonly tsns: readonly number[]
  readonly ppid: number
  readonly stream?: number
  readonly message: number
  /** Number of the second piece: 0 as Linux counts, else 1. */
  readonly second?: number
}

/** A message in pieces cut at `cuts`, numbered within it. */
export function interleavedPieces(
  payload: Uint8Array,
  cuts: readonly number[],
  fields: InterleavedFields,
): Uint8Array[] {
  const { tsns, ppid, stream = 0, message, second = 1 } = fields
  return pieces(payload, cuts).map(({ bytes, flags }, i) =>
    chunk(I_DATA, flags, concat(u32(tsns[i]!), u16(stream, 0), u32(message, i === 0 ? ppid : i - 1 + second), bytes)),
  )
}

function pieces(payload: Uint8Array, cuts: readonly number[]): { bytes: Uint8Array; flags: number }[] {
  const bounds = [0, ...cuts, payload.length]
  return bounds.slice(1).map((to, i) => ({
    bytes: payload.subarray(bounds[i], to),
    flags: (i === 0 ? BEGINS : 0) | (to === payload.length ? ENDS : 0),
  }))
}

/** A packet; each chunk but the last is padded, the last where `padLast` says so. */
export function sctp(from: End, to: End, tag: number, chunks: readonly Uint8Array[], padLast = true): Uint8Array {
  const padded = chunks.map((one, i) =>
    i < chunks.length - 1 || padLast ? concat(one, zeros((4 - (one.length % 4)) % 4)) : one,
  )
  const packet = concat(u16(from.port, to.port), u32(tag, 0), ...padded)
  // The checksum stands with its lowest byte first: RFC 9260 appendix A.
  new DataView(packet.buffer).setUint32(8, crc32c(packet), true)
  return packet
}

/** RFC 9260 appendix A. */
function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0)
  }
  return ~crc >>> 0
}

export interface AssociateOptions {
  /** The capture began later. */
  readonly withoutHandshake?: boolean
  /** Tags that each side is addressed with. */
  readonly tags?: Record<Side, number>
  readonly tsns?: Record<Side, number>
}

export interface SendOptions {
  readonly ppid: number
  readonly stream?: number
  /** Where the message is cut into chunks, each sent in a packet of its own. */
  readonly cuts?: readonly number[]
}

/** An association: both sides with their tags and TSNs, and other addresses that they may use. */
export class Association {
  readonly #wire: Wire
  readonly #ends: Record<Side, End>
  readonly #tags: Record<Side, number>
  readonly #tsns: Record<Side, number>

  /** Set up at `at`; data may go 1 ms later. */
  constructor(wire: Wire, at: number, ends: Record<Side, End>, options: AssociateOptions = {}) {
    this.#wire = wire
    this.#ends = { ...ends }
    this.#tags = options.tags ?? { client: 0xc0ffee01, server: 0x5e12e402 }
    this.#tsns = { ...(options.tsns ?? { client: 1000, server: 9000 }) }
    if (!options.withoutHandshake) this.#handshake(at)
  }

  /** The next free TSN of a side; it is then taken. */
  tsn(side: Side): number {
    const tsn = this.#tsns[side]
    this.#tsns[side] = (tsn + 1) >>> 0
    return tsn
  }

  /** Sends a message, in chunks of their own packets where it is cut. */
  send(at: number, side: Side, payload: Uint8Array, { ppid, stream = 0, cuts = [] }: SendOptions): void {
    const tsn = this.tsn(side)
    for (let i = 0; i < cuts.length; i++) this.tsn(side)
    dataPieces(payload, cuts, { tsn, ppid, stream }).forEach((one, i) => this.packet(at + i * 0.1, side, [one]))
  }

  packet(
    at: number,
    side: Side,
    chunks: readonly Uint8Array[],
    { tag = this.#tags[other(side)], padLast = true } = {},
  ): void {
    const [from, to] = [this.#ends[side], this.#ends[other(side)]]
    const bytes = sctp(from, to, tag, chunks, padLast)
    this.#wire.packet(at, ip(from.address, to.address, SCTP, bytes, { id: this.#wire.nextId() }))
  }

  /** From now on the sides use other addresses. */
  changeOver(addresses: Record<Side, string>): void {
    for (const side of ['client', 'server'] as const) {
      this.#ends[side] = { ...this.#ends[side], address: addresses[side] }
    }
  }

  acknowledge(at: number, side: Side): void {
    const last = (this.#tsns[other(side)] - 1) >>> 0
    this.packet(at, side, [chunk(SACK, 0, concat(u32(last, 65_535), u16(0, 0)))])
  }

  heartbeat(at: number, side: Side): void {
    const info = concat(u16(1, 12), u32(1, 2))
    this.packet(at, side, [chunk(HEARTBEAT, 0, info)])
    this.packet(at + 0.2, other(side), [chunk(HEARTBEAT_ACK, 0, info)])
  }

  abort(at: number, side: Side): void {
    this.packet(at, side, [chunk(ABORT, 0, zeros(0))])
  }

  shutDown(at: number, side: Side): void {
    this.packet(at, side, [chunk(SHUTDOWN, 0, u32(this.#tsns[other(side)] - 1))])
    this.packet(at + 0.2, other(side), [chunk(SHUTDOWN_ACK, 0, zeros(0))])
    this.packet(at + 0.4, side, [chunk(SHUTDOWN_COMPLETE, 0, zeros(0))])
  }

  #handshake(at: number): void {
    const { client, server } = this.#tags
    const [own, others] = [this.#tsns.client, this.#tsns.server]
    const streams = u16(10, 10)
    this.packet(at, 'client', [chunk(INIT, 0, concat(u32(client, 65_535), streams, u32(own)))], { tag: 0 })
    this.packet(at + 0.2, 'server', [chunk(INIT_ACK, 0, concat(u32(server, 65_535), streams, u32(others)))])
    this.packet(at + 0.4, 'client', [chunk(COOKIE_ECHO, 0, u32(1, 2))])
    this.packet(at + 0.6, 'server', [chunk(COOKIE_ACK, 0, zeros(0))])
  }
}

function other(side: Side): Side {
  return side === 'client' ? 'server' : 'client'
}

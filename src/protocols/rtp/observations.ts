// One stream at several points: what each of them saw of it, counted as the stream itself is, in records of fixed size.
import type { Budget } from '../../bytes/memory.ts'
import { OFFSET, type Packet, TIME } from '../../model/packet.ts'
import { momentAt, roundMilliseconds } from '../../model/moment.ts'
import type { PointRow } from '../../model/rows.ts'
import type { RtpHeader } from './header.ts'
import { addJitter } from './jitter.ts'
import * as r from './record.ts'
import { DUPLICATE, endSequence, expectedPackets, RESTART, startSequence, STRAY, takeSequence } from './sequence.ts'
import { StreamTable } from './stream-table.ts'
import { tunnelText } from './tunnel.ts'

/** Share of the job's budget for what points saw. */
const SHARE = 0.03
/** Points told apart of one stream. */
const MOST_POINTS = 6
const TABLE = 'rtp-points'

interface Surroundings {
  readonly packet: Packet
  readonly header: RtpHeader
  readonly streams: StreamTable
  readonly budget: Budget
}

/**
 * A point is a tunnel, or none, on an interface of a capture. The record of a stream counts each packet once, wherever
 * it was seen; as soon as one comes again from another point, each point has a record besides. They are a chain that
 * begins at OBSERVED of the stream's record.
 */
export class Observations {
  readonly #packet: Packet
  readonly #header: RtpHeader
  readonly #streams: StreamTable
  readonly #budget: Budget
  readonly #table: StreamTable
  /** By record: the tunnel, where it is one. */
  readonly #tunnels = new Map<number, string>()

  constructor({ packet, header, streams, budget }: Surroundings) {
    this.#packet = packet
    this.#header = header
    this.#streams = streams
    this.#budget = budget
    this.#table = new StreamTable(budget, SHARE)
  }

  /** A stream begins with the packet at hand. */
  begin(slot: number): void {
    mark(this.#streams.ints, slot * r.RECORD_INTS, this.#packet)
  }

  /**
   * Counts the packet at hand at its point of the stream in `slot`, whose first tunnel was `tunnel`; `isAgain` where the
   * stream has it already. Says whether it is new to its point, and the stream was seen at others.
   */
  see(slot: number, isAgain: boolean, tunnel: string): boolean {
    const { ints } = this.#streams
    const at = slot * r.RECORD_INTS
    const point = pointOf(this.#packet)
    if (ints[at + r.OBSERVED] === 0) {
      if (!isAgain || point === ints[at + r.POINT]) return false
      if (!this.#split(slot, tunnel)) return false
    }
    let seen = ints[at + r.OBSERVED]! - 1
    let points = 0
    for (; seen >= 0; seen = this.#next(seen), points++) {
      if (this.#table.ints[seen * r.RECORD_INTS + r.POINT] === point) return this.#count(slot, seen)
    }
    return points < MOST_POINTS && this.#first(slot)
  }

  /** What the points saw of the stream in `slot`, in the order in which they were found. */
  rows(slot: number, epoch: number): PointRow[] {
    const rows: PointRow[] = []
    for (let seen = this.#streams.ints[slot * r.RECORD_INTS + r.OBSERVED]! - 1; seen >= 0; seen = this.#next(seen)) {
      rows.unshift(pointRow(this.#table, seen, { epoch, tunnel: this.#tunnels.get(seen) ?? '' }))
    }
    return rows
  }

  /** The stream is over. */
  forget(slot: number): void {
    const at = slot * r.RECORD_INTS + r.OBSERVED
    for (let seen = this.#streams.ints[at]! - 1; seen >= 0;) {
      const next = this.#next(seen)
      this.#tunnels.delete(seen)
      this.#table.give(seen)
      seen = next
    }
    this.#streams.ints[at] = 0
  }

  #next(seen: number): number {
    return this.#table.ints[seen * r.RECORD_INTS + r.OBSERVED]! - 1
  }

  /** So far all was seen at one point, which saw what the stream has. */
  #split(slot: number, tunnel: string): boolean {
    const seen = this.#table.take()
    if (seen < 0) {
      this.#budget.full(TABLE)
      return false
    }
    const from = slot * r.RECORD_INTS
    const at = seen * r.RECORD_INTS
    const { ints } = this.#table
    ints.set(this.#streams.ints.subarray(from, from + r.RECORD_INTS), at)
    ints[at + r.PACKETS]! -= ints[at + r.DUPLICATES]!
    this.#chain(slot, seen, tunnel)
    return true
  }

  /** A packet of a point that has seen none of the stream so far. */
  #first(slot: number): boolean {
    const seen = this.#table.take()
    if (seen < 0) {
      this.#budget.full(TABLE)
      return false
    }
    const { ints, doubles } = this.#table
    const packet = this.#packet
    const at = seen * r.RECORD_INTS
    const place = seen * r.RECORD_DOUBLES
    const { sequence, rtpTime } = this.#header
    startSequence(ints, at, sequence, rtpTime)
    mark(ints, at, packet)
    ints[at + r.PACKETS] = 1
    ints[at + r.FIRST_SEQUENCE] = sequence
    ints[at + r.FIRST_FRAME] = packet.frame
    ints[at + r.FILE] = packet.file
    ints[at + r.FIRST_NANOSECOND] = packet.nanoseconds
    doubles[place + r.FIRST] = packet.at[TIME]!
    doubles[place + r.FIRST_OFFSET] = packet.at[OFFSET]!
    doubles[place + r.JITTER_AT] = -Infinity
    this.#chain(slot, seen, tunnelText(packet))
    this.#measure(slot, seen)
    return true
  }

  #chain(slot: number, seen: number, tunnel: string): void {
    const at = slot * r.RECORD_INTS + r.OBSERVED
    this.#table.ints[seen * r.RECORD_INTS + r.OBSERVED] = this.#streams.ints[at]!
    this.#streams.ints[at] = seen + 1
    if (tunnel !== '') this.#tunnels.set(seen, tunnel)
  }

  #count(slot: number, seen: number): boolean {
    const { ints, doubles } = this.#table
    const at = seen * r.RECORD_INTS
    const order = takeSequence(ints, at, this.#header.sequence, this.#header.rtpTime)
    if (order === DUPLICATE) return false
    ints[at + r.PACKETS]! += 1
    if (order === RESTART) doubles[seen * r.RECORD_DOUBLES + r.JITTER_AT] = -Infinity
    if (order < STRAY || order === RESTART) this.#measure(slot, seen)
    return true
  }

  /** As in the stream, by whose clock: packets of its own payload type have a say. */
  #measure(slot: number, seen: number): void {
    const { ints, doubles } = this.#table
    const packet = this.#packet
    const { rtpTime, payloadType, marker } = this.#header
    const at = seen * r.RECORD_INTS
    const place = seen * r.RECORD_DOUBLES
    const time = packet.at[TIME]!
    doubles[place + r.LAST] = time
    ints[at + r.LAST_NANOSECOND] = packet.nanoseconds
    doubles[place + r.LAST_OFFSET] = packet.file * r.FILE_UNIT + packet.at[OFFSET]!
    if (payloadType !== this.#streams.ints[slot * r.RECORD_INTS + r.PAYLOAD_TYPE]) return
    const elapsed = time - doubles[place + r.JITTER_AT]!
    const ticks = (rtpTime - ints[at + r.RTP_TIME]!) | 0
    doubles[place + r.JITTER_AT] = time
    ints[at + r.RTP_TIME] = rtpTime
    const tick = this.#streams.doubles[slot * r.RECORD_DOUBLES + r.TICK]!
    if (tick > 0 && elapsed < Infinity) addJitter(this.#table, seen, elapsed - ticks * tick, !marker)
  }
}

/** Says in a record where the packet at hand is seen. */
function mark(ints: Int32Array, at: number, packet: Packet): void {
  ints[at + r.POINT] = pointOf(packet)
  ints[at + r.FLAGS]! |= Math.min(packet.interface, r.MOST_INTERFACES) << r.INTERFACE
}

/** A number for the point at which the packet at hand is seen. */
function pointOf({ bytes, teid, outerDestination, outerVersion, interface: tap, file }: Packet): number {
  const point = Math.imul((file << 16) ^ tap ^ 0x5bd1e995, 0x9e3779b1)
  if (teid === 0) return point
  const at = outerVersion === 6 ? outerDestination + 12 : outerDestination
  const to = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!
  return Math.imul(Math.imul(point ^ teid, 0x85ebca6b) ^ to, 0xc2b2ae35)
}

function pointRow(table: StreamTable, seen: number, { epoch, tunnel }: { epoch: number; tunnel: string }): PointRow {
  const { ints, doubles } = table
  const at = seen * r.RECORD_INTS
  const place = seen * r.RECORD_DOUBLES
  endSequence(ints, at)
  const expected = expectedPackets(ints, at)
  return {
    tunnel,
    file: ints[at + r.FILE]!,
    interface: ints[at + r.FLAGS]! >>> r.INTERFACE,
    first: momentAt(epoch, doubles[place + r.FIRST]!, ints[at + r.FIRST_NANOSECOND]),
    last: momentAt(epoch, doubles[place + r.LAST]!, ints[at + r.LAST_NANOSECOND]),
    first_frame: ints[at + r.FIRST_FRAME]!,
    first_offset: doubles[place + r.FIRST_OFFSET]!,
    last_offset: doubles[place + r.LAST_OFFSET]! % r.FILE_UNIT,
    first_sequence: ints[at + r.FIRST_SEQUENCE]!,
    packets: ints[at + r.PACKETS]!,
    expected,
    lost: Math.max(0, expected - ints[at + r.RECEIVED]!),
    out_of_order: ints[at + r.OUT_OF_ORDER]!,
    loss_runs: ints[at + r.LOSS_RUNS]!,
    ...(ints[at + r.JITTER_SAMPLES]! > 0 && {
      jitter_mean_ms: roundMilliseconds(doubles[place + r.JITTER_MEAN]! / 1e6),
      jitter_max_ms: roundMilliseconds(doubles[place + r.JITTER_MAX]! / 1e6),
    }),
  }
}

// What GTP-U tunnels carry: TS 29.281. Counted where the packets pass, in records of fixed size.
import { formatIPv4, formatIPv6 } from '../bytes/address.ts'
import type { Budget } from '../bytes/memory.ts'
import { SlotIndex } from '../bytes/slot-index.ts'
import { hex } from '../bytes/text.ts'
import { compareMoments, momentAt } from '../model/moment.ts'
import { CLOCK, type Packet, TIME } from '../model/packet.ts'
import type { TunnelTraffic } from '../model/payloads.ts'

/** Share of the job's budget, and a record with its two places in the index. */
const SHARE = 0.05
const INTS = 32
const DOUBLES = 16
const RECORD_BYTES = INTS * 4 + 8
const SMALLEST = 256
/** A tunnel that was silent for so long may be another one, of the same number. Nanoseconds. */
const IDLE_NANOSECONDS = 3600e9
/** Slots looked at for the longest idle one when the table is full. */
const SWEEP = 32
const TABLE = 'tunnels'

/** The key: TEID and the address that it holds at, in four words (IPv4 in the first, the others 0), and its version. */
const TEID = 0
const DESTINATION = 1
/** 4 or 6; 0 in a free slot. */
const VERSION = 5
const HASH = 6
const PACKETS = 7
const FIRST_FRAME = 8
/** Ordinal of the capture in bits 0–27, and above the IP version of the user's packet that came first. */
const FILE = 9
const FILE_BITS = 28
/** Number of the QoS flow plus one, or 0 where no header told it. */
const QFI = 10
/** The group that announced the tunnel last, or 0. */
const GROUP = 11
const SOURCE = 12
/** As doubles: bytes of the users' packets, and when the first and the last passed. */
const BYTES = 8
const FIRST = 9
const LAST = 10
/** The nanoseconds within their seconds of FIRST and LAST, which doubles do not tell for ever. */
const FIRST_NANOSECOND = 22
const LAST_NANOSECOND = 31
/** Addresses of the user's packet that came first. */
const INNER_SOURCE = 23
const INNER_DESTINATION = 27

/** A packet of a tunnel; addresses are offsets in the job's memory. */
export interface TunnelPacket {
  teid: number
  version: number
  source: number
  destination: number
  qfi: number
  /** Bytes of the user's packet on the wire. */
  length: number
}

export class TunnelTable {
  readonly #packet: Packet
  readonly #budget: Budget
  readonly #write: (traffic: TunnelTraffic) => void
  readonly #most: number
  readonly #seed = (Math.random() * 0x1_0000_0000) | 0
  #ints = new Int32Array(SMALLEST * INTS)
  #doubles = new Float64Array(this.#ints.buffer)
  readonly #index = new SlotIndex(SMALLEST, (slot) => this.#ints[slot * INTS + HASH]!)
  #used = 0
  #hand = 0
  readonly #key = new Int32Array(6)

  constructor(packet: Packet, budget: Budget, write: (traffic: TunnelTraffic) => void) {
    this.#packet = packet
    this.#budget = budget
    this.#write = write
    this.#most = 2 ** Math.floor(Math.log2(budget.records(SHARE, RECORD_BYTES)))
  }

  /** Counts a packet of a user. The packet at hand is the inner one now. */
  count(of: TunnelPacket): void {
    const hash = this.#load(of)
    const found = this.#find(hash)
    const slot = found < 0 ? this.#make(hash) : found
    const at = slot * INTS
    const place = slot * DOUBLES
    if (this.#ints[at + PACKETS] === 0) this.#begin(slot, of)
    this.#ints[at + PACKETS]! += 1
    if (of.qfi > 0) this.#ints[at + QFI] = of.qfi
    this.#doubles[place + BYTES]! += of.length
    this.#doubles[place + LAST] = this.#packet.at[TIME]!
    this.#ints[at + LAST_NANOSECOND] = this.#packet.nanoseconds
  }

  /**
   * A group says that the tunnel is its own from now on: what it carried for another group is told.
   * @param address 4 or 16 bytes
   */
  announce(teid: number, address: Uint8Array, group: number): void {
    const key = this.#key
    key.fill(0)
    key[TEID] = teid
    key[VERSION] = address.length === 4 ? 4 : 6
    for (let i = 0; i < address.length; i += 4) key[DESTINATION + i / 4] = word(address, i)
    const hash = this.#hash()
    const found = this.#find(hash)
    const slot = found < 0 ? this.#make(hash) : found
    const at = slot * INTS
    const owner = this.#ints[at + GROUP]!
    if (owner !== 0 && owner !== group && this.#ints[at + PACKETS]! > 0) {
      this.#tell(slot)
      this.#ints[at + PACKETS] = 0
    }
    this.#ints[at + GROUP] = group
    this.#doubles[slot * DOUBLES + LAST] = this.#packet.at[TIME]!
    this.#ints[at + LAST_NANOSECOND] = this.#packet.nanoseconds
  }

  end(): void {
    for (let slot = 0; slot < this.#used; slot++) if (this.#ints[slot * INTS + PACKETS]! > 0) this.#tell(slot)
  }

  /** Loads the key of a packet; gives its hash. */
  #load({ teid, version, destination }: TunnelPacket): number {
    const { bytes } = this.#packet
    const key = this.#key
    key[TEID] = teid
    key[VERSION] = version
    key[DESTINATION] = word(bytes, destination)
    for (let i = 1; i < 4; i++) key[DESTINATION + i] = version === 6 ? word(bytes, destination + 4 * i) : 0
    return this.#hash()
  }

  #hash(): number {
    let hash = this.#seed
    for (let i = 0; i <= VERSION; i++) {
      hash = Math.imul(hash ^ this.#key[i]!, 0x9e3779b1)
      hash ^= hash >>> 15
    }
    return hash
  }

  #find(hash: number): number {
    const { places } = this.#index
    const mask = places.length - 1
    for (let i = hash & mask; ; i = (i + 1) & mask) {
      const slot = places[i]! - 1
      if (slot < 0) return -1
      if (this.#ints[slot * INTS + HASH] === hash && this.#hasKey(slot * INTS)) return slot
    }
  }

  #hasKey(at: number): boolean {
    for (let i = 0; i <= VERSION; i++) if (this.#ints[at + i] !== this.#key[i]) return false
    return true
  }

  #make(hash: number): number {
    let slot = this.#used
    if (slot === this.#ints.length / INTS && !this.#grow()) slot = this.#evict()
    else this.#used++
    const at = slot * INTS
    this.#ints.fill(0, at, at + INTS)
    this.#ints.set(this.#key, at)
    this.#ints[at + HASH] = hash
    this.#index.insert(slot)
    return slot
  }

  /** The first packet, of the tunnel or since another group has it. */
  #begin(slot: number, of: TunnelPacket): void {
    const packet = this.#packet
    const ints = this.#ints
    const at = slot * INTS
    const place = slot * DOUBLES
    ints[at + FIRST_FRAME] = packet.frame
    ints[at + QFI] = 0
    this.#copyAddress(at + SOURCE, of.source, of.version)
    // Where the user's packet is no IP packet, the addresses are still the tunnel's own.
    const innerVersion = packet.sourceAddress === of.source ? 0 : packet.version
    ints[at + FILE] = packet.file | (innerVersion << FILE_BITS)
    this.#copyAddress(at + INNER_SOURCE, packet.sourceAddress, innerVersion)
    this.#copyAddress(at + INNER_DESTINATION, packet.destinationAddress, innerVersion)
    this.#doubles[place + BYTES] = 0
    this.#doubles[place + FIRST] = packet.at[TIME]!
    ints[at + FIRST_NANOSECOND] = packet.nanoseconds
  }

  #copyAddress(into: number, from: number, version: number): void {
    const words = version === 6 ? 4 : version === 4 ? 1 : 0
    for (let i = 0; i < words; i++) this.#ints[into + i] = word(this.#packet.bytes, from + 4 * i)
  }

  #grow(): boolean {
    const capacity = this.#ints.length / INTS
    if (capacity >= this.#most) return false
    const ints = new Int32Array(capacity * 2 * INTS)
    ints.set(this.#ints)
    this.#ints = ints
    this.#doubles = new Float64Array(ints.buffer)
    this.#index.resize(capacity * 2)
    for (let slot = 0; slot < this.#used; slot++) this.#index.insert(slot)
    return true
  }

  /** Tells the longest idle of some tunnels, whose slot is free then. */
  #evict(): number {
    const clock = this.#packet.at[CLOCK]!
    let oldest = -1
    for (let i = 0; i < SWEEP; i++) {
      this.#hand = (this.#hand + 1) % this.#used
      const last = this.#doubles[this.#hand * DOUBLES + LAST]!
      if (oldest < 0 || last < this.#doubles[oldest * DOUBLES + LAST]!) oldest = this.#hand
      if (clock - last > IDLE_NANOSECONDS) break
    }
    if (clock - this.#doubles[oldest * DOUBLES + LAST]! <= IDLE_NANOSECONDS) this.#budget.full(TABLE)
    if (this.#ints[oldest * INTS + PACKETS]! > 0) this.#tell(oldest)
    this.#index.remove(oldest)
    return oldest
  }

  #tell(slot: number): void {
    const ints = this.#ints
    const at = slot * INTS
    const place = slot * DOUBLES
    const version = ints[at + VERSION]!
    const innerVersion = ints[at + FILE]! >>> FILE_BITS
    const first = momentAt(this.#packet.epoch, this.#doubles[place + FIRST]!, ints[at + FIRST_NANOSECOND])
    const last = momentAt(this.#packet.epoch, this.#doubles[place + LAST]!, ints[at + LAST_NANOSECOND])
    const qfi = ints[at + QFI]! - 1
    this.#write({
      teid: hex(ints[at + TEID]!, 8),
      destination: this.#address(at + DESTINATION, version),
      source: this.#address(at + SOURCE, version),
      first,
      // Captures of several queues go back in time now and then.
      last: compareMoments(first, last) > 0 ? first : last,
      file: ints[at + FILE]! & ((1 << FILE_BITS) - 1),
      first_frame: ints[at + FIRST_FRAME]!,
      packets: ints[at + PACKETS]!,
      bytes: this.#doubles[place + BYTES]!,
      ...(qfi >= 0 && { qfi }),
      ...(innerVersion !== 0 && {
        inner_source: this.#address(at + INNER_SOURCE, innerVersion),
        inner_destination: this.#address(at + INNER_DESTINATION, innerVersion),
      }),
    })
  }

  #address(at: number, version: number): string {
    const bytes = new Uint8Array(16)
    const view = new DataView(bytes.buffer)
    for (let i = 0; i < 4; i++) view.setInt32(4 * i, this.#ints[at + i]!)
    return version === 6 ? formatIPv6(bytes, 0) : formatIPv4(bytes, 0)
  }
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!
}

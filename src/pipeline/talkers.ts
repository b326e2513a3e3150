import { formatIPv4, formatIPv6 } from '../bytes/address.ts'
import type { Budget } from '../bytes/memory.ts'
import { FLOW_BYTES, FLOW_DESTINATION, FLOW_DOUBLES, FLOW_INTS, FLOW_KIND, FLOW_PACKETS } from '../model/flow.ts'
import type { FlowRecords } from '../model/flow.ts'
import type { Talker, TalkerList } from '../model/measures.ts'
import type { Packet } from '../model/packet.ts'

/** Addresses told at the end, by packets and by bytes each. */
const TOLD = 1000
/** Share of the job's budget. */
const SHARE = 0.03
const WORDS = 4
/** Address, version, packets, bytes, and two places in the index. */
const RECORD_BYTES = WORDS * 4 + 4 + 16 + 8
const SMALLEST = 1024

/**
 * Packets and bytes by innermost address. Flows tell theirs when they leave their table, so that no packet costs
 * anything here; frames that reach no flow (copies, fragments) are counted one by one. When the table is full the
 * lesser half is forgotten: what stays may then have lost packets of before, and the list says that it is truncated.
 */
export class Talkers {
  readonly #budget: Budget
  readonly #most: number
  readonly #seed = (Math.random() * 0x1_0000_0000) | 0
  readonly #key = new Int32Array(WORDS)
  #capacity = 0
  #size = 0
  #words = new Int32Array(0)
  #versions = new Uint8Array(0)
  #packets = new Float64Array(0)
  #bytes = new Float64Array(0)
  #index = new Int32Array(0)
  #truncated = false

  constructor(budget: Budget) {
    this.#budget = budget
    this.#most = 2 ** Math.floor(Math.log2(budget.records(SHARE, RECORD_BYTES)))
    this.#resize(Math.min(SMALLEST, this.#most))
  }

  /** A flow leaves the table. */
  flow({ ints, doubles }: FlowRecords, flow: number): void {
    const at = flow * FLOW_INTS
    const version = (ints[at + FLOW_KIND]! >> 8) & 15
    const packets = ints[at + FLOW_PACKETS]!
    const bytes = doubles[flow * FLOW_DOUBLES + FLOW_BYTES]!
    if (!isAddress(version)) return
    const isOwn = sameWords(ints, at, at + FLOW_DESTINATION)
    for (let end = 0; end < (isOwn ? 1 : 2); end++) {
      for (let i = 0; i < WORDS; i++) this.#key[i] = ints[at + end * FLOW_DESTINATION + i]!
      this.#add(version, packets, bytes)
    }
  }

  /** A frame that reached no flow. */
  frame({ bytes, version, sourceAddress, destinationAddress, wireLength }: Packet): void {
    if (!isAddress(version)) return
    this.#load(bytes, version, sourceAddress)
    const [a, b, c, d] = this.#key
    this.#add(version, 1, wireLength)
    this.#load(bytes, version, destinationAddress)
    const isOwn = this.#key[0] === a && this.#key[1] === b && this.#key[2] === c && this.#key[3] === d
    if (!isOwn) this.#add(version, 1, wireLength)
  }

  list(): TalkerList {
    const told = this.#largest(TOLD)
    const talkers = [...told].map((place) => this.#talker(place))
    return {
      talkers: talkers.sort((a, b) => b.packet_count - a.packet_count || (a.ip_address < b.ip_address ? -1 : 1)),
      truncated: this.#truncated || told.size < this.#size,
    }
  }

  #load(bytes: Uint8Array, version: number, at: number): void {
    this.#key.fill(0)
    for (let i = 0; i < (version === 6 ? WORDS : 1); i++) {
      const from = at + 4 * i
      this.#key[i] = (bytes[from]! << 24) | (bytes[from + 1]! << 16) | (bytes[from + 2]! << 8) | bytes[from + 3]!
    }
  }

  /** Counts for the address in the key. */
  #add(version: number, packets: number, bytes: number): void {
    const mask = this.#index.length - 1
    let i = this.#hash(version) & mask
    for (; this.#index[i] !== 0; i = (i + 1) & mask) {
      const place = this.#index[i]! - 1
      if (this.#versions[place] !== version || !this.#isKey(place)) continue
      this.#packets[place]! += packets
      this.#bytes[place]! += bytes
      return
    }
    if (this.#size === this.#capacity) {
      this.#make()
      return this.#add(version, packets, bytes)
    }
    const place = this.#size++
    this.#index[i] = place + 1
    this.#words.set(this.#key, place * WORDS)
    this.#versions[place] = version
    this.#packets[place] = packets
    this.#bytes[place] = bytes
  }

  #hash(version: number): number {
    let hash = this.#seed ^ version
    for (let i = 0; i < WORDS; i++) {
      const mixed = Math.imul(hash ^ this.#key[i]!, 0x9e3779b1)
      hash = mixed ^ (mixed >>> 15)
    }
    return hash
  }

  #isKey(place: number): boolean {
    for (let i = 0; i < WORDS; i++) if (this.#words[place * WORDS + i] !== this.#key[i]) return false
    return true
  }

  /** Makes room: a larger table, or where it may not grow, the same without its lesser half. */
  #make(): void {
    if (this.#capacity < this.#most) return this.#resize(this.#capacity * 2)
    this.#budget.full('talkers')
    this.#truncated = true
    this.#resize(this.#capacity, this.#largest(this.#capacity >> 2))
  }

  /** Places of the `count` with the most packets and of the `count` with the most bytes; of equals the first seen. */
  #largest(count: number): Set<number> {
    const places = new Set<number>()
    for (const values of [this.#packets, this.#bytes]) {
      const sorted = values.slice(0, this.#size).sort()
      const least = sorted[Math.max(0, this.#size - count)] ?? 0
      let equals = count - sorted.length + sorted.findLastIndex((value) => value <= least) + 1
      for (let place = 0; place < this.#size; place++) {
        const value = values[place]!
        if (value > least || (value === least && equals-- > 0)) places.add(place)
      }
    }
    return places
  }

  #resize(capacity: number, kept?: ReadonlySet<number>): void {
    const before = { words: this.#words, versions: this.#versions, packets: this.#packets, bytes: this.#bytes }
    const places = kept ?? Array.from({ length: this.#size }, (_, place) => place)
    const key = this.#key.slice()
    this.#capacity = capacity
    this.#size = 0
    this.#words = new Int32Array(capacity * WORDS)
    this.#versions = new Uint8Array(capacity)
    this.#packets = new Float64Array(capacity)
    this.#bytes = new Float64Array(capacity)
    this.#index = new Int32Array(capacity * 2)
    for (const place of places) {
      this.#key.set(before.words.subarray(place * WORDS, place * WORDS + WORDS))
      this.#add(before.versions[place]!, before.packets[place]!, before.bytes[place]!)
    }
    this.#key.set(key)
  }

  #talker(place: number): Talker {
    const bytes = new Uint8Array(16)
    const view = new DataView(bytes.buffer)
    for (let i = 0; i < WORDS; i++) view.setInt32(4 * i, this.#words[place * WORDS + i]!)
    return {
      ip_address: this.#versions[place] === 6 ? formatIPv6(bytes, 0) : formatIPv4(bytes, 0),
      packet_count: this.#packets[place]!,
      byte_count: this.#bytes[place]!,
    }
  }
}

/** Point codes of SS7 are no addresses to talk from. */
function isAddress(version: number): boolean {
  return version === 4 || version === 6
}

function sameWords(ints: Int32Array, a: number, b: number): boolean {
  for (let i = 0; i < WORDS; i++) if (ints[a + i] !== ints[b + i]) return false
  return true
}

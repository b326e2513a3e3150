import { BASE_STATION, formatIPv4, formatIPv6 } from '../bytes/address.ts'
import type { Budget } from '../bytes/memory.ts'
import { SlotIndex } from '../bytes/slot-index.ts'
import type { Endpoint } from '../model/endpoint.ts'
import {
  FLOW_BYTES,
  FLOW_DESTINATION,
  FLOW_DESTINATION_ENDPOINT,
  FLOW_DOUBLES,
  FLOW_FIRST,
  FLOW_FIRST_FILE,
  FLOW_FIRST_FRAME,
  FLOW_GENERATION,
  FLOW_HASH,
  FLOW_INTS,
  FLOW_KIND,
  FLOW_LAST,
  FLOW_PACKETS,
  FLOW_PEER,
  FLOW_PORTS,
  FLOW_SOURCE,
  FLOW_SOURCE_ENDPOINT,
  FLOW_TCP,
  FLOW_TEID,
  type FlowRecords,
  TCP_CLOSED,
  TCP_HEARD,
} from '../model/flow.ts'
import { CLOCK, type Packet, POINT_CODE, RADIO, TIME } from '../model/packet.ts'
import { Endpoints } from './endpoints.ts'

/** Share of the job's budget for the flow table. */
const SHARE = 0.3
const SMALLEST = 1024
/** A record, and its two places in the index. */
const RECORD_BYTES = FLOW_INTS * 4 + 8
const IDLE_NANOSECONDS = 300e9
/** A connection that both ends have closed, and the least silence after which others may say that a flow is over. */
const IDLE_WHEN_OVER_NANOSECONDS = 60e9
/** Signalling connections live long: Diameter, HTTP/2, S1AP, SIP over TCP are quiet between messages. */
const IDLE_CONNECTION_NANOSECONDS = 3600e9
/** Every slot is looked at for idleness once in so long. */
const SWEEP_NANOSECONDS = 30e9
/** Slots looked at for the longest idle one when the table is full. */
const CROWDED_SWEEP = 32
/** A full table is looked through for idle flows no sooner than this after the last time, and grows unless so many are. */
const CLEAR_AFTER = 1e9
const ENOUGH = 16
const TCP = 6
const SCTP = 132
/** Ints of the key, with which a record begins. */
const KEY = 10

interface Owner {
  /** The flow leaves the table. */
  evicted(flow: number): void
  /** Whether nothing of a flow that has been silent for so many nanoseconds is needed for what may still come. */
  isOver(flow: number, silence: number): boolean
}

/** All flows at hand: hashed, bounded, swept of idle ones a little with every new one. */
export class FlowTable implements FlowRecords {
  ints = new Int32Array(SMALLEST * FLOW_INTS)
  doubles = new Float64Array(this.ints.buffer)
  readonly #packet: Packet
  readonly #budget: Budget
  readonly #owner: Owner
  readonly #endpoints = new Endpoints()
  readonly #most: number
  /** So that nobody can make colliding flows on purpose. */
  readonly #seed = (Math.random() * 0x1_0000_0000) | 0
  readonly #index = new SlotIndex(SMALLEST, (flow) => this.ints[flow * FLOW_INTS + FLOW_HASH]!)
  #capacity = SMALLEST
  /** Slots [0, #used) were given out at some time; those given back are chained by FLOW_PEER from #free. */
  #used = 0
  #free = 0
  #hand = 0
  /** Flows given back so far; when all slots were looked at last. */
  #freed = 0
  #cleared = 0
  #ticked = 0
  /** The flow that the frame at hand was counted in; whoever begins a frame sets it to −1. */
  counted = -1
  /** The key of the packet at hand: source, destination, ports, kind. */
  readonly #key = new Int32Array(KEY)
  /** The key of a flow's other direction: flows leave while the key at hand is needed. */
  readonly #turned = new Int32Array(KEY)
  /** An address as text is made of. */
  readonly #addressBytes = new Uint8Array(16)

  constructor(packet: Packet, budget: Budget, owner: Owner) {
    this.#packet = packet
    this.#budget = budget
    this.#owner = owner
    this.#most = 2 ** Math.floor(Math.log2(budget.records(SHARE, RECORD_BYTES)))
  }

  /** The flow of the packet at hand, made where there is none; counts the packet. */
  count(): number {
    const packet = this.#packet
    const four = packet.version === 4 ? this.#findFour() : -1
    const flow = four < 0 ? this.#findOrMake() : four
    if (packet.at[TIME]! - this.doubles[flow * FLOW_DOUBLES + FLOW_LAST]! > this.#idle(flow)) this.#renew(flow)
    const at = flow * FLOW_INTS
    const place = flow * FLOW_DOUBLES
    this.ints[at + FLOW_PACKETS]! += 1
    this.doubles[place + FLOW_BYTES]! += packet.wireLength
    this.doubles[place + FLOW_LAST] = packet.at[TIME]!
    this.counted = flow
    return flow
  }

  /** The flow of the packet at hand without counting it, or −1. */
  find(): number {
    const packet = this.#packet
    const ports = (packet.sourcePort << 16) | packet.destinationPort
    return this.#find(this.#key, this.#load(packet.sourceAddress, packet.destinationAddress, ports))
  }

  #findOrMake(): number {
    const packet = this.#packet
    const ports = (packet.sourcePort << 16) | packet.destinationPort
    const hash = this.#load(packet.sourceAddress, packet.destinationAddress, ports)
    const flow = this.#find(this.#key, hash)
    return flow < 0 ? this.#make(hash) : flow
  }

  /** The other direction of the packet at hand, or −1. */
  reverse(): number {
    const packet = this.#packet
    const ports = (packet.destinationPort << 16) | packet.sourcePort
    return this.#find(this.#key, this.#load(packet.destinationAddress, packet.sourceAddress, ports))
  }

  /** Whether the other direction of a flow is in the table. */
  hasReverse(flow: number): boolean {
    const { ints } = this
    const at = flow * FLOW_INTS
    const key = this.#turned
    for (let i = 0; i < 4; i++) {
      key[FLOW_SOURCE + i] = ints[at + FLOW_DESTINATION + i]!
      key[FLOW_DESTINATION + i] = ints[at + FLOW_SOURCE + i]!
    }
    const ports = ints[at + FLOW_PORTS]!
    key[FLOW_PORTS] = (ports << 16) | (ports >>> 16)
    key[FLOW_KIND] = ints[at + FLOW_KIND]!
    return this.#find(key, this.#hash(key)) >= 0
  }

  source(flow: number): Endpoint {
    return this.#endpoint(flow, FLOW_SOURCE_ENDPOINT, FLOW_SOURCE)
  }

  destination(flow: number): Endpoint {
    return this.#endpoint(flow, FLOW_DESTINATION_ENDPOINT, FLOW_DESTINATION)
  }

  /** Time goes on: gives flows back that have been idle for too long. To be called between packets, every second or so. */
  tick(): void {
    const clock = this.#packet.at[CLOCK]!
    const passed = Math.abs(clock - this.#ticked)
    this.#ticked = clock
    this.#sweep(Math.ceil(this.#used * Math.min(1, passed / SWEEP_NANOSECONDS)))
  }

  /** Gives every flow back. */
  end(): void {
    for (let flow = 0; flow < this.#used; flow++) if (this.#live(flow)) this.#owner.evicted(flow)
  }

  #live(flow: number): boolean {
    return this.ints[flow * FLOW_INTS + FLOW_KIND] !== 0
  }

  #idle(flow: number): number {
    const at = flow * FLOW_INTS
    const transport = this.ints[at + FLOW_KIND]! & 255
    if (transport === SCTP) return IDLE_CONNECTION_NANOSECONDS
    if (transport !== TCP) return IDLE_NANOSECONDS
    return (this.ints[at + FLOW_TCP]! & TCP_CLOSED) === 0 ? IDLE_CONNECTION_NANOSECONDS : IDLE_WHEN_OVER_NANOSECONDS
  }

  /** Loads the key of the packet at hand; gives its hash. */
  #load(source: number, destination: number, ports: number): number {
    const { bytes, version, transport } = this.#packet
    const key = this.#key
    if (version === 6) {
      for (let i = 0; i < 4; i++) {
        key[i] = word(bytes, source + 4 * i)
        key[4 + i] = word(bytes, destination + 4 * i)
      }
    } else {
      // The other words of the addresses are not looked at, and cleared when a flow is made.
      key[0] = version === 0 ? 0 : word(bytes, source)
      key[4] = version === 0 ? 0 : word(bytes, destination)
    }
    key[8] = ports
    key[9] = (version << 8) | transport | 0x1000
    return this.#hash(key)
  }

  #hash(key: Int32Array): number {
    let hash = this.#seed
    const words = ((key[FLOW_KIND]! >> 8) & 15) === 6 ? 4 : 1
    for (let i = 0; i < words; i++) hash = mix(mix(hash, key[FLOW_SOURCE + i]!), key[FLOW_DESTINATION + i]!)
    return mix(mix(hash, key[FLOW_PORTS]!), key[FLOW_KIND]!)
  }

  /** The flow of the IPv4 packet at hand, or −1: as `#load` and `#find`, without the way over memory. */
  #findFour(): number {
    const packet = this.#packet
    const { bytes } = packet
    const source = word(bytes, packet.sourceAddress)
    const destination = word(bytes, packet.destinationAddress)
    const ports = (packet.sourcePort << 16) | packet.destinationPort
    const kind = 0x1400 | packet.transport
    const hash = mix(mix(mix(mix(this.#seed, source), destination), ports), kind)
    const index = this.#index.places
    const mask = index.length - 1
    const { ints } = this
    for (let i = hash & mask; ; i = (i + 1) & mask) {
      const flow = index[i]! - 1
      if (flow < 0) return -1
      const at = flow * FLOW_INTS
      if (
        ints[at + FLOW_HASH] === hash &&
        ints[at + FLOW_SOURCE] === source &&
        ints[at + FLOW_DESTINATION] === destination &&
        ints[at + FLOW_PORTS] === ports &&
        ints[at + FLOW_KIND] === kind
      ) {
        return flow
      }
    }
  }

  #find(key: Int32Array, hash: number): number {
    const index = this.#index.places
    const mask = index.length - 1
    const { ints } = this
    const isSix = ((key[FLOW_KIND]! >> 8) & 15) === 6
    for (let i = hash & mask; ; i = (i + 1) & mask) {
      const flow = index[i]! - 1
      if (flow < 0) return -1
      const at = flow * FLOW_INTS
      if (
        ints[at + FLOW_HASH] === hash &&
        ints[at] === key[0] &&
        ints[at + FLOW_DESTINATION] === key[FLOW_DESTINATION] &&
        ints[at + FLOW_PORTS] === key[FLOW_PORTS] &&
        ints[at + FLOW_KIND] === key[FLOW_KIND] &&
        (!isSix || this.#hasAddresses(at, key))
      ) {
        return flow
      }
    }
  }

  /** Whether the record at `at` has the IPv6 addresses of the key. */
  #hasAddresses(at: number, key: Int32Array): boolean {
    for (let i = FLOW_SOURCE; i < FLOW_PORTS; i++) if (this.ints[at + i] !== key[i]) return false
    return true
  }

  #make(hash: number): number {
    if (this.#packet.version !== 6) {
      this.#key.fill(0, FLOW_SOURCE + 1, FLOW_DESTINATION)
      this.#key.fill(0, FLOW_DESTINATION + 1, FLOW_PORTS)
    }
    if (this.#free === 0 && this.#used === this.#capacity) this.#makeRoom()
    let flow = this.#used
    if (this.#free > 0) {
      flow = this.#free - 1
      this.#free = this.ints[flow * FLOW_INTS + FLOW_PEER]!
    } else this.#used++
    const at = flow * FLOW_INTS
    this.ints.fill(0, at, at + FLOW_INTS)
    this.ints.set(this.#key, at)
    this.ints[at + FLOW_HASH] = hash
    this.#begin(flow)
    this.#index.insert(flow)
    return flow
  }

  #begin(flow: number): void {
    const packet = this.#packet
    const at = flow * FLOW_INTS
    this.ints[at + FLOW_TEID] = packet.teid
    this.ints[at + FLOW_FIRST_FRAME] = packet.frame
    this.ints[at + FLOW_FIRST_FILE] = packet.file
    this.doubles[flow * FLOW_DOUBLES + FLOW_FIRST] = packet.at[TIME]!
    this.doubles[flow * FLOW_DOUBLES + FLOW_LAST] = packet.at[TIME]!
  }

  /** The same ends after a long silence: another conversation in the same slot. */
  #renew(flow: number): void {
    this.#owner.evicted(flow)
    const at = flow * FLOW_INTS
    const generation = this.ints[at + FLOW_GENERATION]!
    this.ints.fill(0, at + FLOW_HASH + 1, at + FLOW_INTS)
    this.ints[at + FLOW_GENERATION] = generation + 1
    this.#begin(flow)
  }

  #makeRoom(): void {
    if (this.#clear() || this.#grow() || this.#free > 0) return
    this.#crowd()
  }

  /** Gives back all flows that are idle; whether that is enough to go on for a while without growing. */
  #clear(): boolean {
    const clock = this.#packet.at[CLOCK]!
    if (clock - this.#cleared < CLEAR_AFTER) return false
    this.#cleared = clock
    const before = this.#freed
    this.#sweep(this.#used)
    return this.#freed - before >= this.#used / ENOUGH
  }

  #grow(): boolean {
    if (this.#capacity >= this.#most) return false
    this.#capacity *= 2
    const ints = new Int32Array(this.#capacity * FLOW_INTS)
    ints.set(this.ints)
    this.ints = ints
    this.doubles = new Float64Array(ints.buffer)
    this.#index.resize(this.#capacity)
    for (let flow = 0; flow < this.#used; flow++) {
      if (this.#live(flow)) this.#index.insert(flow)
    }
    return true
  }

  /** Looks at the next `count` slots for flows that have been idle too long. */
  #sweep(count: number): void {
    const clock = this.#packet.at[CLOCK]!
    for (let i = 0; i < count && this.#used > 0; i++) {
      this.#hand = (this.#hand + 1) % this.#used
      if (this.#live(this.#hand) && this.#isDone(this.#hand, clock)) this.#drop(this.#hand)
    }
  }

  #isDone(flow: number, clock: number): boolean {
    const silence = clock - this.doubles[flow * FLOW_DOUBLES + FLOW_LAST]!
    return silence > this.#idle(flow) || (silence > IDLE_WHEN_OVER_NANOSECONDS && this.#owner.isOver(flow, silence))
  }

  /** The table is full and may not grow: the longest idle of some flows goes. */
  #crowd(): void {
    this.#budget.full('flows')
    let oldest = -1
    for (let i = 0; i < CROWDED_SWEEP || oldest < 0; i++) {
      this.#hand = (this.#hand + 1) % this.#used
      if (!this.#live(this.#hand)) continue
      const last = this.doubles[this.#hand * FLOW_DOUBLES + FLOW_LAST]!
      if (oldest < 0 || last < this.doubles[oldest * FLOW_DOUBLES + FLOW_LAST]!) oldest = this.#hand
    }
    this.#drop(oldest)
  }

  #drop(flow: number): void {
    this.#owner.evicted(flow)
    const at = flow * FLOW_INTS
    const peer = this.ints[at + FLOW_PEER]! - 1
    if (peer >= 0) {
      this.ints[peer * FLOW_INTS + FLOW_PEER] = 0
      // Of SCTP the association knows.
      if ((this.ints[at + FLOW_KIND]! & 255) === TCP) this.ints[peer * FLOW_INTS + FLOW_TCP]! |= TCP_HEARD
    }
    this.#index.remove(flow)
    this.#freed++
    this.ints[at + FLOW_KIND] = 0
    this.ints[at + FLOW_PEER] = this.#free
    this.#free = flow + 1
  }

  #endpoint(flow: number, interned: number, words: number): Endpoint {
    const at = flow * FLOW_INTS
    const known = this.#endpoints.get(this.ints[at + interned]! - 1)
    if (known) return known
    const ports = this.ints[at + FLOW_PORTS]!
    const port = words === FLOW_SOURCE ? ports >>> 16 : ports & 0xffff
    const endpoint = this.#endpoints.intern(this.#address(at + words, (this.ints[at + FLOW_KIND]! >> 8) & 15), port)
    this.ints[at + interned] = endpoint.id + 1
    return endpoint
  }

  #address(at: number, version: number): string {
    if (version === 0) return ''
    if (version === POINT_CODE) return `pc-${this.ints[at]!}`
    if (version === RADIO) return this.ints[at] === 0 ? BASE_STATION : `rnti-${this.ints[at]!}`
    const bytes = this.#addressBytes
    for (let i = 0; i < bytes.length; i++) bytes[i] = this.ints[at + (i >> 2)]! >>> (24 - 8 * (i & 3))
    return version === 6 ? formatIPv6(bytes, 0) : formatIPv4(bytes, 0)
  }
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!
}

function mix(hash: number, value: number): number {
  const mixed = Math.imul(hash ^ value, 0x9e3779b1)
  return mixed ^ (mixed >>> 15)
}

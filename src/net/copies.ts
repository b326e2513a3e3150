import { DUPLICATE, type Packet, TIME } from '../model/packet.ts'

/** Places in the table of recent packets: of the few where a packet may stand it takes the one used longest ago. */
const PLACES = 16_384
const WAYS = 4
const INTS = 4
const HASH = 0
const CHECK = 1
const FRAME = 2
/**
 * Arrival in units that a window of a millisecond can be told by, and in the low bits where the packet was seen; all
 * places of a bucket are one cache line.
 */
const ARRIVAL = 3
const UNIT = 2 ** 16
const POINT_BITS = 8
const POINT_MASK = (1 << POINT_BITS) - 1
const NEVER = 0x7fffffff
const SEED = 0x2545f491
/**
 * Without an IP id only the same content at once is a copy: DECISIONS, "Copies and retransmissions". What was seen
 * behind another router or in another tunnel nobody sent again: its window is the longer one.
 */
const WINDOW_WITHOUT_ID = Math.floor(1e6 / UNIT)
const TCP = 6
const UDP = 17
const GTP_U = 2152
/** Bytes behind the IP header that tell packets apart: with a checksum among them, few are enough. */
const TELLING = 20
const TELLING_WITHOUT_CHECKSUM = 80

/**
 * Finds packets that several taps, or both sides of one switch, captured more than once: the same packet between the
 * same ends, whatever its link layer, its TTL, and the tunnels around it.
 */
export class Copies {
  readonly #packet: Packet
  readonly #window: number
  readonly #ints = new Int32Array(PLACES * INTS)
  /** The frame that the packet at hand is a copy of. */
  frame = 0
  /** Whether that packet was seen at another point: on another interface, in another tunnel, or routers away. */
  isElsewhere = false

  /** @param milliseconds how long after a packet its copy may come; 0 looks for none */
  constructor(packet: Packet, milliseconds: number) {
    this.#packet = packet
    this.#window = Math.floor((milliseconds * 1e6) / UNIT)
  }

  /**
   * Whether the packet at hand is a copy: what its innermost IP header carries is [from, to), and ended at `wireTo` on
   * the wire. Says so in its verdict.
   * @param place of a fragment in its datagram, the first at 1: fragments of one datagram have one IP id
   */
  check(from: number, to: number, wireTo: number, place = 0): boolean {
    if (this.#window === 0 || this.#packet.version === 0) return false
    const packet = this.#packet
    const id = packet.identification
    const { bytes } = packet
    const telling = from + this.#telling(from, to)
    const end = telling < to ? telling : to
    // The same for every run: which copy is overlooked in a crowd must not be a matter of luck.
    let hash = SEED ^ ((id << 16) | (wireTo - from)) ^ Math.imul(place, 0x85ebca6b)
    let check = packet.transport
    const size = packet.version === 6 ? 16 : 4
    for (let i = 0; i < size; i += 4) {
      const ends = word(bytes, packet.sourceAddress + i) ^ Math.imul(word(bytes, packet.destinationAddress + i), 31)
      hash = Math.imul(hash ^ ends, 0x9e3779b1)
      check = ((check << 5) - check + ends) | 0
    }
    let at = from
    for (; at + 4 <= end; at += 4) {
      const value = word(bytes, at)
      hash = Math.imul(hash ^ value ^ (hash >>> 15), 0x9e3779b1)
      check = ((check << 5) - check + value) | 0
    }
    for (; at < end; at++) check = ((check << 5) - check + bytes[at]!) | 0
    return this.seen(hash, check ^ (check >>> 13), id === 0 ? WINDOW_WITHOUT_ID : this.#window)
  }

  /**
   * What tells the points apart at which a packet is seen, in few bits: interface, tunnel, and hops to go, of the packet
   * as of the tunnel around it.
   */
  #point(): number {
    const { bytes, version, sourceAddress, outerVersion, outerSource, teid, file, interface: tap } = this.#packet
    const hops = bytes[version === 6 ? sourceAddress - 1 : sourceAddress - 4]!
    const outer = outerVersion === 0 ? 0 : bytes[outerVersion === 6 ? outerSource - 1 : outerSource - 4]!
    const point = Math.imul(hops ^ (outer << 8) ^ teid ^ (tap << 16) ^ (file << 24), 0x9e3779b1)
    return point >>> (32 - POINT_BITS)
  }

  #telling(from: number, to: number): number {
    const { bytes, transport } = this.#packet
    if (transport === TCP) return TELLING
    if (transport !== UDP || to - from < 8) return TELLING_WITHOUT_CHECKSUM
    const port = (bytes[from + 2]! << 8) | bytes[from + 3]!
    const hasChecksum = bytes[from + 6] !== 0 || bytes[from + 7] !== 0
    if (hasChecksum && port !== GTP_U) return TELLING
    // Version 2 and no packet type of RTCP (RFC 3550 §5.1, RFC 5761 §4): sequence and timestamp tell it apart.
    const isMedia = bytes[from + 8]! >> 6 === 2 && (bytes[from + 9]! & 0x60) !== 0x40
    return isMedia ? TELLING : TELLING_WITHOUT_CHECKSUM
  }

  protected seen(hash: number, check: number, window: number): boolean {
    const packet = this.#packet
    const ints = this.#ints
    const first = ((hash >>> 7) & (PLACES - WAYS)) * INTS
    const point = this.#point()
    const arrival = ((packet.at[TIME]! / UNIT) << POINT_BITS) | point
    let oldest = first
    let longest = -1
    for (let at = first; at < first + WAYS * INTS; at += INTS) {
      const age = ((arrival & ~POINT_MASK) - (ints[at + ARRIVAL]! & ~POINT_MASK)) >> POINT_BITS
      const distance = age < 0 ? -age : age
      if (ints[at + HASH] === hash && ints[at + CHECK] === check && ints[at + FRAME] !== 0) {
        this.isElsewhere = (ints[at + ARRIVAL]! & POINT_MASK) !== point
        if (distance <= (this.isElsewhere ? this.#window : window)) return this.#copy(at)
        oldest = at
        break
      }
      // A place that was never taken is the oldest of all.
      const silence = ints[at + FRAME] === 0 ? NEVER : distance
      if (silence > longest) {
        longest = silence
        oldest = at
      }
    }
    ints[oldest + HASH] = hash
    ints[oldest + CHECK] = check
    ints[oldest + FRAME] = packet.frame
    ints[oldest + ARRIVAL] = arrival
    return false
  }

  #copy(at: number): boolean {
    this.frame = this.#ints[at + FRAME]!
    this.#packet.classify(DUPLICATE)
    return true
  }
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!
}

import { type Packet, TIME } from '../model/packet.ts'
import type { Tap } from '../model/clocks.ts'
import { Copies } from '../net/copies.ts'
import { type Deltas, estimateOf, type PairEstimate } from './clock-offsets.ts'

/** Packets that are remembered: where there are more, a half, a quarter … of them, the same at every tap. */
const MOST_SIGHTINGS = 65_536
const MOST_TAPS = 32
/** Conversations of two taps, and packets of each way of one, that are compared. */
const MOST_CONVERSATIONS = 256
const MOST_DELTAS = 64
const CHECK_BITS = 20

interface Sighting {
  readonly tap: number
  readonly time: number
  /** The same tap saw it again: when the other's is meant nobody knows. */
  isDouble: boolean
}

/** What two taps have both seen. */
interface Pair {
  readonly conversations: Map<number, Deltas>
  first: number
  last: number
}

/** Stands where copies are looked for: notes each packet instead, and that it needs no further reading. */
export class Sightings extends Copies {
  readonly taps: Tap[] = []
  readonly #at: Packet
  readonly #seen = new Map<number, Sighting>()
  /** Bits of a packet's hash that are 0 in those that are remembered. */
  #mask = 0
  readonly #pairs = new Map<number, Pair>()
  readonly #matched = new Set<number>()

  constructor(packet: Packet) {
    super(packet, 1)
    this.#at = packet
  }

  /** Whether others have ever seen a packet of that tap. */
  isMatched(tap: number): boolean {
    return this.#matched.has(tap)
  }

  /** Whether so many packets tell how the clock of that tap differs from another's. */
  isKnown(tap: number, matches: number): boolean {
    return this.estimates(tap).some(({ estimate }) => estimate.matches >= matches)
  }

  /** Of each pair of taps, or of those of one, what the packets tell that both have seen, where they agree. */
  estimates(only?: number): PairEstimate[] {
    return [...this.#pairs].flatMap(([number, { conversations, first, last }]) => {
      const [tap, other] = [Math.floor(number / MOST_TAPS), number % MOST_TAPS]
      const estimate =
        only === undefined || only === tap || only === other ? estimateOf([...conversations.values()]) : undefined
      return estimate ? [{ tap, other, estimate, time: (first + last) / 2 }] : []
    })
  }

  /** From now on: what was seen so far is known, and is remembered no longer than there is room. */
  forget(): void {
    this.#pairs.clear()
    this.#mask = 0
    let over = this.#seen.size - MOST_SIGHTINGS / 2
    for (const key of this.#seen.keys()) if (over-- > 0) this.#seen.delete(key)
  }

  protected override seen(hash: number, check: number): boolean {
    const tap = this.#tap()
    const key = (hash >>> 0) * 2 ** CHECK_BITS + (check & (2 ** CHECK_BITS - 1))
    if (tap < 0 || (mixed(hash) & this.#mask) !== 0) return true
    const time = this.#at.at[TIME]!
    const known = this.#seen.get(key)
    if (!known) this.#remember(key, hash, { tap, time, isDouble: false })
    else if (known.tap === tap) known.isDouble = true
    else if (!known.isDouble) this.#match(known, tap, time)
    return true
  }

  #tap(): number {
    const { file, interface: number } = this.#at
    const known = this.taps.findIndex((tap) => tap.file === file && tap.interface === number)
    if (known >= 0 || this.taps.length === MOST_TAPS) return known
    return this.taps.push({ file, interface: number }) - 1
  }

  #remember(key: number, hash: number, sighting: Sighting): void {
    this.#seen.set(key, sighting)
    if (this.#seen.size < MOST_SIGHTINGS) return
    this.#mask = this.#mask * 2 + 1
    for (const one of this.#seen.keys()) {
      if ((mixed(Math.floor(one / 2 ** CHECK_BITS) | 0) & this.#mask) !== 0) this.#seen.delete(one)
    }
    if ((mixed(hash) & this.#mask) !== 0) this.#seen.delete(key)
  }

  /** Both have seen the packet: when the one of the higher place did, less when the other did. */
  #match(known: Sighting, tap: number, time: number): void {
    const isHigher = tap > known.tap
    const number = isHigher ? known.tap * MOST_TAPS + tap : tap * MOST_TAPS + known.tap
    const delta = isHigher ? time - known.time : known.time - time
    this.#matched.add(known.tap).add(tap)
    let pair = this.#pairs.get(number)
    if (!pair) this.#pairs.set(number, (pair = { conversations: new Map(), first: time, last: time }))
    pair.last = time
    const { ends, isForth } = this.#conversation()
    let deltas = pair.conversations.get(ends)
    if (!deltas) {
      if (pair.conversations.size === MOST_CONVERSATIONS) return
      pair.conversations.set(ends, (deltas = { forth: [], back: [] }))
    }
    const way = isForth ? deltas.forth : deltas.back
    if (way.length < MOST_DELTAS) way.push(delta)
  }

  /** Of the two hosts of the packet at hand, and whether the lower address sent it. */
  #conversation(): { ends: number; isForth: boolean } {
    const { bytes, version, sourceAddress, destinationAddress } = this.#at
    let [source, destination] = [0, 0]
    for (let i = 0; i < (version === 6 ? 16 : 4); i++) {
      source = (Math.imul(source, 31) + bytes[sourceAddress + i]!) | 0
      destination = (Math.imul(destination, 31) + bytes[destinationAddress + i]!) | 0
    }
    return { ends: source ^ destination, isForth: source < destination }
  }
}

/** Bits that are as good as random. */
function mixed(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) >>> 12
}

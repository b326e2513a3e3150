import { type Packet, TIME } from '../model/packet.ts'
import type { Tap } from '../model/clocks.ts'
import { Copies } from '../net/copies.ts'
import type { Deltas } from './clock-offsets.ts'

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

/** Stands where copies are looked for: notes each packet instead, and that it needs no further reading. */
export class Sightings extends Copies {
  readonly taps: Tap[] = []
  readonly #at: Packet
  readonly #seen = new Map<number, Sighting>()
  /** Bits of a packet's hash that are 0 in those that are remembered. */
  #mask = 0
  readonly #pairs = new Map<number, Map<number, Deltas>>()
  readonly #matches: number[] = []

  constructor(packet: Packet) {
    super(packet, 1)
    this.#at = packet
  }

  /** Packets of a tap that others have seen too. */
  matches(tap: number): number {
    return this.#matches[tap] ?? 0
  }

  /** Of each pair of taps, by their places in `taps`, the conversations that both have seen. */
  *deltas(): Generator<readonly [tap: number, other: number, conversations: readonly Deltas[]]> {
    for (const [pair, conversations] of this.#pairs) {
      yield [Math.floor(pair / MOST_TAPS), pair % MOST_TAPS, [...conversations.values()]]
    }
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
    const pair = isHigher ? known.tap * MOST_TAPS + tap : tap * MOST_TAPS + known.tap
    const delta = isHigher ? time - known.time : known.time - time
    for (const one of [known.tap, tap]) this.#matches[one] = this.matches(one) + 1
    let conversations = this.#pairs.get(pair)
    if (!conversations) this.#pairs.set(pair, (conversations = new Map()))
    const { ends, isForth } = this.#conversation()
    let deltas = conversations.get(ends)
    if (!deltas) {
      if (conversations.size === MOST_CONVERSATIONS) return
      conversations.set(ends, (deltas = { forth: [], back: [] }))
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

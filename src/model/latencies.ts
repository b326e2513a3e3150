/** Width of a bin, as a factor from its lower end to its upper: what a percentile may be off by. */
const BIN = 1.01
const BIN_LOG = Math.log(BIN)
const MICROSECONDS = 1000

interface Bin {
  count: number
  /** The longest latency that fell into it, in ms. */
  longest: number
}

/**
 * Latencies in bins of one percent, which can be added up over jobs. A bin remembers the longest that fell into it, so
 * that a percentile is a latency that was measured: the exact one (nearest rank) where a bin holds one value, and at
 * most 1 % above it otherwise.
 */
export class Latencies {
  readonly #bins = new Map<number, Bin>()
  #count = 0

  /** Takes up what `packed` gave. */
  static unpack(packed: readonly number[]): Latencies {
    const latencies = new Latencies()
    latencies.merge(packed)
    return latencies
  }

  get count(): number {
    return this.#count
  }

  /** @param milliseconds not negative */
  add(milliseconds: number, count = 1): void {
    const place = binOf(milliseconds)
    const bin = this.#bins.get(place)
    if (bin) {
      bin.count += count
      bin.longest = Math.max(bin.longest, milliseconds)
    } else this.#bins.set(place, { count, longest: milliseconds })
    this.#count += count
  }

  /** Adds what `packed` gave of others. */
  merge(packed: readonly number[]): void {
    for (let i = 0; i + 1 < packed.length; i += 2) this.add(packed[i + 1]!, packed[i])
  }

  /** Pairs of a count and the longest latency of that count, shortest first. */
  packed(): number[] {
    return this.#inOrder().flatMap(({ count, longest }) => [count, longest])
  }

  /**
   * Nearest rank. Milliseconds; undefined where nothing was measured.
   * @param percent over 0, to 100
   */
  percentile(percent: number): number | undefined {
    const rank = Math.ceil((percent / 100) * this.#count)
    let passed = 0
    for (const { count, longest } of this.#inOrder()) {
      passed += count
      if (passed >= rank) return longest
    }
    return undefined
  }

  #inOrder(): Bin[] {
    return [...this.#bins.values()].toSorted((a, b) => a.longest - b.longest)
  }
}

function binOf(milliseconds: number): number {
  const microseconds = milliseconds * MICROSECONDS
  return microseconds < 1 ? -1 : Math.floor(Math.log(microseconds) / BIN_LOG)
}

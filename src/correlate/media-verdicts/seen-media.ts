import type { MediaOutline } from '../../model/rows.ts'
import { hostHash } from '../legs.ts'

/** Pairs of hosts that are remembered; of those beyond it cannot be told what the capture sees. */
const MOST_PAIRS = 100_000
/** Streams that are remembered, by a hash of their ends and of the ten seconds in which they began. */
const MOST_STREAMS = 1_000_000
const STEP = 10
/** Steps that are looked at: a longer call is judged by its first ones. */
const MOST_STEPS = 600

/**
 * Between which hosts the capture saw media, which way. What it saw both ways of one host's media it would have seen of
 * the rest of it: so silence of a direction is told apart from a tap of the other direction alone.
 */
export class SeenMedia {
  readonly #pairs = new Set<string>()
  readonly #bothWays = new Set<string>()
  readonly #streams = new Set<number>()

  add({ source, destination, first }: MediaOutline): void {
    if (this.#streams.size < MOST_STREAMS) {
      this.#streams.add(hashOf(source.text, destination.text, Math.floor(first.seconds / STEP)))
    }
    const [from, to] = [source.address, destination.address]
    const pair = `${from}>${to}`
    if (this.#pairs.has(pair) || this.#pairs.size === MOST_PAIRS) return
    this.#pairs.add(pair)
    if (!this.#pairs.has(`${to}>${from}`)) return
    this.#bothWays.add(from)
    this.#bothWays.add(to)
  }

  get isEmpty(): boolean {
    return this.#pairs.size === 0
  }

  /** Whether media or RTCP passed from one host to the other. */
  hasPassed(from: string, to: string): boolean {
    return this.#pairs.has(`${from}>${to}`)
  }

  /** Whether a stream began from one end to the other in a time (Unix seconds), of whatever call. */
  hasStream(from: string, to: string, [since, until]: readonly [number, number]): boolean {
    const first = Math.floor(since / STEP)
    const last = Math.min(Math.floor(until / STEP), first + MOST_STEPS)
    for (let step = first; step <= last; step++) if (this.#streams.has(hashOf(from, to, step))) return true
    return false
  }

  /** Whether media of the host was seen both ways, with whomever. */
  isSeenBothWays(host: string): boolean {
    return this.#bothWays.has(host)
  }
}

/** 31 bits, which V8 keeps without an object of their own. */
function hashOf(from: string, to: string, step: number): number {
  return hostHash(`${from}>${to} ${step}`) >>> 1
}

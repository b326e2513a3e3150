/** Answers kept at once; the oldest gives way. */
const MOST_KEPT = 1000

interface Kept {
  readonly value: Promise<unknown>
  readonly at: number
}

export interface Cached<Value> {
  readonly value: Value
  readonly cached: boolean
  /** When the value was asked for, ISO 8601. */
  readonly cache_timestamp: string
}

/** Keeps answers for a time. Those who ask for the same at once wait for the same. */
export class AnswerCache {
  readonly #kept = new Map<string, Kept>()
  readonly #milliseconds: number
  readonly #now: () => number
  #hits = 0
  #asked = 0

  /** @param seconds how long an answer stands; 0 keeps none */
  constructor(seconds: number, now: () => number = Date.now) {
    this.#milliseconds = seconds * 1000
    this.#now = now
  }

  /** Share of look-ups that were answered without work, 0–1 with 4 decimals; 0 before the first. */
  get hitRate(): number {
    return this.#asked === 0 ? 0 : Math.round((this.#hits / this.#asked) * 10_000) / 10_000
  }

  async get<Value>(key: string, make: () => Promise<Value>): Promise<Cached<Value>> {
    const now = this.#now()
    this.#asked++
    const known = this.#kept.get(key)
    // A clock that was set back makes no answer young.
    if (known && Math.abs(now - known.at) < this.#milliseconds) {
      this.#hits++
      return { value: (await known.value) as Value, cached: true, cache_timestamp: iso(known.at) }
    }
    const value = make()
    if (this.#milliseconds > 0) this.#keep(key, { value, at: now })
    return { value: await value, cached: false, cache_timestamp: iso(now) }
  }

  clear(): void {
    this.#kept.clear()
  }

  #keep(key: string, kept: Kept): void {
    this.#kept.delete(key)
    this.#kept.set(key, kept)
    // What failed is no answer.
    kept.value.catch(() => {
      if (this.#kept.get(key) === kept) this.#kept.delete(key)
    })
    if (this.#kept.size <= MOST_KEPT) return
    const [oldest] = this.#kept.keys()
    this.#kept.delete(oldest!)
  }
}

function iso(time: number): string {
  return new Date(time).toISOString()
}

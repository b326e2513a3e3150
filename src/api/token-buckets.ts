/** Callers remembered in each bucket; those who have not asked for longest are forgotten first. */
const MOST_CALLERS = 50_000

export interface Room {
  /** Whole tokens left, were one taken now. */
  readonly remaining: number
  /** Milliseconds until there is a token; 0 where there is one. */
  readonly wait: number
  /** Milliseconds until all are there again. */
  readonly full: number
}

/** A bucket of tokens for each caller: holds `size`, refilled evenly over `period` ms. A size of 0 is no limit. */
export class TokenBuckets {
  readonly size: number
  readonly #perMillisecond: number
  readonly #callers = new Map<string, { tokens: number; at: number }>()

  constructor(size: number, period: number) {
    this.size = size
    this.#perMillisecond = size / period
  }

  look(caller: string, now: number): Room {
    const tokens = this.#tokens(caller, now)
    const after = tokens - 1
    return {
      remaining: Math.max(0, Math.floor(after)),
      wait: after >= 0 ? 0 : -after / this.#perMillisecond,
      full: (this.size - Math.max(0, after)) / this.#perMillisecond,
    }
  }

  take(caller: string, now: number): void {
    const tokens = this.#tokens(caller, now) - 1
    this.#callers.delete(caller)
    this.#callers.set(caller, { tokens, at: now })
    if (this.#callers.size <= MOST_CALLERS) return
    for (const [oldest] of this.#callers) {
      this.#callers.delete(oldest)
      return
    }
  }

  #tokens(caller: string, now: number): number {
    const known = this.#callers.get(caller)
    if (!known) return this.size
    return Math.min(this.size, known.tokens + Math.max(0, now - known.at) * this.#perMillisecond)
  }
}

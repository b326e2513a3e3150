/** Numbers that look random and are the same in every run (xorshift32). */
export class Random {
  #state: number

  constructor(seed: number) {
    // A state of 0 would stay 0.
    this.#state = (Math.imul(seed, 0x9e3779b1) ^ 0x6d2b79f5) | 0 || 1
  }

  /** 0 … 2^32 − 1 */
  next(): number {
    let x = this.#state
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    this.#state = x
    return x >>> 0
  }

  /** 0 … below − 1 */
  below(limit: number): number {
    return this.next() % limit
  }

  between(low: number, high: number): number {
    return low + this.below(high - low + 1)
  }

  /** 0 ≤ x < 1 */
  fraction(): number {
    return this.next() / 2 ** 32
  }

  chance(probability: number): boolean {
    return this.fraction() < probability
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!
  }

  hex(digits: number): string {
    let text = ''
    while (text.length < digits) text += this.next().toString(16).padStart(8, '0')
    return text.slice(0, digits)
  }
}

/** A number that a text always gives. */
export function numberOf(text: string): number {
  let sum = 7
  for (let i = 0; i < text.length; i++) sum = (Math.imul(sum, 31) + text.charCodeAt(i)) >>> 0
  return sum
}

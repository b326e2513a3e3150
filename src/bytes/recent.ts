/**
 * What was used last, by text, within a bound: between `most` and twice as many are kept. The oldest half is forgotten
 * at once, so that no look-up costs more than two.
 */
export class RecentTexts<V> {
  readonly #most: number
  #young = new Map<string, V>()
  #old = new Map<string, V>()

  constructor(most: number) {
    this.#most = most
  }

  get size(): number {
    return this.#young.size + this.#old.size
  }

  get(id: string): V | undefined {
    const young = this.#young.get(id)
    if (young !== undefined || this.#old.size === 0) return young
    const old = this.#old.get(id)
    if (old !== undefined) {
      this.#old.delete(id)
      this.set(id, old)
    }
    return old
  }

  set(id: string, value: V): void {
    this.#young.set(id, value)
    if (this.#young.size < this.#most) return
    this.#old = this.#young
    this.#young = new Map()
  }

  delete(id: string): void {
    if (!this.#young.delete(id)) this.#old.delete(id)
  }
}

/** The same for what has its text with it. */
export class Recent<V extends { readonly id: string }> extends RecentTexts<V> {
  add(value: V): void {
    this.set(value.id, value)
  }
}

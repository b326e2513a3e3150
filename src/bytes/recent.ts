/**
 * What was used last, by id, within a bound: between `most` and twice as many are kept. The oldest half is forgotten
 * at once, so that no look-up costs more than two.
 */
export class Recent<V extends { readonly id: string }> {
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
      this.add(old)
    }
    return old
  }

  add(value: V): void {
    this.#young.set(value.id, value)
    if (this.#young.size < this.#most) return
    this.#old = this.#young
    this.#young = new Map()
  }
}

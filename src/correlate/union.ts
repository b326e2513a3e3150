/** Disjoint sets of group numbers 1 … n, in one typed array: whoever belongs together has the same root, the lowest. */
export class Union {
  readonly #parent: Int32Array

  constructor(n: number) {
    this.#parent = new Int32Array(n + 1)
    for (let i = 0; i <= n; i++) this.#parent[i] = i
  }

  root(group: number): number {
    const parent = this.#parent
    let at = group
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!
      at = parent[at]!
    }
    return at
  }

  join(a: number, b: number): void {
    const [one, other] = [this.root(a), this.root(b)]
    if (one < other) this.#parent[other] = one
    else this.#parent[one] = other
  }
}

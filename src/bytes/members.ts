/** What belongs to what, by name, within a bound: of the names with the earliest members the first members leave first. */
export class Members<T> {
  readonly #most: number
  readonly #of = new Map<string, Set<T>>()
  #size = 0

  constructor(most: number) {
    this.#most = most
  }

  get size(): number {
    return this.#size
  }

  add(name: string, member: T): void {
    const known = this.#of.get(name)
    if (known?.has(member) === true) return
    if (this.#size === this.#most) this.#forgetFirst()
    // The last member of the name itself may just have left.
    const members = this.#of.get(name) ?? new Set<T>()
    this.#of.set(name, members.add(member))
    this.#size++
  }

  delete(name: string, member: T): void {
    const members = this.#of.get(name)
    if (members?.delete(member) !== true) return
    this.#size--
    if (members.size === 0) this.#of.delete(name)
  }

  of(name: string): readonly T[] {
    return [...(this.#of.get(name) ?? [])]
  }

  /** Gives the members of the name, and forgets them. */
  take(name: string): readonly T[] {
    const members = this.of(name)
    this.#size -= members.length
    this.#of.delete(name)
    return members
  }

  #forgetFirst(): void {
    for (const [name, [member]] of this.#of) return this.delete(name, member!)
  }
}

/** The name whose members leave, and the next of them. */
interface First<T> {
  readonly name: string
  readonly set: Set<T>
  readonly members: Iterator<T>
}

/** What belongs to what, by name, within a bound: of the names with the earliest members the first members leave first. */
export class Members<T> {
  readonly #most: number
  readonly #of = new Map<string, Set<T>>()
  #size = 0
  /** Stay where they are, while names and members come and go: whoever begins anew steps over each hole once more. */
  #names = this.#of.keys()
  #first: First<T> | undefined

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
    for (;;) {
      const first = this.#firstNamed()
      if (first === undefined) return
      const next = first.members.next()
      if (next.done === true) this.#first = undefined
      else return this.delete(first.name, next.value)
    }
  }

  /** The earliest name that has members, as long as it has some. */
  #firstNamed(): First<T> | undefined {
    if (this.#first !== undefined && this.#of.get(this.#first.name) === this.#first.set) return this.#first
    let next = this.#names.next()
    if (next.done === true) {
      // An iterator that has come to its end stays there.
      this.#names = this.#of.keys()
      next = this.#names.next()
      if (next.done === true) return undefined
    }
    const set = this.#of.get(next.value)!
    return (this.#first = { name: next.value, set, members: set.values() })
  }
}

interface Told {
  /** In its statistics: since the capture began, so that the last one holds. */
  inAll: number
  /** With its packets: each time since the one before. */
  between: number
}

/** Packets that the capture itself lost, as a section of a pcapng tells in two ways of the same: the higher is taken. */
export class Drops {
  #earlier = 0
  readonly #interfaces = new Map<number, Told>()

  /** In all sections, on all interfaces. */
  get total(): number {
    let total = this.#earlier
    for (const { inAll, between } of this.#interfaces.values()) total += Math.max(inAll, between)
    return total
  }

  /** A section begins, with interfaces of its own. */
  section(): void {
    this.#earlier = this.total
    this.#interfaces.clear()
  }

  /** So many were lost on an interface since the capture began. */
  inAll(tap: number, drops: number): void {
    const told = this.#told(tap)
    told.inAll = Math.max(told.inAll, drops)
  }

  /** So many were lost on an interface between a packet and the one before. */
  between(tap: number, drops: number): void {
    this.#told(tap).between += drops
  }

  #told(tap: number): Told {
    let told = this.#interfaces.get(tap)
    if (!told) this.#interfaces.set(tap, (told = { inAll: 0, between: 0 }))
    return told
  }
}

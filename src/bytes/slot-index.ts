/**
 * Leads from hashes to slots of a table: open addressing, at most half full. Whoever looks a key up walks `places` from
 * the hash on until its own slot, or 0, which ends the search: a call for every packet would cost more than the walk.
 */
export class SlotIndex {
  /** Slots plus one; their number is a power of two. */
  places: Int32Array
  readonly #hashOf: (slot: number) => number

  /** @param slots a power of two: how many the table has */
  constructor(slots: number, hashOf: (slot: number) => number) {
    this.places = new Int32Array(slots * 2)
    this.#hashOf = hashOf
  }

  /** Room for more slots; those that are to be found must be inserted again. */
  resize(slots: number): void {
    this.places = new Int32Array(slots * 2)
  }

  insert(slot: number): void {
    const mask = this.places.length - 1
    let i = this.#hashOf(slot) & mask
    while (this.places[i] !== 0) i = (i + 1) & mask
    this.places[i] = slot + 1
  }

  /** Takes a slot out, moving up those that had to give way to it. */
  remove(slot: number): void {
    const { places } = this
    const mask = places.length - 1
    let hole = this.#hashOf(slot) & mask
    while (places[hole] !== slot + 1) hole = (hole + 1) & mask
    places[hole] = 0
    for (let i = (hole + 1) & mask; places[i] !== 0; i = (i + 1) & mask) {
      const home = this.#hashOf(places[i]! - 1) & mask
      if (((i - home) & mask) >= ((i - hole) & mask)) {
        places[hole] = places[i]!
        places[i] = 0
        hole = i
      }
    }
  }
}

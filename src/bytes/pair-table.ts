import { Ints } from './numbers.ts'
import { SlotIndex } from './slot-index.ts'

const SMALLEST = 1024
const FNV_PRIME = 0x01000193

/** Pairs of whole numbers, each once, in the order in which they came: about 24 bytes each, however many share a number. */
export class PairTable {
  readonly #firsts = new Ints()
  readonly #seconds = new Ints()
  readonly #index = new SlotIndex(SMALLEST, (place) => hashOf(this.first(place), this.second(place)))
  #slots = SMALLEST

  get length(): number {
    return this.#firsts.length
  }

  first(place: number): number {
    return this.#firsts.get(place)
  }

  second(place: number): number {
    return this.#seconds.get(place)
  }

  /** The place of a pair, from 0: `length`, as it was before, for a new one. */
  place(first: number, second: number): number {
    const known = this.find(first, second)
    return known < 0 ? this.#push(first, second) : known
  }

  /** The place of a pair that is there; else −1. */
  find(first: number, second: number): number {
    const { places } = this.#index
    const mask = places.length - 1
    for (let i = hashOf(first, second) & mask; places[i] !== 0; i = (i + 1) & mask) {
      const place = places[i]! - 1
      if (this.first(place) === first && this.second(place) === second) return place
    }
    return -1
  }

  #push(first: number, second: number): number {
    const place = this.#firsts.push(first)
    this.#seconds.push(second)
    if (place === this.#slots) {
      this.#slots *= 2
      this.#index.resize(this.#slots)
      for (let known = 0; known < place; known++) this.#index.insert(known)
    }
    this.#index.insert(place)
    return place
  }
}

function hashOf(first: number, second: number): number {
  const mixed = Math.imul(Math.imul(first ^ (first >>> 16), FNV_PRIME) ^ second, FNV_PRIME)
  return mixed ^ (mixed >>> 15)
}

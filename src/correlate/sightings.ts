import { Doubles, Ints } from '../bytes/numbers.ts'
import { PairTable } from '../bytes/pair-table.ts'

/** When an identity was told of a subscriber. */
export interface Sighting {
  readonly node: number
  /** The identity by which it is this subscriber's. */
  readonly by: number
  /** Milliseconds since 1970. */
  readonly first: number
  readonly last: number
  readonly frame: number
}

/** Identities and the subscribers that they were told of, each pair once: one number may be told of by everybody. */
export class Sightings {
  /** Identity and subscriber. */
  readonly #pairs = new PairTable()
  readonly #first = new Doubles()
  readonly #last = new Doubles()
  readonly #by = new Ints()
  readonly #frames = new Ints()

  note(subscriber: number, { node, by, first, last, frame }: Sighting): void {
    const known = this.#pairs.length
    const place = this.#pairs.place(node, subscriber)
    if (place === known) {
      this.#first.push(first)
      this.#last.push(last)
      this.#by.push(by)
      this.#frames.push(frame)
      return
    }
    if (first < this.#first.get(place)) this.#first.set(place, first)
    if (last > this.#last.get(place)) this.#last.set(place, last)
  }

  /** In the order in which they were told of first. */
  *all(): Generator<Sighting & { readonly subscriber: number }> {
    for (let place = 0; place < this.#pairs.length; place++) {
      yield {
        subscriber: this.#pairs.second(place),
        node: this.#pairs.first(place),
        by: this.#by.get(place),
        first: this.#first.get(place),
        last: this.#last.get(place),
        frame: this.#frames.get(place),
      }
    }
  }
}

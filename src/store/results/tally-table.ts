import { Ints } from '../../bytes/numbers.ts'
import { SlotIndex } from '../../bytes/slot-index.ts'

const SMALLEST = 1024

interface Begun {
  readonly kind: number
  readonly source: number
  readonly destination: number
  readonly frame: number
}

/** How often events of one kind passed between the same ends: columns, 40 bytes a tally. */
export class TallyTable {
  readonly kinds = new Ints()
  readonly sources = new Ints()
  readonly destinations = new Ints()
  readonly counts = new Ints()
  /** Of the first event. */
  readonly frames = new Ints()
  /** Numbers of the events to be read; 0 for none. */
  readonly #one = new Ints()
  readonly #other = new Ints()
  readonly #index = new SlotIndex(SMALLEST, (tally) => this.#hashOf(tally))
  #slots = SMALLEST

  get length(): number {
    return this.counts.length
  }

  /** −1 where there is none. */
  find(kind: number, source: number, destination: number): number {
    const { places } = this.#index
    const mask = places.length - 1
    for (let i = hash(kind, source, destination) & mask; places[i] !== 0; i = (i + 1) & mask) {
      const tally = places[i]! - 1
      if (
        this.sources.get(tally) === source &&
        this.destinations.get(tally) === destination &&
        this.kinds.get(tally) === kind
      ) {
        return tally
      }
    }
    return -1
  }

  /** A tally of one event, which was not there. */
  add({ kind, source, destination, frame }: Begun): number {
    this.kinds.push(kind)
    this.sources.push(source)
    this.destinations.push(destination)
    this.frames.push(frame)
    this.#one.push(0)
    this.#other.push(0)
    const tally = this.counts.push(1)
    if (tally >= this.#slots) this.#grow(tally)
    this.#index.insert(tally)
    return tally
  }

  /** Of whom one event is to be read, another one may be too. */
  wantsSample(tally: number): boolean {
    return this.#one.get(tally) !== 0 && this.#other.get(tally) === 0
  }

  /** An event is to be read; of a tally at most two. */
  sample(tally: number, event: number): void {
    const samples = this.#one.get(tally) === 0 ? this.#one : this.#other
    samples.set(tally, event)
  }

  samplesOf(tally: number): number[] {
    return [this.#one.get(tally), this.#other.get(tally)].filter((event) => event !== 0)
  }

  #grow(length: number): void {
    this.#slots *= 2
    this.#index.resize(this.#slots)
    for (let tally = 0; tally < length; tally++) this.#index.insert(tally)
  }

  #hashOf(tally: number): number {
    return hash(this.kinds.get(tally), this.sources.get(tally), this.destinations.get(tally))
  }
}

function hash(kind: number, source: number, destination: number): number {
  const mixed = Math.imul(Math.imul(source, 0x9e3779b1) ^ destination, 0x85ebca6b) ^ Math.imul(kind, 0xc2b2ae35)
  return mixed ^ (mixed >>> 15)
}

import { hash } from '../../bytes/hash.ts'
import { Doubles, Ints } from '../../bytes/numbers.ts'
import { PairTable } from '../../bytes/pair-table.ts'
import { inMilliseconds } from '../../model/moment.ts'
import type { HangUp, HangUps } from '../../model/relating.ts'
import type { HangUpRow, HowHungUp } from '../../model/rows.ts'

/** Ends of connections that are remembered: of more, it is not told that a request was not answered for one. */
const MOST = 100_000
const HOW: readonly HowHungUp[] = ['FIN', 'RST', 'ABORT', 'SHUTDOWN']
/** So that nobody can make ends that are taken for others' on purpose. */
const SEED = (Math.random() * 0x1_0000_0000) | 0

/** Who hung up whom: about 50 bytes each, for long captures of calls over TCP have one of every connection. */
export class HangUpTable implements HangUps {
  /** Hashes of the ends, from which `source>destination` went. */
  readonly #ends = new PairTable()
  /** By ends, the place of the latest; by place, that of the one before. Both from 1, 0 for none. */
  readonly #latest = new Ints()
  readonly #before = new Ints()
  readonly #times = new Doubles()
  readonly #frames = new Ints()
  readonly #hows = new Ints()

  get size(): number {
    return this.#times.length
  }

  note({ source, destination, at, frame, how }: HangUpRow): void {
    if (this.size === MOST) return
    const ends = this.#ends.place(hash(source.text, SEED), hash(destination.text, SEED))
    if (ends === this.#latest.length) this.#latest.push(0)
    this.#before.push(this.#latest.get(ends))
    this.#latest.set(ends, this.#times.push(inMilliseconds(at)) + 1)
    this.#frames.push(frame)
    this.#hows.push(HOW.indexOf(how))
  }

  firstSince(source: string, destination: string, time: number): HangUp | undefined {
    const ends = this.#ends.find(hash(source, SEED), hash(destination, SEED))
    let first: HangUp | undefined
    for (let place = ends < 0 ? 0 : this.#latest.get(ends); place > 0; place = this.#before.get(place - 1)) {
      const at = this.#times.get(place - 1)
      if (at < time || (first && at > first.at)) continue
      first = { at, frame: this.#frames.get(place - 1), how: HOW[this.#hows.get(place - 1)]! }
    }
    return first
  }
}

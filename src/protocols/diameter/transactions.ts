// Requests that were seen, and what became of them, within a bound.
import { appended } from '../../bytes/appended.ts'

/** A request on one hop. */
export interface Transaction {
  readonly command: number
  readonly application: number
  /** Both of 32 bits, as numbers with a sign. */
  readonly hopByHop: number
  readonly endToEnd: number
  /** Ends that it went between. */
  readonly source: number
  readonly destination: number
  readonly sourceAddress: string
  readonly sourcePort: number
  readonly destinationPort: number
  readonly destinationAddress: string
  readonly association: number | undefined
  /** Times that agents recorded themselves on it. */
  readonly routeRecords: number
  readonly originHost: string
  readonly sessionId: string
  readonly frame: number
  /** Nanoseconds since the job's first frame: of the first and of the last transmission. */
  readonly time: number
  last: number
  /** CC-Request-Number or Accounting-Record-Number. */
  readonly requestNumber: unknown
  /** 1 where the request was seen first. */
  hop: number
  answered: boolean
}

/** Requests by the hash of an identifier that several may share, the latest last. */
export class Transactions {
  readonly #most: number
  readonly #byHash = new Map<number, readonly Transaction[]>()
  /** All of them in the order in which they came, over and over, and the hashes they came under. */
  readonly #all: Transaction[] = []
  readonly #hashes: number[] = []
  #next = 0

  constructor(most: number) {
    this.#most = most
  }

  get size(): number {
    return this.#all.length
  }

  /** Those under a hash, the oldest first: others may share it. */
  of(hash: number): readonly Transaction[] {
    return this.#byHash.get(hash) ?? NONE
  }

  add(hash: number, transaction: Transaction): void {
    if (this.#all.length === this.#most) this.#forgetOldest()
    const known = this.of(hash)
    const list = known.length === MOST_SHARING ? known.slice(1) : known
    this.#byHash.set(hash, appended(list, transaction))
    this.#all[this.#next] = transaction
    this.#hashes[this.#next] = hash
    this.#next = (this.#next + 1) % this.#most
  }

  #forgetOldest(): void {
    const [oldest, hash] = [this.#all[this.#next]!, this.#hashes[this.#next]!]
    const left = this.of(hash).filter((one) => one !== oldest)
    if (left.length === 0) this.#byHash.delete(hash)
    else this.#byHash.set(hash, left)
  }
}

/** Requests with one identifier: hops of one request, and identifiers used again. */
const MOST_SHARING = 16
const NONE: readonly Transaction[] = []

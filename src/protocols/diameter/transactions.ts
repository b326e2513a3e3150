/** Requests that were seen, and what became of them, within a bound. */

/** A request on one hop. */
export interface Transaction {
  readonly command: number
  readonly application: number
  readonly hopByHop: string
  readonly endToEnd: string
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
  /** The session's keys, which an answer without a Session-Id inherits. */
  readonly key: string
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

/** Requests by an identifier that several may share, the latest last. */
export class Transactions {
  readonly #most: number
  readonly #byId = new Map<string, Transaction[]>()
  #count = 0

  constructor(most: number) {
    this.#most = most
  }

  get size(): number {
    return this.#count
  }

  /** Those under an identifier, the oldest first. */
  of(id: string): readonly Transaction[] {
    return this.#byId.get(id) ?? NONE
  }

  add(id: string, transaction: Transaction): void {
    const list = this.#byId.get(id)
    if (list === undefined) this.#byId.set(id, [transaction])
    else {
      if (list.length === MOST_SHARING) {
        list.shift()
        this.#count--
      }
      list.push(transaction)
    }
    this.#count++
    if (this.#count > this.#most) this.#forgetOldest()
  }

  #forgetOldest(): void {
    const oldest = this.#byId.keys().next().value
    if (oldest === undefined) return
    this.#count -= this.#byId.get(oldest)!.length
    this.#byId.delete(oldest)
  }
}

/** Requests with one identifier: hops of one request, and identifiers used again. */
const MOST_SHARING = 16
const NONE: readonly Transaction[] = []

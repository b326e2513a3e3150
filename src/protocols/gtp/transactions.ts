// Requests and their answers, by sequence number and peer: TS 29.274 §7.6, TS 29.060 §7.6.
import { Recent } from '../../bytes/recent.ts'
import type { Connection } from './connection.ts'

/** Transactions that are remembered, of the whole job. */
const MOST_TRANSACTIONS = 16_384
/** T3-RESPONSE times N3-REQUESTS, in nanoseconds: what comes later is another request with the same number. */
const PATIENCE = 20e9

export interface Transaction {
  readonly id: string
  readonly serial: number
  readonly type: number
  /** What tells a repeat from another request with the same number. */
  readonly content: string
  readonly first: number
  last: number
  connection?: Connection
  /** Further ones that it is about. */
  others?: readonly Connection[]
  /** The connection ends when this is accepted; all of the UE, where the request names none of them. */
  ends: boolean
  isOfUe?: boolean
  /** Bearers that are gone when this is accepted. */
  removes?: readonly number[]
  /** Type of the answer; 0 until there is one. */
  answer: number
}

/** A request as transactions know it. */
export interface Request {
  readonly id: string
  readonly type: number
  readonly content: string
  readonly time: number
  /** Repeats after the answer are new ones: echo requests of nodes that do not count. */
  readonly isEcho: boolean
}

export class Transactions {
  readonly #recent = new Recent<Transaction>(MOST_TRANSACTIONS)
  #made = 0

  get size(): number {
    return this.#recent.size
  }

  /** The transaction that the request repeats, if it does. */
  repeated({ id, type, content, time, isEcho }: Request): Transaction | undefined {
    const known = this.#recent.get(id)
    if (!known || known.type !== type || known.content !== content || time - known.last > PATIENCE) return undefined
    if (isEcho && known.answer !== 0) return undefined
    known.last = time
    return known
  }

  begin({ id, type, content, time }: Request): Transaction {
    const serial = ++this.#made
    const transaction: Transaction = {
      id,
      serial,
      type,
      content,
      first: time,
      last: time,
      ends: false,
      answer: 0,
    }
    this.#recent.add(transaction)
    return transaction
  }

  /** The transaction whose request has this id and one of these types, while it may be answered. */
  find(id: string, isType: (type: number) => boolean, time: number): Transaction | undefined {
    const known = this.#recent.get(id)
    return known && isType(known.type) && time - known.last <= PATIENCE ? known : undefined
  }
}

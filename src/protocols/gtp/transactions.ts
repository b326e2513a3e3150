// Requests and their answers, by sequence number and peer: TS 29.274 §7.6, TS 29.060 §7.6.
import { Recent } from '../../bytes/recent.ts'
import type { Connection } from './connection.ts'

/** Transactions that are remembered, of the whole job. */
const MOST_TRANSACTIONS = 16_384
/** T3-RESPONSE times N3-REQUESTS, in nanoseconds: what comes later is another request with the same number. */
const PATIENCE = 20e9
/** Answers stand before their requests in captures of several queues, by no more. Nanoseconds. */
export const OVERTAKING = 2e9
/** Or by their times too, where two taps have clocks of their own. Nanoseconds. */
const REORDERED = 5e6

export interface Transaction {
  readonly id: string
  readonly serial: number
  readonly type: number
  /** What tells a repeat from another request with the same number, as its hash; 0 where that is not known. */
  content: number
  readonly first: number
  last: number
  /** The answer stood before its request, which may still come. */
  isEarly: boolean
  /** Of such an answer: it was a refusal. */
  isRefused: boolean
  /** And stands by itself until the request tells which connection it is about. */
  isHalf: boolean
  connection: Connection | undefined
  /** Further ones that it is about. */
  others: readonly Connection[] | undefined
  /** The connection ends when this is accepted; all of the UE, where the request names none of them. */
  ends: boolean
  isOfUe: boolean
  /** Bearers that are gone when this is accepted. */
  removes: readonly number[] | undefined
  /** Bearer that is there beside the first one when this is accepted, or −1. */
  secondary: number
  /** Type of the answer; 0 until there is one. */
  answer: number
}

/** A request as transactions know it. */
export interface Request {
  readonly id: string
  readonly type: number
  readonly content: number
  readonly time: number
  /** Repeats after the answer are new ones: echo requests of nodes that do not count. */
  readonly isEcho: boolean
}

export class Transactions {
  readonly #recent = new Recent<Transaction>(MOST_TRANSACTIONS)
  #count = 0

  get size(): number {
    return this.#recent.size
  }

  /** The transaction that the request repeats, if it does. */
  repeated({ id, type, content, time, isEcho }: Request): Transaction | undefined {
    const known = this.#recent.get(id)
    if (!known || known.isEarly || known.type !== type || known.content !== content || time - known.last > PATIENCE)
      return undefined
    if (isEcho && known.answer !== 0) return undefined
    known.last = time
    return known
  }

  /** A new transaction; or that of the answer which stands before its request. */
  begin({ id, type, content, time }: Request): Transaction {
    const early = this.#recent.get(id)
    const after = early?.isEarly === true && early.type === type ? early.first - time : -Infinity
    if (early && after >= -REORDERED && after <= OVERTAKING) {
      early.isEarly = false
      early.content = content
      return early
    }
    const transaction = this.#made(id, type, time)
    transaction.content = content
    this.#recent.add(transaction)
    return transaction
  }

  /** An answer to a request of that type which was not seen, or not yet. */
  early(id: string, { type, answer, time }: { type: number; answer: number; time: number }): Transaction {
    const known = this.#recent.get(id)
    const transaction = this.#made(id, type, time)
    transaction.isEarly = true
    transaction.answer = answer
    // Another request may still wait under that number.
    if (known === undefined || known.isEarly || time - known.last > PATIENCE) this.#recent.add(transaction)
    return transaction
  }

  #made(id: string, type: number, time: number): Transaction {
    return {
      id,
      serial: ++this.#count,
      type,
      content: 0,
      first: time,
      last: time,
      isEarly: false,
      isRefused: false,
      isHalf: false,
      connection: undefined,
      others: undefined,
      ends: false,
      isOfUe: false,
      removes: undefined,
      secondary: -1,
      answer: 0,
    }
  }

  /** The transaction whose request has this id and one of these types, while it may be answered. */
  find(id: string, isType: (type: number) => boolean, time: number): Transaction | undefined {
    const known = this.#recent.get(id)
    return known && !known.isEarly && isType(known.type) && time - known.last <= PATIENCE ? known : undefined
  }
}

import { Recent } from '../bytes/recent.ts'
import type { Message } from '../model/message.ts'

/** The answer may stand before its request in a capture of two taps, by no more; nanoseconds. */
const REORDERED = 5e6

interface Transaction {
  readonly id: string
  readonly key: string
  readonly asked: number
  answered: boolean
  /** The answer is all that was seen. */
  isEarly: boolean
}

/** Pairs answers with requests over UDP by a number that is used again, and tells what was sent again and how long it took. */
export class Transactions {
  readonly #recent: Recent<Transaction>
  readonly #patience: number
  readonly #isUnique: boolean

  /**
   * @param patience nanoseconds; what comes later is another transaction with the same number
   * @param isUnique nobody uses a number again before that, whether it was answered or not
   */
  constructor(most: number, patience: number, isUnique = false) {
    this.#recent = new Recent(most)
    this.#patience = patience
    this.#isUnique = isUnique
  }

  /**
   * The key of the transaction that a message belongs to.
   * @param id of its ends and its number, alike for request and answer
   * @param keyOf gives a new one's key
   */
  keyOf(
    { where, details }: Message,
    { id, isRequest }: { id: string; isRequest: boolean },
    keyOf: () => string,
  ): string {
    const known = this.#recent.get(id)
    const live = known && where.time - known.asked <= this.#patience ? known : undefined
    // A number that is used again after its answer is a new request.
    const isOvertaken = isRequest && live?.isEarly === true && where.time - live.asked <= REORDERED
    const isSame = !isRequest || isOvertaken || this.#isUnique || live?.answered !== true
    const pair = isSame ? live : undefined
    if (!pair) {
      const made = { id, key: keyOf(), asked: where.time, answered: !isRequest, isEarly: !isRequest }
      this.#recent.add(made)
      return made.key
    }
    if (!isOvertaken && (pair.answered || isRequest)) details['retransmission'] = true
    if (!isRequest && !pair.isEarly) details['latency_ms'] = Math.round((where.time - pair.asked) / 1e3) / 1e3
    if (isOvertaken) pair.isEarly = false
    if (!isRequest) pair.answered = true
    return pair.key
  }
}

// Queries and their answers: RFC 1035 §7.3, RFC 5452 §9.
import { Recent } from '../../bytes/recent.ts'
import type { Message, Tracker } from '../../model/message.ts'

const MOST_TRANSACTIONS = 16_384
/** Resolvers give up within this time, in nanoseconds; what comes later is another transaction with the same number. */
const PATIENCE = 30e9
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

/** Pairs answers with queries by both ends, the number and the question. */
export class DnsTracker implements Tracker {
  readonly #recent = new Recent<Transaction>(MOST_TRANSACTIONS)
  #made = 0

  see(message: Message): void {
    const { where, details } = message
    const { source, destination } = where
    const isResponse = details['response'] === true
    const [client, server] = isResponse ? [destination, source] : [source, destination]
    const question = `${details['qtype'] as string} ${details['qname'] as string}`
    const id = `${client.id}>${server.id} ${details['id'] as number} ${question}`
    const known = this.#recent.get(id)
    const live = known && where.time - known.asked <= PATIENCE ? known : undefined
    // A number that is used again after its answer is a new query.
    const isOvertaken = !isResponse && live?.isEarly === true && where.time - live.asked <= REORDERED
    const pair = live && (isResponse || isOvertaken || !live.answered) ? live : undefined
    if (pair && !isOvertaken && (pair.answered || !isResponse)) details['retransmission'] = true
    if (pair && isResponse && !pair.isEarly) details['latency_ms'] = Math.round((where.time - pair.asked) / 1e3) / 1e3
    const transaction = pair ?? { id, key: `${++this.#made}`, asked: where.time, answered: false, isEarly: isResponse }
    if (!pair) this.#recent.add(transaction)
    if (isOvertaken) transaction.isEarly = false
    if (isResponse) transaction.answered = true
    message.keys.push({ kind: 'dns', value: transaction.key, use: isResponse ? 'close' : 'open' })
  }
}

// Queries and their answers: RFC 1035 §7.3, RFC 5452 §9.
import type { Message, Tracker } from '../../model/message.ts'
import { Transactions } from '../transactions.ts'

const MOST_TRANSACTIONS = 16_384
/** Resolvers give up within this time, in nanoseconds. */
const PATIENCE = 30e9

/** Pairs answers with queries by both ends, the number and the question. */
export class DnsTracker implements Tracker {
  readonly #transactions = new Transactions(MOST_TRANSACTIONS, PATIENCE)
  #made = 0

  see(message: Message): void {
    const { where, details } = message
    const isRequest = details['response'] !== true
    const [client, server] = isRequest ? [where.source, where.destination] : [where.destination, where.source]
    const question = `${details['qtype'] as string} ${details['qname'] as string}`
    const id = `${client.id}>${server.id} ${details['id'] as number} ${question}`
    const value = this.#transactions.keyOf(message, { id, isRequest }, () => `${++this.#made}`)
    message.keys.push({ kind: 'dns', value, use: isRequest ? 'open' : 'close' })
  }
}

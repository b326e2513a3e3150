// Pairs answers with requests by their transaction (RFC 8489 §6), and learns what servers relay for whom.
import type { Message, Tracker } from '../../model/message.ts'
import { Transactions } from '../transactions.ts'

const MOST_TRANSACTIONS = 16_384
/** Retransmissions end, and the last is waited for, after 39.5 s: RFC 8489 §6.2.1. Nanoseconds. */
const PATIENCE = 40e9
/** Of RFC 8656 §7.3: a challenge is no refusal. */
const CHALLENGES: ReadonlySet<unknown> = new Set([401, 438])

export class StunTracker implements Tracker {
  readonly #transactions = new Transactions(MOST_TRANSACTIONS, PATIENCE)

  see(message: Message): void {
    const { where, details } = message
    const { source, destination } = where
    const isRequest = details['class'] === 'request'
    if (isRequest || details['class'] !== 'indication') {
      const [client, server] = isRequest ? [source, destination] : [destination, source]
      const id = `${client.id}>${server.id} ${details['transaction'] as string}`
      this.#transactions.keyOf(message, { id, isRequest }, () => id)
    }
    if (CHALLENGES.has(details['error_code'])) delete details['failed']
    // All that two ends say to each other is one conversation: checks go both ways.
    const [one, other] = source.id < destination.id ? [source, destination] : [destination, source]
    message.keys.push({ kind: 'stun', value: `${one.id}-${other.id}`, use: 'open' })
    this.#tellRelay(message)
    if (isRequest) message.clues.push({ kind: 'flow-endpoint', value: destination.text })
  }

  #tellRelay(message: Message): void {
    const { details, where } = message
    const relayed = details['relayed_address']
    if (details['class'] !== 'success' || typeof relayed !== 'string') return
    message.relay = { at: relayed, client: where.destination }
    message.clues.push({ kind: 'flow-endpoint', value: relayed })
  }
}

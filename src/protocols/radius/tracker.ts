// Requests and their answers (RFC 2865 §3: by identifier and ends), and what they are about.
import { Recent } from '../../bytes/recent.ts'
import type { Message, Tracker } from '../../model/message.ts'
import { Transactions } from '../transactions.ts'

const MOST_TRANSACTIONS = 16_384
const MOST_CONVERSATIONS = 32_768
/** Servers keep an answer for repeated requests about as long: RFC 5080 §2.2.2. Nanoseconds. */
const PATIENCE = 30e9
/** An accounting session, or the rounds of one authentication, which a State carries on. */
interface Conversation {
  readonly id: string
  readonly key: string
}

export class RadiusTracker implements Tracker {
  readonly #transactions = new Transactions(MOST_TRANSACTIONS, PATIENCE)
  readonly #conversations = new Recent<Conversation>(MOST_CONVERSATIONS)
  #made = 0

  see(message: Message): void {
    const { where, details } = message
    const isRequest = details['request'] === true
    const [client, server] = isRequest ? [where.source, where.destination] : [where.destination, where.source]
    const id = `${client.id}>${server.id} ${details['id'] as number}`
    const names = namesOf(message)
    const key = this.#transactions.keyOf(
      message,
      { id, isRequest },
      () => this.#conversationOf(names) ?? `${++this.#made}`,
    )
    for (const name of names) if (!this.#conversations.get(name)) this.#conversations.add({ id: name, key })
    message.keys.push({ kind: 'radius', value: key, use: 'open' })
  }

  #conversationOf(names: readonly string[]): string | undefined {
    return names.map((name) => this.#conversations.get(name)?.key).find((key) => key !== undefined)
  }
}

/** By what later requests of the same conversation are known. */
function namesOf({ details }: Message): string[] {
  const { acct_session_id: session, state } = details as Readonly<Record<string, string | undefined>>
  const client = details['nas_identifier'] ?? details['nas_ip_address']
  return [
    ...(session !== undefined && client !== undefined ? [`session ${client as string} ${session}`] : []),
    ...(state === undefined ? [] : [`state ${state}`]),
  ]
}

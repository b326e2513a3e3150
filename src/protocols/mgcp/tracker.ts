// Commands and their responses (RFC 3435 §3.5: by transaction and ends), and the calls that they are about.
import { Recent } from '../../bytes/recent.ts'
import type { Message, Tracker } from '../../model/message.ts'
import { Transactions } from '../transactions.ts'
import { FROM_GATEWAY } from './tables.ts'

const MOST_TRANSACTIONS = 16_384
const MOST_CONVERSATIONS = 32_768
const MOST_GATEWAYS = 4096
/** Gateways keep what they answered as long, and no number is used again before: T-HIST, RFC 3435 §3.5.1. Nanoseconds. */
const PATIENCE = 30e9
const ACKNOWLEDGEMENT = 0
const FIRST_FINAL = 200
const FIRST_FAILURE = 400
const AUDIT = 'AUEP'
const CREATE = 'CRCX'
const DELETE = 'DLCX'

/** A call, or what is done about an endpoint without one. */
interface Conversation {
  readonly key: string
  /** Connections that were made in it, and not deleted yet. */
  open: number
  isOver: boolean
}

/** How later messages know a conversation: by its call, a connection or a request. */
interface Named {
  readonly id: string
  readonly conversation: Conversation
}

/** A command, for its responses. */
interface Asked {
  readonly id: string
  readonly verb: string
  readonly gateway: string
  readonly endpoint: string
  readonly conversation: Conversation
  readonly connection: string | undefined
  readonly call: string | undefined
  isAnswered: boolean
}

type Details = Readonly<Record<string, string | undefined>>

export class MgcpTracker implements Tracker {
  readonly #transactions = new Transactions(MOST_TRANSACTIONS, PATIENCE, true)
  readonly #asked = new Recent<Asked>(MOST_TRANSACTIONS)
  readonly #named = new Recent<Named>(MOST_CONVERSATIONS)
  readonly #gateways = new Recent<{ readonly id: string }>(MOST_GATEWAYS)
  #made = 0

  see(message: Message): void {
    const { where, details } = message
    const { source, destination } = where
    const code = details['code'] as number | undefined
    const isRequest = details['verb'] !== undefined
    const isFromAsker = isRequest || code === ACKNOWLEDGEMENT
    const [asker, answerer] = isFromAsker ? [source, destination] : [destination, source]
    const id = `${asker.id}>${answerer.address} ${details['transaction_id'] as number}`
    const isFinal = isRequest || code! >= FIRST_FINAL
    // What is said in between is neither the answer nor sent again.
    const known = isFinal ? undefined : this.#asked.get(id)
    let begun: Conversation | undefined
    const key =
      known?.conversation.key ??
      this.#transactions.keyOf(message, { id, isRequest }, () => {
        begun = isRequest ? this.#conversationOf(message) : this.#begin()
        return begun.key
      })
    if (isRequest && begun) this.#note(id, message, begun)
    const asked = isRequest ? undefined : this.#asked.get(id)
    if (asked) this.#answer(message, asked)
    const isOver = asked?.conversation.isOver === true && asked.verb === DELETE && isFinal
    message.keys.push({ kind: 'mgcp', value: key, use: isOver ? 'close' : 'open' })
  }

  #begin(): Conversation {
    return { key: `${++this.#made}`, open: 0, isOver: false }
  }

  /** The call that a command is of, else what was asked for before or is at its endpoint. */
  #conversationOf(message: Message): Conversation {
    const details = message.details as Details
    // A sign of life is a conversation of its own: those that are answered are counted.
    if (details['verb'] === AUDIT && details['requested_info'] === undefined) return this.#begin()
    const { call, own } = this.#namesOf(message)
    const names = call === undefined ? own : [call, ...own]
    const found = names.map((name) => this.#named.get(name)?.conversation).find((one) => one !== undefined)
    // An identifier that is given again is of another call.
    const isNew = found === undefined || (found.isOver && details['verb'] === CREATE)
    const conversation = isNew ? this.#begin() : found
    for (const name of names) {
      if (isNew || !this.#named.get(name)) this.#named.add({ id: name, conversation })
    }
    return conversation
  }

  /** Names of what a command is about: the call is known to the agent, all else to the gateway. */
  #namesOf(message: Message): { call: string | undefined; own: readonly string[] } {
    const { call_id, connection_id, request_id, endpoint = '' } = message.details as Details
    const { agent, gateway } = this.#endsOf(message)
    const isConnected = call_id !== undefined || connection_id !== undefined
    return {
      call: call_id === undefined ? undefined : `call ${agent} ${call_id}`,
      own: [
        ...(connection_id === undefined ? [] : [connectionName(gateway, endpoint, connection_id)]),
        ...(request_id === undefined ? [] : [`request ${gateway} ${request_id}`]),
        ...(isConnected ? [] : [`endpoint ${gateway} ${endpoint}`]),
      ],
    }
  }

  /** Both may delete a connection: whoever was a gateway before is one. */
  #endsOf({ where: { source, destination }, details }: Message): { agent: string; gateway: string } {
    const verb = details['verb'] as string
    const isKnown = this.#gateways.get(source.address) !== undefined && !this.#gateways.get(destination.address)
    const isFromGateway = FROM_GATEWAY.has(verb) || (verb === DELETE && isKnown)
    const [agent, gateway] = isFromGateway ? [destination, source] : [source, destination]
    if (verb !== DELETE && !this.#gateways.get(gateway.address)) this.#gateways.add({ id: gateway.address })
    return { agent: agent.address, gateway: gateway.address }
  }

  #note(id: string, message: Message, conversation: Conversation): void {
    const { verb = '', endpoint = '', connection_id: connection, call_id: call } = message.details as Details
    const { gateway } = this.#endsOf(message)
    this.#asked.add({ id, verb, gateway, endpoint, conversation, connection, call, isAnswered: false })
  }

  /** What the answer means depends on what was asked for. */
  #answer({ details }: Message, asked: Asked): void {
    const { verb, gateway, conversation, connection, call } = asked
    details['answers'] = verb
    if (call !== undefined) details['call_id'] ??= call
    const code = details['code'] as number
    if (asked.isAnswered || code < FIRST_FINAL) return
    asked.isAnswered = true
    if (code >= FIRST_FAILURE) return
    const told = details as Details
    const made = verb === CREATE ? [told['connection_id'], told['second_connection_id']] : []
    const endpoints = [told['specific_endpoint'] ?? asked.endpoint, told['second_endpoint'] ?? asked.endpoint]
    made.forEach((one, i) => {
      if (one === undefined) return
      conversation.open++
      conversation.isOver = false
      this.#named.add({ id: connectionName(gateway, endpoints[i]!, one), conversation })
      this.#named.add({ id: `endpoint ${gateway} ${endpoints[i]!}`, conversation })
    })
    if (verb !== DELETE) return
    conversation.open = connection === undefined ? 0 : Math.max(conversation.open - 1, 0)
    conversation.isOver = conversation.open === 0
  }
}

function connectionName(gateway: string, endpoint: string, connection: string): string {
  return `connection ${gateway} ${endpoint} ${connection.toLowerCase()}`
}

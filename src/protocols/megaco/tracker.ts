// Transactions and their replies (H.248.1 §8: by identifier and ends), and the contexts that they are about.
import { Recent } from '../../bytes/recent.ts'
import type { Message, Tracker } from '../../model/message.ts'
import { Transactions } from '../transactions.ts'
import { FROM_GATEWAY } from './tables.ts'

const MOST_TRANSACTIONS = 16_384
const MOST_CONTEXTS = 32_768
/** As long as replies are kept: LONG-TIMER of H.248.1 §D.1.2. Nanoseconds. */
const PATIENCE = 30e9
const CHOOSE = '$'
const ALL = '*'
const ROOT = 'ROOT'
const AUDIT = 'AuditValue'

/** A context with what is in it, or what is done outside of one. */
interface Conversation {
  readonly key: string
  /** Terminations that were added, and not subtracted yet. */
  inside: number
  isOver: boolean
}

interface Named {
  readonly id: string
  readonly conversation: Conversation
}

interface Asked extends Named {
  readonly verb: string
  readonly gateway: string
  isAnswered: boolean
}

interface Command {
  readonly command: string
  readonly termination: string
  readonly error_code?: number
}

export class MegacoTracker implements Tracker {
  readonly #transactions = new Transactions(MOST_TRANSACTIONS, PATIENCE, true)
  readonly #asked = new Recent<Asked>(MOST_TRANSACTIONS)
  readonly #named = new Recent<Named>(MOST_CONTEXTS)
  #made = 0

  see(message: Message): void {
    const { where, details } = message
    const kind = details['kind']
    const isRequest = kind === 'transaction'
    const isFromAsker = isRequest || kind === 'acknowledgement'
    const [asker, answerer] = isFromAsker ? [where.source, where.destination] : [where.destination, where.source]
    const id = `${asker.id}>${answerer.address} ${details['transaction_id'] as number}`
    const isFinal = isRequest || kind === 'reply'
    // What is said in between, or behind, is neither the answer nor sent again.
    const known = isFinal ? undefined : this.#asked.get(id)
    let begun: Conversation | undefined
    const gateway = this.#gatewayOf(message)
    const key =
      known?.conversation.key ??
      this.#transactions.keyOf(message, { id, isRequest }, () => {
        begun = isRequest ? this.#conversationOf(message, gateway) : this.#begin()
        return begun.key
      })
    if (isRequest && begun) {
      this.#asked.add({ id, verb: String(details['verb']), gateway, conversation: begun, isAnswered: false })
    }
    const asked = isRequest ? undefined : this.#asked.get(id)
    if (asked && kind === 'reply') this.#answer(message, asked)
    message.keys.push({ kind: 'megaco', value: key, use: asked?.conversation.isOver === true ? 'close' : 'open' })
  }

  #begin(): Conversation {
    return { key: `${++this.#made}`, inside: 0, isOver: false }
  }

  /** The address of the gateway that a request comes from or goes to. */
  #gatewayOf({ where, details }: Message): string {
    const verb = details['verb']
    return (typeof verb === 'string' && FROM_GATEWAY.has(verb) ? where.source : where.destination).address
  }

  #conversationOf({ details }: Message, gateway: string): Conversation {
    const context = details['context']
    const [first] = commandsOf(details)
    // A sign of life is a conversation of its own: those that are answered are counted.
    if (typeof context !== 'string' || context === CHOOSE || isBeat(first)) return this.#begin()
    const id = `${gateway} ${context}`
    const known = this.#named.get(id)?.conversation
    if (known && !(known.isOver && first?.command === 'Add')) return known
    const conversation = this.#begin()
    this.#named.add({ id, conversation })
    return conversation
  }

  #answer({ details }: Message, asked: Asked): void {
    details['answers'] = asked.verb
    if (asked.isAnswered) return
    asked.isAnswered = true
    const { conversation, gateway } = asked
    const context = details['context']
    if (typeof context === 'string' && context !== CHOOSE) {
      this.#named.add({ id: `${gateway} ${context}`, conversation })
    }
    for (const { command, termination, error_code } of commandsOf(details)) {
      if (error_code !== undefined) continue
      if (command === 'Add') conversation.inside++
      if (command !== 'Subtract') continue
      conversation.inside = termination === ALL ? 0 : Math.max(conversation.inside - 1, 0)
      conversation.isOver = conversation.inside === 0
    }
  }
}

function commandsOf(details: Readonly<Record<string, unknown>>): readonly Command[] {
  return (details['commands'] as readonly Command[] | undefined) ?? []
}

/** Controllers ask for the root's value again and again to see whether the gateway is there. */
function isBeat(command: Command | undefined): boolean {
  return command?.command === AUDIT && command.termination.toUpperCase() === ROOT
}

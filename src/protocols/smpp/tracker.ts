// Requests and their responses by their numbers (SMPP 5.0 §2.6), and the bind that they are of.
import { Recent } from '../../bytes/recent.ts'
import type { Message, Tracker } from '../../model/message.ts'
import { Transactions } from '../transactions.ts'

const MOST_TRANSACTIONS = 65_536
const MOST_BINDS = 8192
/** Nobody waits longer for a response. Nanoseconds. */
const PATIENCE = 120e9
const BINDS: ReadonlySet<number> = new Set([0x01, 0x02, 0x09])
const UNBIND_RESPONSE = 0x80000006
const RESPONSE = 0x80000000

interface Bind {
  readonly id: string
  key: string
  isOver: boolean
}

interface Asked {
  readonly id: string
  readonly command: number
  readonly source: string | undefined
  readonly destination: string | undefined
}

export class SmppTracker implements Tracker {
  readonly #transactions = new Transactions(MOST_TRANSACTIONS, PATIENCE)
  readonly #binds = new Recent<Bind>(MOST_BINDS)
  readonly #asked = new Recent<Asked>(MOST_TRANSACTIONS)
  #made = 0

  see(message: Message): void {
    const { where, details } = message
    const command = details['command_id'] as number | undefined
    const isRequest = details['request'] === true
    const [asker, answerer] = isRequest ? [where.source, where.destination] : [where.destination, where.source]
    const ends = [where.source.id, where.destination.id].toSorted((a, b) => a - b).join('-')
    const bind = this.#bindOf(ends, isRequest && BINDS.has(command ?? 0))
    const id = `${asker.id}>${answerer.id} ${details['sequence'] as number}`
    if (command !== undefined) this.#pair(message, { id, isRequest, command })
    const isOver = command === UNBIND_RESPONSE
    if (isOver) bind.isOver = true
    message.keys.push({ kind: 'smpp', value: bind.key, use: isOver ? 'close' : 'open' })
  }

  #pair(message: Message, { id, isRequest, command }: { id: string; isRequest: boolean; command: number }): void {
    const { details } = message
    this.#transactions.keyOf(message, { id, isRequest }, () => id)
    if (isRequest) {
      const { source, destination } = details as { source?: string; destination?: string }
      this.#asked.add({ id, command, source, destination })
      return
    }
    const asked = this.#asked.get(id)
    if (asked?.command !== command - RESPONSE) return
    if (asked.source !== undefined) details['source'] = asked.source
    if (asked.destination !== undefined) details['destination'] = asked.destination
  }

  #bindOf(id: string, isNew: boolean): Bind {
    const known = this.#binds.get(id)
    if (known && !isNew && !known.isOver) return known
    const key = `${++this.#made}`
    if (known) return Object.assign(known, { key, isOver: false })
    const bind = { id, key, isOver: false }
    this.#binds.add(bind)
    return bind
  }
}

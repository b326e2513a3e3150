// Restart counters of nodes: TS 23.007 §18, TS 29.274 §8.5.
import { Recent } from '../../bytes/recent.ts'
import type { Seen } from './seen.ts'

/** Nodes whose restart counters are remembered. */
const MOST_PEERS = 4096

interface Peer {
  readonly id: string
  /** All that it has told: one address may stand for several nodes, which tell theirs in turn. */
  readonly counters: number[]
  restarted: number
}

export class Peers {
  readonly #peers = new Recent<Peer>(MOST_PEERS)

  get size(): number {
    return this.#peers.size
  }

  /** A counter that was never told before says that the node has lost all its connections. */
  note({ message, details, time }: Seen): void {
    const counter = details['recovery']
    // On the user plane it means nothing: TS 29.281 §8.2.
    if (typeof counter !== 'number' || message.protocol === 'GTP-U') return
    const id = `${message.protocol} ${message.where.source.address}`
    const known = this.#peers.get(id)
    if (!known) this.#peers.add({ id, counters: [counter], restarted: -Infinity })
    else if (!known.counters.includes(counter)) {
      details['peer_restarted'] = true
      details['previous_recovery'] = known.counters.at(-1)
      known.counters.push(counter)
      known.restarted = time
    }
  }

  /** When the node began anew, as far as was seen. */
  restartOf(protocol: string, address: string): number {
    return this.#peers.get(`${protocol} ${address}`)?.restarted ?? -Infinity
  }
}

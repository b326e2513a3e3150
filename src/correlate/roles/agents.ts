import type { EventTally, Role } from '../../model/nodes.ts'
import type { RoleRules, Strength } from './role-rules.ts'
import type { NodeTable } from './node-table.ts'

interface Way {
  count: number
  readonly peers: Set<string>
}

interface Both {
  readonly agent: Role
  readonly strength: Strength
  readonly words: string
  readonly frame: number
  readonly sent: Way
  readonly got: Way
}

const MOST_PEERS = 4
const MOST_TALLIED = 100_000

/** Who both gets and sends on the same requests, from and to others, is an agent between them. */
export class Agents {
  readonly #ways = new Map<string, Both>()
  readonly #addresses: string[] = []

  note({ kind, interface: of, source, destination, count, frame, samples }: EventTally, rules: RoleRules): void {
    const { agent, agent_strength: strength = 4, protocol } = rules
    if (agent === undefined || source.address === destination.address || rules.isRequest?.(kind) === false) return
    const [first] = samples
    if (first && rules.isDirect?.(first.details)) return
    const words = `${protocol} ${kind}${of === '' ? '' : ` (${of})`}`
    const begin = { agent, strength, words, frame }
    add(this.#of(source.address, begin)?.sent, destination.address, count)
    add(this.#of(destination.address, begin)?.got, source.address, count)
  }

  /** Tells the table of all agents. */
  settle(table: NodeTable): void {
    let place = 0
    for (const { agent, strength, words, frame, sent, got } of this.#ways.values()) {
      const address = this.#addresses[place++]!
      const others = [...sent.peers].filter((peer) => !got.peers.has(peer))
      if (got.count === 0 || others.length === 0) continue
      const count = Math.min(sent.count, got.count)
      table.say(address, 0, { role: agent, strength, evidence: `got and sent on ${words}`, count, frame })
    }
  }

  #of(address: string, begin: Pick<Both, 'agent' | 'strength' | 'words' | 'frame'>): Both | undefined {
    const key = `${address} ${begin.words}`
    const known = this.#ways.get(key)
    if (known || this.#ways.size === MOST_TALLIED) return known
    const both = { ...begin, sent: way(), got: way() }
    this.#ways.set(key, both)
    this.#addresses.push(address)
    return both
  }
}

function way(): Way {
  return { count: 0, peers: new Set() }
}

function add(way: Way | undefined, peer: string, count: number): void {
  if (!way) return
  way.count += count
  if (way.peers.size < MOST_PEERS) way.peers.add(peer)
}

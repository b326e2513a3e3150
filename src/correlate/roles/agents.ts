import { Ints } from '../../bytes/numbers.ts'
import { TextTable } from '../../bytes/text-table.ts'
import type { EventTally, Role } from '../../model/nodes.ts'
import { isEverybodys, type RoleRules, type Strength } from './role-rules.ts'
import type { NodeTable } from './node-table.ts'

/** What makes somebody who gets and sends it an agent. */
interface Begin {
  readonly agent: Role
  readonly strength: Strength
  readonly words: string
}

const MOST_PEERS = 4
const MOST_TALLIED = 100_000

/** Who both gets and sends on the same requests, from and to others, is an agent between them. */
export class Agents {
  readonly #addresses = new TextTable()
  readonly #begins: Begin[] = []
  readonly #places = new Map<string, number>()
  /** Ways are requests of one kind at one address: its place among `#begins` and the address, and columns. */
  readonly #ways = new TextTable()
  readonly #of = new Ints()
  readonly #address = new Ints()
  readonly #frames = new Ints()
  readonly #sent = new Direction()
  readonly #got = new Direction()

  note({ kind, interface: of, source, destination, count, frame, samples }: EventTally, rules: RoleRules): void {
    const { agent, agent_strength: strength = 4, protocol } = rules
    if (agent === undefined || source.address === destination.address || rules.isRequest?.(kind) === false) return
    if (isEverybodys(source.address) || isEverybodys(destination.address)) return
    const [first] = samples
    if (first && rules.isDirect?.(first.details)) return
    const words = `${protocol} ${kind}${of === '' ? '' : ` (${of})`}`
    const begin = this.#placeOf({ agent, strength, words })
    const [from, to] = [this.#addresses.number(0, source.address), this.#addresses.number(0, destination.address)]
    this.#sent.add(this.#way(begin, { address: from, text: source.address, frame }), to, count)
    this.#got.add(this.#way(begin, { address: to, text: destination.address, frame }), from, count)
  }

  /** Tells the table of all agents. */
  settle(table: NodeTable): void {
    for (let way = 0; way < this.#of.length; way++) {
      const { agent, strength, words } = this.#begins[this.#of.get(way)]!
      const [sent, got] = [this.#sent.count(way), this.#got.count(way)]
      const givers = this.#got.peers(way)
      if (got === 0 || this.#sent.peers(way).every((peer) => givers.includes(peer))) continue
      const [count, frame] = [Math.min(sent, got), this.#frames.get(way)]
      const address = this.#addresses.value(this.#address.get(way))
      table.say(address, 0, { role: agent, strength, evidence: `got and sent on ${words}`, count, frame })
    }
  }

  #placeOf(begin: Begin): number {
    const known = this.#places.get(begin.words)
    if (known !== undefined) return known
    const place = this.#begins.push(begin) - 1
    this.#places.set(begin.words, place)
    return place
  }

  /** −1 where there is no room for it. */
  #way(begin: number, { address, text, frame }: { address: number; text: string; frame: number }): number {
    const way = this.#ways.number(0, `${begin} ${text}`, MOST_TALLIED) - 1
    if (way === this.#of.length) {
      this.#of.push(begin)
      this.#address.push(address)
      this.#frames.push(frame)
      this.#sent.begin()
      this.#got.begin()
    }
    return way
  }
}

/** Messages of each way in one direction, and some of the peers. */
class Direction {
  readonly #counts = new Ints()
  /** MOST_PEERS for each; 0 for none. */
  readonly #peers = new Ints()

  begin(): void {
    this.#counts.push(0)
    for (let i = 0; i < MOST_PEERS; i++) this.#peers.push(0)
  }

  add(way: number, peer: number, count: number): void {
    if (way < 0) return
    this.#counts.set(way, this.#counts.get(way) + count)
    for (let i = way * MOST_PEERS; i < (way + 1) * MOST_PEERS; i++) {
      const known = this.#peers.get(i)
      if (known === peer) return
      if (known !== 0) continue
      this.#peers.set(i, peer)
      return
    }
  }

  count(way: number): number {
    return this.#counts.get(way)
  }

  peers(way: number): number[] {
    const peers: number[] = []
    for (let i = 0; i < MOST_PEERS; i++) {
      const peer = this.#peers.get(way * MOST_PEERS + i)
      if (peer !== 0) peers.push(peer)
    }
    return peers
  }
}

import type { Budget } from '../bytes/memory.ts'
import { FLOW_ASSOCIATION, FLOW_CLAIMED, FLOW_INTS, FLOW_PORTS, FLOW_PPID } from '../model/flow.ts'
import type { FlowTable } from './flows.ts'
import { TsnWindow } from './tsn-window.ts'

/** Share of the job's budget for associations, and what one of them takes. */
const SHARE = 0.05
const ASSOCIATION_BYTES = 1000
/** Verification tags that one direction may be known by: each INIT ACK that is sent again may name another. */
const MOST_TAGS = 8

const LEAST_RANDOM_TAG = 0x10000

/** One direction of an association: the packets that carry its verification tag, on whatever path. */
export interface Direction {
  readonly association: Association
  readonly seen: TsnWindow
  readonly tags: number[]
  /** The flow of its latest packet. */
  flow: number
  /** The fragment number behind a beginning in I-DATA of this sender, 0 or 1; -1 until that is known. */
  secondNumber: number
}

export interface Association {
  /** Given once in a job. */
  readonly number: number
  /** Both, in no order. */
  readonly directions: readonly Direction[]
  /** The paths: an address pair in one direction each. */
  readonly flows: Set<number>
  /** By port numbers and verification tag. */
  readonly keys: string[]
  /** Something of it was decoded: its paths that carry only heartbeats are no flows of their own. */
  isClaimed: boolean
  /** Both sides were heard. */
  isHeard: boolean
  /** One of them ended it, or began to. */
  isOver: boolean
  /** What its messages are said to be that nobody decoded, or 0: a name for all that is left over of it. */
  ppid: number
}

/**
 * The associations at hand. An association is known by its ports and verification tags (RFC 9260 §8.5), not by
 * addresses: it may have several, and change over. Tags are learnt from INIT and INIT ACK, or from the packets.
 */
export class Associations {
  readonly #flows: FlowTable
  readonly #budget: Budget
  readonly #most: number
  readonly #sameHost: (flow: number, other: number) => void
  readonly #byTag = new Map<string, Direction>()
  readonly #byFlow = new Map<number, Direction>()
  /** Oldest first. */
  readonly #all = new Set<Association>()
  #numbers = 0

  /** @param sameHost told of two paths that go out from two addresses of one host */
  constructor(flows: FlowTable, budget: Budget, sameHost: (flow: number, other: number) => void) {
    this.#flows = flows
    this.#budget = budget
    this.#sameHost = sameHost
    this.#most = budget.records(SHARE, ASSOCIATION_BYTES)
  }

  /** The direction that a flow's packets were last of. */
  ofFlow(flow: number): Direction | undefined {
    return this.#byFlow.get(flow)
  }

  /** The direction of the packet at hand, which is of `flow` and reflects the tag of what it answers. */
  ofAnswer(flow: number): Direction | undefined {
    const known = this.#byFlow.get(flow)
    const asked = this.#byFlow.get(this.#flows.reverse())
    if (known || !asked) return known
    const direction = otherOf(asked)
    this.#path(flow, direction)
    return direction
  }

  /** The direction of the packet at hand, which is of `flow` and carries verification tag `tag`. */
  ofPacket(flow: number, tag: number): Direction {
    const known = this.#byFlow.get(flow)
    if (known?.tags.includes(tag)) return known
    const key = this.#key(flow, tag)
    const peer = this.#byFlow.get(this.#flows.reverse())
    const named = this.#byTag.get(key)
    const direction = named && named !== peer ? named : this.#learn(peer, tag, key)
    this.#path(flow, direction)
    return direction
  }

  /** An INIT on `flow`: packets to its sender will carry `tag`. */
  initiated(flow: number, tag: number): Direction {
    const key = this.#reverseKey(flow, tag)
    const peer = this.#byFlow.get(this.#flows.reverse())
    // Both may initiate at once: RFC 9260 §5.2.1.
    const other = this.#byTag.get(key) ?? (peer?.tags.length === 0 ? peer : this.#begin()[0]!)
    const own = otherOf(other)
    this.#name(other, tag, key)
    this.#path(flow, own)
    return own
  }

  /** An INIT ACK of `direction` on `flow`: packets to its sender will carry `tag`. */
  acknowledged(flow: number, direction: Direction, tag: number): void {
    const key = this.#reverseKey(flow, tag)
    if (!this.#byTag.has(key)) this.#name(otherOf(direction), tag, key)
  }

  /** A flow leaves the table; with its last path an association is forgotten. */
  left(flow: number): void {
    const direction = this.#byFlow.get(flow)
    if (!direction) return
    this.#leave(flow, direction.association)
  }

  /** A tag that nothing has named: the answers to a known direction, or an association that began before. */
  #learn(peer: Direction | undefined, tag: number, key: string): Direction {
    const answers = peer && otherOf(peer)
    const direction = answers && answers.tags.length === 0 ? answers : this.#begin()[0]!
    this.#name(direction, tag, key)
    return direction
  }

  #begin(): readonly Direction[] {
    if (this.#all.size >= this.#most) this.#crowd()
    const directions: Direction[] = []
    const association = {
      number: ++this.#numbers,
      directions,
      flows: new Set<number>(),
      keys: [],
      isClaimed: false,
      isHeard: false,
      isOver: false,
      ppid: 0,
    }
    for (let i = 0; i < 2; i++)
      directions.push({ association, seen: new TsnWindow(), tags: [], flow: -1, secondNumber: -1 })
    this.#all.add(association)
    return directions
  }

  #name(direction: Direction, tag: number, key: string): void {
    if (direction.tags.includes(tag) || direction.tags.length >= MOST_TAGS) return
    direction.tags.push(tag)
    direction.association.keys.push(key)
    this.#byTag.set(key, direction)
  }

  #path(flow: number, direction: Direction): void {
    const before = this.#byFlow.get(flow)
    if (before && before.association !== direction.association) this.#leave(flow, before.association)
    const { flows } = direction.association
    const { address } = this.#flows.source(flow)
    for (const other of flows) {
      if (this.#byFlow.get(other) !== direction || this.#flows.source(other).address === address) continue
      this.#sameHost(flow, other)
      break
    }
    flows.add(flow)
    this.#byFlow.set(flow, direction)
    direction.association.isHeard ||= this.#isHeard(otherOf(direction))
    this.#flows.ints[flow * FLOW_INTS + FLOW_ASSOCIATION] = direction.association.number
  }

  /** Whether the other side of a flow's association was never heard, on whatever path. */
  isOneWay(flow: number): boolean {
    return this.#byFlow.get(flow)?.association.isHeard === false
  }

  #isHeard(direction: Direction): boolean {
    return [...direction.association.flows].some((flow) => this.#byFlow.get(flow) === direction)
  }

  #leave(flow: number, association: Association): void {
    const { ints } = this.#flows
    const at = flow * FLOW_INTS
    if (association.isClaimed) ints[at + FLOW_CLAIMED] ||= 1
    ints[at + FLOW_PPID] ||= association.ppid
    this.#byFlow.delete(flow)
    association.flows.delete(flow)
    if (association.flows.size === 0) this.#forget(association)
  }

  #crowd(): void {
    this.#budget.full('sctp-associations')
    const [oldest] = this.#all
    if (!oldest) return
    for (const flow of oldest.flows) this.#byFlow.delete(flow)
    this.#forget(oldest)
  }

  #forget(association: Association): void {
    this.#all.delete(association)
    for (const key of association.keys) this.#byTag.delete(key)
  }

  #key(flow: number, tag: number): string {
    return keyOf(this.#flows.ints[flow * FLOW_INTS + FLOW_PORTS]!, tag, flow)
  }

  #reverseKey(flow: number, tag: number): string {
    const ports = this.#flows.ints[flow * FLOW_INTS + FLOW_PORTS]!
    return keyOf((ports << 16) | (ports >>> 16), tag, this.#flows.reverse())
  }
}

/** Tags are random (RFC 9260 §5.3.1); a small one is not, and tells nothing beyond the flow. */
function keyOf(ports: number, tag: number, flow: number): string {
  return tag < LEAST_RANDOM_TAG ? `flow ${flow} ${tag}` : `${ports >>> 0} ${tag}`
}

function otherOf(direction: Direction): Direction {
  const [first, second] = direction.association.directions as [Direction, Direction]
  return direction === first ? second : first
}

import type { Budget } from '../bytes/memory.ts'
import { FLOW_INTS, FLOW_PEER, FLOW_PROTOCOL, FLOW_TCP, TCP_OPENED, type FlowRecords } from '../model/flow.ts'
import type { Direction, Host, Inflate, Protocol } from '../model/message.ts'
import { protocolOf } from './identify.ts'

/** Share of the job's budget for what connections keep: tables of headers, unfinished bodies. */
const SHARE = 0.15
/** What a connection takes by itself. */
const CONNECTION_BYTES = 2000

/** One end of a connection. */
interface End {
  readonly own: Direction
  readonly other: Direction
  /** The other end has said nothing yet. */
  isAlone: boolean
}

/** What the connections of all protocols are given, each with its protocol. */
interface Surroundings {
  readonly flows: FlowRecords
  readonly budget: Budget
  readonly message: (protocol: Protocol) => Host['message']
  readonly hand: Host['hand']
  readonly inflate: Inflate | undefined
}

/** The connections that keep state, by flow; both flows of a conversation lead to one. */
export class Connections {
  readonly #around: Surroundings
  readonly #most: number
  readonly #ends = new Map<number, End>()
  #held = 0

  constructor(around: Surroundings) {
    this.#around = around
    this.#most = around.budget.records(SHARE, 1)
  }

  /** Undefined where the flow's protocol has no connections. */
  direction(flow: number): Direction | undefined {
    const known = this.#ends.get(flow)
    if (known) return known.own
    const { ints } = this.#around.flows
    const protocol = protocolOf(ints[flow * FLOW_INTS + FLOW_PROTOCOL]!)
    if (!protocol?.connect) return undefined
    const peer = this.#ends.get(ints[flow * FLOW_INTS + FLOW_PEER]! - 1)
    const [own, other] = peer ? [peer.other, peer.own] : protocol.connect(this.#host(protocol, flow))
    if (peer) peer.isAlone = false
    else this.#held += CONNECTION_BYTES
    this.#ends.set(flow, { own, other, isAlone: peer === undefined })
    return own
  }

  closed(flow: number): void {
    const end = this.#ends.get(flow)
    if (!end) return
    end.own.closed()
    this.#ends.delete(flow)
    const peer = this.#around.flows.ints[flow * FLOW_INTS + FLOW_PEER]! - 1
    if (this.#ends.has(peer)) return
    // Who has nothing more to say may still be answered: RFC 9293 §3.6.
    if (end.isAlone && peer >= 0) this.#ends.set(peer, { own: end.other, other: end.own, isAlone: false })
    else this.#held -= CONNECTION_BYTES
  }

  #host(protocol: Protocol, flow: number): Host {
    const { message, hand, inflate, flows } = this.#around
    const isOpened = (flows.ints[flow * FLOW_INTS + FLOW_TCP]! & TCP_OPENED) !== 0
    return { message: message(protocol), hand, hold: (bytes) => this.#hold(bytes), inflate, isOpened }
  }

  #hold(bytes: number): boolean {
    if (bytes > 0 && this.#held + bytes > this.#most) {
      this.#around.budget.full('connections')
      return false
    }
    this.#held += bytes
    return true
  }
}

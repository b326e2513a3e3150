/** What a whole network did, told by the one who made it. */
import type { TimedPacket } from '../../capture-file.ts'
import { Random } from '../../random.ts'
import { Wire } from '../../wire.ts'

/** A call as its users know it, however many legs it has. */
export interface CallTruth {
  readonly name: string
  /** Way through the network. */
  readonly topology: string
  readonly outcome: string
  /** The answer that ended it, where it failed. */
  readonly code?: number
}

/** Messages that are one conversation of one protocol: a leg of a call, a connection, a context of a UE. */
export interface Conversation {
  readonly kind: string
  /** Subscribers whom it is about. */
  readonly owners: ReadonlySet<number>
  /** Of a leg: the call that it is of. */
  readonly call?: CallTruth
  /** Calls that it belongs to besides. */
  readonly serves: Set<CallTruth>
  /** Lasting: whatever its owner does goes over it. */
  readonly bears: boolean
  /** Messages that passed, and those that the capture missed. */
  sent: number
  lost: number
}

export function conversation(kind: string, owners: Iterable<number>, call?: CallTruth, bears = false): Conversation {
  return { kind, owners: new Set(owners), ...(call && { call }), serves: new Set(), bears, sent: 0, lost: 0 }
}

/** A wire on which no two frames pass at once, which knows what each message is of, and misses some. */
export class TracedWire extends Wire {
  /** By microseconds since the start. */
  readonly messages = new Map<number, Conversation>()
  /** What is said now is of it. */
  about: Conversation | undefined
  readonly #taken = new Set<number>()
  readonly #random: Random
  readonly #lost: number

  /** @param lost share of messages that the capture misses */
  constructor(lost: number, seed: number) {
    super()
    this.#lost = lost
    this.#random = new Random(seed)
  }

  override frame(at: number, bytes: Uint8Array): void {
    let time = Math.round(at * 1000)
    while (this.#taken.has(time)) time++
    this.#taken.add(time)
    if (this.about) {
      this.about.sent++
      if (this.#random.chance(this.#lost)) {
        this.about.lost++
        return
      }
      this.messages.set(time, this.about)
    }
    super.frame(time / 1000, bytes)
  }
}

export interface WholeNetwork {
  readonly packets: readonly TimedPacket[]
  readonly messages: ReadonlyMap<number, Conversation>
  /** By SSRC. */
  readonly media: ReadonlyMap<number, CallTruth>
  readonly calls: readonly CallTruth[]
  /** By number of the subscriber. */
  readonly imsis: readonly string[]
}

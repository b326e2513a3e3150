/** What a whole network did, told by the one who made it. */
import type { TimedPacket } from '../../capture-file.ts'
import type { End } from '../../internet.ts'
import { gtpUser, type Wrap } from '../../links.ts'
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

/** Something that a subscriber did, and how it went. */
export interface ProcedureTruth {
  readonly n: number
  /** As the product calls it. */
  readonly type: string
  /** Milliseconds since the start. */
  readonly at: number
  readonly until: number
  readonly outcome: 'success' | 'failed'
  /** What was said first where it failed. */
  readonly code?: number
}

export function conversation(kind: string, owners: Iterable<number>, call?: CallTruth, bears = false): Conversation {
  return { kind, owners: new Set(owners), ...(call && { call }), serves: new Set(), bears, sent: 0, lost: 0 }
}

/** A subscriber's packets between gNB and UPF, at present: ends of a tunnel. */
interface Tunnels {
  readonly gnb: string
  readonly upf: string
  readonly up: number
  readonly down: number
}

/** A message that the capture missed, or that cannot be read because of one that it missed before. */
interface Missed {
  readonly at: number
  readonly about: Conversation
}

const SIP_PORT = 5060
const SIGNALLING_FLOW = 5
const VOICE_FLOW = 1

/** A wire on which no two frames pass at once, which knows what each message is of, and misses some. */
export class TracedWire extends Wire {
  /** By microseconds since the start. */
  readonly messages = new Map<number, Conversation>()
  readonly missed: Missed[] = []
  /** By address, of those whose packets pass in a tunnel. */
  readonly tunnels = new Map<string, Tunnels>()
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
        this.missed.push({ at, about: this.about })
        return
      }
      this.messages.set(time, this.about)
    }
    super.frame(time / 1000, bytes)
  }

  /** Runs what nobody asks about. */
  aside<T>(run: () => T): T {
    const { about } = this
    this.about = undefined
    const made = run()
    this.about = about
    return made
  }

  override udp(at: number, from: End, to: End, payload: Uint8Array, wrap?: Wrap): void {
    super.udp(at, from, to, payload, wrap ?? this.#tunnel(from, to))
  }

  #tunnel(from: End, to: End): Wrap | undefined {
    const qfi = to.port === SIP_PORT || from.port === SIP_PORT ? SIGNALLING_FLOW : VOICE_FLOW
    const sends = this.tunnels.get(from.address)
    if (sends) return gtpUser(sends.gnb, sends.upf, { teid: sends.up, qfi })
    const gets = this.tunnels.get(to.address)
    return gets && gtpUser(gets.upf, gets.gnb, { teid: gets.down, qfi })
  }
}

export interface WholeNetwork {
  readonly packets: readonly TimedPacket[]
  readonly messages: ReadonlyMap<number, Conversation>
  /** By SSRC. */
  readonly media: ReadonlyMap<number, CallTruth>
  readonly calls: readonly CallTruth[]
  readonly procedures: readonly ProcedureTruth[]
  readonly missed: readonly Missed[]
  /** By number of the subscriber. */
  readonly imsis: readonly string[]
}

import type { PartyRole } from '../model/message.ts'
import { isoMilliseconds } from '../model/moment.ts'
import type { Relating } from '../model/relating.ts'
import type { Holding, Naming, SessionSpans } from './held.ts'
import type { IdentityGraph } from './identity-graph.ts'
import { sessionId } from './session-id.ts'

/** Larger than any number of an identity: two numbers make one. */
const PAIR = 2 ** 21
const STRONG_CONFIDENCE = 1
const NUMBER_CONFIDENCE = 0.9
const HELD_CONFIDENCE = 0.9
const ROLES: readonly PartyRole[] = ['served', 'caller', 'callee', 'target']

/** Why a session is of a subscriber. */
interface Attribution {
  readonly session: number
  readonly role: PartyRole
  /** The identity that tells. */
  readonly by: number
  readonly frame: number
}

interface Sighting {
  readonly node: number
  readonly by: number
  /** Milliseconds since 1970. */
  readonly first: number
  readonly last: number
  readonly frame: number
}

/** Identities by which a session is named after its subscriber. */
export interface Named {
  readonly imsi?: string
  readonly msisdn?: string
}

/** What is known of each subscriber: their identities and when these were seen, and their sessions. */
export class SubscriberBook {
  readonly #graph: IdentityGraph
  readonly #spans: SessionSpans
  /** One entry a subscriber and session. */
  readonly #subscribers: number[] = []
  readonly #sessions: number[] = []
  readonly #roles: number[] = []
  readonly #by: number[] = []
  readonly #frames: number[] = []
  /** Sessions that no party named, by the place of their entry: what did. */
  readonly #namings = new Map<number, Naming>()
  /** By subscriber and identity: place in the next four. */
  readonly #sighted = new Map<number, number>()
  readonly #first: number[] = []
  readonly #last: number[] = []
  readonly #evidence: number[] = []
  readonly #sightingFrames: number[] = []
  readonly #holdings: Holding[] = []
  readonly #names = new Map<number, Named>()
  /** Under which number a subscriber was written. */
  #numbers: ReadonlyMap<number, number> = new Map()
  #lastSession = 0
  #ofSession: number[] = []

  constructor(graph: IdentityGraph, spans: SessionSpans) {
    this.#graph = graph
    this.#spans = spans
  }

  /** Parties come session by session; each subscriber of one is entered once. */
  party(subscriber: number, { session, role, by, frame }: Attribution): void {
    if (session !== this.#lastSession) {
      this.#lastSession = session
      this.#ofSession = []
    }
    if (this.#ofSession.includes(subscriber)) return
    this.#ofSession.push(subscriber)
    this.#enter(subscriber, session, { role, by, frame })
  }

  /** An identity was told of a subscriber, by another or by itself. */
  seen(subscriber: number, { node, by, first, last, frame }: Sighting): void {
    const key = subscriber * PAIR + node
    const place = this.#sighted.get(key)
    if (place === undefined) {
      this.#sighted.set(key, this.#first.push(first) - 1)
      this.#last.push(last)
      this.#evidence.push(by)
      this.#sightingFrames.push(frame)
      return
    }
    if (first < this.#first[place]!) this.#first[place] = first
    if (last > this.#last[place]!) this.#last[place] = last
  }

  /** A session that named nobody, or only somebody without IMSI, turns out to be a subscriber's. */
  found(subscriber: number, naming: Naming): void {
    const before = this.#spans.served[naming.session]!
    if (before > 0) this.#graph.identify(before, subscriber)
    else
      this.#namings.set(this.#enter(subscriber, naming.session, { role: 'served', by: 0, frame: naming.frame }), naming)
  }

  holds(holding: Holding): void {
    this.#holdings.push(holding)
  }

  /** What a session is named after. */
  named(session: number): Named {
    const subscriber = this.#spans.served[session]!
    return subscriber > 0 ? (this.#names.get(this.#graph.current(subscriber)) ?? {}) : {}
  }

  /** The number that stands for a subscriber now. */
  current(subscriber: number): number {
    return this.#graph.current(subscriber)
  }

  /** Whether a subscriber is known by an IMSI, which is nobody else's. */
  isNamed(subscriber: number): boolean {
    return this.#graph.imsi(subscriber) !== undefined
  }

  /** Once written: whose a session is by number; 0 where unknown, less than 0 where it is several subscribers'. */
  readonly numberOf = (session: number): number => {
    const subscriber = this.#spans.served[session]!
    return subscriber > 0 ? (this.#numbers.get(this.#graph.current(subscriber)) ?? 0) : subscriber
  }

  /** Each subscriber's sessions, by what names the subscriber in them. */
  bySubscriber(): Map<number, { session: number; value: string; frame: number }[]> {
    const found = new Map<number, { session: number; value: string; frame: number }[]>()
    for (let i = 0; i < this.#sessions.length; i++) {
      const subscriber = this.#graph.current(this.#subscribers[i]!)
      const value = this.#namings.get(i)?.value ?? this.#graph.value(this.#by[i]!)
      const one = { session: this.#sessions[i]!, value, frame: this.#frames[i]! }
      const known = found.get(subscriber)
      if (known) known.push(one)
      else found.set(subscriber, [one])
    }
    return found
  }

  /** Subscribers are numbered in the order of their first session. */
  write(rows: Relating, job: string): void {
    const spans = this.#spanOfSubscribers()
    const inOrder = [...spans].toSorted(([a, one], [b, other]) => one.first - other.first || a - b)
    const numbers = new Map(inOrder.map(([subscriber], i) => [subscriber, i + 1]))
    this.#numbers = numbers
    const labels = this.#writeIdentities(rows, numbers)
    const written = this.#writeSessions(rows, numbers)
    for (const [subscriber, { first, last }] of inOrder) {
      const label = labels.get(subscriber)!
      const [kind, value] = [this.#graph.kind(label), this.#graph.value(label)]
      rows.subscriber(numbers.get(subscriber)!, {
        subscriber_id: sessionId(job, `subscriber ${kind} ${value}`),
        kind,
        value,
        first_time: isoMilliseconds(first),
        last_time: isoMilliseconds(last),
        sessions: written.get(subscriber) ?? 0,
      })
    }
  }

  #enter(subscriber: number, session: number, why: { role: PartyRole; by: number; frame: number }): number {
    this.#subscribers.push(subscriber)
    this.#sessions.push(session)
    this.#roles.push(ROLES.indexOf(why.role))
    this.#by.push(why.by)
    return this.#frames.push(why.frame) - 1
  }

  #spanOfSubscribers(): Map<number, { first: number; last: number }> {
    const spans = new Map<number, { first: number; last: number }>()
    for (let i = 0; i < this.#sessions.length; i++) {
      const subscriber = this.#graph.current(this.#subscribers[i]!)
      const [first, last] = [this.#spans.since[this.#sessions[i]!]!, this.#spans.last[this.#sessions[i]!]!]
      const known = spans.get(subscriber)
      if (known) {
        known.first = Math.min(known.first, first)
        known.last = Math.max(known.last, last)
      } else spans.set(subscriber, { first, last })
    }
    return spans
  }

  /** Gives by subscriber the identity that names them best. */
  #writeIdentities(rows: Relating, numbers: ReadonlyMap<number, number>): Map<number, number> {
    const graph = this.#graph
    const labels = new Map<number, number>()
    for (const [key, place] of this.#sighted) {
      const node = key % PAIR
      const subscriber = graph.current((key - node) / PAIR)
      const by = this.#evidence[place]!
      const [kind, value] = [graph.kind(node), graph.value(node)]
      rows.identity(numbers.get(subscriber)!, {
        kind,
        value,
        first_time: isoMilliseconds(this.#first[place]!),
        last_time: isoMilliseconds(this.#last[place]!),
        evidence: `${graph.kind(by)} ${graph.value(by)}`,
        frame: this.#sightingFrames[place]!,
        shared: graph.isShared(node),
      })
      this.#name(subscriber, node)
      const label = labels.get(subscriber)
      if (label === undefined || graph.rank(node) < graph.rank(label)) labels.set(subscriber, node)
    }
    for (const { subscriber, kind, value, since, last, frame } of this.#holdings) {
      const times = { first_time: isoMilliseconds(since), last_time: isoMilliseconds(last) }
      const name = kind === 'ue-ip' ? 'ue_ip' : kind
      const row = { kind: name, value, ...times, evidence: kind, frame, shared: false }
      rows.identity(numbers.get(graph.current(subscriber))!, row)
    }
    return labels
  }

  #name(subscriber: number, node: number): void {
    const kind = this.#graph.kind(node)
    if ((kind !== 'imsi' && kind !== 'msisdn') || this.#graph.isShared(node)) return
    const known = this.#names.get(subscriber)
    if (known?.[kind] === undefined) this.#names.set(subscriber, { ...known, [kind]: this.#graph.value(node) })
  }

  /** Gives the number of sessions by subscriber. */
  #writeSessions(rows: Relating, numbers: ReadonlyMap<number, number>): Map<number, number> {
    const graph = this.#graph
    const counts = new Map<number, number>()
    let last = 0
    let written: number[] = []
    for (let i = 0; i < this.#sessions.length; i++) {
      const subscriber = graph.current(this.#subscribers[i]!)
      if (this.#sessions[i] !== last) written = []
      last = this.#sessions[i]!
      // Two that the parties of a session named may have turned out to be one.
      if (written.includes(subscriber)) continue
      written.push(subscriber)
      const naming = this.#namings.get(i)
      const by = this.#by[i]!
      rows.subscribed(numbers.get(subscriber)!, this.#sessions[i]!, {
        role: ROLES[this.#roles[i]!]!,
        evidence: naming ? naming.kind : graph.kind(by),
        value: naming ? naming.value : graph.value(by),
        confidence: naming ? HELD_CONFIDENCE : graph.isStrong(by) ? STRONG_CONFIDENCE : NUMBER_CONFIDENCE,
        frame: this.#frames[i]!,
      })
      counts.set(subscriber, (counts.get(subscriber) ?? 0) + 1)
    }
    return counts
  }
}

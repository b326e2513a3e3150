import { Ints } from '../bytes/numbers.ts'
import { TextTable } from '../bytes/text-table.ts'
import type { PartyRole } from '../model/message.ts'
import { isoMilliseconds } from '../model/moment.ts'
import type { Relating } from '../model/relating.ts'
import type { SubscribedRow } from '../model/subscriber.ts'
import type { Holding, Naming, SessionSpans } from './held.ts'
import type { IdentityGraph } from './identity-graph.ts'
import { ROLES } from './party-table.ts'
import { sessionId } from './session-id.ts'
import { type Sighting, Sightings } from './sightings.ts'
import { inOrder, type SubscriberEntries } from './subscriber-entries.ts'

const STRONG_CONFIDENCE = 1
const NUMBER_CONFIDENCE = 0.9
const HELD_CONFIDENCE = 0.9

/** Why a session is of a subscriber. */
interface Attribution {
  readonly session: number
  readonly role: PartyRole
  /** The identity that tells. */
  readonly by: number
  readonly frame: number
}

/** Identities by which a session is named after its subscriber. */
export interface Named {
  readonly imsi?: string
  readonly msisdn?: string
}

/** A session of a subscriber, in the list of all. */
export interface SubscriberEntry {
  readonly place: number
  readonly session: number
  readonly frame: number
}

/** What is known of each subscriber: their identities and when these were seen, and their sessions. */
export class SubscriberBook {
  readonly #graph: IdentityGraph
  readonly #spans: SessionSpans
  /** One entry a subscriber and session. */
  #subscribers = new Ints()
  #sessions = new Ints()
  #roles = new Ints()
  /** The identity that names the subscriber there; less than 0: what else did, in `#told`. */
  #by = new Ints()
  #frames = new Ints()
  #told = new TextTable()
  readonly #toldKinds: string[] = []
  /** Once written nobody asks for them any more. */
  #sightings = new Sightings()
  /** Once written, by subscriber: the identities that sessions are named after, and the number. */
  readonly #imsis: Int32Array
  readonly #msisdns: Int32Array
  #numbers: Int32Array
  #entries: SubscriberEntries | undefined
  #lastSession = 0
  #ofSession: number[] = []

  /** @param graph is settled */
  constructor(graph: IdentityGraph, spans: SessionSpans) {
    this.#graph = graph
    this.#spans = spans
    this.#imsis = new Int32Array(graph.size + 1)
    this.#msisdns = new Int32Array(graph.size + 1)
    this.#numbers = new Int32Array(graph.size + 1)
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
  seen(subscriber: number, sighting: Sighting): void {
    this.#sightings.note(subscriber, sighting)
  }

  /** A session that named nobody, or only somebody without IMSI, turns out to be a subscriber's. */
  found(subscriber: number, { session, kind, value, frame }: Naming): void {
    const before = this.#spans.served[session]!
    if (before > 0) {
      this.#graph.identify(before, subscriber)
      return
    }
    let place = this.#toldKinds.indexOf(kind)
    if (place < 0) place = this.#toldKinds.push(kind) - 1
    this.#enter(subscriber, session, { role: 'served', by: -this.#told.number(place, value), frame })
  }

  /** What a session is named after. */
  named(session: number): Named {
    const subscriber = this.#spans.served[session]!
    if (subscriber <= 0) return {}
    const current = this.#graph.current(subscriber)
    const [imsi, msisdn] = [this.#imsis[current]!, this.#msisdns[current]!]
    return {
      ...(imsi > 0 && { imsi: this.#graph.value(imsi) }),
      ...(msisdn > 0 && { msisdn: this.#graph.value(msisdn) }),
    }
  }

  /** The number that stands for a subscriber now. */
  current(subscriber: number): number {
    return this.#graph.current(subscriber)
  }

  /** Whether a subscriber is known by an IMSI, which is nobody else's. */
  isNamed(subscriber: number): boolean {
    return this.#graph.isNamed(subscriber)
  }

  /** Once written: whose a session is by number; 0 where unknown, less than 0 where it is several subscribers'. */
  readonly numberOf = (session: number): number => {
    const subscriber = this.#spans.served[session]!
    return subscriber > 0 ? this.#numbers[this.#graph.current(subscriber)]! : subscriber
  };

  /** Once written: each subscriber's sessions. */
  *bySubscriber(): Generator<readonly [subscriber: number, sessions: readonly SubscriberEntry[]]> {
    const graph = this.#graph
    this.#entries ??= inOrder(this.#subscribers.length, (place) => graph.current(this.#subscribers.get(place)))
    const { places, starts } = this.#entries
    for (let i = 0; i + 1 < starts.length; i++) {
      const entries: SubscriberEntry[] = []
      for (const place of places.subarray(starts[i], starts[i + 1])) {
        entries.push({ place, session: this.#sessions.get(place), frame: this.#frames.get(place) })
      }
      yield [graph.current(this.#subscribers.get(entries[0]!.place)), entries]
    }
  }

  /** Nobody asks for the sessions any more, only for what each is named after. */
  forgetSessions(): void {
    this.#subscribers = this.#sessions = this.#roles = this.#by = this.#frames = new Ints()
    this.#told = new TextTable()
    this.#entries = undefined
  }

  /** What names the subscriber in a session. */
  valueOf({ place }: SubscriberEntry): string {
    const by = this.#by.get(place)
    return by < 0 ? this.#told.value(-by) : this.#graph.value(by)
  }

  /** Subscribers are numbered in the order of their first session. */
  write(rows: Relating, job: string, holdings: Iterable<Holding>): void {
    const { order, first, last } = this.#subscribersInOrder()
    order.forEach((subscriber, i) => (this.#numbers[subscriber] = i + 1))
    const labels = this.#writeIdentities(rows)
    this.#writeHoldings(rows, holdings)
    this.#graph.forgetOwners()
    const written = this.#writeSessions(rows)
    for (const subscriber of order) {
      const label = labels[subscriber]!
      const [kind, value] = [this.#graph.kind(label), this.#graph.value(label)]
      rows.subscriber(this.#numbers[subscriber]!, {
        subscriber_id: sessionId(job, `subscriber ${kind} ${value}`),
        kind,
        value,
        first_time: isoMilliseconds(first[subscriber]!),
        last_time: isoMilliseconds(last[subscriber]!),
        sessions: written[subscriber]!,
      })
    }
  }

  #enter(subscriber: number, session: number, why: { role: PartyRole; by: number; frame: number }): void {
    this.#subscribers.push(subscriber)
    this.#sessions.push(session)
    this.#roles.push(ROLES.indexOf(why.role))
    this.#by.push(why.by)
    this.#frames.push(why.frame)
  }

  /** Subscribers in the order of their first session, and when each was seen. */
  #subscribersInOrder(): { order: Int32Array; first: Float64Array; last: Float64Array } {
    const first = new Float64Array(this.#graph.size + 1).fill(Infinity)
    const last = new Float64Array(this.#graph.size + 1).fill(-Infinity)
    const found = new Ints()
    for (let i = 0; i < this.#sessions.length; i++) {
      const subscriber = this.#graph.current(this.#subscribers.get(i))
      const session = this.#sessions.get(i)
      if (last[subscriber] === -Infinity) found.push(subscriber)
      first[subscriber] = Math.min(first[subscriber]!, this.#spans.since[session]!)
      last[subscriber] = Math.max(last[subscriber]!, this.#spans.last[session]!)
    }
    const order = new Int32Array(found.length)
    for (let i = 0; i < order.length; i++) order[i] = found.get(i)
    return { order: order.sort((a, b) => first[a]! - first[b]! || a - b), first, last }
  }

  /** Gives by subscriber the identity that names them best. */
  #writeIdentities(rows: Relating): Int32Array {
    const graph = this.#graph
    const labels = new Int32Array(graph.size + 1)
    for (const { subscriber: told, node, by, first, last, frame } of this.#sightings.all()) {
      const subscriber = graph.current(told)
      const [kind, value] = [graph.kind(node), graph.value(node)]
      rows.identity(this.#numbers[subscriber]!, {
        kind,
        value,
        first_time: isoMilliseconds(first),
        last_time: isoMilliseconds(last),
        evidence: `${graph.kind(by)} ${by === node ? value : graph.value(by)}`,
        frame,
        shared: graph.isShared(node),
      })
      this.#name(subscriber, node)
      const label = labels[subscriber]!
      if (label === 0 || graph.rank(node) < graph.rank(label)) labels[subscriber] = node
    }
    this.#sightings = new Sightings()
    return labels
  }

  #writeHoldings(rows: Relating, holdings: Iterable<Holding>): void {
    for (const { subscriber, kind, value, since, last, frame } of holdings) {
      const times = { first_time: isoMilliseconds(since), last_time: isoMilliseconds(last) }
      const name = kind === 'ue-ip' ? 'ue_ip' : kind
      const row = { kind: name, value, ...times, evidence: kind, frame, shared: false }
      rows.identity(this.#numbers[this.#graph.current(subscriber)]!, row)
    }
  }

  #name(subscriber: number, node: number): void {
    const kind = this.#graph.kind(node)
    if ((kind !== 'imsi' && kind !== 'msisdn') || this.#graph.isShared(node)) return
    const names = kind === 'imsi' ? this.#imsis : this.#msisdns
    if (names[subscriber] === 0) names[subscriber] = node
  }

  /** Gives the number of sessions by subscriber. */
  #writeSessions(rows: Relating): Int32Array {
    const graph = this.#graph
    const counts = new Int32Array(graph.size + 1)
    let last = 0
    let written: number[] = []
    for (let i = 0; i < this.#sessions.length; i++) {
      const subscriber = graph.current(this.#subscribers.get(i))
      const session = this.#sessions.get(i)
      if (session !== last) written = []
      last = session
      // Two that the parties of a session named may have turned out to be one.
      if (written.includes(subscriber)) continue
      written.push(subscriber)
      rows.subscribed(this.#numbers[subscriber]!, session, {
        role: ROLES[this.#roles.get(i)]!,
        ...this.#why(this.#by.get(i)),
        frame: this.#frames.get(i),
      })
      counts[subscriber]!++
    }
    return counts
  }

  #why(by: number): Pick<SubscribedRow, 'evidence' | 'value' | 'confidence'> {
    if (by < 0) {
      const evidence = this.#toldKinds[this.#told.kind(-by)]!
      return { evidence, value: this.#told.value(-by), confidence: HELD_CONFIDENCE }
    }
    const confidence = this.#graph.isStrong(by) ? STRONG_CONFIDENCE : NUMBER_CONFIDENCE
    return { evidence: this.#graph.kind(by), value: this.#graph.value(by), confidence }
  }
}

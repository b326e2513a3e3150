import type { PartyRole } from '../model/message.ts'
import type { Relating } from '../model/relating.ts'
import type { ClueRow } from '../model/rows.ts'
import { Held, type Naming, type SessionSpans } from './held.ts'
import { IdentityGraph, NOBODY } from './identity-graph.ts'
import { PartyTable, type SessionParty } from './party-table.ts'
import { SubscriberBook } from './subscriber-book.ts'

export interface SubscriberOptions {
  readonly job: string
  /** By group, its session. */
  readonly sessionOf: Int32Array
  readonly spans: SessionSpans
  /** Told where a bound is reached. */
  readonly full: (table: string) => void
  /** Told that much is held which nobody needs any more. */
  readonly partOver?: (() => void) | undefined
  /** Whether what a session names is given back with its end. */
  readonly isBearing?: (session: number) => boolean
  /** Given each naming of what subscribers hold for a while. */
  readonly held?: (row: ClueRow) => void
}

/**
 * Finds the subscribers of a job, once its sessions are settled: first who is who, by all parties of all messages, so
 * that an identity learned late names what came early; then whose each session is; then, by addresses and tunnels held
 * at the time, whose those are that name nobody. Never by the addresses of nodes. DOMAIN 4.2.
 */
export function relateSubscribers(rows: Relating, options: SubscriberOptions): SubscriberBook {
  const { spans, sessionOf, full, job } = options
  const graph = new IdentityGraph()
  const { book, dropped } = readParties(rows, graph, spans)
  options.partOver?.()
  const held = new Held(rows, sessionOf, { spans, isBearing: options.isBearing, told: options.held })
  const known = {
    isNamed: (subscriber: number) => graph.isNamed(subscriber),
    current: (subscriber: number) => graph.current(subscriber),
    found: (subscriber: number, naming: Naming) => book.found(subscriber, naming),
  }
  held.resolve(known)
  book.write(rows, job, held.holdings(known))
  if (graph.dropped + dropped > 0) full('identities')
  if (held.dropped > 0) full('held_addresses')
  return book
}

/** Who is who, and whose each session is; what was read for that is not needed any more. */
function readParties(
  rows: Relating,
  graph: IdentityGraph,
  spans: SessionSpans,
): { book: SubscriberBook; dropped: number } {
  const table = new PartyTable(rows, graph)
  for (const [, parties] of table.sessions()) learn(graph, parties)
  graph.settle()
  const book = new SubscriberBook(graph, spans)
  for (const [session, parties] of table.sessions()) attribute({ graph, book, spans }, session, parties)
  return { book, dropped: table.dropped }
}

/** All that one session serves is one subscriber's, unless it serves several: then each message speaks for itself. */
function learn(graph: IdentityGraph, parties: readonly SessionParty[]): void {
  if (parties.length === 1) return graph.learn(parties[0]!.nodes)
  const served = new Set<number>()
  const subscribers = new Set<string>()
  for (const { role, nodes } of parties) {
    graph.learn(nodes)
    if (role !== 'served') continue
    for (const node of nodes) {
      served.add(node)
      if (graph.kind(node) === 'imsi') subscribers.add(graph.value(node))
    }
  }
  if (subscribers.size <= 1) graph.learn([...served])
}

interface Attributing {
  readonly graph: IdentityGraph
  readonly book: SubscriberBook
  readonly spans: SessionSpans
}

/** A call is its caller's before it is its callee's: whom its own address speaks of. */
const SPEAKS_FOR: readonly PartyRole[] = ['served', 'caller']

function attribute({ graph, book, spans }: Attributing, session: number, parties: readonly SessionParty[]): void {
  const own = new Set<number>()
  let role: PartyRole | undefined
  for (const party of parties) {
    const { nodes, frame, first, last } = party
    const by = nodes.find((node) => graph.subscriber(node) !== NOBODY)
    if (by === undefined) continue
    const subscriber = graph.subscriber(by)
    book.party(subscriber, { session, role: party.role, by, frame })
    for (const node of nodes) book.seen(subscriber, { node, by, first, last, frame })
    if (!SPEAKS_FOR.includes(party.role)) continue
    if (role !== 'served' && party.role === 'served') own.clear()
    if (role === 'served' && party.role !== 'served') continue
    role = party.role
    own.add(subscriber)
  }
  const [only] = own
  if (only === undefined) return
  // The From of a call's later requests may be the other side's.
  spans.served[session] = own.size === 1 || role === 'caller' ? only : -1
}

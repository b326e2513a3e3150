import type { DatabaseSync } from 'node:sqlite'
import type { Identifier, Membership, Relation } from '../../model/relating.ts'
import type { KpiPlace, KpiSample } from '../../model/kpi.ts'
import type { Link, SessionRow } from '../../model/session.ts'
import { Batch } from './batch.ts'
import { json } from './blocks.ts'

/** How many events each group has, and which was its last. */
interface EventsOfGroups {
  of(group: number): number
  last(group: number): number
}

/** Writes what relating finds out. */
export class SessionWriter {
  readonly #sessions: Batch
  readonly #identifiers: Batch
  readonly #groups: Batch
  readonly #links: Batch
  readonly #relations: Batch
  readonly #members: Batch

  constructor(database: DatabaseSync) {
    this.#sessions = new Batch(database, 'sessions', 20)
    this.#identifiers = new Batch(database, 'identifiers', 3)
    this.#groups = new Batch(database, 'session_groups', 4)
    this.#links = new Batch(database, 'links', 5)
    this.#relations = new Batch(database, 'relations', 7)
    this.#members = new Batch(database, 'members', 9)
  }

  flush(): void {
    for (const rows of [this.#sessions, this.#identifiers, this.#groups, this.#links, this.#relations]) rows.flush()
    this.#members.flush()
  }

  /** Which groups each session is made of, sorted by session, so that the table only grows at its end. */
  groups(sessionOf: Int32Array, sessions: number, events: EventsOfGroups): void {
    const starts = new Int32Array(sessions + 2)
    for (const session of sessionOf) if (session > 0) starts[session + 1]!++
    for (let session = 1; session < starts.length; session++) starts[session]! += starts[session - 1]!
    const sorted = new Int32Array(starts[sessions + 1]!)
    sessionOf.forEach((session, group) => {
      if (session > 0) sorted[starts[session]!++] = group
    })
    const { values } = this.#groups
    for (const group of sorted) {
      const at = this.#groups.row()
      values[at] = sessionOf[group]!
      values[at + 1] = group
      values[at + 2] = events.of(group)
      values[at + 3] = events.last(group)
    }
    this.#groups.flush()
  }

  session(session: number, row: SessionRow, identifiers: readonly Identifier[]): void {
    const { participants, metrics, correlation_key, verdict, linked_by, media, media_verdicts, tunnels, facts } = row
    const { values } = this.#sessions
    const at = this.#sessions.row()
    values[at] = session
    values[at + 1] = row.session_id
    values[at + 2] = row.type
    values[at + 3] = row.subtype ?? null
    values[at + 4] = row.session_key
    values[at + 5] = row.start_time
    values[at + 6] = row.end_time
    values[at + 7] = row.duration_ms
    values[at + 8] = row.packet_count
    values[at + 9] = row.byte_count
    values[at + 10] = row.outcome
    values[at + 11] = row.events_count
    values[at + 12] = json(participants)
    values[at + 13] = json(metrics)
    const body = { correlation_key, verdict, linked_by, media, media_verdicts, tunnels, facts }
    values[at + 14] = json({ ...body, ...kpisOf(row) })
    values[at + 15] = numberOf(verdict?.['code'])
    values[at + 16] = numberOf(metrics['mos'])
    values[at + 17] = numberOf(metrics['setup_time_ms'])
    values[at + 18] = numberOf(metrics['rtp_loss'])
    values[at + 19] = numberOf(metrics['rtp_jitter_ms'])
    for (const { kind, value } of identifiers) this.#identifier(session, kind, value)
  }

  link(group: number, link: Link): void {
    const { values } = this.#links
    const at = this.#links.row()
    values[at] = group
    values[at + 1] = link.evidence
    values[at + 2] = link.value
    values[at + 3] = link.confidence
    values[at + 4] = link.frame
  }

  relation({ session, related, relation, link }: Relation): void {
    const { values } = this.#relations
    const at = this.#relations.row()
    values[at] = session
    values[at + 1] = related
    values[at + 2] = relation
    values[at + 3] = link.evidence
    values[at + 4] = link.value
    values[at + 5] = link.confidence
    values[at + 6] = link.frame
  }

  member({ session, member, relation, spans, link }: Membership): void {
    const { values } = this.#members
    const at = this.#members.row()
    values[at] = session
    values[at + 1] = member
    values[at + 2] = relation
    values[at + 3] = spans === undefined ? null : json(spans)
    values[at + 4] = link.evidence
    values[at + 5] = link.value
    values[at + 6] = link.confidence
    values[at + 7] = link.frame
    values[at + 8] = link.ambiguous === true ? 1 : 0
  }

  #identifier(session: number, kind: string, value: string): void {
    const { values } = this.#identifiers
    const at = this.#identifiers.row()
    values[at] = session
    values[at + 1] = kind
    values[at + 2] = value
  }
}

/** Figures that count the session, ratios whose numerator counts it, and to whom: what a query finds it by. */
function kpisOf({ kpis }: SessionRow): ToldKpis | undefined {
  if (kpis === undefined || kpis.length === 0) return undefined
  const names: string[] = []
  const met: string[] = []
  for (const sample of kpis) {
    addTo(names, sample.kpi)
    if (sample.met === true) addTo(met, sample.kpi)
  }
  return { kpis: names, ...(met.length > 0 && { kpis_met: met }), kpi_places: placesOf(kpis) }
}

interface ToldKpis {
  readonly kpis: readonly string[]
  readonly kpis_met?: readonly string[]
  /** Each place once, with the figures that it is put down to. */
  readonly kpi_places: readonly PlaceOfKpis[]
}

type PlaceOfKpis = KpiPlace & { readonly kpis: string[] }

/** What one attempt adds to several figures is put down to one place. */
function placesOf(samples: readonly KpiSample[]): PlaceOfKpis[] {
  const places = new Map<string, PlaceOfKpis>()
  let before: KpiPlace | undefined
  let place: PlaceOfKpis | undefined
  for (const { kpi, of } of samples) {
    if (!place || of !== before) {
      const name = `${of.peer}\0${of.application}\0${of.apn}\0${of.cause}\0${of.request}`
      place = places.get(name)
      if (!place) places.set(name, (place = { kpis: [], ...of }))
      before = of
    }
    addTo(place.kpis, kpi)
  }
  return [...places.values()]
}

function addTo(names: string[], name: string): void {
  if (!names.includes(name)) names.push(name)
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

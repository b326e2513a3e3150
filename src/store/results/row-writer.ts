import type { DatabaseSync } from 'node:sqlite'
import type { Endpoint } from '../../model/endpoint.ts'
import type {
  AnnouncementRow,
  ClueRow,
  FlowRow,
  GroupRow,
  PartyRow,
  RtcpRow,
  StreamRow,
  TunnelRow,
} from '../../model/rows.ts'
import { Batch } from './batch.ts'
import { json } from './blocks.ts'
import type { Endpoints } from './interned.ts'
import { TermsWriter } from './terms.ts'

/** An endpoint without what its class may have besides. */
function plain({ id, address, port, text }: Endpoint): Endpoint {
  return { id, address, port, text }
}

/** Writes everything but events: what relating reads again in sorted passes. */
export class RowWriter {
  readonly #groups: Batch
  readonly #united: Batch
  readonly #clues: Batch
  readonly #parties: Batch
  readonly #announcements: Batch
  readonly #tunnels: Batch
  readonly #carried: Batch
  readonly #flows: Batch
  #lastTunnel = 0
  /** Kinds that there are clues of: no pass need look for others among all of them. */
  readonly #clueKinds = new Set<string>()
  readonly #streams: Batch
  readonly #rtcps: Batch
  readonly #terms: TermsWriter
  readonly #endpoints: Endpoints

  constructor(database: DatabaseSync, endpoints: Endpoints) {
    this.#endpoints = endpoints
    this.#groups = new Batch(database, 'work.groups', 22)
    this.#united = new Batch(database, 'work.united', 2)
    this.#clues = new Batch(database, 'work.clues', 6)
    this.#parties = new Batch(database, 'work.parties', 12)
    this.#announcements = new Batch(database, 'work.announcements', 9)
    this.#terms = new TermsWriter(database)
    this.#tunnels = new Batch(database, 'work.tunnels', 5)
    this.#carried = new Batch(database, 'work.carried', 2)
    this.#flows = new Batch(database, 'work.flows', 8)
    this.#streams = new Batch(database, 'streams', 11)
    this.#rtcps = new Batch(database, 'rtcps', 11)
  }

  flush(): void {
    for (const rows of [this.#groups, this.#united, this.#clues, this.#parties]) rows.flush()
    for (const rows of [this.#tunnels, this.#carried]) rows.flush()
    for (const rows of [this.#announcements, this.#flows, this.#streams, this.#rtcps, this.#terms]) rows.flush()
  }

  group(row: GroupRow): void {
    const { values } = this.#groups
    const at = this.#groups.row()
    values[at] = row.group
    values[at + 1] = row.family
    values[at + 2] = row.key
    values[at + 3] = row.first.seconds
    values[at + 4] = row.first.nanoseconds
    values[at + 5] = row.last.seconds
    values[at + 6] = row.last.nanoseconds
    values[at + 7] = row.first_file
    values[at + 8] = row.first_frame
    values[at + 9] = row.packets
    values[at + 10] = row.bytes
    values[at + 11] = row.events
    values[at + 12] = row.participants.map((endpoint) => this.#endpoints.id(endpoint)).join()
    values[at + 13] = json(row.draft) ?? null
    values[at + 14] = row.leg?.asked ?? null
    values[at + 15] = row.leg?.answered ?? null
    values[at + 16] = row.leg?.ended ?? null
    values[at + 17] = row.leg?.from ?? null
    values[at + 18] = row.leg?.to ?? null
    values[at + 19] = row.leg?.numbers ?? null
    values[at + 20] = row.closed ? 1 : 0
    values[at + 21] = row.part ?? null
  }

  united(group: number, other: number): void {
    const { values } = this.#united
    const at = this.#united.row()
    values[at] = group
    values[at + 1] = other
  }

  /** Those of the kinds that there are clues of. */
  cluesOf(kinds: readonly string[]): string[] {
    return kinds.filter((kind) => this.#clueKinds.has(kind))
  }

  clue(row: ClueRow): void {
    this.#clueKinds.add(row.kind)
    const { values } = this.#clues
    const at = this.#clues.row()
    values[at] = row.group
    values[at + 1] = row.at.seconds
    values[at + 2] = row.at.nanoseconds
    values[at + 3] = row.frame
    values[at + 4] = row.kind
    values[at + 5] = row.value
  }

  party(row: PartyRow): void {
    const { values } = this.#parties
    const at = this.#parties.row()
    values[at] = row.group
    values[at + 1] = row.at.seconds
    values[at + 2] = row.at.nanoseconds
    values[at + 3] = row.frame
    values[at + 4] = row.role
    values[at + 5] = row.imsi ?? null
    values[at + 6] = row.msisdn ?? null
    values[at + 7] = row.impi ?? null
    values[at + 8] = row.impu ?? null
    values[at + 9] = row.supi ?? null
    values[at + 10] = row.imei ?? null
    values[at + 11] = row.ue_ip ?? null
  }

  announcement(row: AnnouncementRow): void {
    const { values } = this.#announcements
    const at = this.#announcements.row()
    values[at] = row.group
    values[at + 1] = row.at.seconds
    values[at + 2] = row.at.nanoseconds
    values[at + 3] = row.frame
    values[at + 4] = row.address
    values[at + 5] = row.port
    values[at + 6] = row.media
    values[at + 7] = row.side
    values[at + 8] = this.#terms.id(row)
  }

  stream(row: StreamRow): void {
    this.#media(this.#streams, row)
  }

  rtcp(row: RtcpRow): void {
    this.#media(this.#rtcps, row)
  }

  /** What matching media asks for has columns; all else only the session needs. */
  #media(rows: Batch, { source, destination, ...body }: StreamRow | RtcpRow): void {
    const { values } = rows
    const at = rows.row()
    values[at] = body.group
    values[at + 1] = body.first.seconds
    values[at + 2] = body.first.nanoseconds
    values[at + 3] = body.first_frame
    values[at + 4] = this.#endpoints.id(source)
    values[at + 5] = this.#endpoints.id(destination)
    values[at + 6] = source.address
    values[at + 7] = source.port
    values[at + 8] = destination.address
    values[at + 9] = destination.port
    values[at + 10] = json(body)
  }

  tunnel(row: TunnelRow): void {
    const { values } = this.#tunnels
    const at = this.#tunnels.row()
    values[at] = ++this.#lastTunnel
    values[at + 1] = `${row.teid}@${row.destination}`
    values[at + 2] = row.first.seconds
    values[at + 3] = row.first.nanoseconds
    values[at + 4] = json(row)
  }

  carried(session: number, tunnel: number): void {
    const { values } = this.#carried
    const at = this.#carried.row()
    values[at] = session
    values[at + 1] = tunnel
  }

  flow(row: FlowRow): void {
    const [low, high] = inOrder(row.source, row.destination)
    const { values } = this.#flows
    const at = this.#flows.row()
    values[at] = row.protocol
    values[at + 1] = low.address
    values[at + 2] = high.address
    values[at + 3] = low.port
    values[at + 4] = high.port
    values[at + 5] = row.first.seconds
    values[at + 6] = row.first.nanoseconds
    values[at + 7] = json({ ...row, source: plain(row.source), destination: plain(row.destination) })
  }
}

/** Both directions of a conversation give the same order. */
function inOrder(a: Endpoint, b: Endpoint): [low: Endpoint, high: Endpoint] {
  const swapped = a.address === b.address ? a.port > b.port : a.address > b.address
  return swapped ? [b, a] : [a, b]
}

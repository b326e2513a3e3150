import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { dirname } from 'node:path'
import type { CaptureSource } from '../../model/capture.ts'
import type { Hints } from '../../model/hints.ts'
import type { EventTally, NodeRow, TallyKind } from '../../model/nodes.ts'
import type { Identifier, Membership, NumberedTunnel, Relating, Relation, SessionDraft } from '../../model/relating.ts'
import type {
  AnnouncementRow,
  ClueRow,
  DecodeBody,
  EventRow,
  FlowRow,
  GroupOutline,
  GroupRow,
  HostRow,
  MediaOutline,
  MediaSpan,
  HangUpRow,
  OneWayRow,
  PartyRow,
  RtcpRow,
  Sink,
  StreamRow,
  TunnelRow,
} from '../../model/rows.ts'
import type { EventFacts, KindOf, NamedEvent, ProcedureRow } from '../../model/procedure.ts'
import type { Link, SessionRow } from '../../model/session.ts'
import type { IdentityRow, SubscribedRow, SubscriberRow } from '../../model/subscriber.ts'
import type { Summary } from '../../model/summary.ts'
import { mergedDrafts } from './drafts.ts'
import { EventWriter } from './event-writer.ts'
import { HangUpTable } from './hang-ups.ts'
import { EndpointReader, Endpoints } from './interned.ts'
import { FactsReader, namedEvents } from './named-events.ts'
import { GroupInterfaces, NodeWriter } from './node-writer.ts'
import * as passes from './passes.ts'
import { ProcedureWriter } from './procedure-writer.ts'
import { RowWriter } from './row-writer.ts'
import { INDEXES, TABLES, UNFINISHED, UNFINISHED_WORK, VERSION, WORK_TABLES } from './schema.ts'
import { SessionCounts } from './session-counts.ts'
import { SessionWriter } from './session-writer.ts'
import { SubscriberWriter } from './subscriber-writer.ts'
import { Tally } from './tally.ts'

/**
 * Makes the result file of a job at `path`, which must not exist; beside it stands `path.work` until the end.
 * @param job the job's id, which the ids of packets begin with
 */
export function createResult(path: string, job: string, engine: EngineWords = {}): ResultWriter {
  return new ResultWriter(path, job, engine)
}

/** What only those who know the protocols can tell. */
interface EngineWords {
  /** The name that an event's protocol is counted under. */
  readonly countedAs?: (protocol: string) => string
  /** For messages that are kept as their bytes. */
  readonly decode?: DecodeBody
}

/** Makes a finished result file durable under its final name. */
export function publishResult(unfinished: string, final: string): void {
  sync(unfinished)
  renameSync(unfinished, final)
  sync(dirname(final))
}

function sync(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Connections that were heard from one side: of more, what is not answered is said to have failed. */
const MOST_ONE_WAYS = 100_000

/** Takes the rows of a job, gives them back sorted for relating, and takes the sessions: then `finish` or `discard`. */
export class ResultWriter implements Sink, Relating {
  readonly counts: SessionCounts
  readonly #path: string
  readonly #job: string
  readonly #database: DatabaseSync
  readonly #endpoints: Endpoints
  /** The endpoints of the rows that are read again. */
  readonly #ends: EndpointReader
  readonly #events: EventWriter
  readonly #rows: RowWriter
  readonly #sessions: SessionWriter
  readonly #subscribers: SubscriberWriter
  readonly #nodes: NodeWriter
  readonly #interfaces = new GroupInterfaces()
  readonly #oneWays = new Map<string, boolean>()
  readonly hangUps = new HangUpTable()
  readonly #decode: DecodeBody
  readonly #procedures: ProcedureWriter
  #facts: FactsReader | undefined
  #highestGroup = 0
  #sessionOf: Int32Array = new Int32Array(0)
  #eventsOf = new Uint32Array(0)

  constructor(path: string, job: string, { countedAs = String, decode = nothing }: EngineWords) {
    this.counts = new SessionCounts(countedAs)
    this.#decode = decode
    this.#path = path
    this.#job = job
    // A defensive database keeps its journal.
    const database = new DatabaseSync(path, { defensive: false })
    this.#database = database
    database.exec(UNFINISHED)
    database.exec(`ATTACH '${workPath(path).replaceAll("'", "''")}' AS work`)
    database.exec(UNFINISHED_WORK)
    database.exec(`BEGIN; ${TABLES} ${WORK_TABLES}`)
    database.function('session_of', { deterministic: true }, (group) => this.#sessionOf[Number(group)] ?? 0)
    this.#endpoints = new Endpoints(database)
    this.#ends = new EndpointReader(database)
    this.#events = new EventWriter(database, this.#endpoints)
    this.#rows = new RowWriter(database, this.#endpoints)
    this.#sessions = new SessionWriter(database)
    this.#subscribers = new SubscriberWriter(database)
    this.#nodes = new NodeWriter(database)
    this.#procedures = new ProcedureWriter(database)
  }

  event(row: EventRow): void {
    this.#seen(row.group)
    this.#events.add(row)
    this.counts.event(row.group, row.protocol)
    for (const group of row.further ?? []) {
      this.#seen(group)
      this.counts.event(group, row.protocol)
    }
  }

  group(row: GroupRow): void {
    this.#seen(row.group)
    this.#rows.group(row)
    if (row.interface !== undefined) this.#interfaces.set(row.group, row.interface)
  }

  united(group: number, other: number): void {
    this.#rows.united(group, other)
  }

  clue(row: ClueRow): void {
    this.#rows.clue(row)
  }

  party(row: PartyRow): void {
    this.#rows.party(row)
  }

  announcement(row: AnnouncementRow): void {
    this.#rows.announcement(row)
  }

  stream(row: StreamRow): void {
    this.#seen(row.group)
    this.#rows.stream(row)
  }

  rtcp(row: RtcpRow): void {
    this.#seen(row.group)
    this.#rows.rtcp(row)
  }

  tunnel(row: TunnelRow): void {
    this.#rows.tunnel(row)
  }

  flow(row: FlowRow): void {
    this.#rows.flow(row)
  }

  host(row: HostRow): void {
    this.#nodes.host(row)
  }

  oneWay({ source, destination, isSure }: OneWayRow): void {
    if (this.#oneWays.size < MOST_ONE_WAYS) this.#oneWays.set(`${source.text}>${destination.text}`, isSure)
  }

  oneWays(): ReadonlyMap<string, boolean> {
    return this.#oneWays
  }

  hungUp(row: HangUpRow): void {
    this.hangUps.note(row)
  }

  get groups(): number {
    return this.#highestGroup
  }

  unitedGroups(): Iterable<readonly [group: number, other: number]> {
    return this.#pass(passes.UNITED, passes.united)
  }

  groupRows(): Iterable<GroupOutline> {
    return this.#pass(passes.GROUPS, passes.outline)
  }

  clueRows(kinds: readonly string[], by: 'kind' | 'value'): Iterable<ClueRow> {
    const known = this.#rows.cluesOf(kinds)
    return known.length === 0 ? [] : this.#pass(passes.cluesOf(known, by), passes.clue)
  }

  partyRows(): Iterable<readonly [session: number, row: PartyRow]> {
    return this.#pass(passes.PARTIES, (cells) => [cells[0] as number, passes.party(cells, 1)] as const)
  }

  tunnelRows(): Iterable<NumberedTunnel> {
    return this.#pass(passes.TUNNELS, (cells) => ({ tunnel: cells[0] as number, row: passes.tunnel(cells, 1) }))
  }

  announcementRows(): Iterable<AnnouncementRow> {
    return this.#pass(passes.ANNOUNCEMENTS, passes.announcements(this.#database))
  }

  mediaRows(what: 'streams' | 'rtcps', by: 'source' | 'destination'): Iterable<MediaOutline> {
    return this.#pass(passes.mediaBy(what, by), passes.media(this.#ends))
  }

  mediaSpans(what: 'streams' | 'rtcps'): Iterable<MediaSpan> {
    return this.#pass(passes.mediaSpans(what), passes.span(this.#ends))
  }

  flowRows(): Iterable<FlowRow> {
    return this.#pass(passes.FLOWS, passes.flow)
  }

  assign(sessionOf: Int32Array, sessions: number): void {
    this.#sessionOf = sessionOf
    this.#eventsOf = new Uint32Array(sessions + 1)
    sessionOf.forEach((session, group) => {
      this.#eventsOf[session]! += this.#events.of(group)
    })
    this.#events.shared.count(sessionOf, this.#eventsOf)
    this.#sessions.groups(sessionOf, sessions, this.#events)
    this.counts.assign(sessionOf, sessions)
  }

  drafts(): Iterable<SessionDraft> {
    this.#flush()
    return mergedDrafts(this.#database, this.#ends, this.#eventsOf)
  }

  session(session: number, row: SessionRow, identifiers: readonly Identifier[]): void {
    this.#sessions.session(session, row, identifiers)
    this.counts.session(session, row, identifiers)
  }

  subscriber(subscriber: number, row: SubscriberRow): void {
    this.#subscribers.subscriber(subscriber, row)
  }

  identity(subscriber: number, row: IdentityRow): void {
    this.#subscribers.identity(subscriber, row)
  }

  subscribed(subscriber: number, session: number, row: SubscribedRow): void {
    this.#subscribers.subscribed(subscriber, session, row)
  }

  carried(session: number, tunnel: number): void {
    this.#rows.carried(session, tunnel)
  }

  link(group: number, link: Link): void {
    this.#sessions.link(group, link)
  }

  member(row: Membership): void {
    this.#sessions.member(row)
  }

  eventTimes(): Iterable<readonly [group: number, time: number, further?: readonly number[]]> {
    return this.#events.times()
  }

  namedEvents(kindOf: KindOf, epoch: number): Iterable<NamedEvent> {
    this.#flush()
    return namedEvents(this.#database, this.#events.columns(), { kindOf, epoch, endpoints: this.#ends })
  }

  eventFacts(event: number): EventFacts {
    this.#facts ??= new FactsReader(this.#database, this.#decode)
    return this.#facts.of(event)
  }

  procedure(row: ProcedureRow): void {
    this.#procedures.procedure(row)
  }

  relation(row: Relation): void {
    this.#sessions.relation(row)
  }

  tallies(
    kindOf: (protocol: string, message_type: string) => TallyKind | undefined,
    full: () => void,
  ): Iterable<EventTally> {
    this.#flush()
    const { names: interfaces } = this.#interfaces
    const interfaceOf = (group: number): number => this.#interfaces.of(group)
    const options = { kindOf, interfaceOf, interfaces, decode: this.#decode, endpoints: this.#ends, full }
    const tally = new Tally(this.#database, options)
    for (const columns of this.#events.columns()) tally.add(columns)
    return tally.all()
  }

  hostRows(): Iterable<HostRow> {
    return this.#pass(passes.HOSTS, passes.host)
  }

  node(row: NodeRow): void {
    this.#nodes.node(row)
  }

  /** Completes the file: nothing can be written any more. To make it durable, `publishResult`. */
  finish(summary: Summary, sources: readonly CaptureSource[] = [], hints: Hints = {}): void {
    this.#events.end()
    this.#events.shared.write(this.#database)
    this.#flush()
    this.#database.exec(INDEXES)
    const files = Math.max(sources.length, this.#events.lastFile + 1)
    const meta = { version: VERSION, job: this.#job, files, summary, sources, hints, kpis: this.counts.kpis() }
    const insert = this.#database.prepare('INSERT INTO meta VALUES (?, ?)')
    for (const [name, value] of Object.entries(meta)) insert.run(name, JSON.stringify(value))
    this.#database.exec('COMMIT')
    this.#close()
  }

  /** Gives up: both files go. */
  discard(): void {
    this.#close()
    rmSync(this.#path, { force: true })
  }

  #pass<Row>(query: string, read: (cells: passes.Cells) => Row): Iterable<Row> {
    this.#flush()
    return passes.pass(this.#database, query, (cells) => read(cells))
  }

  #flush(): void {
    this.#endpoints.flush()
    this.#events.flush()
    this.#rows.flush()
    this.#sessions.flush()
    this.#subscribers.flush()
    this.#nodes.flush()
    this.#procedures.flush()
  }

  #seen(group: number): void {
    if (group > this.#highestGroup) this.#highestGroup = group
  }

  #close(): void {
    if (this.#database.isOpen) this.#database.close()
    rmSync(workPath(this.#path), { force: true })
  }
}

const nothing: DecodeBody = () => ({ short: '', details: {} })

function workPath(path: string): string {
  return `${path}.work`
}

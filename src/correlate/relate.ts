import type { Endpoint } from '../model/endpoint.ts'
import { isoTime, type Moment } from '../model/moment.ts'
import type { Role } from '../model/nodes.ts'
import type { HangUps, Relating, SessionDraft } from '../model/relating.ts'
import type { KpiSample } from '../model/kpi.ts'
import type { ClueRow, GroupRow, RtcpRow, StoryPart, StreamRow, TunnelRow } from '../model/rows.ts'
import { worstOf } from '../model/reported-quality.ts'
import type { Metrics, SessionRow } from '../model/session.ts'
import type { SessionSpans } from './held.ts'
import { relateSubscribers } from './identities.ts'
import { LegTable, uniteByKey, uniteLegs } from './legs.ts'
import { withHangUp } from './hang-ups.ts'
import { uniteMedia } from './media.ts'
import { Memberships } from './memberships.ts'
import { otherSessions } from './others.ts'
import { mediaOf, NO_MEDIA, type SessionMedia } from './session-media.ts'
import { lonelyTunnels } from './rules/gtpu.ts'
import { BrokenOff } from './procedures/broken-off.ts'
import { ProcedureFigures } from './procedures/figures.ts'
import { findProcedures } from './procedures/find.ts'
import { orphanMedia } from './rules/rtp.ts'
import { relateNodes } from './roles/nodes.ts'
import { UserAddresses } from './roles/users.ts'
import { type CaptureFacts, ruleOf, type SessionFacts } from './rules.ts'
import { identifiersOf } from './session-identifiers.ts'
import { sessionId } from './session-id.ts'
import { StoryParts } from './story-parts.ts'
import type { Named } from './subscriber-book.ts'
import { assignTunnels, carriedTunnels, pairTunnels } from './tunnels.ts'
import { Undelivered } from './undelivered.ts'
import { Union } from './union.ts'
import { withMedia, withSentence } from './verdict.ts'

export interface RelateOptions {
  /** Id of the job: its first 48 bits go into the ids of its sessions. */
  readonly job: string
  /** Unix seconds that times in drafts count from. */
  readonly epoch: number
  /** When the capture ended, ms after the epoch. */
  readonly end: number
  /** Told the name of a table that had no room for more. */
  readonly full: (table: string) => void
  /** Told that a part of the work is over, which leaves much that nobody needs any more. */
  readonly partOver?: (() => void) | undefined
}

/**
 * Makes the sessions of a job from the rows that were written while its captures were read: legs by the clues they
 * share, media by what announced it, then one row a session. Memory grows by a few bytes a group, not with the rows.
 *
 * @returns the number of sessions
 */
export function relate(rows: Relating, options: RelateOptions): number {
  const settled = settle(rows, options)
  const { legs, related, seen, sessionOf, sessions, epoch } = settled
  rows.assign(sessionOf, sessions)
  const { subscribers, roles, added, undelivered, figures, brokenOff } = relateStories(rows, settled, options)
  options.partOver?.()
  const lonely = pairTunnels(assignTunnels(rows, legs, sessionOf))
  const quality = new Map<number, Metrics>()
  for (const { group, related: other, relation, link, reported } of related) {
    const [session, otherSession] = [sessionOf[group]!, sessionOf[other]!]
    if (session !== otherSession) rows.relation({ session, related: otherSession, relation, link })
    if (reported) for (const one of [session, otherSession]) quality.set(one, reported)
  }
  const oneWays = rows.oneWays()
  const roleOf = (address: string): Role | undefined => roles.get(address)
  for (const draft of rows.drafts()) {
    const { session } = draft
    const media = mediaOf(draft, { legs, epoch, end: options.end, seen })
    writeSession(rows, draft, {
      ...options,
      roleOf,
      media,
      oneWays,
      hangUps: rows.hangUps,
      undelivered,
      figures,
      brokenOff,
      named: subscribers.named(session),
      added: added[session]!,
      reported: quality.get(session),
    })
  }
  lonely.forEach((tunnels, i) => writeTunnels(rows, tunnels, { session: sessions + 1 + i, job: options.job }))
  return otherSessions(rows, { job: options.job, from: sessions + lonely.length + 1 }) - 1
}

type Settled = ReturnType<typeof settle>

/** Which groups are one session. */
function settle(rows: Relating, { epoch: seconds }: RelateOptions) {
  const union = new Union(rows.groups)
  const legs = new LegTable(rows.groups)
  const epoch: Moment = { seconds, nanoseconds: 0 }
  uniteByKey(rows, union, legs)
  const related = uniteLegs(rows, union, legs)
  spreadEnds(union, legs)
  const seen = uniteMedia(rows, { union, legs, epoch })
  return { legs, related, seen, epoch, ...numbered(union, rows.groups) }
}

/** Whose the sessions are, at which nodes they were, and which of them make one story; what finds it goes with the end. */
function relateStories(rows: Relating, { legs, sessionOf, sessions }: Settled, options: RelateOptions) {
  const spans = spansOf(legs, sessionOf, sessions)
  const users = new UserAddresses(legs)
  const parts = new StoryParts(legs, sessionOf, { spans, epoch: options.epoch })
  const isBearing = (session: number): boolean => BEARING.has(parts.part(session))
  const held = (row: ClueRow): void => users.note(row)
  const subscribers = relateSubscribers(rows, { ...options, sessionOf, spans, isBearing, held })
  options.partOver?.()
  const roles = relateNodes(rows, { users: users.known, full: options.full })
  options.partOver?.()
  const members = new Memberships(rows, sessionOf, parts)
  members.find(subscribers)
  const added = members.write()
  if (members.dropped > 0) options.full('members')
  const undelivered = new Undelivered(rows, parts, members)
  const figures = new ProcedureFigures(options.full)
  const brokenOff = new BrokenOff(options.full)
  findProcedures(rows, { ...options, sessionOf, parts, subscriberOf: subscribers.numberOf, figures, brokenOff })
  subscribers.forgetSessions()
  return { subscribers, roles, added, undelivered, figures, brokenOff }
}

/** Parts that live as long as what they give the user: an address, a tunnel. */
const BEARING: ReadonlySet<StoryPart | undefined> = new Set(['connection', 'user-plane', 'rules'])

/** A call is over for its media when its last leg is. */
function spreadEnds(union: Union, legs: LegTable): void {
  const { ended, isCall } = legs
  for (let group = 1; group < ended.length; group++) {
    const root = union.root(group)
    if (root === group || isCall[group] === 0) continue
    ended[root] = Math.max(ended[root]!, ended[group]!)
  }
  for (let group = 1; group < ended.length; group++) {
    if (isCall[group] === 1) ended[group] = ended[union.root(group)]!
  }
}

/** When sessions began and ended, by what their groups are told of. A session that came back goes on with its last piece. */
function spansOf(legs: LegTable, sessionOf: Int32Array, sessions: number): SessionSpans {
  const since = new Float64Array(sessions + 1).fill(Infinity)
  const last = new Float64Array(sessions + 1).fill(-Infinity)
  const until = new Float64Array(sessions + 1).fill(Infinity)
  for (let group = 1; group < sessionOf.length; group++) {
    const session = sessionOf[group]!
    since[session] = Math.min(since[session]!, legs.since[group]!)
    if (legs.last[group]! < last[session]!) continue
    last[session] = legs.last[group]!
    until[session] = legs.until[group]!
  }
  return { since, last, until, served: new Int32Array(sessions + 1) }
}

/** Sessions in the order of their first group. */
function numbered(union: Union, groups: number): { sessionOf: Int32Array; sessions: number } {
  const sessionOf = new Int32Array(groups + 1)
  let sessions = 0
  for (let group = 1; group <= groups; group++) {
    const root = union.root(group)
    if (sessionOf[root] === 0) sessionOf[root] = ++sessions
    sessionOf[group] = sessionOf[root]!
  }
  return { sessionOf, sessions }
}

interface Writing {
  readonly job: string
  readonly end: number
  readonly roleOf: CaptureFacts['roleOf']
  readonly media: SessionMedia
  readonly named: Named
  /** Events of its members. */
  readonly added: number
  readonly oneWays: ReadonlyMap<string, boolean>
  readonly undelivered: Undelivered
  readonly hangUps: HangUps
  /** Of procedures, by session. */
  readonly figures: ProcedureFigures
  readonly brokenOff: BrokenOff
  /** What an end said of its quality in a message of its own. */
  readonly reported: Metrics | undefined
}

function writeSession(rows: Relating, draft: SessionDraft, writing: Writing): void {
  const { job, media, named, added, oneWays, hangUps, undelivered, figures, brokenOff, reported } = writing
  const [group] = draft.groups
  if (!group && draft.streams.length === 0 && draft.rtcps.length === 0) return
  const told = group ? ruleOf(group.family)?.session(draft, writing) : orphanMedia(draft)
  if (!told) return
  const facts = undelivered.judged(
    broken(withHangUp(heard(told, draft, oneWays), draft, hangUps), brokenOff.of(draft.session)),
    draft,
  )
  const correlation_key = withNames(facts.correlation_key, named)
  const verdict = withMedia(withSentence(facts), media.verdicts, facts.outcome)
  const kpis = together(facts.kpis ?? NO_SAMPLES, figures.of(draft.session))
  const row = sessionRow({ draft, facts, correlation_key, verdict, kpis, added, media, reported, job })
  rows.session(draft.session, row, identifiersOf(row, draft))
}

const NO_SAMPLES: readonly KpiSample[] = []

function together(some: readonly KpiSample[], others: readonly KpiSample[]): readonly KpiSample[] {
  if (others.length === 0) return some
  return some.length === 0 ? others : [...some, ...others]
}

/**
 * That nobody answered says nothing where whoever should have was not captured; unless it was asked until the last timer
 * ran out, which says that no answer came.
 */
function heard(facts: SessionFacts, { groups }: SessionDraft, oneWays: ReadonlyMap<string, boolean>): SessionFacts {
  if (facts.verdict?.['kind'] !== 'timeout' || facts.verdict['code'] !== undefined) return facts
  const [source, destination] = groups[0]?.participants ?? []
  const isOneWay = source && destination && oneWays.get(`${source.text}>${destination.text}`)
  if (isOneWay === undefined || (!isOneWay && facts.isSilent === true)) return facts
  const verdict = { ...facts.verdict, kind: 'one_direction', category: 'capture_incomplete' }
  return { ...facts, outcome: 'incomplete', verdict }
}

/** What the session does not show the end of, the subscriber's next one may. */
function broken(facts: SessionFacts, why: SessionFacts['verdict']): SessionFacts {
  const isOpen = facts.outcome === 'incomplete' && facts.verdict?.['kind'] === 'incomplete_capture'
  return why && isOpen ? { ...facts, outcome: 'failed', verdict: why } : facts
}

type CorrelationKey = SessionRow['correlation_key']

/** With what the session itself does not tell of its subscriber. */
function withNames(known: CorrelationKey, { imsi, msisdn }: Named): CorrelationKey {
  const isNew = imsi !== undefined && known['imsi'] === undefined
  const isNewNumber = msisdn !== undefined && known['msisdn'] === undefined
  return isNew || isNewNumber ? { ...known, ...(isNew && { imsi }), ...(isNewNumber && { msisdn }) } : known
}

/** The user plane that no signalling explains. */
function writeTunnels(rows: Relating, tunnels: readonly TunnelRow[], of: { session: number; job: string }): void {
  const told = lonelyTunnels(tunnels)
  const facts = { ...told, verdict: withSentence(told)! }
  const [first] = tunnels as [TunnelRow]
  const last = tunnels.map((one) => one.last).reduce((a, b) => (isBefore(a, b) ? b : a))
  const { type, session_key } = facts
  const participants = [...new Set([first.source, first.destination])]
  const row: SessionRow = {
    session_id: sessionId(of.job, `${type} ${session_key} ${first.file} ${first.first_frame}`),
    ...facts,
    start_time: isoTime(first.first),
    end_time: isoTime(last),
    duration_ms: wholeMilliseconds(first.first, last),
    packet_count: tunnels.reduce((sum, one) => sum + one.packets, 0),
    byte_count: tunnels.reduce((sum, one) => sum + one.bytes, 0),
    participants,
    events_count: 0,
    linked_by: [],
    media: [],
    tunnels: carriedTunnels(tunnels),
    counted_as: facts.type,
  }
  const addresses = [...participants, ...(facts.correlation_key['user_addresses'] as string[])]
  rows.session(of.session, row, [
    { kind: 'session_key', value: session_key },
    ...addresses.map((value) => ({ kind: 'ip', value })),
  ])
}

interface Parts {
  readonly draft: SessionDraft
  readonly facts: SessionFacts
  readonly correlation_key: CorrelationKey
  readonly verdict: SessionRow['verdict']
  readonly kpis: readonly KpiSample[]
  /** Events of its members. */
  readonly added: number
  readonly media: SessionMedia
  readonly reported: Metrics | undefined
  readonly job: string
}

function sessionRow({ draft, facts, correlation_key, verdict, kpis, added, media, reported, job }: Parts): SessionRow {
  const { first, last, packets, bytes, file, frame } = extentOf(draft)
  const { type, subtype, session_key, metrics, outcome, facts: told } = facts
  return {
    session_id: sessionId(job, `${type} ${session_key} ${file} ${frame}`),
    type,
    ...(subtype !== undefined && { subtype }),
    session_key,
    start_time: isoTime(first),
    end_time: isoTime(last),
    duration_ms: wholeMilliseconds(first, last),
    packet_count: packets,
    byte_count: bytes,
    participants: participantsOf(draft),
    correlation_key,
    metrics: withReported(media === NO_MEDIA ? metrics : { ...metrics, ...media.metrics }, reported),
    outcome,
    ...(verdict !== undefined && { verdict }),
    events_count: draft.events + added,
    linked_by: draft.links,
    media: media.streams,
    ...(media.verdicts.length > 0 && { media_verdicts: media.verdicts }),
    ...(draft.tunnels.length > 0 && { tunnels: carriedTunnels(draft.tunnels) }),
    ...(told !== undefined && { facts: told }),
    ...(kpis.length > 0 && { kpis }),
  }
}

/** RTCP may tell the same: the worse of both stands. */
function withReported(metrics: Metrics, reported: Metrics | undefined): Metrics {
  return reported ? { ...metrics, ...worstOf([metrics, reported]) } : metrics
}

function isBefore(a: Moment, b: Moment): boolean {
  return a.seconds < b.seconds || (a.seconds === b.seconds && a.nanoseconds < b.nanoseconds)
}

/** From when to when a session went, what passed, and the frame that it began with, which is part of its identity. */
interface Extent {
  first: Moment
  last: Moment
  packets: number
  bytes: number
  file: number
  frame: number
}

function extentOf({ groups, streams, rtcps }: SessionDraft): Extent {
  const { first, last } = (groups[0] ?? streams[0] ?? rtcps[0])!
  const extent: Extent = { first, last, packets: 0, bytes: 0, file: Infinity, frame: Infinity }
  for (const one of groups) widen(extent, one, one.first_file)
  for (const one of streams) widen(extent, one, one.file)
  for (const one of rtcps) widen(extent, one, one.file)
  return extent
}

type Part = Pick<GroupRow | StreamRow | RtcpRow, 'first' | 'last' | 'packets' | 'bytes' | 'first_frame'>

function widen(extent: Extent, { first, last, packets, bytes, first_frame: frame }: Part, file: number): void {
  if (isBefore(first, extent.first)) extent.first = first
  if (isBefore(extent.last, last)) extent.last = last
  extent.packets += packets
  extent.bytes += bytes
  if (file > extent.file || (file === extent.file && frame >= extent.frame)) return
  extent.file = file
  extent.frame = frame
}

/** As a whole number, cut: the difference of the nanoseconds counts, not of the cut times. */
export function wholeMilliseconds(first: Moment, last: Moment): number {
  return Math.floor((last.seconds - first.seconds) * 1000 + (last.nanoseconds - first.nanoseconds) / 1e6)
}

const MOST_PARTICIPANTS = 64

/** The ends of the session's own signalling by first appearance; of media alone, those of the media. */
function participantsOf({ groups, streams, rtcps }: SessionDraft): string[] {
  const found: string[] = []
  const add = ({ text }: Endpoint): void => {
    if (found.length < MOST_PARTICIPANTS && !found.includes(text)) found.push(text)
  }
  for (const { participants } of groups) for (const end of participants) add(end)
  if (groups.length > 0) return found
  for (const { source, destination } of streams.length > 0 ? streams : rtcps) {
    add(source)
    add(destination)
  }
  return found
}

import type {
  AnnouncementRow,
  ClueRow,
  FlowRow,
  GroupOutline,
  GroupRow,
  HowHungUp,
  HostRow,
  MediaOutline,
  MediaSpan,
  PartyRow,
  RtcpRow,
  StreamRow,
  TunnelRow,
} from './rows.ts'
import type { EventFacts, KindOf, NamedEvent, ProcedureRow } from './procedure.ts'
import type { EventTally, NodeRow, TallyKind } from './nodes.ts'
import type { Link, SessionRow } from './session.ts'
import type { IdentityRow, SubscribedRow, SubscriberRow } from './subscriber.ts'

/**
 * The rows of a job as relating reads them: sorted passes, each streamed and read once, so that memory does not grow
 * with the capture. Node's side is SQLite (store/results), a browser tab's is arrays.
 */
/** That an end was the first to say that its connection is over; `at` in ms since 1970. */
export interface HangUp {
  readonly at: number
  readonly frame: number
  readonly how: HowHungUp
}

export interface HangUps {
  readonly size: number
  /** The first, not before a time in ms since 1970, of those by which the end at `source` left the other. */
  firstSince(source: string, destination: string, time: number): HangUp | undefined
}

export interface Relating {
  /** Group numbers are 1 … `groups`: the length of arrays indexed by group is `groups + 1`. */
  readonly groups: number
  /** Pairs of groups that one message united, in any order. */
  unitedGroups(): Iterable<readonly [group: number, other: number]>
  /** By family, key, first. */
  groupRows(): Iterable<GroupOutline>
  /** Clues of these kinds by kind and value, or by value and kind, then at. */
  clueRows(kinds: readonly string[], by: 'kind' | 'value'): Iterable<ClueRow>
  /** By `teid@destination`, then first. */
  tunnelRows(): Iterable<NumberedTunnel>
  /** By address, port, at. */
  announcementRows(): Iterable<AnnouncementRow>
  /** By the address and port of that end, then first. */
  mediaRows(what: 'streams' | 'rtcps', by: 'source' | 'destination'): Iterable<MediaOutline>
  /** By first. */
  mediaSpans(what: 'streams' | 'rtcps'): Iterable<MediaSpan>

  /** Settles the session (1 …; 0 none) of each group; then `drafts` can be read. */
  assign(sessionOf: Int32Array, sessions: number): void
  /** All of each session, by session number. */
  drafts(): Iterable<SessionDraft>
  /** Once sessions are assigned: by session, then at. */
  partyRows(): Iterable<readonly [session: number, row: PartyRow]>
  /** By protocol, then the unordered pair of ends, then first. */
  flowRows(): Iterable<FlowRow>

  /** A finished session; `session` is the number given to `assign`, or a new one above those (flows). */
  session(session: number, row: SessionRow, identifiers: readonly Identifier[]): void
  /** Why a group belongs to its session, for those that were not there by their key. */
  link(group: number, link: Link): void
  relation(row: Relation): void
  member(row: Membership): void
  /** Group and time (ms since 1970) of the events so far, in the order of writing, and further groups of one. */
  eventTimes(): Iterable<readonly [group: number, time: number, further?: readonly number[]]>
  /** Those events that `kindOf` wants by their names, in the order of writing; times since `epoch` (Unix seconds). */
  namedEvents(kindOf: KindOf, epoch: number): Iterable<NamedEvent>
  /** What an event says: to be asked for few. */
  eventFacts(event: number): EventFacts
  procedure(row: ProcedureRow): void
  /** Events by kind and ends; `kindOf` says which kinds are wanted. No event comes any more. */
  tallies(
    kindOf: (protocol: string, message_type: string) => TallyKind | undefined,
    full: () => void,
  ): Iterable<EventTally>
  /** Ends of which the second was never heard, as `source>destination`; whether it is sure to have answered. */
  oneWays(): ReadonlyMap<string, boolean>
  readonly hangUps: HangUps
  /** Addresses of one host, as its own messages told. */
  hostRows(): Iterable<HostRow>
  node(row: NodeRow): void
  /** Subscribers are numbered from 1; `identity` and `subscribed` come in any order. */
  subscriber(subscriber: number, row: SubscriberRow): void
  identity(subscriber: number, row: IdentityRow): void
  subscribed(subscriber: number, session: number, row: SubscribedRow): void
  /** A tunnel carried traffic of a session; before `drafts` are read. */
  carried(session: number, tunnel: number): void
}

/** A tunnel and the number under which it can be told of. */
export interface NumberedTunnel {
  readonly tunnel: number
  readonly row: TunnelRow
}

/** What a session is made of. */
export interface SessionDraft {
  readonly session: number
  readonly groups: readonly GroupRow[]
  readonly streams: readonly StreamRow[]
  readonly rtcps: readonly RtcpRow[]
  readonly parties: readonly PartyRow[]
  /** Of RTP, by time; none where the job has no stream. */
  readonly announcements: readonly AnnouncementRow[]
  readonly links: readonly Link[]
  readonly tunnels: readonly TunnelRow[]
  /** Events of all its groups. */
  readonly events: number
}

/** A searchable identifier of a session: `imsi`, `msisdn`, `impu`, `ip`, `call_id` … */
export interface Identifier {
  readonly kind: string
  readonly value: string
}

/** Events of a session belong to another one's story too. */
export interface Membership {
  readonly session: number
  readonly member: number
  readonly relation: string
  /** Which events: from and to in ms since 1970, both included; all where it is left out. */
  readonly spans?: readonly Span[]
  readonly link: Link
}

export type Span = readonly [from: number, to: number]

/** Two sessions that have to do with each other but are not one. */
export interface Relation {
  readonly session: number
  readonly related: number
  readonly relation: string
  readonly link: Link
}

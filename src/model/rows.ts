import type { Endpoint } from './endpoint.ts'
import type { Moment } from './moment.ts'
import type { TunnelTraffic } from './payloads.ts'
import type { Announcement, Clue, Fault, Part, Party, RawMessage, Where } from './message.ts'

/** An event, as it goes to the result file at once (which numbers it, from 1). `group` is settled; the session it belongs to is not yet. */
export interface EventRow {
  readonly group: number
  /** Further groups that it is an event of: the message is about several sessions. */
  readonly further?: readonly number[] | undefined
  readonly at: Moment
  readonly file: number
  readonly frame: number
  /** Where that frame's record starts in its capture, in bytes. */
  readonly offset: number
  readonly frames?: readonly number[] | undefined
  /** The pieces of a message that was put together, so that it can be read again. */
  readonly parts?: readonly Part[] | undefined
  readonly protocol: string
  readonly message_type: string
  /** What else procedures know it by. */
  readonly also?: readonly string[] | undefined
  readonly short: string
  readonly source: Endpoint
  readonly destination: Endpoint
  readonly details: Readonly<Record<string, unknown>>
  readonly fault: Fault
  /** The message itself where it is decoded when somebody reads the event: then `short` and `details` stay empty. */
  readonly raw?: RawMessage | undefined
  /** With `raw`: details that its bytes do not tell. */
  readonly besides?: Readonly<Record<string, unknown>> | undefined
}

/** Decodes a message that was kept as its bytes. */
export type DecodeBody = (
  protocol: string,
  bytes: Uint8Array,
  where: { readonly missing: number; readonly transport: Where['transport'] },
) => { readonly short: string; readonly details: Record<string, unknown> }

/** What relating must know of a group to tell whether it is a leg of another's call. Times in ms since the epoch. */
export interface LegFacts {
  /** When the call was asked for, and when that was finally answered (Infinity: never). */
  readonly asked: number
  readonly answered: number
  /** When the call ended (Infinity: not seen). */
  readonly ended: number
  /** The address that the first request came from, and those that it reached, hop by hop, with blanks between them. */
  readonly from: string
  readonly to: string
  /** Caller and callee, to be compared; empty where unknown. */
  readonly numbers: string
}

/**
 * Messages joined by their keys, in one piece: a group that left memory and came back gives two rows with the same
 * `key`, which relating puts together again while the key lives.
 */
export interface GroupRow {
  readonly group: number
  /** Key family, which names the rule that makes sessions of it: `sip` … */
  readonly family: string
  /** The uniting key, `kind:value`. */
  readonly key: string
  readonly first: Moment
  readonly last: Moment
  readonly first_file: number
  readonly first_frame: number
  /** Distinct frames, and their bytes on the wire. */
  readonly packets: number
  readonly bytes: number
  readonly events: number
  /** The ends of its messages by first appearance; bounded. */
  readonly participants: readonly Endpoint[]
  /** What the family's rule noted while the messages went by. */
  readonly draft: unknown
  /** Present where the group is a call. */
  readonly leg?: LegFacts | undefined
  /** Its end was seen: what it named may be another's from then on. */
  readonly closed: boolean
  readonly part?: StoryPart | undefined
  /** The interface it is of, where its messages are named alike on several: `Gx`. */
  readonly interface?: string | undefined
}

/** Addresses of one host that a connection was seen to use together: an SCTP association's. */
export interface HostRow {
  readonly addresses: readonly string[]
  /** Words: why they are one host's. */
  readonly evidence: string
  readonly frame: number
}

/**
 * What a group can be in a subscriber's story, whatever its protocol: a `call` or `registration` has members, the others
 * are members by their clues. `policy` rules on the media of a call, `rules` on the bearers of a `connection`; `registrar`
 * answers for the subscriber, `access` is the context of the radio network, `user-plane` that of forwarding, `services`
 * all that a core of services does for the subscriber in a while; `gateway` is what a media gateway does for a call; a
 * `message` is one that passes outside of calls; a `path` is a way on which media may go, as its ends find it.
 */
export type StoryPart =
  | 'call'
  | 'registration'
  | 'policy'
  | 'rules'
  | 'registrar'
  | 'charging'
  | 'connection'
  | 'access'
  | 'user-plane'
  | 'services'
  | 'gateway'
  | 'message'
  | 'path'

/** A group without what only its session needs. */
export type GroupOutline = Pick<GroupRow, 'group' | 'family' | 'key' | 'first' | 'last' | 'leg' | 'closed' | 'part'>

export interface ClueRow extends Clue {
  readonly group: number
  readonly at: Moment
  readonly frame: number
}

export interface PartyRow extends Party {
  readonly group: number
  readonly at: Moment
  readonly frame: number
}

export interface AnnouncementRow extends Announcement {
  readonly group: number
  readonly at: Moment
  readonly frame: number
}

/** One RTP stream, or the piece of it between two announcements of its endpoint to different groups. */
export interface StreamRow {
  /** Streams are groups of their own: their events carry this number. */
  readonly group: number
  /** `0x` and 8 digits. */
  readonly ssrc: string
  readonly source: Endpoint
  readonly destination: Endpoint
  /** TEID and outer ends of the GTP-U tunnel it was seen in, `` outside: the observation point. */
  readonly tunnel: string
  readonly payload_type: number
  readonly codec: string
  readonly clock_rate: number
  readonly clock_assumed: boolean
  /** True where signalling announced the endpoint; false where only the packets told. */
  readonly announced: boolean
  readonly first: Moment
  readonly last: Moment
  /** Of the first frame, and of the last: several captures may hold parts of it. */
  readonly file: number
  readonly last_file: number
  readonly first_frame: number
  readonly last_frame: number
  /** Where the records of these two frames start in their captures, in bytes. */
  readonly first_offset: number
  readonly last_offset: number
  /** Frames (duplicates among them), and their bytes on the wire and in RTP payloads. */
  readonly packets: number
  readonly bytes: number
  readonly payload_bytes: number
  /** Bytes of the largest payload: tells the mode of a codec with several rates. */
  readonly largest_payload: number
  readonly expected: number
  readonly lost: number
  readonly duplicates: number
  readonly out_of_order: number
  /** Longest run of lost packets, and number of runs. */
  readonly longest_loss: number
  readonly loss_runs: number
  /** Extended sequence numbers and RTP timestamps of both ends: what is needed to join pieces. */
  readonly first_sequence: number
  readonly last_sequence: number
  readonly first_rtp_time: number
  readonly last_rtp_time: number
  /** Milliseconds; absent where the clock is unknown or there are too few packets. */
  readonly jitter_mean_ms?: number
  readonly jitter_max_ms?: number
  readonly jitter_last_ms?: number
  /** Means of an earlier and a later part of the stream, which meet between a quarter and two thirds of it. */
  readonly jitter_early_ms?: number
  readonly jitter_late_ms?: number
  readonly max_delta_ms: number
  /** Silences over a second: how many, and the longest. */
  readonly gaps: number
  readonly longest_gap_ms: number
  /** Milliseconds of media in a packet, by timestamps; absent where unknown. */
  readonly ptime_ms?: number
  /** Digits of RFC 4733, in order. */
  readonly dtmf: string
  readonly codec_changes: number
  readonly secure: boolean
  /** Codec modes seen, frames by name (AMR: kbit/s, SID, NO_DATA). */
  readonly modes?: Readonly<Record<string, number>>
  /** Longest run of payloads without anything to hear (G.711, comfort noise), and the frame it began with. */
  readonly quiet_ms?: number
  readonly quiet_frame?: number
  /** Comfort noise came: the sender pauses when there is nothing to hear. */
  readonly comfort_noise?: true
  /** The first of the gaps: when each ended, with which frame, and how long it was. */
  readonly pauses?: readonly Pause[]
  /** Where it was seen at several points at once: what each of them saw. The stream has each packet once. */
  readonly points?: readonly PointRow[]
  /** Of a stream as one of these saw it: the number of its interface. */
  readonly interface?: number
}

/** What one point saw of a stream between the same ends that others saw too. */
export interface PointRow {
  /** TEID and outer ends, `` outside of tunnels. */
  readonly tunnel: string
  /** Ordinal of the capture in the job, and number of the interface in it, from 0. */
  readonly file: number
  readonly interface: number
  readonly first: Moment
  readonly last: Moment
  readonly first_frame: number
  /** Where the records of its first and its last frame start in the capture, in bytes. */
  readonly first_offset: number
  readonly last_offset: number
  readonly first_sequence: number
  /** Without duplicates. */
  readonly packets: number
  readonly expected: number
  readonly lost: number
  readonly out_of_order: number
  readonly loss_runs: number
  readonly jitter_mean_ms?: number
  readonly jitter_max_ms?: number
}

/** No packet for longer than a second. */
export interface Pause {
  readonly end: Moment
  readonly frame: number
  readonly ms: number
}

/** A stream, or RTCP, without what only its session needs. */
export type MediaOutline = Pick<StreamRow, 'group' | 'source' | 'destination' | 'first' | 'first_frame'>

/** The same with when it was last seen: dearer to read. */
export type MediaSpan = MediaOutline & Pick<StreamRow, 'last'>

/** RTCP between two endpoints. */
export interface RtcpRow {
  readonly group: number
  readonly source: Endpoint
  readonly destination: Endpoint
  readonly tunnel: string
  readonly first: Moment
  readonly last: Moment
  readonly file: number
  readonly first_frame: number
  readonly packets: number
  readonly bytes: number
  /** SSRC of the sender, and of the streams it reports on. */
  readonly ssrc: string
  readonly cname?: string
  readonly reports: readonly {
    readonly ssrc: string
    readonly count: number
    readonly fraction_lost_max: number
    readonly fraction_lost_mean: number
    readonly cumulative_lost: number
    readonly jitter: number
  }[]
  /** Half or whole round trips measured at the capture point, in ms: to the sender of these reports. */
  readonly rtt_ms?: { readonly count: number; readonly mean: number; readonly max: number }
  readonly xr?: { readonly r_factor?: number; readonly mos_lq?: number; readonly mos_cq?: number }
}

/** What a GTP-U tunnel carried, or the part of it between two announcements of the tunnel by different groups. */
export type TunnelRow = TunnelTraffic

/** A flow that nothing claimed, or the unclaimed rest of one. */
export interface FlowRow {
  readonly protocol: string
  /** Name under which its frames are counted. */
  readonly counted_as: string
  readonly source: Endpoint
  readonly destination: Endpoint
  readonly transport: string
  readonly first: Moment
  readonly last: Moment
  readonly file: number
  readonly first_frame: number
  readonly packets: number
  readonly bytes: number
}

/** Two ends of which one was never heard. */
export interface OneWayRow {
  readonly source: Endpoint
  readonly destination: Endpoint
  /** It did answer, for the connection stands; without one it may also be that there is nobody. */
  readonly isSure: boolean
}

/** How an end says that a connection is over: of TCP, and of SCTP. */
export type HowHungUp = 'FIN' | 'RST' | 'ABORT' | 'SHUTDOWN'

/** The end at `source` was the first to say that its connection with `destination` is over, after all that it had sent. */
export interface HangUpRow {
  readonly source: Endpoint
  readonly destination: Endpoint
  readonly at: Moment
  readonly frame: number
  readonly how: HowHungUp
}

/** Where the engine writes while it reads. Synchronous; the receiver batches. */
export interface Sink {
  event(row: EventRow): void
  group(row: GroupRow): void
  /** Two groups turned out to be one conversation. */
  united(group: number, other: number): void
  clue(row: ClueRow): void
  party(row: PartyRow): void
  announcement(row: AnnouncementRow): void
  stream(row: StreamRow): void
  rtcp(row: RtcpRow): void
  tunnel(row: TunnelRow): void
  flow(row: FlowRow): void
  host(row: HostRow): void
  oneWay(row: OneWayRow): void
  hungUp(row: HangUpRow): void
}

import type { KpiSample } from './kpi.ts'

/** Why two things belong together. */
export interface Link {
  readonly evidence: string
  readonly value: string
  /** 0–1. */
  readonly confidence: number
  readonly frame: number
  /** It could as well be another's. */
  readonly ambiguous?: true
}

/** All types of session, those that people look for first before the others. */
export const SESSION_TYPES = [
  'VoLTE',
  'SIP_REGISTRATION',
  'SIP_SUBSCRIPTION',
  'SIP_MESSAGE',
  'SIP_OPTIONS',
  'RTP',
  'GTP',
  'DIAMETER',
  'HTTP2',
  'PFCP',
  'S1AP',
  'NGAP',
  'X2AP',
  'XnAP',
  'DNS',
  'SS7',
  'OTHER',
] as const

export type Outcome = 'success' | 'failed' | 'cancelled' | 'incomplete'
/** Of what is only counted, nothing tells how it went: that is no work that stayed undone. */
export type SessionOutcome = Outcome | 'unread'

/** Unknown metrics are absent. Milliseconds, save fractions (`…loss…`) and counts. */
export type Metrics = Record<string, number | string | boolean>

/** One session, as stored; times are ISO 8601 UTC cut to milliseconds. */
export interface SessionRow {
  readonly session_id: string
  readonly type: string
  readonly subtype?: string
  readonly session_key: string
  readonly start_time: string
  readonly end_time: string
  readonly duration_ms: number
  readonly packet_count: number
  readonly byte_count: number
  readonly participants: readonly string[]
  readonly correlation_key: Readonly<Record<string, unknown>>
  readonly metrics: Metrics
  readonly outcome: SessionOutcome
  readonly verdict?: Readonly<Record<string, unknown>>
  readonly events_count: number
  readonly linked_by: readonly Link[]
  readonly media: readonly Media[]
  /** The weightiest first; left out where there is nothing to say. */
  readonly media_verdicts?: readonly MediaVerdict[]
  /** Name under which its frames are counted, where no events tell. */
  readonly counted_as?: string
  /** GTP-U tunnels that signalling gave to the session, with what they carried. */
  readonly tunnels?: readonly CarriedTunnel[]
  /** Early and confirmed dialogs, attempts, transfers: whatever the type's rule has to tell besides. */
  readonly facts?: Readonly<Record<string, unknown>>
  /** What the session adds to key figures; of these only their names are stored with it. */
  readonly kpis?: readonly KpiSample[]
}

/** What can be wrong with the media of a call: docs/media.md. */
export const MEDIA_VERDICTS = [
  'one_way_audio',
  'no_media',
  'unreachable_address',
  'media_stopped',
  'late_media',
  'media_gap',
  'silence',
  'codec_not_negotiated',
  'loss_between_points',
  'remote_loss',
  'rising_jitter',
  'rtp_after_signalling',
  'rtp_before_signalling',
  'codec_asymmetry',
  'ptime_asymmetry',
  'incomplete',
] as const

export type MediaVerdictKind = (typeof MEDIA_VERDICTS)[number]
export type Severity = 'error' | 'warning' | 'info'

/** A finding on the media of a call, which was set up all the same. */
export interface MediaVerdict {
  readonly kind: MediaVerdictKind
  readonly severity: Severity
  /** A sentence. */
  readonly text: string
  /** Ids of the streams that it is about: `stream_id` in `media`. */
  readonly streams: readonly string[]
  readonly frame?: number
  /** Numbers that it rests on; milliseconds, fractions, counts by name. */
  readonly evidence: Readonly<Record<string, unknown>>
}

/** What a GTP-U tunnel carried for a session. Times are ISO 8601 UTC cut to milliseconds. */
export interface CarriedTunnel {
  readonly teid: string
  /** The tunnel's end, at which the TEID holds, and who sends there. */
  readonly destination: string
  readonly source: string
  readonly packets: number
  /** Of the users' packets. */
  readonly bytes: number
  readonly first_time: string
  readonly last_time: string
  readonly first_frame: number
  readonly qfi?: number
}

/** One RTP stream of a session. */
export interface Media extends MeasuredStream {
  /** SSRC and a number from 1: names the stream within its session. */
  readonly stream_id: string
}

/** A stream by itself. */
export interface MeasuredStream {
  readonly ssrc: string
  readonly source: string
  readonly destination: string
  readonly payload_type: number
  readonly codec: string
  readonly clock_rate: number
  readonly clock_assumed?: boolean
  readonly packets: number
  readonly expected: number
  readonly lost: number
  /** 0–1, 4 decimals. */
  readonly loss: number
  readonly jitter_mean_ms?: number
  readonly jitter_max_ms?: number
  readonly out_of_order: number
  readonly duplicates: number
  readonly mos?: number
  readonly r_factor?: number
  /** Where the same packets between the same ends were seen at several points: each of them. */
  readonly observation_points?: readonly ObservationPoint[]
  readonly [more: string]: unknown
}

/** What one of several points saw of a stream. */
export interface ObservationPoint {
  /** TEID and outer ends, `` outside of tunnels. */
  readonly tunnel: string
  /** Ordinal of the capture and number of its interface, from 0. */
  readonly file?: number
  readonly interface?: number
  /** Without duplicates. */
  readonly packets: number
  readonly expected: number
  readonly lost: number
  readonly loss: number
  readonly out_of_order: number
  readonly jitter_mean_ms?: number
  readonly jitter_max_ms?: number
  readonly mos?: number
}

/** An event as the API and the command line give it. */
export interface SessionEvent {
  readonly event_id: string
  readonly timestamp: string
  readonly timestamp_ns: string
  readonly protocol: string
  readonly message_type: string
  readonly source: string
  readonly destination: string
  readonly short: string
  readonly frame: number
  readonly frames?: readonly number[]
  readonly packet_id: string
  readonly details: Readonly<Record<string, unknown>>
  readonly [more: string]: unknown
}

import Type from 'typebox'
import { SESSION_FORMATS } from '../export/session.ts'
import { FORMATS } from '../export/sessions.ts'
import { JOB_STATUSES } from '../model/job.ts'
import { MEDIA_VERDICTS, SESSION_TYPES } from '../model/session.ts'
import { EndRoles, ToldEnds } from './node-schemas.ts'

const open = { additionalProperties: true }

export const HealthAnswer = Type.Object({ status: Type.String(), timestamp: Type.String(), version: Type.String() })

export const JobParams = Type.Object({ job_id: Type.String({ maxLength: 64 }) })
export const SessionParams = Type.Object({ session_id: Type.String({ maxLength: 64 }) })

const page = Type.Integer({ minimum: 1, maximum: 1_000_000_000 })
const limit = Type.Integer({ minimum: 1, maximum: 1000 })
export const JobsQuery = Type.Object({
  page: Type.Optional(page),
  limit: Type.Optional(limit),
  status: Type.Optional(Type.String({ enum: [...JOB_STATUSES] })),
  name: Type.Optional(Type.String({ maxLength: 256 })),
  protocol: Type.Optional(Type.String({ maxLength: 64 })),
})

/** Session types in any case: lower-case name to the type itself. */
export const TYPE_NAMES: ReadonlyMap<string, string> = new Map(SESSION_TYPES.map((type) => [type.toLowerCase(), type]))

/** `q` is longer than a query may be, so that its own error is told. */
const which = {
  type: Type.Optional(Type.String({ maxLength: 64 })),
  q: Type.Optional(Type.String({ maxLength: 4000 })),
}
const sorted = { ...which, sort: Type.Optional(Type.String({ maxLength: 64 })) }

export const SessionsQuery = Type.Object({
  page: Type.Integer({ minimum: 1, maximum: 1_000_000_000, default: 1 }),
  limit: Type.Integer({ minimum: 1, maximum: 1000, default: 50 }),
  ...sorted,
})

export const UploadAnswer = Type.Object({ job_id: Type.String(), status: Type.String(), created_at: Type.String() })

const portNumber = Type.Integer({ minimum: 0, maximum: 65_535 })
const time = Type.String({ maxLength: 40 })

const Hints = Type.Object({
  ports: Type.Optional(
    Type.Array(
      Type.Object({
        port: portNumber,
        transport: Type.Optional(Type.Union([Type.Literal('udp'), Type.Literal('tcp')])),
        protocol: Type.String({ maxLength: 32 }),
      }),
      { maxItems: 256 },
    ),
  ),
  link_types: Type.Optional(Type.Array(Type.Object({ from: portNumber, to: portNumber }), { maxItems: 64 })),
  start_time: Type.Optional(time),
  end_time: Type.Optional(time),
  links: Type.Optional(
    Type.Array(
      Type.Object({
        header: Type.String({ maxLength: 64 }),
        expression: Type.String({ maxLength: 200 }),
        as: Type.Union([Type.Literal('leg'), Type.Literal('related')]),
      }),
      { maxItems: 16 },
    ),
  ),
})

/** Hints in place of those of the job; without a body they stay. */
export const RetryBody = Type.Union([Type.Null(), Hints])

export const JobAnswer = Type.Object({
  job_id: Type.String(),
  status: Type.String(),
  progress: Type.Integer(),
  created_at: Type.String(),
  filename: Type.Optional(Type.String()),
  started_at: Type.Optional(Type.String()),
  completed_at: Type.Optional(Type.String()),
  /** When it is deleted, with its capture. */
  expires_at: Type.Optional(Type.String()),
  hints: Type.Optional(Type.Object({}, open)),
  keys: Type.Optional(Type.Array(Type.String())),
  total_packets: Type.Optional(Type.Integer()),
  total_bytes: Type.Optional(Type.Integer()),
  session_count: Type.Optional(Type.Integer()),
  error: Type.Optional(Type.String()),
})

export const JobsAnswer = Type.Object({ jobs: Type.Array(JobAnswer), total: Type.Integer() })
export const MessageAnswer = Type.Object({ message: Type.String(), job_id: Type.String() })

export const Link = Type.Object({
  evidence: Type.String(),
  value: Type.String(),
  confidence: Type.Number(),
  frame: Type.Integer(),
  ambiguous: Type.Optional(Type.Boolean()),
})

export const ListedSession = Type.Object({
  session_id: Type.String(),
  type: Type.String(),
  subtype: Type.Optional(Type.String()),
  session_key: Type.String(),
  start_time: Type.String(),
  end_time: Type.String(),
  participants: Type.Array(Type.String()),
  participant_roles: Type.Optional(EndRoles),
  metrics: Type.Object({}, open),
  outcome: Type.String(),
  verdict: Type.Optional(Type.Object({}, open)),
  correlation_key: Type.Object({}, open),
  events_count: Type.Integer(),
})

export const SessionsAnswer = Type.Object({
  job_id: Type.String(),
  page: Type.Integer(),
  limit: Type.Integer(),
  total: Type.Integer(),
  sessions: Type.Array(ListedSession),
})

const Count = Type.Object({ packet_count: Type.Integer(), byte_count: Type.Integer() })

export const CoverageAnswer = Type.Object({
  job_id: Type.String(),
  capture: Type.Object({
    format: Type.String(),
    packets: Type.Integer(),
    bytes: Type.Integer(),
    first_time: Type.Optional(Type.String()),
    last_time: Type.Optional(Type.String()),
    truncated: Type.Boolean(),
    warnings: Type.Array(Type.Object({}, open)),
    comments: Type.Optional(Type.Array(Type.String())),
  }),
  protocols: Type.Array(Type.Object({ protocol: Type.String(), ...Count.properties })),
  coverage: Type.Object({
    packets: Type.Integer(),
    decoded: Type.Integer(),
    undecoded: Type.Integer(),
    undecoded_at: Type.Optional(
      Type.Array(
        Type.Object({
          transport: Type.String(),
          port: Type.Optional(Type.Integer()),
          link_type: Type.Optional(Type.Integer()),
          packets: Type.Integer(),
        }),
      ),
    ),
    ciphered: Type.Integer(),
    malformed: Type.Integer(),
    cut: Type.Integer(),
    duplicates: Type.Integer(),
  }),
  sessions: Type.Object({
    total: Type.Integer(),
    by_type: Type.Record(Type.String(), Type.Integer()),
    by_outcome: Type.Record(Type.String(), Type.Integer()),
  }),
})

export const SearchAnswer = Type.Object({
  page: Type.Integer(),
  limit: Type.Integer(),
  /** Of the jobs looked at. */
  total: Type.Integer(),
  sessions: Type.Array(Type.Object({ job_id: Type.String(), ...ListedSession.properties })),
  searched: Type.Object({
    /** Newest jobs looked at, of how many; those whose results cannot be read; whether that were all. */
    jobs: Type.Integer(),
    of: Type.Integer(),
    unreadable: Type.Integer(),
    complete: Type.Boolean(),
    oldest_job: Type.Optional(Type.String()),
  }),
})

export const SearchFieldsAnswer = Type.Object({
  fields: Type.Array(
    Type.Object({
      name: Type.String(),
      type: Type.String(),
      description: Type.String(),
      operators: Type.Array(Type.String()),
      sortable: Type.Boolean(),
      values: Type.Optional(Type.Array(Type.String())),
    }),
  ),
})

const queryName = Type.String({ minLength: 1, maxLength: 64, pattern: '\\S' })
export const SavedQueryBody = Type.Object(
  {
    name: queryName,
    type: Type.Optional(Type.String({ maxLength: 64 })),
    q: Type.Optional(Type.String({ maxLength: 4096 })),
  },
  { additionalProperties: false },
)
export const SavedQueryName = Type.Object({ name: queryName }, { additionalProperties: false })
export const SavedQueryParams = Type.Object({ query_id: Type.String({ maxLength: 64 }) })
export const SavedQueryAnswer = Type.Object({
  query_id: Type.String(),
  name: Type.String(),
  type: Type.String(),
  q: Type.String(),
  created_at: Type.String(),
})
export const SavedQueriesAnswer = Type.Object({ queries: Type.Array(SavedQueryAnswer) })

export const Event = Type.Object({
  event_id: Type.String(),
  timestamp: Type.String(),
  timestamp_ns: Type.String(),
  protocol: Type.String(),
  message_type: Type.String(),
  source: Type.String(),
  destination: Type.String(),
  short: Type.String(),
  file: Type.Optional(Type.Integer()),
  frame: Type.Integer(),
  frames: Type.Optional(Type.Array(Type.Integer())),
  packet_id: Type.String(),
  fault: Type.Optional(Type.String()),
  via_session: Type.Optional(Type.String()),
  linked_by: Type.Optional(Type.Array(Link)),
  details: Type.Object({}, open),
})

const RelatedSession = Type.Object({
  session_id: Type.String(),
  type: Type.String(),
  start_time: Type.String(),
  outcome: Type.String(),
  relation: Type.String(),
  linked_by: Type.Array(Link),
})

/** What a subscriber did, from its first message to its last: attach, registration, handover … */
export const Procedure = Type.Object({
  procedure_id: Type.String(),
  type: Type.String(),
  title: Type.String(),
  subtype: Type.Optional(Type.String()),
  subscriber_id: Type.Optional(Type.String()),
  start_time: Type.String(),
  end_time: Type.String(),
  duration_ms: Type.Number(),
  outcome: Type.String(),
  verdict: Type.Object({}, open),
  apn: Type.Optional(Type.String()),
  source: Type.String(),
  destination: Type.String(),
  steps: Type.Array(
    Type.Object({ event_id: Type.String(), name: Type.String(), since_start_ms: Type.Optional(Type.Number()) }),
  ),
  missing_steps: Type.Array(Type.Object({ name: Type.String(), meaning: Type.String() })),
  timings: Type.Object({}, open),
})

const MediaVerdict = Type.Object({
  kind: Type.String({ enum: [...MEDIA_VERDICTS] }),
  severity: Type.String({ enum: ['error', 'warning', 'info'] }),
  text: Type.String(),
  streams: Type.Array(Type.String(), { description: 'Ids of streams: stream_id in media' }),
  frame: Type.Optional(Type.Integer()),
  evidence: Type.Object({}, { ...open, description: 'Numbers that it rests on' }),
})

export const SessionAnswer = Type.Object({
  session_id: Type.String(),
  type: Type.String(),
  subtype: Type.Optional(Type.String()),
  session_key: Type.String(),
  start_time: Type.String(),
  end_time: Type.String(),
  duration_ms: Type.Integer(),
  packet_count: Type.Integer(),
  byte_count: Type.Integer(),
  participants: Type.Array(Type.String()),
  participant_roles: Type.Optional(ToldEnds),
  participant_names: Type.Optional(Type.Object({}, open)),
  correlation_key: Type.Object({}, open),
  metrics: Type.Object({}, open),
  outcome: Type.String(),
  verdict: Type.Optional(Type.Object({}, open)),
  facts: Type.Optional(Type.Object({}, open)),
  linked_by: Type.Array(Link),
  related_sessions: Type.Array(RelatedSession),
  related_sessions_truncated: Type.Optional(Type.Boolean()),
  members: Type.Optional(Type.Array(RelatedSession)),
  subscribers: Type.Optional(
    Type.Array(
      Type.Object({ subscriber_id: Type.String(), kind: Type.String(), value: Type.String(), role: Type.String() }),
    ),
  ),
  /** Those that its events take part in. */
  procedures: Type.Optional(Type.Array(Procedure)),
  procedures_truncated: Type.Optional(Type.Boolean()),
  media: Type.Array(Type.Object({}, open)),
  media_verdicts: Type.Optional(Type.Array(MediaVerdict)),
  tunnels: Type.Optional(Type.Array(Type.Object({}, open))),
  events_count: Type.Integer(),
  events_truncated: Type.Optional(Type.Boolean()),
  events: Type.Array(Event),
})

export const EventsPageQuery = Type.Object({
  events_page: Type.Optional(page),
  events_limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
})

export const EventsQuery = Type.Object({
  page: Type.Integer({ minimum: 1, maximum: 1_000_000_000, default: 1 }),
  limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }),
})

export const EventsAnswer = Type.Object({
  session_id: Type.String(),
  page: Type.Integer(),
  limit: Type.Integer(),
  total: Type.Integer(),
  events: Type.Array(Event),
})

export const StreamParams = Type.Object({
  session_id: Type.String({ maxLength: 64 }),
  stream_id: Type.String({ maxLength: 32 }),
})

export const SeriesQuery = Type.Object({ points: Type.Integer({ minimum: 1, maximum: 2000, default: 500 }) })

const Bucket = Type.Object({
  at_ms: Type.Number({ description: 'From the first packet of the stream' }),
  packets: Type.Integer(),
  bytes: Type.Integer({ description: 'Of RTP payloads' }),
  lost: Type.Integer({ description: 'That never came, where they should have come' }),
  late: Type.Integer({ description: 'That came behind later ones' }),
  duplicates: Type.Integer(),
  jitter_ms: Type.Optional(Type.Number({ description: 'The highest estimate of RFC 3550' })),
  delta_ms: Type.Optional(Type.Number({ description: 'The longest time from one packet to the next' })),
})

export const SeriesAnswer = Type.Object({
  session_id: Type.String(),
  stream_id: Type.String(),
  start_time: Type.String(),
  bucket_ms: Type.Number(),
  buckets: Type.Array(Bucket),
})

export const MediaAnswer = Type.Object({ session_id: Type.String(), media: Type.Array(Type.Object({}, open)) })

export const PacketParams = Type.Object({ packet_id: Type.String({ maxLength: 80 }) })

/** A field or group of fields of a tree; `children` are of the same form, positions are bytes of the buffer. */
const TreeNode = Type.Object({
  name: Type.String(),
  value: Type.Optional(Type.Unknown()),
  from: Type.Integer(),
  to: Type.Integer(),
  children: Type.Optional(Type.Array(Type.Object({}, open))),
})

export const PacketAnswer = Type.Object({
  packet_id: Type.String(),
  job_id: Type.String(),
  file: Type.Optional(Type.Integer()),
  frame: Type.Integer(),
  timestamp: Type.String(),
  timestamp_ns: Type.String(),
  recorded_ns: Type.Optional(Type.String()),
  clock_ahead_ms: Type.Optional(Type.Number()),
  interface: Type.Optional(Type.String()),
  interface_description: Type.Optional(Type.String()),
  direction: Type.Optional(Type.String()),
  comments: Type.Optional(Type.Array(Type.String())),
  link_type: Type.Integer(),
  captured_length: Type.Integer(),
  wire_length: Type.Integer(),
  layers: Type.Array(TreeNode),
  messages: Type.Array(
    Type.Object({
      event_id: Type.Optional(Type.String()),
      session_id: Type.Optional(Type.String()),
      protocol: Type.String(),
      message_type: Type.String(),
      short: Type.String(),
      fault: Type.Optional(Type.String()),
      details: Type.Object({}, open),
      buffer: Type.Integer(),
      tree: Type.Array(TreeNode),
      tree_truncated: Type.Optional(Type.Boolean()),
      parts: Type.Optional(
        Type.Array(Type.Object({ frame: Type.Integer(), start: Type.Integer(), length: Type.Integer() })),
      ),
    }),
  ),
  buffers: Type.Array(Type.Object({ name: Type.String(), hex: Type.String() })),
})

/** What is sent as a file of its own type. */
export const FileAnswer = Type.String()

const oneOf = (formats: readonly string[], first: string) => Type.String({ enum: [...formats], default: first })
const media = Type.Integer({ minimum: 0, maximum: 1, default: 1 })

export const SessionExportQuery = Type.Object({ format: oneOf(Object.keys(SESSION_FORMATS), 'json') })
export const JobExportQuery = Type.Object({ format: oneOf(FORMATS, 'json'), ...sorted })
export const SessionPcapQuery = Type.Object({ media })
export const JobPcapQuery = Type.Object({ media, ...which })

import Type from 'typebox'
import { SESSION_TYPES } from '../model/session.ts'

const open = { additionalProperties: true }

export const HealthAnswer = Type.Object({ status: Type.String(), timestamp: Type.String(), version: Type.String() })

export const JobParams = Type.Object({ job_id: Type.String({ maxLength: 64 }) })
export const SessionParams = Type.Object({ session_id: Type.String({ maxLength: 64 }) })

const page = Type.Integer({ minimum: 1, maximum: 1_000_000_000 })
const limit = Type.Integer({ minimum: 1, maximum: 1000 })
export const JobsQuery = Type.Object({ page: Type.Optional(page), limit: Type.Optional(limit) })

/** Session types in any case: lower-case name to the type itself. */
export const TYPE_NAMES: ReadonlyMap<string, string> = new Map(SESSION_TYPES.map((type) => [type.toLowerCase(), type]))

export const SessionsQuery = Type.Object({
  page: Type.Integer({ minimum: 1, maximum: 1_000_000_000, default: 1 }),
  limit: Type.Integer({ minimum: 1, maximum: 1000, default: 50 }),
  type: Type.Optional(Type.String({ maxLength: 64 })),
})

export const UploadAnswer = Type.Object({ job_id: Type.String(), status: Type.String(), created_at: Type.String() })

export const JobAnswer = Type.Object({
  job_id: Type.String(),
  status: Type.String(),
  progress: Type.Integer(),
  created_at: Type.String(),
  filename: Type.Optional(Type.String()),
  started_at: Type.Optional(Type.String()),
  completed_at: Type.Optional(Type.String()),
  total_packets: Type.Optional(Type.Integer()),
  total_bytes: Type.Optional(Type.Integer()),
  session_count: Type.Optional(Type.Integer()),
  error: Type.Optional(Type.String()),
})

export const JobsAnswer = Type.Object({ jobs: Type.Array(JobAnswer), total: Type.Integer() })
export const MessageAnswer = Type.Object({ message: Type.String(), job_id: Type.String() })

const Link = Type.Object({
  evidence: Type.String(),
  value: Type.String(),
  confidence: Type.Number(),
  frame: Type.Integer(),
  ambiguous: Type.Optional(Type.Boolean()),
})

const ListedSession = Type.Object({
  session_id: Type.String(),
  type: Type.String(),
  subtype: Type.Optional(Type.String()),
  session_key: Type.String(),
  start_time: Type.String(),
  end_time: Type.String(),
  participants: Type.Array(Type.String()),
  metrics: Type.Object({}, open),
  outcome: Type.String(),
  events_count: Type.Integer(),
})

export const SessionsAnswer = Type.Object({
  job_id: Type.String(),
  page: Type.Integer(),
  limit: Type.Integer(),
  total: Type.Integer(),
  sessions: Type.Array(ListedSession),
})

const Event = Type.Object({
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
  relation: Type.String(),
  linked_by: Type.Array(Link),
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
  correlation_key: Type.Object({}, open),
  metrics: Type.Object({}, open),
  outcome: Type.String(),
  verdict: Type.Optional(Type.Object({}, open)),
  facts: Type.Optional(Type.Object({}, open)),
  linked_by: Type.Array(Link),
  related_sessions: Type.Array(RelatedSession),
  related_sessions_truncated: Type.Optional(Type.Boolean()),
  members: Type.Optional(Type.Array(RelatedSession)),
  media: Type.Array(Type.Object({}, open)),
  tunnels: Type.Optional(Type.Array(Type.Object({}, open))),
  events_count: Type.Integer(),
  events_truncated: Type.Optional(Type.Boolean()),
  events: Type.Array(Event),
})

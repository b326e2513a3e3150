import Type from 'typebox'
import { INTERVALS } from '../analytics/buckets.ts'
import { KPI_DIMENSIONS } from '../model/kpi.ts'
import { KPIS } from '../model/tables-kpis.ts'

const date = Type.String({ maxLength: 64, description: 'ISO 8601; UTC where it names no offset' })
const job = Type.String({ maxLength: 64 })
const cache = { cached: Type.Boolean(), cache_timestamp: Type.String() }
const counts = { session_count: Type.Integer(), packet_count: Type.Integer(), byte_count: Type.Integer() }
const numbers = Type.Record(Type.String(), Type.Number())

const dates = { start_date: Type.Optional(date), end_date: Type.Optional(date) }

export const SummaryQuery = Type.Object({ ...dates, job_id: Type.Optional(job) })
export const JobQuery = Type.Object({ job_id: Type.Optional(job) })

export const TalkersQuery = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: 1000, default: 10 }),
  sort_by: Type.Enum(['packets', 'bytes'], { default: 'packets' }),
  job_id: Type.Optional(job),
})

export const TimeSeriesQuery = Type.Object({
  metric: Type.Enum(['jobs', 'sessions']),
  interval: Type.Enum([...INTERVALS], { default: '1h' }),
  ...dates,
  job_id: Type.Optional(job),
})

export const SummaryAnswer = Type.Object({
  jobs: Type.Object({
    total: Type.Integer(),
    by_status: Type.Object({
      queued: Type.Integer(),
      running: Type.Integer(),
      completed: Type.Integer(),
      failed: Type.Integer(),
    }),
  }),
  sessions: Type.Object({ total: Type.Integer(), by_type: numbers }),
  packets: Type.Object({ total: Type.Integer(), total_bytes: Type.Integer() }),
  averages: Type.Object({ session_duration_ms: Type.Integer(), packets_per_session: Type.Number() }),
  protocols: numbers,
  ...cache,
})

export const ProtocolsAnswer = Type.Object({
  protocols: Type.Array(Type.Object({ protocol: Type.String(), ...counts, percentage: Type.Number() })),
  ...cache,
})

export const TalkersAnswer = Type.Object({
  top_talkers: Type.Array(Type.Object({ ip_address: Type.String(), ...counts })),
  limit: Type.Integer(),
  approximate: Type.Optional(Type.Boolean({ description: 'Some job had more addresses than are kept of it' })),
  ...cache,
})

export const TimeSeriesAnswer = Type.Object({
  metric: Type.String(),
  interval: Type.String(),
  data: Type.Array(Type.Object({ timestamp: Type.String(), count: Type.Integer() })),
  ...cache,
})

export const KpisQuery = Type.Object({
  kpi: Type.Optional(Type.Enum(KPIS.map(({ kpi }) => kpi))),
  group_by: Type.Optional(Type.Enum([...KPI_DIMENSIONS])),
  interval: Type.Optional(
    Type.Enum([...INTERVALS], { description: 'A series by the start of sessions, which the dates are then of' }),
  ),
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 20, description: 'Groups of each figure' }),
  ...dates,
  job_id: Type.Optional(job),
})

const milliseconds = Type.Optional(Type.Number())
const figures = {
  percent: Type.Optional(Type.Number({ description: 'Of a ratio: numerator ÷ denominator' })),
  numerator: Type.Optional(Type.Integer()),
  denominator: Type.Optional(Type.Integer()),
  count: Type.Optional(Type.Integer({ description: 'Of a latency: how many were measured' })),
  p50_ms: milliseconds,
  p95_ms: milliseconds,
  p99_ms: milliseconds,
  max_ms: milliseconds,
}

const Kpi = Type.Object({
  kpi: Type.String(),
  kind: Type.Enum(['ratio', 'latency']),
  subject: Type.String(),
  counts: Type.Enum(['sessions', 'procedures', 'requests'], {
    description: 'What numerator, denominator and count are of',
  }),
  name: Type.String(),
  definition: Type.String(),
  source: Type.String(),
  better: Type.Enum(['higher', 'lower', 'neither']),
  ...figures,
  groups: Type.Optional(Type.Array(Type.Object({ value: Type.String(), ...figures }))),
  series: Type.Optional(Type.Array(Type.Object({ timestamp: Type.String(), ...figures }))),
})

/** A figure that nothing was counted for is not there. */
export const KpisAnswer = Type.Object({
  kpis: Type.Array(Kpi),
  group_by: Type.Optional(Type.String()),
  interval: Type.Optional(Type.String()),
  truncated: Type.Optional(Type.Boolean({ description: 'There are more groups than are told' })),
  ...cache,
})

export const PerformanceAnswer = Type.Object({
  parsing: Type.Object({ throughput_mbps: Type.Number(), avg_job_completion_time_seconds: Type.Number() }),
  jobs: Type.Object({ active: Type.Integer(), queued: Type.Integer() }),
  api: Type.Object({ total_requests: Type.Integer(), avg_response_time_ms: Type.Number() }),
  system: Type.Object({ memory_usage_mb: Type.Number() }),
  cache: Type.Object({ hit_rate: Type.Number() }),
})

export const CacheClearedAnswer = Type.Object({ message: Type.String() })

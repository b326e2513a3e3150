/** What jobs measured, by job; and what was counted since installation, whatever was deleted since. */
export interface MeasureTables {
  job_protocols: Counts & { protocol: string }
  job_talkers: Counts & { ip_address: string }
  job_types: { job_id: string; type: string; sessions: number; duration_ms: number }
  /** `hour`: ISO 8601 UTC of its beginning. */
  job_hours: { job_id: string; hour: string; sessions: number }
  /** `latencies`: JSON; empty for ratios. */
  job_kpis: {
    job_id: string
    dimension: string
    kpi: string
    value: string
    counted: number
    met: number
    latencies: string
  }
  /** Jobs whose list of talkers is truncated. */
  job_truncations: { job_id: string }
  /** The last runs of jobs, kept when their jobs go. */
  runs: { id?: number; bytes_read: number; milliseconds: number }
  counters: { name: string; label: string; value: number }
}

interface Counts {
  job_id: string
  session_count: number
  packet_count: number
  byte_count: number
}

/** The tables whose rows go with their job. */
export const OF_JOB = ['job_protocols', 'job_talkers', 'job_types', 'job_hours', 'job_truncations', 'job_kpis'] as const

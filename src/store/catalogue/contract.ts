import type { Job, JobStatus, JobTotals } from '../../model/job.ts'
import type { KpiRow } from '../../model/kpi.ts'
import type { Latencies } from '../../model/latencies.ts'
import type { JobMeasures } from '../../model/measures.ts'
import type { Page } from '../../model/user.ts'
import type { Alias } from '../aliases.ts'
import type { ApiKeys, AuditLog, Logins, SavedQueries, Users } from './accounts-contract.ts'

export type NewJob = Pick<Job, 'job_id' | 'created_at' | 'capture' | 'owner' | 'filename' | 'hints' | 'keys'>

/** Which jobs are listed: all of these hold. */
export interface JobsWanted {
  /** All of them where it is left out. */
  readonly page?: Page
  readonly owner?: string | undefined
  readonly status?: JobStatus | undefined
  /** In the name of the file, else in the id; in any case of its letters from A to Z. */
  readonly name?: string | undefined
  /** Of which packets were read, in any case of its letters. */
  readonly protocol?: string | undefined
}

/** The small database that knows the jobs and the users. Of a server, only the main thread writes it. */
export interface Catalogue {
  readonly users: Users
  readonly keys: ApiKeys
  readonly logins: Logins
  readonly audit: AuditLog
  readonly queries: SavedQueries
  readonly aliases: Aliases
  /** Adds a queued job; false where the id, or its first 48 bits, are taken. */
  add(job: NewJob): Promise<boolean>
  get(jobId: string): Promise<Job | undefined>
  /** The job whose id begins with these 12 hexadecimal digits (hyphens aside): session ids hold them. */
  byPrefix(prefix: string): Promise<Job | undefined>
  /** Newest first. */
  list(wanted?: JobsWanted): Promise<{ total: number; jobs: Job[] }>
  /** Takes the oldest queued job as running, with attempt + 1; undefined where none waits. */
  take(now: string): Promise<Job | undefined>
  progress(jobId: string, attempt: number, progress: number): Promise<void>
  /** Ends the attempt, if it is still the one that runs, with all that it measured; false otherwise. */
  complete(jobId: string, attempt: number, at: string, result: JobResult): Promise<boolean>
  fail(jobId: string, at: string, error: string): Promise<boolean>
  /** Removes a job that does not run; false where it runs or is unknown. */
  remove(jobId: string): Promise<boolean>
  /** After a restart: jobs that ran are queued again, or failed when `most` attempts were lost. */
  recover(at: string, most: number): Promise<void>
  /** Jobs that ended before a time. */
  endedBefore(at: string): Promise<Job[]>
  /** How many jobs use a capture file. */
  jobsOn(capture: string): Promise<number>
  /** Adds to the counters since installation. */
  count(counts: readonly Count[]): Promise<void>
  readonly statistics: Statistics
  close(): Promise<void>
}

/** What people call addresses: one list for all. */
export interface Aliases {
  /** By address. */
  list(): Promise<Alias[]>
  /** All of them, whole or not at all. */
  replace(aliases: readonly Alias[]): Promise<void>
}

/** What a completed job tells. */
export interface JobResult {
  readonly totals: JobTotals
  readonly measures: JobMeasures
}

/** Something counted since installation, which no deletion lowers. */
export interface Count {
  /** `jobs`: entries into a status; `protocol_sessions`: sessions with a packet of a protocol. */
  readonly name:
    | 'jobs'
    | 'sessions'
    | 'protocol_sessions'
    | 'packets'
    | 'bytes'
    | 'session_milliseconds'
    | 'api_requests'
  /** The status or protocol; otherwise empty. */
  readonly label?: string
  readonly value: number
}

/** Which jobs are summed: all of these hold. Times are ISO 8601 UTC with milliseconds. */
export interface JobFilter {
  /** Id of the user whose jobs they are. */
  readonly owner?: string | undefined
  readonly job_id?: string | undefined
  /** Created then or later, and before. */
  readonly from?: string | undefined
  readonly to?: string | undefined
}

export interface TalkerOrder {
  readonly by: 'packets' | 'bytes'
  readonly limit: number
}

/** Which sums of key figures. */
export interface KpisWanted {
  readonly dimension: KpiRow['dimension']
  /** All where it is left out. */
  readonly kpis?: readonly string[] | undefined
  /** Values from one, and before another: hours. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** Values of each figure. */
  readonly limit: number
}

export interface KpiSums {
  /** By figure, most counted first. */
  readonly rows: readonly (Pick<KpiRow, 'kpi' | 'value' | 'counted' | 'met'> & { readonly latencies: Latencies })[]
  /** There were more values than were asked for. */
  readonly truncated: boolean
}

interface Counted {
  readonly session_count: number
  readonly packet_count: number
  readonly byte_count: number
}

/** Sums over jobs, and what was counted since installation. */
export interface Statistics {
  /** When the job was created that has waited for longest; undefined where none waits. */
  oldestQueued(): Promise<string | undefined>
  statuses(filter: JobFilter): Promise<{ status: JobStatus; jobs: number }[]>
  /** Of completed jobs. */
  totals(filter: JobFilter): Promise<{ packets: number; bytes: number }>
  /** Most sessions first. */
  types(filter: JobFilter): Promise<{ type: string; sessions: number; duration_ms: number }[]>
  /** Most packets first. */
  protocols(filter: JobFilter): Promise<(Counted & { protocol: string })[]>
  /** `truncated`: some job had more addresses than it told. */
  talkers(
    filter: JobFilter,
    order: TalkerOrder,
  ): Promise<{ talkers: (Counted & { ip_address: string })[]; truncated: boolean }>
  /** Jobs by the hour they were created in (its beginning, ISO 8601 UTC), in order; hours without any are left out. */
  jobHours(filter: JobFilter): Promise<{ hour: string; count: number }[]>
  /** Sessions by the hour they start in; `from` and `to` are of these hours. */
  sessionHours(filter: JobFilter): Promise<{ hour: string; count: number }[]>
  kpis(filter: JobFilter, wanted: KpisWanted): Promise<KpiSums>
  counters(): Promise<Required<Count>[]>
  /** Sums over the last 100 completed runs. */
  runs(): Promise<{ runs: number; bytes_read: number; milliseconds: number }>
}

import type { Kysely } from 'kysely'
import type { JobStatus } from '../../model/job.ts'
import type { MeasureTables } from './measure-tables.ts'

export interface JobTable {
  job_id: string
  /** First 12 hexadecimal digits of the id. */
  prefix: string
  status: JobStatus
  progress: number
  attempt: number
  created_at: string
  started_at: string | null
  completed_at: string | null
  capture: string
  total_packets: number | null
  total_bytes: number | null
  session_count: number | null
  error: string | null
}

/** The tables of the catalogue. */
export interface Tables extends MeasureTables {
  jobs: JobTable
}

export type Database = Kysely<Tables>

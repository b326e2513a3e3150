import type { Job, JobTotals } from '../../model/job.ts'

export type NewJob = Pick<Job, 'job_id' | 'created_at' | 'capture' | 'file_name' | 'file_size'>

/** The small database that knows the jobs. Only the main thread writes it. */
export interface Catalogue {
  /** Adds a queued job; false where the id, or its first 48 bits, are taken. */
  add(job: NewJob): Promise<boolean>
  get(jobId: string): Promise<Job | undefined>
  /** The job whose id begins with these 12 hexadecimal digits (hyphens aside): session ids hold them. */
  byPrefix(prefix: string): Promise<Job | undefined>
  /** Newest first. */
  list(page?: { readonly page: number; readonly limit: number }): Promise<{ total: number; jobs: Job[] }>
  /** Takes the oldest queued job as running, with attempt + 1; undefined where none waits. */
  take(now: string): Promise<Job | undefined>
  progress(jobId: string, attempt: number, progress: number): Promise<void>
  /** Ends the attempt, if it is still the one that runs; false otherwise. */
  complete(jobId: string, attempt: number, at: string, totals: JobTotals): Promise<boolean>
  fail(jobId: string, at: string, error: string): Promise<boolean>
  /** Removes a job that does not run; false where it runs or is unknown. */
  remove(jobId: string): Promise<boolean>
  /** After a restart: jobs that ran are queued again, or failed when `most` attempts were lost. */
  recover(at: string, most: number): Promise<void>
  /** Jobs that ended before a time. */
  endedBefore(at: string): Promise<Job[]>
  /** How many jobs use a capture file. */
  users(capture: string): Promise<number>
  close(): Promise<void>
}

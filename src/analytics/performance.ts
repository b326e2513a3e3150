import type { Statistics } from '../store/catalogue/contract.ts'
import { rounded } from './queries.ts'

const MEGABYTE = 1_000_000

/** How fast jobs of late went. */
export interface JobSpeed {
  /** 10^6 bits of capture a second, while a job ran. */
  readonly throughput_mbps: number
  /** From its start to its end. */
  readonly avg_job_completion_time_seconds: number
}

/** Over the last 100 completed runs; 0 before the first. */
export async function jobSpeed(statistics: Statistics): Promise<JobSpeed> {
  const { runs, bytes_read, milliseconds } = await statistics.runs()
  return {
    throughput_mbps: milliseconds === 0 ? 0 : rounded((bytes_read * 8) / MEGABYTE / (milliseconds / 1000), 3),
    avg_job_completion_time_seconds: runs === 0 ? 0 : rounded(milliseconds / runs / 1000, 3),
  }
}

/** Jobs that run and wait now. */
export async function jobsAtWork(statistics: Statistics): Promise<{ active: number; queued: number }> {
  const statuses = await statistics.statuses({})
  const jobs = (wanted: string): number => statuses.find(({ status }) => status === wanted)?.jobs ?? 0
  return { active: jobs('running'), queued: jobs('queued') }
}

/** Resident memory of the process, in 10^6 bytes. */
export function memoryMegabytes(): number {
  return rounded(process.memoryUsage.rss() / MEGABYTE, 1)
}

import { type QueryClient, useMutation, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import type { Coverage, Job, Jobs } from './records.ts'
import { ask, send } from './request.ts'

const JOBS = ['jobs']
const SHARED_DIGITS = 12

export function useJobs(): UseQueryResult<Jobs> {
  return useQuery({ queryKey: JOBS, queryFn: ({ signal }) => ask<Jobs>('/api/v1/jobs', { signal }) })
}

/** A job out of the list, which every page has asked for already. */
export function useJob(matches: (job: Job) => boolean): Job | undefined {
  return useJobs().data?.jobs.find(matches)
}

/** The job of a session, by the beginning that both ids share. */
export function useJobOf(sessionId: string): Job | undefined {
  const prefix = sessionId.replaceAll('-', '').slice(0, SHARED_DIGITS)
  return useJob(({ job_id }) => job_id.replaceAll('-', '').startsWith(prefix))
}

/** What the job read; never changes once it is there. */
export function useCoverage(jobId: string | undefined, completed: boolean): UseQueryResult<Coverage> {
  return useQuery({
    queryKey: ['coverage', jobId],
    queryFn: ({ signal }) => ask<Coverage>(`/api/v1/jobs/${jobId}/coverage`, { signal }),
    enabled: jobId !== undefined && completed,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export type JobAction = 'cancel' | 'retry' | 'delete'

export function useJobAction() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ job, action }: { job: Job; action: JobAction }): Promise<unknown> =>
      action === 'delete'
        ? send('DELETE', `/api/v1/jobs/${job.job_id}`)
        : send('POST', `/api/v1/jobs/${job.job_id}/${action}`),
    onSettled: () => refreshJobs(client),
  })
}

export function refreshJobs(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: JOBS })
}

/** What people call the job. */
export function nameOf(job: Job): string {
  return job.filename ? job.filename : job.job_id
}

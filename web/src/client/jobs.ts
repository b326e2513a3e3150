import {
  type QueryClient,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query'
import type { Coverage, Job, Jobs } from './records.ts'
import { ask, send } from './request.ts'

const JOBS = ['jobs']
const SHARED_DIGITS = 12

export function useJobs(): UseQueryResult<Jobs> {
  return useQuery(LIST)
}

/** Of whoever looks at the list itself: others may have changed it while nobody looked. */
export function useFreshJobs(): UseQueryResult<Jobs> {
  return useQuery({ ...LIST, refetchOnMount: 'always', refetchOnWindowFocus: 'always' })
}

const LIST = queryOptions({ queryKey: JOBS, queryFn: ({ signal }) => ask<Jobs>('/api/v1/jobs', { signal }) })

/** Ids of the jobs that have packets of a protocol; asked for where one is named. */
export function useJobsWith(protocol: string): UseQueryResult<ReadonlySet<string>> {
  return useQuery({
    queryKey: [...JOBS, protocol],
    queryFn: ({ signal }) => ask<Jobs>(`/api/v1/jobs?${new URLSearchParams({ protocol })}`, { signal }),
    enabled: protocol !== '',
    select: idsOf,
  })
}

function idsOf({ jobs }: Jobs): ReadonlySet<string> {
  return new Set(jobs.map(({ job_id }) => job_id))
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
    onSuccess: (_, { job, action }) => {
      if (action === 'delete') client.setQueryData<Jobs>(JOBS, (known) => known && without(known, job.job_id))
    },
    onSettled: () => refreshJobs(client),
  })
}

/** At once: the list itself may have to wait for its turn at the server. */
export function without({ jobs, total }: Jobs, jobId: string): Jobs {
  const left = jobs.filter(({ job_id }) => job_id !== jobId)
  return { jobs: left, total: total - (jobs.length - left.length) }
}

export function refreshJobs(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: JOBS })
}

/** What people call the job. */
export function nameOf(job: Job): string {
  return job.filename ? job.filename : job.job_id
}

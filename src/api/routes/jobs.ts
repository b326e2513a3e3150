import type { Job } from '../../model/job.ts'
import { answer, type App } from '../app.ts'
import type { Dependencies } from '../dependencies.ts'
import { ApiError } from '../errors.ts'
import { checkedHints } from '../hints.ts'
import {
  JobAnswer,
  JobParams,
  JobsAnswer,
  JobsQuery,
  MessageAnswer,
  RetryBody,
  SessionsAnswer,
  SessionsQuery,
  UploadAnswer,
} from '../schemas.ts'
import { wantedOf } from '../wanted.ts'

const PAGE_SIZE = 50

export function jobRoutes(app: App, { catalogue, jobs, inspect, blobs }: Dependencies): void {
  const found = async (jobId: string): Promise<Job> => {
    const job = await catalogue.get(jobId)
    if (!job) throw new ApiError('JOB_NOT_FOUND')
    return job
  }

  app.get('/api/v1/jobs', { schema: { querystring: JobsQuery, response: { 200: JobsAnswer } } }, async ({ query }) => {
    const { page, limit } = query
    if (page === undefined && limit === undefined) return catalogue.list()
    return catalogue.list({ page: page ?? 1, limit: limit ?? PAGE_SIZE })
  })

  app.get(
    '/api/v1/jobs/:job_id/status',
    { schema: { params: JobParams, response: { 200: JobAnswer } } },
    async ({ params }) => found(params.job_id),
  )

  app.get(
    '/api/v1/jobs/:job_id/sessions',
    { schema: { params: JobParams, querystring: SessionsQuery, response: { 200: SessionsAnswer } } },
    async ({ params, query }) => {
      const { page, limit } = query
      const wanted = { page, limit, ...wantedOf(query) }
      const { job_id, status } = await found(params.job_id)
      if (status !== 'completed') throw new ApiError('JOB_NOT_COMPLETED', { current_status: status })
      const { total, sessions } = await inspect.ask(blobs.result(job_id), 'sessions', wanted)
      return answer({ job_id, page, limit, total, sessions })
    },
  )

  app.delete(
    '/api/v1/jobs/:job_id',
    { schema: { params: JobParams, response: { 200: MessageAnswer } } },
    async ({ params: { job_id } }) => {
      if (!(await jobs.remove(job_id))) throw new ApiError('CANNOT_DELETE_JOB')
      return { message: 'Job deleted successfully', job_id }
    },
  )

  app.post(
    '/api/v1/jobs/:job_id/cancel',
    { schema: { params: JobParams, response: { 200: MessageAnswer } } },
    async ({ params }) => {
      const { job_id } = await found(params.job_id)
      if (!(await jobs.cancel(job_id))) throw new ApiError('CANNOT_CANCEL_JOB')
      return { message: 'Job cancelled successfully', job_id }
    },
  )

  app.post(
    '/api/v1/jobs/:job_id/retry',
    { schema: { params: JobParams, body: RetryBody, response: { 201: UploadAnswer } } },
    async ({ params, body }, reply) => {
      // Without a body there is no value at all.
      const hints = body ? checkedHints(body) : undefined
      const { job_id, created_at } = await jobs.retry(await found(params.job_id), hints)
      return reply.code(201).send({ job_id, status: 'queued', created_at })
    },
  )
}

import type { Job, JobStatus } from '../../model/job.ts'
import { answer, type App } from '../app.ts'
import { note } from '../audit.ts'
import type { Dependencies } from '../dependencies.ts'
import { errors } from '../error-answers.ts'
import { ApiError } from '../errors.ts'
import { checkedHints } from '../hints.ts'
import { mayHave, ownerSeen, ownJob } from '../ownership.ts'
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
const tags = ['jobs']

export function jobRoutes(app: App, dependencies: Dependencies): void {
  readingRoutes(app, dependencies)
  changingRoutes(app, dependencies)
}

function readingRoutes(app: App, { catalogue, inspect, blobs, jobs }: Dependencies): void {
  const told = (job: Job) => {
    const expires_at = jobs.expiryOf(job)
    return answer({ ...job, ...(expires_at !== undefined && { expires_at }) })
  }

  app.get(
    '/api/v1/jobs',
    {
      config: { scope: 'jobs:read' },
      schema: {
        tags,
        summary: 'Jobs, newest first; by default all',
        querystring: JobsQuery,
        response: { 200: JobsAnswer },
      },
    },
    async (request) => {
      const { page, limit, status, name, protocol } = request.query
      const isPaged = page !== undefined || limit !== undefined
      const paged = isPaged ? { page: { page: page ?? 1, limit: limit ?? PAGE_SIZE } } : {}
      const some = { owner: ownerSeen(request), status: status as JobStatus | undefined, name, protocol }
      const { total, jobs: listed } = await catalogue.list({ ...some, ...paged })
      return { total, jobs: listed.map(told) }
    },
  )

  app.get(
    '/api/v1/jobs/:job_id/status',
    {
      config: { scope: 'jobs:read' },
      schema: {
        tags,
        summary: 'How far a job is',
        params: JobParams,
        response: { 200: JobAnswer, ...errors('JOB_NOT_FOUND') },
      },
    },
    async (request) => told(await ownJob(request, catalogue, request.params.job_id)),
  )

  app.get(
    '/api/v1/jobs/:job_id/sessions',
    {
      config: { scope: 'sessions:read' },
      schema: {
        tags: ['sessions'],
        summary: 'The sessions of a job by their start',
        params: JobParams,
        querystring: SessionsQuery,
        response: {
          200: SessionsAnswer,
          ...errors('INVALID_REQUEST', 'JOB_NOT_COMPLETED', 'JOB_NOT_FOUND', 'NOT_KEPT'),
        },
      },
    },
    async (request) => {
      const { page, limit } = request.query
      const wanted = { page, limit, ...wantedOf(request.query) }
      const { job_id, status } = await ownJob(request, catalogue, request.params.job_id)
      if (status !== 'completed') throw new ApiError('JOB_NOT_COMPLETED', { current_status: status })
      const { total, sessions } = await inspect.ask(blobs.result(job_id), 'sessions', wanted)
      return answer({ job_id, page, limit, total, sessions })
    },
  )
}

function changingRoutes(app: App, { audit, catalogue, jobs }: Dependencies): void {
  app.delete(
    '/api/v1/jobs/:job_id',
    {
      config: { scope: 'jobs:write' },
      schema: {
        tags,
        summary: 'Deletes a job with its capture and its result',
        params: JobParams,
        response: { 200: MessageAnswer, ...errors('INVALID_REQUEST', 'CANNOT_DELETE_JOB') },
      },
    },
    async (request) => {
      const { job_id } = request.params
      const job = await catalogue.get(job_id)
      if (!job || !mayHave(request, job) || !(await jobs.remove(job_id))) throw new ApiError('CANNOT_DELETE_JOB')
      await note(request, audit, { action: 'job.delete', target: job_id })
      return { message: 'Job deleted successfully', job_id }
    },
  )

  app.post(
    '/api/v1/jobs/:job_id/cancel',
    {
      config: { scope: 'jobs:write' },
      schema: {
        tags,
        summary: 'Ends a queued or running job',
        params: JobParams,
        response: { 200: MessageAnswer, ...errors('INVALID_REQUEST', 'CANNOT_CANCEL_JOB', 'JOB_NOT_FOUND') },
      },
    },
    async (request) => {
      const { job_id } = await ownJob(request, catalogue, request.params.job_id)
      if (!(await jobs.cancel(job_id))) throw new ApiError('CANNOT_CANCEL_JOB')
      return { message: 'Job cancelled successfully', job_id }
    },
  )

  app.post(
    '/api/v1/jobs/:job_id/retry',
    {
      config: { scope: 'jobs:write' },
      schema: {
        tags,
        summary: 'Analyses the same capture again, as a new job',
        params: JobParams,
        body: RetryBody,
        response: { 201: UploadAnswer, ...errors('INVALID_REQUEST', 'JOB_NOT_FOUND') },
      },
    },
    async (request, reply) => {
      // Without a body there is no value at all.
      const hints = request.body ? checkedHints(request.body) : undefined
      const { job_id, created_at } = await jobs.retry(await ownJob(request, catalogue, request.params.job_id), hints)
      return reply.code(201).send({ job_id, status: 'queued', created_at })
    },
  )
}

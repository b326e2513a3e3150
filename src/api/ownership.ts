import type { FastifyRequest } from 'fastify'
import type { Job } from '../model/job.ts'
import type { Catalogue } from '../store/catalogue/contract.ts'
import { ApiError } from './errors.ts'

declare module 'fastify' {
  /** What a route needs of who asks. */
  interface FastifyContextConfig {
    scope?: 'jobs:read' | 'jobs:write' | 'sessions:read' | 'packets:raw'
  }
}

/** The job, if there is one. */
export async function ownJob(_request: FastifyRequest, catalogue: Catalogue, jobId: string): Promise<Job> {
  const job = await catalogue.get(jobId)
  if (!job) throw new ApiError('JOB_NOT_FOUND')
  return job
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The completed job that a session is of. */
export async function ownSessionsJob(_request: FastifyRequest, catalogue: Catalogue, sessionId: string): Promise<Job> {
  if (!UUID.test(sessionId)) throw new ApiError('SESSION_NOT_FOUND')
  // The job's first 48 bits stand in the ids of its sessions.
  const job = await catalogue.byPrefix(sessionId.replaceAll('-', '').slice(0, 12).toLowerCase())
  if (job?.status !== 'completed') throw new ApiError('SESSION_NOT_FOUND')
  return job
}

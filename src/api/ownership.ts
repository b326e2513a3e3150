import type { FastifyRequest } from 'fastify'
import { reach } from '../auth/principal.ts'
import type { Job } from '../model/job.ts'
import type { User } from '../model/user.ts'
import type { Catalogue } from '../store/catalogue/contract.ts'
import { ApiError, type ErrorCode } from './errors.ts'

/** Whose jobs the caller may have on this route, by its scope: a user's id, or undefined for all. */
export function ownerSeen({ principal, routeOptions }: FastifyRequest): string | undefined {
  const { scope } = routeOptions.config
  if (!principal || scope === undefined) throw new Error('a route without scope has no jobs')
  return reach(principal, scope) === 'all' ? undefined : principal.user!.user_id
}

/** Whether the caller may have this job on this route. */
export function mayHave(request: FastifyRequest, job: Job): boolean {
  const owner = ownerSeen(request)
  return owner === undefined || job.owner === owner
}

/** The job, if there is one and the caller may have it. Another's is as unknown. */
export async function ownJob(request: FastifyRequest, catalogue: Catalogue, jobId: string): Promise<Job> {
  return had(request, await catalogue.get(jobId), 'JOB_NOT_FOUND')
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The completed job that a session is of, if the caller may have it. */
export async function ownSessionsJob(request: FastifyRequest, catalogue: Catalogue, sessionId: string): Promise<Job> {
  return ownJobOf(request, catalogue, { id: sessionId, code: 'SESSION_NOT_FOUND' })
}

/** The completed job that a subscriber is of, if the caller may have it. */
export async function ownSubscribersJob(request: FastifyRequest, catalogue: Catalogue, id: string): Promise<Job> {
  return ownJobOf(request, catalogue, { id, code: 'SUBSCRIBER_NOT_FOUND' })
}

/** The job's first 48 bits stand in the ids of what is found in it. */
async function ownJobOf(
  request: FastifyRequest,
  catalogue: Catalogue,
  { id, code }: { id: string; code: ErrorCode },
): Promise<Job> {
  if (!UUID.test(id)) throw new ApiError(code)
  const job = await catalogue.byPrefix(id.replaceAll('-', '').slice(0, 12).toLowerCase())
  return had(request, job?.status === 'completed' ? job : undefined, code)
}

function had(request: FastifyRequest, job: Job | undefined, code: ErrorCode): Job {
  if (!job || !mayHave(request, job)) throw new ApiError(code)
  return job
}

/** The user who asks, on routes that need a person. */
export function askingUser({ principal }: FastifyRequest): User {
  if (!principal?.user) throw new ApiError('UNAUTHORIZED')
  return principal.user
}

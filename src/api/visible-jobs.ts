import type { FastifyRequest } from 'fastify'
import type { JobFilter } from '../store/catalogue/contract.ts'

/** Which jobs whoever asks may see: sums are made over these alone. Without users that is all of them. */
export function visibleJobs(_request: FastifyRequest): Pick<JobFilter, 'owner'> {
  return {}
}

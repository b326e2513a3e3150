import { answer, type App } from '../app.ts'
import type { Dependencies } from '../dependencies.ts'
import { ApiError } from '../errors.ts'
import { CoverageAnswer, JobParams } from '../schemas.ts'

/** What of a capture was read, and what could not be. */
export function coverageRoutes(app: App, { catalogue, inspect, blobs }: Dependencies): void {
  app.get(
    '/api/v1/jobs/:job_id/coverage',
    { schema: { params: JobParams, response: { 200: CoverageAnswer } } },
    async ({ params }) => {
      const job = await catalogue.get(params.job_id)
      if (!job) throw new ApiError('JOB_NOT_FOUND')
      if (job.status !== 'completed') throw new ApiError('JOB_NOT_COMPLETED', { current_status: job.status })
      const overview = await inspect.ask(blobs.result(job.job_id), 'overview', undefined)
      return answer({ job_id: job.job_id, ...overview })
    },
  )
}

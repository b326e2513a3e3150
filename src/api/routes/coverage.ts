import { answer, type App } from '../app.ts'
import type { Dependencies } from '../dependencies.ts'
import { errors } from '../error-answers.ts'
import { ApiError } from '../errors.ts'
import { ownJob } from '../ownership.ts'
import { CoverageAnswer, JobParams } from '../schemas.ts'

/** What of a capture was read, and what could not be. */
export function coverageRoutes(app: App, { catalogue, inspect, blobs }: Dependencies): void {
  app.get(
    '/api/v1/jobs/:job_id/coverage',
    {
      config: { scope: 'sessions:read' },
      schema: {
        tags: ['jobs'],
        summary: 'What of a capture was read',
        params: JobParams,
        response: { 200: CoverageAnswer, ...errors('JOB_NOT_FOUND', 'JOB_NOT_COMPLETED', 'NOT_KEPT') },
      },
    },
    async (request) => {
      const { job_id, status } = await ownJob(request, catalogue, request.params.job_id)
      if (status !== 'completed') throw new ApiError('JOB_NOT_COMPLETED', { current_status: status })
      return answer({ job_id, ...(await inspect.ask(blobs.result(job_id), 'overview', undefined)) })
    },
  )
}

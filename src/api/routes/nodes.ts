import { answer, type App } from '../app.ts'
import type { Dependencies } from '../dependencies.ts'
import { errors } from '../error-answers.ts'
import { ApiError } from '../errors.ts'
import { ownJob } from '../ownership.ts'
import { NodesAnswer, NodesQuery } from '../node-schemas.ts'
import { JobParams } from '../schemas.ts'

/** The nodes of the network that a capture shows. */
export function nodeRoutes(app: App, { catalogue, inspect, blobs }: Dependencies): void {
  app.get(
    '/api/v1/jobs/:job_id/nodes',
    {
      config: { scope: 'sessions:read' },
      schema: {
        tags: ['jobs'],
        summary: 'What each address does in the network, with evidence',
        params: JobParams,
        querystring: NodesQuery,
        response: { 200: NodesAnswer, ...errors('JOB_NOT_FOUND', 'JOB_NOT_COMPLETED', 'NOT_KEPT') },
      },
    },
    async (request) => {
      const { job_id, status } = await ownJob(request, catalogue, request.params.job_id)
      if (status !== 'completed') throw new ApiError('JOB_NOT_COMPLETED', { current_status: status })
      const { page, limit, role } = request.query
      const wanted = { from: (page - 1) * limit, limit, ...(role !== undefined && { role }) }
      return answer({ job_id, page, limit, ...(await inspect.ask(blobs.result(job_id), 'nodes', wanted)) })
    },
  )
}

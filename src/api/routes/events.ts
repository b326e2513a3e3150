import { answer, type App } from '../app.ts'
import type { Dependencies } from '../dependencies.ts'
import { errors } from '../error-answers.ts'
import { ApiError } from '../errors.ts'
import { ownSessionsJob } from '../ownership.ts'
import { EventsAnswer, EventsQuery, SessionParams } from '../schemas.ts'

/** Parts of a session, for those that are long. */
export function eventRoutes(app: App, { catalogue, inspect, blobs }: Dependencies): void {
  app.get(
    '/api/v1/sessions/:session_id/events',
    {
      config: { scope: 'sessions:read' },
      schema: {
        tags: ['sessions'],
        summary: 'A page of the events of a session',
        params: SessionParams,
        querystring: EventsQuery,
        response: { 200: EventsAnswer, ...errors('SESSION_NOT_FOUND', 'NOT_KEPT') },
      },
    },
    async (request) => {
      const { page, limit } = request.query
      const id = request.params.session_id.toLowerCase()
      const { job_id } = await ownSessionsJob(request, catalogue, id)
      const found = await inspect.ask(blobs.result(job_id), 'events', { id, from: (page - 1) * limit, limit })
      if (!found) throw new ApiError('SESSION_NOT_FOUND')
      return answer({ session_id: id, page, limit, ...found })
    },
  )
}

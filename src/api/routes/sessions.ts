import { answer, type App } from '../app.ts'
import type { Dependencies } from '../dependencies.ts'
import { errors } from '../error-answers.ts'
import { ApiError } from '../errors.ts'
import { ownSessionsJob } from '../ownership.ts'
import { EventsPageQuery, SessionAnswer, SessionParams } from '../schemas.ts'

/** Events of a page, where only its number is given. */
const EVENTS = 1000

export function sessionRoutes(app: App, { catalogue, inspect, blobs }: Dependencies): void {
  app.get(
    '/api/v1/sessions/:session_id',
    {
      config: { scope: 'sessions:read' },
      schema: {
        tags: ['sessions'],
        summary: 'One session with its metrics, media and events',
        params: SessionParams,
        querystring: EventsPageQuery,
        response: { 200: SessionAnswer, ...errors('INVALID_REQUEST', 'SESSION_NOT_FOUND', 'NOT_KEPT') },
      },
    },
    async (request) => {
      const id = request.params.session_id.toLowerCase()
      const { events_page: page, events_limit: limit } = request.query
      const { job_id } = await ownSessionsJob(request, catalogue, id)
      const isWhole = page === undefined && limit === undefined
      const part = { from: ((page ?? 1) - 1) * (limit ?? EVENTS), limit: limit ?? EVENTS }
      const session = isWhole
        ? await inspect.ask(blobs.result(job_id), 'session', id)
        : await inspect.ask(blobs.result(job_id), 'session_page', { id, ...part })
      if (!session) throw new ApiError('SESSION_NOT_FOUND')
      return answer(session)
    },
  )
}

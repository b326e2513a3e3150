import { answer, type App } from '../app.ts'
import type { Dependencies } from '../dependencies.ts'
import { errors } from '../error-answers.ts'
import { ApiError } from '../errors.ts'
import { ownSessionsJob } from '../ownership.ts'
import { SessionAnswer, SessionParams } from '../schemas.ts'

export function sessionRoutes(app: App, { catalogue, inspect, blobs }: Dependencies): void {
  app.get(
    '/api/v1/sessions/:session_id',
    {
      config: { scope: 'sessions:read' },
      schema: {
        tags: ['sessions'],
        summary: 'One session with its metrics, media and events',
        params: SessionParams,
        response: { 200: SessionAnswer, ...errors('SESSION_NOT_FOUND') },
      },
    },
    async (request) => {
      const { session_id } = request.params
      const { job_id } = await ownSessionsJob(request, catalogue, session_id)
      const session = await inspect.ask(blobs.result(job_id), 'session', session_id.toLowerCase())
      if (!session) throw new ApiError('SESSION_NOT_FOUND')
      return answer(session)
    },
  )
}

import { answer, type App } from '../app.ts'
import type { Dependencies } from '../dependencies.ts'
import { ApiError } from '../errors.ts'
import { ownSessionsJob } from '../ownership.ts'
import { SessionAnswer, SessionParams } from '../schemas.ts'

export function sessionRoutes(app: App, { catalogue, inspect, blobs }: Dependencies): void {
  app.get(
    '/api/v1/sessions/:session_id',
    { config: { scope: 'sessions:read' }, schema: { params: SessionParams, response: { 200: SessionAnswer } } },
    async (request) => {
      const { session_id } = request.params
      const { job_id } = await ownSessionsJob(request, catalogue, session_id)
      const session = await inspect.ask(blobs.result(job_id), 'session', session_id.toLowerCase())
      if (!session) throw new ApiError('SESSION_NOT_FOUND')
      return answer(session)
    },
  )
}

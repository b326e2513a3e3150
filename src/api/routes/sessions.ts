import { answer, type App } from '../app.ts'
import type { Dependencies } from '../dependencies.ts'
import { ApiError } from '../errors.ts'
import { errors } from '../error-answers.ts'
import { SessionAnswer, SessionParams } from '../schemas.ts'

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

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
    async ({ params: { session_id } }) => {
      if (!UUID.test(session_id)) throw new ApiError('SESSION_NOT_FOUND')
      // The job's first 48 bits stand in the ids of its sessions.
      const job = await catalogue.byPrefix(session_id.replaceAll('-', '').slice(0, 12).toLowerCase())
      if (job?.status !== 'completed') throw new ApiError('SESSION_NOT_FOUND')
      const session = await inspect.ask(blobs.result(job.job_id), 'session', session_id.toLowerCase())
      if (!session) throw new ApiError('SESSION_NOT_FOUND')
      return answer(session)
    },
  )
}

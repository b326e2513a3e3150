import type { FastifyRequest } from 'fastify'
import { whyUnheard } from '../../inspect/audio.ts'
import type { Series } from '../../inspect/series.ts'
import { keptCaptures } from '../../jobs/kept-captures.ts'
import type { Job } from '../../model/job.ts'
import type { Media } from '../../model/session.ts'
import { answer, type App } from '../app.ts'
import type { Dependencies } from '../dependencies.ts'
import { errors } from '../error-answers.ts'
import { ApiError } from '../errors.ts'
import { ownSessionsJob } from '../ownership.ts'
import { FileAnswer, MediaAnswer, SeriesAnswer, SeriesQuery, SessionParams, StreamParams } from '../schemas.ts'
import { sendFile } from '../send-file.ts'

/** The media of a session: its streams, one of them over time, and one to be heard. */
export function mediaRoutes(app: App, dependencies: Dependencies): void {
  streamsRoute(app, dependencies)
  seriesRoute(app, dependencies)
  audioRoute(app, dependencies)
}

async function mediaOf({ inspect, blobs }: Dependencies, job: Job, id: string): Promise<readonly Media[]> {
  const session = await inspect.ask(blobs.result(job.job_id), 'session_page', { id, limit: 0 })
  if (!session) throw new ApiError('SESSION_NOT_FOUND')
  return session.media
}

interface StreamRequest extends FastifyRequest {
  params: { session_id: string; stream_id: string }
}

/** The stream that a path names, of a session that the caller may see. */
async function ownStream(request: StreamRequest, dependencies: Dependencies) {
  const session = request.params.session_id.toLowerCase()
  const job = await ownSessionsJob(request, dependencies.catalogue, session)
  const media = await mediaOf(dependencies, job, session)
  const stream = media.find(({ stream_id }) => stream_id === request.params.stream_id.toLowerCase())
  if (!stream) throw new ApiError('STREAM_NOT_FOUND')
  const captures = keptCaptures(dependencies.blobs, job)
  return { stream, result: dependencies.blobs.result(job.job_id), captures, session }
}

function streamsRoute(app: App, dependencies: Dependencies): void {
  app.get(
    '/api/v1/sessions/:session_id/media',
    {
      config: { scope: 'sessions:read' },
      schema: {
        tags: ['sessions'],
        summary: 'The media of a session',
        params: SessionParams,
        response: { 200: MediaAnswer, ...errors('SESSION_NOT_FOUND', 'NOT_KEPT') },
      },
    },
    async (request) => {
      const id = request.params.session_id.toLowerCase()
      const job = await ownSessionsJob(request, dependencies.catalogue, id)
      return answer({ session_id: id, media: await mediaOf(dependencies, job, id) })
    },
  )
}

function seriesRoute(app: App, dependencies: Dependencies): void {
  app.get(
    '/api/v1/sessions/:session_id/media/:stream_id/series',
    {
      config: { scope: 'sessions:read' },
      schema: {
        tags: ['sessions'],
        summary: 'A media stream over time',
        description:
          'Packets, losses, jitter and time between packets by stretches of time, read again from the capture.',
        params: StreamParams,
        querystring: SeriesQuery,
        response: { 200: SeriesAnswer, ...errors('SESSION_NOT_FOUND', 'STREAM_NOT_FOUND', 'NOT_KEPT') },
      },
    },
    async (request) => {
      const { points } = request.query
      const { stream, result, captures, session } = await ownStream(request, dependencies)
      const wanted = { captures, session, stream: stream.stream_id, points }
      const pieces: Uint8Array[] = []
      for await (const piece of dependencies.inspect.stream(result, 'series', wanted)) pieces.push(piece)
      const series = JSON.parse(Buffer.concat(pieces).toString()) as Series
      return answer({ session_id: session, ...series })
    },
  )
}

function audioRoute(app: App, dependencies: Dependencies): void {
  app.get(
    '/api/v1/sessions/:session_id/media/:stream_id/audio',
    {
      config: { scope: 'media:listen' },
      schema: {
        tags: ['sessions'],
        summary: 'A media stream as a WAV file',
        description: 'G.711, G.722 and L16, placed by RTP time; what was lost is silence. Each answer is audited.',
        params: StreamParams,
        response: {
          200: FileAnswer,
          ...errors('SESSION_NOT_FOUND', 'STREAM_NOT_FOUND', 'AUDIO_UNAVAILABLE', 'NOT_KEPT'),
        },
      },
    },
    async (request, reply) => {
      const { stream, result, captures, session } = await ownStream(request, dependencies)
      const { stream_id, codec } = stream
      const reason = whyUnheard(stream)
      if (reason) throw new ApiError('AUDIO_UNAVAILABLE', { reason, codec })
      const pieces = dependencies.inspect.stream(result, 'audio', { captures, session, stream: stream_id })
      return sendFile(reply, pieces, { mediaType: 'audio/wav', filename: `session-${session}-${stream_id}.wav` })
    },
  )
}

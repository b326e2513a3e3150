import type { WebSocket } from '@fastify/websocket'
import type { JobEvent } from '../../jobs/events.ts'
import type { Job } from '../../model/job.ts'
import type { App } from '../app.ts'
import type { Dependencies } from '../dependencies.ts'
import { mayHave } from '../ownership.ts'
import { JobParams } from '../schemas.ts'

const DONE = 1000
const UNKNOWN_JOB = 4404
/** A client that does not read is given up rather than waited for. */
const MOST_UNSENT_BYTES = 1_048_576

/** What is told of an event: why a job failed for those who count is not. */
type Told = Exclude<JobEvent, { type: 'error' }> | { readonly type: 'error'; readonly error: string }

export function jobEventRoutes(app: App, { catalogue, jobs }: Dependencies): void {
  const config = { scope: 'jobs:read' } as const
  app.get(
    '/ws/jobs/:job_id/events',
    {
      websocket: true,
      config,
      schema: { tags: ['jobs'], summary: 'The events of a job as they happen (WebSocket)', params: JobParams },
    },
    async (socket, request) => {
      const { job_id } = request.params
      const early: JobEvent[] = []
      let take = (event: JobEvent): void => void early.push(event)
      const stop = jobs.events.listen(job_id, (event) => take(event))
      socket.on('close', stop)
      socket.on('error', stop)
      const job = await catalogue.get(job_id)
      if (!job || !mayHave(request, job)) return socket.close(UNKNOWN_JOB, 'Job not found')
      if (tellState(socket, job)) return
      take = (event) => tell(socket, event)
      for (const event of early) take(event)
    },
  )
}

/** What a job is when the client comes; true where that is the last to be said. */
function tellState(socket: WebSocket, job: Job): boolean {
  if (job.status === 'completed') {
    const { total_packets = 0, total_bytes = 0, session_count = 0 } = job
    tell(socket, { type: 'completed', totals: { total_packets, total_bytes, session_count } }, job.completed_at)
  } else if (job.status === 'failed') {
    tell(socket, { type: 'error', error: job.error ?? 'Analysis failed' }, job.completed_at)
  } else {
    tell(socket, { type: 'status', status: job.status }, job.started_at ?? job.created_at)
    return false
  }
  return true
}

/** @param at when it happened */
function tell(socket: WebSocket, event: Told, at = new Date().toISOString()): void {
  if (event.type === 'deleted') return socket.close(UNKNOWN_JOB, 'Job not found')
  if (socket.bufferedAmount > MOST_UNSENT_BYTES) return socket.terminate()
  socket.send(JSON.stringify({ type: event.type, timestamp: at, data: dataOf(event) }))
  if (event.type === 'completed' || event.type === 'error') socket.close(DONE)
}

function dataOf(event: Exclude<Told, { type: 'deleted' }>): Record<string, unknown> {
  if (event.type === 'status') return { status: event.status }
  if (event.type === 'progress') return { ...event.progress }
  if (event.type === 'error') return { error: event.error }
  const { session_count, total_packets, total_bytes } = event.totals
  return { status: 'completed', sessions: session_count, packets: total_packets, bytes: total_bytes }
}

import { SESSION_FORMATS, type SessionFormat } from '../../export/session.ts'
import type { Format } from '../../export/sessions.ts'
import { keptCaptures } from '../../jobs/kept-captures.ts'
import type { Job } from '../../model/job.ts'
import type { App } from '../app.ts'
import type { Dependencies } from '../dependencies.ts'
import { errors } from '../error-answers.ts'
import { ApiError } from '../errors.ts'
import { ownJob, ownSessionsJob } from '../ownership.ts'
import { sendFile } from '../send-file.ts'
import {
  FileAnswer,
  JobExportQuery,
  JobParams,
  JobPcapQuery,
  SessionExportQuery,
  SessionParams,
  SessionPcapQuery,
} from '../schemas.ts'
import { wantedOf } from '../wanted.ts'

const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  json: 'application/json; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
}
/** As for pcap, registered; pcapng has none of its own. */
const PCAP = 'application/vnd.tcpdump.pcap'

export function exportRoutes(app: App, dependencies: Dependencies): void {
  sessionExports(app, dependencies)
  jobExports(app, dependencies)
}

function sessionExports(app: App, { catalogue, inspect, blobs }: Dependencies): void {
  const known = async (job: Job, id: string): Promise<string> => {
    const result = blobs.result(job.job_id)
    if (!(await inspect.ask(result, 'session_page', { id, limit: 0 }))) throw new ApiError('SESSION_NOT_FOUND')
    return result
  }

  app.get(
    '/api/v1/sessions/:session_id/export',
    {
      config: { scope: 'sessions:read' },
      schema: {
        tags: ['exports'],
        summary: 'A session as a file',
        params: SessionParams,
        querystring: SessionExportQuery,
        response: { 200: FileAnswer, ...errors('SESSION_NOT_FOUND', 'NOT_KEPT') },
      },
    },
    async (request, reply) => {
      const id = request.params.session_id.toLowerCase()
      const format = request.query.format as SessionFormat
      const result = await known(await ownSessionsJob(request, catalogue, id), id)
      const { mediaType, extension } = SESSION_FORMATS[format]
      return sendFile(reply, inspect.stream(result, 'session', { id, format }), {
        mediaType,
        filename: `session-${id}.${extension}`,
      })
    },
  )

  app.get(
    '/api/v1/sessions/:session_id/pcap',
    {
      config: { scope: 'packets:raw' },
      schema: {
        tags: ['exports'],
        summary: 'The frames of a session as a pcapng',
        params: SessionParams,
        querystring: SessionPcapQuery,
        response: { 200: FileAnswer, ...errors('INVALID_REQUEST', 'SESSION_NOT_FOUND', 'NOT_KEPT') },
      },
    },
    async (request, reply) => {
      const id = request.params.session_id.toLowerCase()
      const job = await ownSessionsJob(request, catalogue, id)
      const argument = { captures: keptCaptures(blobs, job), session: id, media: request.query.media === 1 }
      return sendFile(reply, inspect.stream(await known(job, id), 'pcap', argument), {
        mediaType: PCAP,
        filename: `session-${id}.pcapng`,
      })
    },
  )
}

function jobExports(app: App, { catalogue, inspect, blobs }: Dependencies): void {
  app.get(
    '/api/v1/jobs/:job_id/export',
    {
      config: { scope: 'sessions:read' },
      schema: {
        tags: ['exports'],
        summary: 'Sessions of a job as a file',
        params: JobParams,
        querystring: JobExportQuery,
        response: { 200: FileAnswer, ...errors('INVALID_REQUEST', 'JOB_NOT_COMPLETED', 'JOB_NOT_FOUND', 'NOT_KEPT') },
      },
    },
    async (request, reply) => {
      const wanted = wantedOf(request.query)
      const format = request.query.format as Format
      const { job_id } = completed(await ownJob(request, catalogue, request.params.job_id))
      const pieces = inspect.stream(blobs.result(job_id), 'sessions', { ...wanted, format })
      return sendFile(reply, pieces, { mediaType: MEDIA_TYPES[format], filename: `sessions-${job_id}.${format}` })
    },
  )

  app.get(
    '/api/v1/jobs/:job_id/pcap',
    {
      config: { scope: 'packets:raw' },
      schema: {
        tags: ['exports'],
        summary: 'The frames of sessions of a job as a pcapng',
        params: JobParams,
        querystring: JobPcapQuery,
        response: { 200: FileAnswer, ...errors('INVALID_REQUEST', 'JOB_NOT_COMPLETED', 'JOB_NOT_FOUND', 'NOT_KEPT') },
      },
    },
    async (request, reply) => {
      const wanted = wantedOf(request.query)
      const job = completed(await ownJob(request, catalogue, request.params.job_id))
      const argument = { ...wanted, captures: keptCaptures(blobs, job), media: request.query.media === 1 }
      return sendFile(reply, inspect.stream(blobs.result(job.job_id), 'pcap', argument), {
        mediaType: PCAP,
        filename: `job-${job.job_id}.pcapng`,
      })
    },
  )
}

function completed(job: Job): Job {
  if (job.status !== 'completed') throw new ApiError('JOB_NOT_COMPLETED', { current_status: job.status })
  return job
}

import { keptCaptures } from '../../jobs/kept-captures.ts'
import { answer, type App } from '../app.ts'
import type { Dependencies } from '../dependencies.ts'
import { errors } from '../error-answers.ts'
import { ApiError } from '../errors.ts'
import { ownJob } from '../ownership.ts'
import { PacketAnswer, PacketParams } from '../schemas.ts'

/** Job, capture where there are several, and frame. */
const PACKET_ID = /^(?<job>[0-9a-f-]{36})(?:\.(?<file>\d{1,4}))?\.(?<frame>[1-9]\d{0,14})$/i

export function packetRoutes(app: App, { catalogue, inspect, blobs }: Dependencies): void {
  app.get(
    '/api/v1/packets/:packet_id',
    {
      config: { scope: 'packets:raw' },
      schema: {
        tags: ['packets'],
        summary: 'A frame with its headers and messages, read again from its capture',
        params: PacketParams,
        response: { 200: PacketAnswer, ...errors('PACKET_NOT_FOUND', 'NOT_KEPT') },
      },
    },
    async (request) => {
      const { job: jobId = '', file = '0', frame } = PACKET_ID.exec(request.params.packet_id)?.groups ?? {}
      const job = await ownJob(request, catalogue, jobId.toLowerCase()).catch(notFound)
      if (job.status !== 'completed') throw new ApiError('PACKET_NOT_FOUND')
      const place = { captures: keptCaptures(blobs, job), file: Number(file), frame: Number(frame) }
      const packet = await inspect.ask(blobs.result(job.job_id), 'packet', place)
      if (!packet) throw new ApiError('PACKET_NOT_FOUND')
      return answer(packet)
    },
  )
}

/** A packet of a job that is unknown is itself unknown. */
function notFound(error: unknown): never {
  if (error instanceof ApiError && error.status === 404) throw new ApiError('PACKET_NOT_FOUND')
  throw error
}

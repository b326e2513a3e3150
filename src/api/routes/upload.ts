import type { FastifyRequest } from 'fastify'
import { NotACapture } from '../../model/capture.ts'
import type { Job } from '../../model/job.ts'
import { Upload } from '../../jobs/uploads.ts'
import type { App } from '../app.ts'
import type { Dependencies } from '../dependencies.ts'
import { ApiError } from '../errors.ts'
import { UploadAnswer } from '../schemas.ts'

const FIELD = 'file'
const LONGEST_NAME = 255

type Received = Required<Pick<Job, 'capture' | 'file_name' | 'file_size'>>

export function uploadRoutes(app: App, dependencies: Dependencies): void {
  const { jobs } = dependencies
  app.post('/api/v1/upload', { schema: { response: { 201: UploadAnswer } } }, async (request, reply) => {
    const { job_id, created_at } = await jobs.create(await receive(request, dependencies))
    return reply.code(201).send({ job_id, status: 'queued', created_at })
  })
}

/** Takes the one file of a form to disk. Leaves nothing behind when it fails. */
async function receive(request: FastifyRequest, { blobs, config }: Dependencies): Promise<Received> {
  if (!request.isMultipart()) throw new ApiError('NO_FILE')
  let upload: Upload | undefined
  let told = { file_name: '', file_size: 0 }
  try {
    for await (const part of request.parts()) {
      if (part.type !== 'file') continue
      if (part.fieldname !== FIELD) {
        part.file.resume()
        continue
      }
      if (upload) throw new ApiError('INVALID_REQUEST', { field: FIELD }, 'Only one file can be uploaded')
      upload = new Upload(blobs)
      await upload.write(part.file)
      if (part.file.truncated) throw new ApiError('FILE_TOO_LARGE', { max_size_mb: config.max_upload_size_mb })
      told = { file_name: nameOf(part.filename), file_size: part.file.bytesRead }
      if (part.file.bytesRead === 0 && part.filename === '') throw new ApiError('NO_FILE')
    }
    if (!upload) throw new ApiError('NO_FILE')
    await upload.check()
    return { capture: upload.keep(), ...told }
  } catch (error) {
    upload?.discard()
    throw asApiError(error, config.max_upload_size_mb)
  }
}

/** What people know the capture by: the last part of a path, without what no name holds. */
function nameOf(filename: string): string {
  return filename
    .replace(/^.*[/\\]/s, '')
    .replace(/\p{Cc}/gu, '')
    .slice(0, LONGEST_NAME)
}

function asApiError(error: unknown, max_size_mb: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (error instanceof NotACapture) return new ApiError('INVALID_FILE_TYPE', {}, `Invalid file type: ${error.message}`)
  if (code === 'ENOSPC' || code === 'EDQUOT') return new ApiError('STORAGE_FULL')
  if (code === 'FST_REQ_FILE_TOO_LARGE') return new ApiError('FILE_TOO_LARGE', { max_size_mb })
  return error
}

import type { FastifyRequest } from 'fastify'
import { NotACapture } from '../../model/capture.ts'
import { Upload } from '../../jobs/uploads.ts'
import type { App } from '../app.ts'
import type { Dependencies } from '../dependencies.ts'
import { ApiError } from '../errors.ts'
import { errors } from '../error-answers.ts'
import { UploadAnswer } from '../schemas.ts'

const FIELD = 'file'

export function uploadRoutes(app: App, dependencies: Dependencies): void {
  const { jobs } = dependencies
  app.post(
    '/api/v1/upload',
    {
      config: { scope: 'jobs:write' },
      schema: {
        tags: ['jobs'],
        summary: 'Takes a capture and queues its analysis',
        consumes: ['multipart/form-data'],
        response: {
          201: UploadAnswer,
          ...errors('NO_FILE', 'INVALID_FILE_TYPE', 'INVALID_REQUEST', 'FILE_TOO_LARGE', 'STORAGE_FULL'),
        },
      },
    },
    async (request, reply) => {
      const capture = await receive(request, dependencies)
      const { job_id, created_at } = await jobs.create(capture)
      return reply.code(201).send({ job_id, status: 'queued', created_at })
    },
  )
}

/** Takes the one file of a form to disk; gives the capture's id. Leaves nothing behind when it fails. */
async function receive(request: FastifyRequest, { blobs, config }: Dependencies): Promise<string> {
  if (!request.isMultipart()) throw new ApiError('NO_FILE')
  let upload: Upload | undefined
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
      if (part.file.bytesRead === 0 && part.filename === '') throw new ApiError('NO_FILE')
    }
    if (!upload) throw new ApiError('NO_FILE')
    await upload.check()
    return upload.keep()
  } catch (error) {
    upload?.discard()
    throw asApiError(error, config.max_upload_size_mb)
  }
}

function asApiError(error: unknown, max_size_mb: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (error instanceof NotACapture) return new ApiError('INVALID_FILE_TYPE', {}, `Invalid file type: ${error.message}`)
  if (code === 'ENOSPC' || code === 'EDQUOT') return new ApiError('STORAGE_FULL')
  // The parser of forms tells by plain errors what is wrong with one.
  if (error instanceof Error && error.constructor === Error && code === undefined) {
    return new ApiError('INVALID_REQUEST', {}, 'The form cannot be read')
  }
  if (code === 'FST_REQ_FILE_TOO_LARGE') return new ApiError('FILE_TOO_LARGE', { max_size_mb })
  return error
}

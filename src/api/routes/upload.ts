import { statfs } from 'node:fs/promises'
import type { MultipartFile, MultipartValue } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { KeysTooLong, Upload } from '../../jobs/uploads.ts'
import { NotACapture } from '../../model/capture.ts'
import { KEY_KINDS, type KeyKind } from '../../model/job.ts'
import { saysFull } from '../../store/storage-full.ts'
import type { App } from '../app.ts'
import type { Dependencies } from '../dependencies.ts'
import { errors } from '../error-answers.ts'
import { ApiError } from '../errors.ts'
import { UploadAnswer } from '../schemas.ts'

const FIELD = 'file'
const MEBIBYTE = 1_048_576
/** What a form may be longer than its file. */
const FORM_BYTES = 65_536
/** Left free on the disk, for the results and the catalogue. */
const RESERVED_BYTES = 64 * MEBIBYTE
const LONGEST_NAME = 255
/** Control characters and what turns the direction of writing, but not what joins and parts letters and pictures. */
const UNSEEN = /[\p{C}--[\u200c\u200d]]/gv

export function uploadRoutes(app: App, dependencies: Dependencies): void {
  const { jobs } = dependencies
  app.post(
    '/api/v1/upload',
    {
      config: { scope: 'jobs:write', bucket: 'upload' },
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
      const owner = request.principal?.user?.user_id
      const { job_id, created_at } = await jobs.create({ ...capture, ...(owner !== undefined && { owner }) })
      return reply.code(201).send({ job_id, status: 'queued', created_at })
    },
  )
}

interface Received {
  readonly capture: string
  readonly keys?: KeyKind[]
  readonly filename?: string
}

/** Takes the one file of a form to disk. Leaves nothing behind when it fails. */
async function receive(request: FastifyRequest, { blobs, config }: Dependencies): Promise<Received> {
  const max_size_mb = config.server.max_upload_size_mb
  const upload = new Upload(blobs)
  try {
    if (!request.isMultipart()) throw new ApiError('NO_FILE')
    await requireRoom(request, config.storage.upload_dir, max_size_mb)
    let file: MultipartFile | undefined
    const keys = new Set<KeyKind>()
    for await (const part of request.parts()) {
      const kind = KEY_KINDS.find((one) => one === part.fieldname)
      if (kind !== undefined) {
        await takeKeys(upload, kind, part)
        keys.add(kind)
        continue
      }
      if (part.type !== 'file') continue
      if (part.fieldname !== FIELD) {
        part.file.resume()
        continue
      }
      if (file) throw new ApiError('INVALID_REQUEST', { field: FIELD }, 'Only one file can be uploaded')
      file = part
      await upload.write(part.file)
      if (part.file.truncated) throw new ApiError('FILE_TOO_LARGE', { max_size_mb })
      if (part.file.bytesRead === 0 && shownName(part) === '') throw new ApiError('NO_FILE')
    }
    if (!file) throw new ApiError('NO_FILE')
    await upload.check()
    const filename = shownName(file)
    return { capture: upload.keep(), ...(keys.size > 0 && { keys: [...keys] }), ...(filename !== '' && { filename }) }
  } catch (error) {
    upload.discard()
    throw asApiError(error, max_size_mb)
  }
}

/** Keys come as a file or as text; either way they stay beside the capture until its job ends. */
async function takeKeys(upload: Upload, kind: KeyKind, part: MultipartFile | MultipartValue): Promise<void> {
  const tooLong = new ApiError('INVALID_REQUEST', { field: kind }, 'The keys are too long')
  try {
    await upload.keys(kind, part.type === 'file' ? part.file : String(part.value))
  } catch (error) {
    throw error instanceof KeysTooLong ? tooLong : error
  }
  if (part.type === 'file' ? part.file.truncated : part.valueTruncated) throw tooLong
}

/** What a request says of its length is enough to refuse it before it is read. */
async function requireRoom(request: FastifyRequest, folder: string, max_size_mb: number): Promise<void> {
  const declared = Number(request.headers['content-length'] ?? 0)
  if (declared > max_size_mb * MEBIBYTE + FORM_BYTES) throw new ApiError('FILE_TOO_LARGE', { max_size_mb })
  const { bavail, bsize } = await statfs(folder)
  if (declared + RESERVED_BYTES > bavail * bsize) throw new ApiError('STORAGE_FULL')
}

/** The uploader's name of the file, without folders and control characters. The parser gives none for an empty one. */
function shownName({ filename }: { readonly filename?: string }): string {
  const [...characters] = (filename ?? '').replace(/^.*[/\\]/s, '').replace(UNSEEN, '')
  return characters.slice(0, LONGEST_NAME).join('')
}

function asApiError(error: unknown, max_size_mb: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (error instanceof NotACapture) return new ApiError('INVALID_FILE_TYPE', {}, `Invalid file type: ${error.message}`)
  if (saysFull(error)) return new ApiError('STORAGE_FULL')
  // The parser of forms tells by plain errors what is wrong with one.
  if (error instanceof Error && error.constructor === Error && code === undefined) {
    return new ApiError('INVALID_REQUEST', {}, 'The form cannot be read')
  }
  if (code === 'FST_REQ_FILE_TOO_LARGE') return new ApiError('FILE_TOO_LARGE', { max_size_mb })
  return error
}

import { existsSync } from 'node:fs'
import { unpackedPath } from '../input/prepare.ts'
import type { Job } from '../model/job.ts'
import type { BlobFolders } from '../store/blobs/folders.ts'

/** Where the captures of a job can be read plainly: as they came, or unpacked. */
export function keptCaptures(blobs: BlobFolders, { job_id, capture }: Pick<Job, 'job_id' | 'capture'>): string[] {
  const unpacked = unpackedPath(blobs.jobFolder(job_id), 0)
  return [existsSync(unpacked) ? unpacked : blobs.capture(capture)]
}

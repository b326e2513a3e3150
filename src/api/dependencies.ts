import type { AnswerCache } from '../analytics/cache.ts'
import type { InspectPool } from '../inspect/pool.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { BlobFolders } from '../store/blobs/folders.ts'
import type { Catalogue } from '../store/catalogue/contract.ts'
import type { RequestMeter } from './request-meter.ts'

/** What the routes work with. */
export interface Dependencies {
  readonly config: ServerSettings
  readonly version: string
  readonly catalogue: Catalogue
  readonly blobs: BlobFolders
  readonly jobs: Jobs
  readonly inspect: InspectPool
  /** Answers of analytics. */
  readonly answers: AnswerCache
  readonly requests: RequestMeter
}

/** The part of the configuration that routes see. */
interface ServerSettings {
  readonly max_upload_size_mb: number
}

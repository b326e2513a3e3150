import type { AnswerCache } from '../analytics/cache.ts'
import type { Accounts } from '../auth/accounts.ts'
import type { KeyRing } from '../auth/api-keys.ts'
import type { Auditor } from '../auth/audit.ts'
import type { LoginDesk } from '../auth/logins.ts'
import type { Config } from '../config.ts'
import type { InspectPool } from '../inspect/pool.ts'
import type { AliasDesk } from '../jobs/aliases.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { BlobFolders } from '../store/blobs/folders.ts'
import type { Catalogue } from '../store/catalogue/contract.ts'
import type { RequestMeter } from './request-meter.ts'
import type { Tickets } from './tickets.ts'

/** What the routes work with. */
export interface Dependencies {
  readonly config: Config
  readonly version: string
  readonly catalogue: Catalogue
  readonly blobs: BlobFolders
  readonly jobs: Jobs
  readonly inspect: InspectPool
  readonly aliases: AliasDesk
  readonly accounts: Accounts
  readonly logins: LoginDesk
  readonly keys: KeyRing
  readonly tickets: Tickets
  readonly audit: Auditor
  /** Answers of analytics. */
  readonly answers: AnswerCache
  readonly requests: RequestMeter
}

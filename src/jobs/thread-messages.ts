import type { Hints } from '../model/hints.ts'
import type { FailureReason, JobTotals, KeyPaths } from '../model/job.ts'
import type { JobMeasures } from '../model/measures.ts'
import type { Progress } from '../model/summary.ts'

/** What a job's thread is given. */
export interface ThreadTask {
  readonly job: string
  readonly inputs: readonly string[]
  readonly hints: Hints
  /** Paths of keys by their kind. */
  readonly keys: KeyPaths
  readonly folder: string
  /** Where the result is made, and where it goes when it is whole. */
  readonly unfinished: string
  readonly result: string
  /** One 32-bit integer: not 0 when the job is to end. */
  readonly cancel: SharedArrayBuffer
}

export type ThreadMessage =
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'completed'; readonly totals: JobTotals; readonly measures: JobMeasures }
  | { readonly type: 'failed'; readonly error: string; readonly reason: FailureReason }

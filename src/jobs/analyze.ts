import { openInput } from '../input/file.ts'
import { prepareCapture } from '../input/prepare.ts'
import type { Warning } from '../model/capture.ts'
import type { Progress, Summary } from '../model/summary.ts'
import { Engine } from '../pipeline/run.ts'
import { relate } from '../correlate/relate.ts'
import { createResult } from '../store/results/writer.ts'

export interface AnalyzeOptions {
  /** Paths of the captures of one trace, which are merged by time; `-` is standard input. */
  readonly inputs: readonly string[]
  /** Where captures that come compressed or by a pipe are unpacked. */
  readonly folder: string
  /** Path of the result file to make. */
  readonly result: string
  /** The job's id, whose first 48 bits go into the ids of its sessions; the nil UUID on the command line. */
  readonly job: string
  readonly onProgress?: (progress: Progress) => void
  /** Asked between reads; true ends the work with `Cancelled`. */
  readonly cancelled?: () => boolean
}

import { extname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Hints } from '../model/hints.ts'
import type { KeyKind } from '../model/job.ts'
import type { ThreadMessage, ThreadTask } from './thread-messages.ts'

/** A job's thread may take this much; one that needs more fails alone. */
const HEAP_MB = 1024
/** Nearly all that a job allocates dies young; a small nursery keeps it in the cache. */
const NURSERY_MB = 12
/** A thread that is to end, and does not come to it by itself, is ended after so long. */
const GRACE_MS = 1000

/** Threads run from the same kind of file as this one: built, or as it is written. */
const THREAD = new URL(`./job-thread${extname(import.meta.url)}`, import.meta.url)

export interface Run {
  readonly job: string
  readonly attempt: number
  readonly capture: string
  readonly hints?: Hints | undefined
  /** The kinds of keys that came with it, each with the path where they lie, if they still do. */
  readonly keys?: readonly (readonly [KeyKind, string])[] | undefined
  /** The job's folder, and its result's final path. */
  readonly folder: string
  readonly result: string
}

type Last = Exclude<ThreadMessage, { type: 'progress' }>

export interface Running {
  /** Settles with the thread's last word. */
  readonly ended: Promise<Last>
  cancel(): void
  /** Ends the thread, which may close its files first; `ended` still settles. */
  stop(): Promise<void>
}

/** Runs one job in a thread of its own. */
export function runJob(run: Run, onProgress: (message: ThreadMessage & { type: 'progress' }) => void): Running {
  const flag = new SharedArrayBuffer(4)
  const cancel = (): void => void Atomics.store(new Int32Array(flag), 0, 1)
  const task: ThreadTask = {
    job: run.job,
    inputs: [run.capture],
    hints: run.hints ?? {},
    keys: Object.fromEntries(run.keys ?? []),
    folder: run.folder,
    unfinished: join(run.folder, `${run.attempt}.tmp`),
    result: run.result,
    cancel: flag,
  }
  const resourceLimits = { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: NURSERY_MB }
  const worker = new Worker(THREAD, { workerData: task, resourceLimits })
  let last: Last = { type: 'failed', error: 'Analysis ended unexpectedly', reason: 'internal' }
  const ended = new Promise<Last>((resolve) => {
    worker.on('message', (message: ThreadMessage) => {
      if (message.type === 'progress') onProgress(message)
      else last = message
    })
    worker.on('error', (error: Error & { code?: string }) => {
      const outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      last = {
        type: 'failed',
        error: outOfMemory ? 'Analysis needs more memory than a job may take' : `Analysis failed: ${error.name}`,
        reason: outOfMemory ? 'memory' : 'internal',
      }
    })
    worker.on('exit', () => resolve(last))
  })
  return {
    ended,
    cancel,
    stop: async () => {
      cancel()
      const timer = setTimeout(() => void worker.terminate(), GRACE_MS)
      await ended
      clearTimeout(timer)
    },
  }
}

import { EventEmitter } from 'node:events'
import type { FailureReason, JobStatus, JobTotals } from '../model/job.ts'
import type { Progress } from '../model/summary.ts'

/** What happens to a job, as it happens. */
export type JobEvent =
  | { readonly type: 'status'; readonly status: JobStatus }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'completed'; readonly totals: JobTotals }
  | { readonly type: 'error'; readonly error: string; readonly reason: FailureReason }
  | { readonly type: 'deleted' }

const ALL = Symbol('every job')

/** Tells whoever listens what happens to a job. */
export class JobEvents {
  readonly #emitter = new EventEmitter().setMaxListeners(0)

  tell(jobId: string, event: JobEvent): void {
    this.#emitter.emit(jobId, event)
    this.#emitter.emit(ALL, jobId, event)
  }

  /** Listens to every job; call what it gives to stop. */
  listenToAll(listener: (jobId: string, event: JobEvent) => void): () => void {
    this.#emitter.on(ALL, listener)
    return () => this.#emitter.off(ALL, listener)
  }

  /** Listens to one job; call what it gives to stop. */
  listen(jobId: string, listener: (event: JobEvent) => void): () => void {
    this.#emitter.on(jobId, listener)
    return () => this.#emitter.off(jobId, listener)
  }
}

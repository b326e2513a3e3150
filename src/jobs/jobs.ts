import { randomUUID } from 'node:crypto'
import type { Hints } from '../model/hints.ts'
import type { Job } from '../model/job.ts'
import type { BlobFolders } from '../store/blobs/folders.ts'
import type { Catalogue } from '../store/catalogue/contract.ts'
import { JobEvents } from './events.ts'
import { type Running, runJob } from './runner.ts'

/** A job whose run was lost as often is not begun again: its capture may be what ends it. */
const MOST_LOST_ATTEMPTS = 2
const RETENTION_CHECK_MS = 60_000
const HOUR_MS = 3_600_000

export interface JobsOptions {
  readonly catalogue: Catalogue
  readonly blobs: BlobFolders
  readonly workers: number
  /** Hours that an ended job is kept; 0 keeps it. */
  readonly retentionHours: number
  readonly now?: () => number
  readonly run?: typeof runJob
  /** For jobs that have no others. */
  readonly hints?: Hints
}

/** The jobs: queued in the catalogue, run in threads, told of as they go, and removed when their time is over. */
export class Jobs {
  readonly events = new JobEvents()
  readonly #options: JobsOptions
  readonly #running = new Map<string, Running>()
  #retention: NodeJS.Timeout | undefined
  #stopping = false
  #pumping: Promise<void> = Promise.resolve()

  constructor(options: JobsOptions) {
    this.#options = options
  }

  /** Takes up what a restart left behind, and begins. */
  async start(): Promise<void> {
    const { catalogue, blobs } = this.#options
    await catalogue.recover(this.#now(), MOST_LOST_ATTEMPTS)
    const { jobs } = await catalogue.list()
    const captures = new Set(jobs.map((job) => job.capture))
    const ids = new Set(jobs.map((job) => job.job_id))
    const awaited = new Set(jobs.filter(({ status }) => status === 'queued').map((job) => job.capture))
    blobs.sweep({
      isCapture: (id) => captures.has(id),
      isJob: (id) => ids.has(id),
      isAwaited: (id) => awaited.has(id),
    })
    await this.expire()
    this.#retention = setInterval(() => void this.expire(), RETENTION_CHECK_MS)
    this.#retention.unref()
    this.#pump()
  }

  /** Queues a job on a capture that lies whole in the upload folder. */
  async create(wanted: Pick<Job, 'capture' | 'owner' | 'filename' | 'hints' | 'keys'>): Promise<Job> {
    const { catalogue } = this.#options
    for (;;) {
      const job_id = randomUUID()
      if (!(await catalogue.add({ ...wanted, job_id, created_at: this.#now() }))) continue
      this.#pump()
      return (await catalogue.get(job_id))!
    }
  }

  /**
   * A new job on the same capture, of the same owner, with other hints where there are any. Keys are gone by then, of
   * which it says so.
   */
  async retry({ capture, owner, filename, keys, ...job }: Job, hints = job.hints): Promise<Job> {
    return this.create({
      capture,
      ...(keys !== undefined && { keys }),
      ...(owner !== undefined && { owner }),
      ...(filename !== undefined && { filename }),
      ...(hints !== undefined && { hints }),
    })
  }

  /** Ends a queued or running job, which fails as `Cancelled`; false where it had ended. */
  async cancel(jobId: string): Promise<boolean> {
    const running = this.#running.get(jobId)
    if (running) {
      running.cancel()
      await running.ended
      return true
    }
    const job = await this.#options.catalogue.get(jobId)
    const isFailed = await this.#fail(jobId, 'Cancelled')
    if (isFailed && job) this.#options.blobs.removeKeys(job.capture)
    return isFailed
  }

  /** Removes a job that does not run, with its files. */
  async remove(jobId: string): Promise<boolean> {
    const { catalogue, blobs } = this.#options
    const job = await catalogue.get(jobId)
    if (!job || !(await catalogue.remove(jobId))) return false
    this.events.tell(jobId, { type: 'deleted' })
    blobs.removeJob(jobId)
    if ((await catalogue.jobsOn(job.capture)) === 0) blobs.removeCapture(job.capture)
    return true
  }

  /** When an ended job goes, with its capture and its result; undefined where all are kept. */
  expiryOf({ completed_at }: Pick<Job, 'completed_at'>): string | undefined {
    const { retentionHours } = this.#options
    if (retentionHours === 0 || completed_at === undefined) return undefined
    return new Date(Date.parse(completed_at) + retentionHours * HOUR_MS).toISOString()
  }

  /** Removes jobs that ended longer ago than they are kept. */
  async expire(): Promise<void> {
    const { catalogue, retentionHours, now = Date.now } = this.#options
    if (retentionHours === 0) return
    const before = new Date(now() - retentionHours * HOUR_MS).toISOString()
    for (const job of await catalogue.endedBefore(before)) await this.remove(job.job_id)
  }

  /** Ends the threads; what ran is begun again at the next start. */
  async stop(): Promise<void> {
    this.#stopping = true
    clearInterval(this.#retention)
    await Promise.all([...this.#running.values()].map((running) => running.stop()))
    await this.#pumping
  }

  #now(): string {
    return new Date((this.#options.now ?? Date.now)()).toISOString()
  }

  /** Begins queued jobs while there are workers for them. */
  #pump(): void {
    this.#pumping = this.#pumping.then(async () => {
      while (!this.#stopping && this.#running.size < this.#options.workers) {
        const job = await this.#options.catalogue.take(this.#now())
        if (!job) return
        this.#begin(job)
      }
    })
  }

  #begin(job: Job): void {
    const { blobs, catalogue, run = runJob } = this.#options
    const { job_id, attempt } = job
    const paths = { folder: blobs.jobFolder(job_id), result: blobs.result(job_id), capture: blobs.capture(job.capture) }
    const keys = job.keys?.map((kind) => [kind, blobs.keys(job.capture, kind)] as const)
    const hints = { ...this.#options.hints, ...job.hints }
    const running = run({ job: job_id, attempt, hints, keys, ...paths }, ({ progress }) => {
      void catalogue.progress(job_id, attempt, Math.min(99, progress.progress))
      this.events.tell(job_id, { type: 'progress', progress })
    })
    this.#running.set(job_id, running)
    this.events.tell(job_id, { type: 'status', status: 'running' })
    const ended = running.ended.then((last) => this.#ended(job, last))
    this.#running.set(job_id, { ...running, ended: ended.then(() => running.ended) })
  }

  async #ended(job: Job, last: Awaited<Running['ended']>): Promise<void> {
    const { catalogue, blobs } = this.#options
    const { job_id, attempt } = job
    if (!this.#stopping) {
      blobs.removeKeys(job.capture)
      if (last.type === 'completed') {
        await catalogue.complete(job_id, attempt, this.#now(), last)
        this.events.tell(job_id, { type: 'completed', totals: last.totals })
      } else {
        blobs.removeJob(job_id)
        await this.#fail(job_id, last.error)
      }
    }
    this.#running.delete(job_id)
    this.#pump()
  }

  async #fail(jobId: string, error: string): Promise<boolean> {
    const isFailed = await this.#options.catalogue.fail(jobId, this.#now(), error)
    if (isFailed) this.events.tell(jobId, { type: 'error', error })
    return isFailed
  }
}

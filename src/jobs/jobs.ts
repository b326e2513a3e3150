import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Hints } from '../model/hints.ts'
import type { Job } from '../model/job.ts'
import type { BlobFolders } from '../store/blobs/folders.ts'
import type { Catalogue } from '../store/catalogue/contract.ts'
import { saysFull } from '../store/storage-full.ts'
import { type JobEvent, JobEvents } from './events.ts'
import { type Running, runJob } from './runner.ts'

/** A job whose run was lost as often is not begun again: its capture may be what ends it. */
const MOST_LOST_ATTEMPTS = 2
const RETENTION_CHECK_MS = 60_000
const HOUR_MS = 3_600_000
/** A catalogue that cannot be written, as on a full disk, is tried again after so long. */
const PAUSE_MS = 5000

type Failure = Pick<Extract<JobEvent, { type: 'error' }>, 'error' | 'reason'>

export interface JobsOptions {
  readonly catalogue: Catalogue
  readonly blobs: BlobFolders
  readonly workers: number
  /** Hours that an ended job is kept; 0 keeps it. */
  readonly retentionHours: number
  readonly now?: () => number
  readonly run?: typeof runJob
  /** Milliseconds until what failed for the server's own reasons is tried again. */
  readonly pause?: number
  /** Told what went wrong beside the jobs. */
  readonly trouble?: (what: string, error: unknown) => void
  /** For jobs that have no others. */
  readonly hints?: Hints
}

/** The jobs: queued in the catalogue, run in threads, told of as they go, and removed when their time is over. */
export class Jobs {
  readonly events = new JobEvents()
  /** What went wrong beside the jobs, since the start. */
  troubles = 0
  readonly #options: JobsOptions
  readonly #running = new Map<string, Running>()
  #retention: NodeJS.Timeout | undefined
  readonly #stopped = new AbortController()
  #isRecovered = false
  #pumping: Promise<void> = Promise.resolve()
  #again: NodeJS.Timeout | undefined

  constructor(options: JobsOptions) {
    this.#options = options
  }

  /** Removes what a restart left behind and nobody owns. No upload may be on its way yet. */
  async takeUp(): Promise<void> {
    const { catalogue, blobs } = this.#options
    const { jobs } = await catalogue.list()
    const captures = new Set(jobs.map((job) => job.capture))
    const ids = new Set(jobs.map((job) => job.job_id))
    const toRun = jobs.filter(({ status }) => status === 'queued' || status === 'running')
    const awaited = new Set(toRun.map((job) => job.capture))
    blobs.sweep({
      isCapture: (id) => captures.has(id),
      isJob: (id) => ids.has(id),
      isAwaited: (id) => awaited.has(id),
    })
    await this.expire()
  }

  /** Begins with what is queued, or was running when the server ended. */
  start(): void {
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
    const isFailed = await this.#fail(jobId, { error: 'Cancelled', reason: 'cancelled' })
    if (isFailed && job) this.#options.blobs.removeKeys(job.capture)
    return isFailed
  }

  /** Removes a job that does not run, with its files. */
  async remove(jobId: string): Promise<boolean> {
    const { catalogue, blobs } = this.#options
    const job = await catalogue.get(jobId)
    if (!job || !(await this.#takeOut(job))) return false
    blobs.removeJob(jobId)
    this.events.tell(jobId, { type: 'deleted' })
    if ((await catalogue.jobsOn(job.capture)) === 0) blobs.removeCapture(job.capture)
    return true
  }

  /** The row first, for what is left of files is swept; but who deletes to make room gets it from the files. */
  async #takeOut({ job_id, capture, status }: Job): Promise<boolean> {
    const { catalogue, blobs } = this.#options
    try {
      return await catalogue.remove(job_id)
    } catch (error) {
      if (!saysFull(error) || status === 'running') throw error
      blobs.removeJob(job_id)
      if ((await catalogue.jobsOn(capture)) === 1) blobs.removeCapture(capture)
      return catalogue.remove(job_id)
    }
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
    try {
      for (const job of await catalogue.endedBefore(before)) await this.remove(job.job_id)
    } catch (error) {
      this.#trouble('jobs whose time is over could not be removed', error)
    }
  }

  /** Ends the threads; what ran is begun again at the next start. */
  async stop(): Promise<void> {
    this.#stopped.abort()
    clearInterval(this.#retention)
    clearTimeout(this.#again)
    await Promise.all([...this.#running.values()].map((running) => running.stop()))
    await this.#pumping
  }

  #now(): string {
    return new Date((this.#options.now ?? Date.now)()).toISOString()
  }

  get #stopping(): boolean {
    return this.#stopped.signal.aborted
  }

  #trouble(what: string, error: unknown): void {
    this.troubles++
    this.#options.trouble?.(what, error)
  }

  /** Begins queued jobs while there are workers for them. */
  #pump(): void {
    this.#pumping = this.#pumping.then(async () => {
      try {
        await this.#fill()
      } catch (error) {
        this.#trouble('queued jobs could not be begun', error)
        clearTimeout(this.#again)
        this.#again = setTimeout(() => this.#pump(), this.#pause).unref()
      }
    })
  }

  async #fill(): Promise<void> {
    const { catalogue, workers } = this.#options
    if (this.#stopping) return
    if (!this.#isRecovered) await catalogue.recover(this.#now(), MOST_LOST_ATTEMPTS)
    this.#isRecovered = true
    while (!this.#stopping && this.#running.size < workers) {
      const job = await catalogue.take(this.#now())
      if (!job) return
      this.#begin(job)
    }
  }

  get #pause(): number {
    return this.#options.pause ?? PAUSE_MS
  }

  #begin(job: Job): void {
    const { blobs, catalogue, run = runJob } = this.#options
    const { job_id, attempt } = job
    const paths = { folder: blobs.jobFolder(job_id), result: blobs.result(job_id), capture: blobs.capture(job.capture) }
    const keys = job.keys?.map((kind) => [kind, blobs.keys(job.capture, kind)] as const)
    const hints = { ...this.#options.hints, ...job.hints }
    const running = run({ job: job_id, attempt, hints, keys, ...paths }, ({ progress }) => {
      // What is not kept now is with what is told next.
      catalogue.progress(job_id, attempt, Math.min(99, progress.progress)).catch(() => {})
      this.events.tell(job_id, { type: 'progress', progress })
    })
    this.#running.set(job_id, running)
    this.events.tell(job_id, { type: 'status', status: 'running' })
    const ended = running.ended.then((last) => this.#ended(job, last))
    this.#running.set(job_id, { ...running, ended: ended.then(() => running.ended) })
  }

  async #ended(job: Job, last: Awaited<Running['ended']>): Promise<void> {
    const { job_id } = job
    if (!this.#stopping) {
      this.#cleanUp(job, last.type === 'completed')
      await this.#insist(`the end of job ${job_id} could not be kept`, () => this.#keepEnd(job, last))
    }
    this.#running.delete(job_id)
    this.#pump()
  }

  /** Keys go in any case, and what a job that failed left: room that the catalogue may need. */
  #cleanUp({ job_id, capture }: Job, isCompleted: boolean): void {
    const { blobs } = this.#options
    try {
      blobs.removeKeys(capture)
      if (!isCompleted) blobs.removeJob(job_id)
    } catch (error) {
      this.#trouble(`files of job ${job_id} could not be removed`, error)
    }
  }

  async #keepEnd({ job_id, attempt }: Job, last: Awaited<Running['ended']>): Promise<void> {
    if (last.type !== 'completed') return void (await this.#fail(job_id, last))
    await this.#options.catalogue.complete(job_id, attempt, this.#now(), last)
    this.events.tell(job_id, { type: 'completed', totals: last.totals })
  }

  /** Does it until it is done: the work of a job is not lost for a disk that is full for a while. */
  async #insist(what: string, work: () => Promise<void>): Promise<void> {
    const { signal } = this.#stopped
    while (!signal.aborted) {
      try {
        return await work()
      } catch (error) {
        this.#trouble(what, error)
      }
      await pause(this.#pause, undefined, { signal }).catch(() => {})
    }
  }

  async #fail(jobId: string, { error, reason }: Failure): Promise<boolean> {
    const isFailed = await this.#options.catalogue.fail(jobId, this.#now(), error)
    if (isFailed) this.events.tell(jobId, { type: 'error', error, reason })
    return isFailed
  }
}

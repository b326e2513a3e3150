import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BlobFolders } from '../store/blobs/folders.ts'
import { openCatalogue } from '../store/catalogue/catalogue.ts'
import type { Catalogue } from '../store/catalogue/contract.ts'
import { sqliteDialect } from '../store/catalogue/sqlite.ts'
import { Jobs } from './jobs.ts'
import type { Running, runJob } from './runner.ts'

const TOTALS = { total_packets: 5, total_bytes: 500, session_count: 1 }
const MEASURES = {
  bytes_read: 600,
  protocols: [],
  types: [],
  hours: [],
  talkers: [],
  talkers_truncated: false,
  kpis: [],
}

/** Runs that end when the test says so. */
class HeldRuns {
  readonly begun: string[] = []
  readonly #end = new Map<string, (last: Awaited<Running['ended']>) => void>()
  #progress: Parameters<typeof runJob>[1] = () => {}

  readonly run: typeof runJob = ({ job, folder }, onProgress) => {
    this.begun.push(job)
    this.#progress = onProgress
    mkdirSync(folder, { recursive: true })
    const ended = new Promise<Awaited<Running['ended']>>((resolve) => this.#end.set(job, resolve))
    const cancel = (): void => this.end(job, { type: 'failed', error: 'Cancelled', reason: 'cancelled' })
    return { ended, cancel, stop: async () => cancel() }
  }

  end(job: string, last: Awaited<Running['ended']> = { type: 'completed', totals: TOTALS, measures: MEASURES }): void {
    this.#end.get(job)!(last)
  }

  tell(progress: number): void {
    this.#progress({ type: 'progress', progress: { packets: 1, bytes: 1, progress } })
  }
}

let folder = ''
let clock = 0
let catalogue: Catalogue
let blobs: BlobFolders
let runs: HeldRuns
let jobs: Jobs
let troubles: string[] = []

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jobs-'))
  clock = Date.UTC(2026, 0, 1)
  blobs = new BlobFolders(join(folder, 'uploads'), join(folder, 'results'))
  catalogue = await openCatalogue(sqliteDialect(join(folder, 'catalogue.db')))
  runs = new HeldRuns()
  troubles = []
  const trouble = (what: string): void => void troubles.push(what)
  const [now, run] = [() => clock, runs.run]
  jobs = new Jobs({ catalogue, blobs, workers: 1, retentionHours: 24, now, run, pause: 10, trouble })
  jobs.start()
})
afterEach(async () => {
  await jobs.stop()
  await catalogue.close()
  rmSync(folder, { recursive: true })
})

const FULL = Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 })

/** Has one kind of write find no room on the disk until the test lets it. */
function fillDisk(write: 'complete' | 'take' | 'remove'): () => void {
  const spy = vi.spyOn(catalogue, write).mockRejectedValue(FULL)
  return () => spy.mockRestore()
}

/** A job on a capture that lies in the upload folder. */
async function aJob(): Promise<string> {
  const capture = randomUUID()
  writeFileSync(blobs.capture(capture), 'capture')
  return (await jobs.create({ capture })).job_id
}

async function status(job: string): Promise<string | undefined> {
  return (await catalogue.get(job))?.status
}

describe('jobs', () => {
  it('run as many at once as there are workers, oldest first', async () => {
    const [first, second] = [await aJob(), await aJob()]
    await expect.poll(() => runs.begun).toEqual([first])
    runs.end(first)
    await expect.poll(() => runs.begun).toEqual([first, second])
    expect(await status(first)).toBe('completed')
  })

  it('never tell less progress than before, nor all of it before the end', async () => {
    const job = await aJob()
    await expect.poll(() => runs.begun).toEqual([job])
    for (const [told, want] of [
      [40, 40],
      [30, 40],
      [100, 99],
    ] as const) {
      runs.tell(told)
      await expect.poll(async () => (await catalogue.get(job))?.progress).toBe(want)
    }
    runs.end(job)
    await expect.poll(async () => (await catalogue.get(job))?.progress).toBe(100)
  })

  it('that run are cancelled, fail as such, and leave no result', async () => {
    const job = await aJob()
    await expect.poll(() => runs.begun).toEqual([job])
    expect(await jobs.remove(job)).toBe(false)
    expect(await jobs.cancel(job)).toBe(true)
    expect(await catalogue.get(job)).toMatchObject({ status: 'failed', error: 'Cancelled' })
    expect(existsSync(blobs.jobFolder(job))).toBe(false)
    expect(await jobs.cancel(job)).toBe(false)
  })

  it('that wait are cancelled, or removed with their capture', async () => {
    const [running, waiting, other] = [await aJob(), await aJob(), await aJob()]
    await expect.poll(() => runs.begun).toEqual([running])
    expect(await jobs.cancel(waiting)).toBe(true)
    expect(await status(waiting)).toBe('failed')
    const { capture } = (await catalogue.get(other))!
    expect(await jobs.remove(other)).toBe(true)
    expect(existsSync(blobs.capture(capture))).toBe(false)
  })

  it('go with all their files when their time is over, and not before', async () => {
    const job = await aJob()
    await expect.poll(() => runs.begun).toEqual([job])
    runs.end(job)
    await expect.poll(() => status(job)).toBe('completed')
    const { capture, ...ended } = (await catalogue.get(job))!
    expect(jobs.expiryOf(ended)).toBe(new Date(clock + 24 * 3_600_000).toISOString())
    clock += 23.9 * 3_600_000
    await jobs.expire()
    expect(await status(job)).toBe('completed')
    clock += 0.2 * 3_600_000
    await jobs.expire()
    expect(await status(job)).toBeUndefined()
    expect(existsSync(blobs.jobFolder(job))).toBe(false)
    expect(existsSync(blobs.capture(capture))).toBe(false)
  })

  it('tell no time at which they go while they run', async () => {
    const job = await aJob()
    expect(jobs.expiryOf((await catalogue.get(job))!)).toBeUndefined()
  })

  it('tell whoever listens how they end', async () => {
    const job = await aJob()
    const said: string[] = []
    jobs.events.listen(job, (event) => said.push(event.type))
    await expect.poll(() => runs.begun).toEqual([job])
    runs.end(job)
    await expect.poll(() => said).toContain('completed')
  })
})

describe('on a full disk', () => {
  it('the end of a job is kept when there is room again', async () => {
    const makeRoom = fillDisk('complete')
    const job = await aJob()
    await expect.poll(() => runs.begun).toEqual([job])
    runs.end(job)
    await expect.poll(() => troubles.length).toBeGreaterThan(1)
    expect([troubles[0], await status(job)]).toEqual([`the end of job ${job} could not be kept`, 'running'])
    makeRoom()
    await expect.poll(() => status(job)).toBe('completed')
  })

  it('jobs wait, and are begun when there is room again', async () => {
    const makeRoom = fillDisk('take')
    const job = await aJob()
    await expect.poll(() => troubles).toContain('queued jobs could not be begun')
    makeRoom()
    await expect.poll(() => runs.begun).toEqual([job])
  })

  it('a job is removed all the same: its files make the room', async () => {
    const job = await aJob()
    await expect.poll(() => runs.begun).toEqual([job])
    runs.end(job)
    await expect.poll(() => status(job)).toBe('completed')
    const { capture } = (await catalogue.get(job))!
    const remove = catalogue.remove.bind(catalogue)
    vi.spyOn(catalogue, 'remove').mockImplementation(async (id) => {
      if (existsSync(blobs.capture(capture))) throw FULL
      return remove(id)
    })
    expect(await jobs.remove(job)).toBe(true)
    expect(await status(job)).toBeUndefined()
  })

  it('what could not be removed in time goes later', async () => {
    const job = await aJob()
    await expect.poll(() => runs.begun).toEqual([job])
    runs.end(job)
    await expect.poll(() => status(job)).toBe('completed')
    clock += 25 * 3_600_000
    const makeRoom = fillDisk('remove')
    await jobs.expire()
    expect([troubles.length, await status(job)]).toEqual([1, 'completed'])
    makeRoom()
    await jobs.expire()
    expect(await status(job)).toBeUndefined()
  })
})

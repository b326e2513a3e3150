import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { KEY_KINDS, type KeyKind } from '../../model/job.ts'
import { makeFolder } from '../folders.ts'

const UNFINISHED = '.part'
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Where captures and result files lie: plain folders, every name made of a job's id and nothing else. */
export class BlobFolders {
  readonly #uploads: string
  readonly #results: string

  constructor(uploads: string, results: string) {
    this.#uploads = uploads
    this.#results = results
    for (const folder of [uploads, results]) makeFolder(folder)
  }

  /** Where an upload is written until it is whole. */
  unfinishedCapture(id: string): string {
    return join(this.#uploads, `${checked(id)}${UNFINISHED}`)
  }

  capture(id: string): string {
    return join(this.#uploads, checked(id))
  }

  /** Makes a whole upload durable under its own name. */
  keepCapture(id: string): void {
    sync(this.unfinishedCapture(id))
    renameSync(this.unfinishedCapture(id), this.capture(id))
    sync(this.#uploads)
  }

  /** A job's folder: its result file, and what was unpacked for it. */
  jobFolder(jobId: string): string {
    return join(this.#results, checked(jobId))
  }

  result(jobId: string): string {
    return join(this.jobFolder(jobId), 'result')
  }

  /** Where keys that came with a capture lie until its job ends; for the owner alone. */
  keys(id: string, kind: KeyKind): string {
    return join(this.#uploads, `${checked(id)}.${kind}`)
  }

  removeKeys(id: string): void {
    for (const kind of KEY_KINDS) rmSync(this.keys(id, kind), { force: true })
  }

  removeCapture(id: string): void {
    this.removeKeys(id)
    rmSync(this.capture(id), { force: true })
    rmSync(this.unfinishedCapture(id), { force: true })
  }

  removeJob(jobId: string): void {
    rmSync(this.jobFolder(jobId), { recursive: true, force: true })
  }

  /** Removes what no job owns any more: uploads cut off, files of jobs that are gone, keys of those that ended. */
  sweep({ isCapture, isJob, isAwaited }: Owned): void {
    for (const name of readdirSync(this.#uploads)) {
      const [capture = '', kind = ''] = name.split('.', 2)
      if (ID.test(capture) && KEY_KINDS.some((one) => one === kind) && !isAwaited(capture)) this.removeKeys(capture)
      const id = name.replace(/\.part$/, '')
      if (ID.test(id) && (name.endsWith(UNFINISHED) || !isCapture(id)))
        rmSync(join(this.#uploads, name), { force: true })
    }
    for (const name of readdirSync(this.#results)) if (ID.test(name) && !isJob(name)) this.removeJob(name)
  }
}

/** Which ids are of a capture, of a job, of a capture whose job has yet to end. */
interface Owned {
  readonly isCapture: (id: string) => boolean
  readonly isJob: (id: string) => boolean
  readonly isAwaited: (id: string) => boolean
}

/** Nothing but an id may become part of a path. */
function checked(id: string): string {
  if (!ID.test(id)) throw new Error('not an id')
  return id
}

function sync(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

import type { CaptureSource } from '../model/capture.ts'
import type { ResultReader } from '../store/results/reader.ts'
import { CaptureFile } from './capture-file.ts'

/** The captures of one job, opened as they are asked for. */
export class Captures {
  readonly #paths: readonly string[]
  readonly #sources: readonly CaptureSource[]
  readonly #open = new Map<number, CaptureFile>()

  /** @param paths where each capture can be read plainly */
  constructor(paths: readonly string[], sources: readonly CaptureSource[]) {
    this.#paths = paths
    this.#sources = sources
  }

  open(file: number): CaptureFile | undefined {
    const path = this.#paths[file]
    const known = this.#open.get(file)
    if (known || path === undefined) return known
    const capture = new CaptureFile(path, this.#sources[file]?.interfaces.length ?? 1)
    this.#open.set(file, capture)
    return capture
  }

  get count(): number {
    return this.#paths.length
  }

  close(): void {
    for (const capture of this.#open.values()) capture.close()
    this.#open.clear()
  }
}

/** Jobs whose captures are kept open in this thread, with the marks made in them; each takes some megabytes. */
const MOST_OPEN = 3
const open = new Map<string, Captures>()

/** The captures of a job, the latest used kept open. */
export function openCaptures(paths: readonly string[], result: ResultReader): Captures {
  const known = open.get(result.job) ?? new Captures(paths, result.sources())
  open.delete(result.job)
  open.set(result.job, known)
  const [[oldest, captures] = []] = open
  if (open.size > MOST_OPEN && oldest !== undefined) {
    open.delete(oldest)
    captures?.close()
  }
  return known
}

import { LONGEST_NANOSECONDS } from '../capture/in-order.ts'
import { spreadOf } from '../capture/open.ts'
import type { CaptureSource } from '../model/capture.ts'
import { FrameHints } from '../pipeline/hinted.ts'
import type { ResultReader } from '../store/results/reader.ts'
import { CaptureFile } from './capture-file.ts'
import { Gone } from './refused.ts'

/** Of a capture that nothing is known of. */
const ONE: CaptureSource['interfaces'] = [{ link_type: 1, snap_length: 0 }]

/** The captures of one job, opened as they are asked for. */
export class Captures {
  /** How their frames are to be read. */
  readonly hints: FrameHints
  readonly #paths: readonly string[]
  readonly #sources: readonly CaptureSource[]
  readonly #open = new Map<number, CaptureFile>()

  /** @param paths where each capture can be read plainly */
  constructor(paths: readonly string[], result: ResultReader) {
    this.#paths = paths
    this.#sources = result.sources()
    this.hints = new FrameHints(result.hints())
  }

  open(file: number): CaptureFile | undefined {
    const path = this.#paths[file]
    const known = this.#open.get(file)
    if (known || path === undefined) return known
    const capture = openKept(path, this.#sources[file]?.interfaces ?? ONE)
    this.#open.set(file, capture)
    return capture
  }

  /** Milliseconds by which frames of one capture may be out of order. */
  get disorder(): number {
    const spreads = this.#sources.map(({ interfaces }) => spreadOf(interfaces.map(({ clock = [] }) => clock)))
    return (LONGEST_NANOSECONDS + Math.max(0, ...spreads)) / 1e6
  }

  get count(): number {
    return this.#paths.length
  }

  close(): void {
    for (const capture of this.#open.values()) capture.close()
    this.#open.clear()
  }
}

function openKept(path: string, interfaces: CaptureSource['interfaces']): CaptureFile {
  try {
    return new CaptureFile(path, interfaces)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new Gone('The capture is no longer stored')
    throw error
  }
}

/** Jobs whose captures are kept open in this thread, with the marks made in them; each takes some megabytes. */
const MOST_OPEN = 3
const open = new Map<string, Captures>()

/** The captures of a job, the latest used kept open. */
export function openCaptures(paths: readonly string[], result: ResultReader): Captures {
  const known = open.get(result.job) ?? new Captures(paths, result)
  open.delete(result.job)
  open.set(result.job, known)
  const [[oldest, captures] = []] = open
  if (open.size > MOST_OPEN && oldest !== undefined) {
    open.delete(oldest)
    captures?.close()
  }
  return known
}

import { mkdirSync } from 'node:fs'
import { InputFile } from '../input/file.ts'
import { prepareCapture, type Prepared } from '../input/prepare.ts'
import type { Hints } from '../model/hints.ts'
import type { Progress, Summary } from '../model/summary.ts'
import { Engine } from '../pipeline/run.ts'
import { createResult } from '../store/results/writer.ts'

export interface AnalyzeOptions {
  /** Paths of the captures of one trace, which are merged by time; `-` is standard input. */
  readonly inputs: readonly string[]
  /** Where captures that come packed or by a pipe are unpacked. */
  readonly folder: string
  /** Path of the result file to make. */
  readonly result: string
  /** The job's id, whose first 48 bits go into the ids of its sessions; the nil UUID on the command line. */
  readonly job: string
  readonly hints?: Hints
  readonly onProgress?: (progress: Progress) => void
  /** Asked between reads; true ends the work with `Cancelled`. */
  readonly cancelled?: () => boolean
}

/** The work was ended from outside. */
export class Cancelled extends Error {
  override readonly message = 'Cancelled'
}

/** Progress is told this often, in ms. */
const PROGRESS_INTERVAL = 250
/** Progress when all is read, while sessions are put together. */
const ALL_READ = 99

/** Reads captures, joins their messages and media into sessions, and leaves a finished result file. */
export async function analyze(options: AnalyzeOptions): Promise<Summary & { readonly session_count: number }> {
  mkdirSync(options.folder, { recursive: true })
  const prepared: Prepared[] = []
  for (const [ordinal, path] of options.inputs.entries()) {
    prepared.push(await prepareCapture(path, { folder: options.folder, ordinal }))
  }
  const result = createResult(options.result, options.job)
  try {
    const engine = new Engine(prepared.length, result, options.hints)
    readAll(engine, prepared, options)
    engine.end()
    const session_count = engine.relate(result, options.job)
    const told = engine.summary()
    const warnings = [...told.capture.warnings, ...prepared.flatMap((one) => one.warnings)]
    const summary = { ...told, capture: { ...told.capture, warnings } }
    result.finish(
      summary,
      engine.captures.map((capture) => capture.source),
      options.hints,
    )
    return { ...summary, session_count }
  } catch (error) {
    result.discard()
    throw error
  }
}

/** Feeds the engine until all captures are over. */
function readAll(engine: Engine, prepared: readonly Prepared[], options: AnalyzeOptions): void {
  const files = prepared.map(({ path }) => new InputFile(path))
  const size = files.reduce((sum, file) => sum + file.size, 0)
  let told = 0
  try {
    for (let wants = engine.run(); wants >= 0; wants = engine.run()) {
      const capture = engine.captures[wants]!
      capture.room()
      capture.took(files[wants]!.read(engine.memory.bytes, capture.roomFrom, capture.roomTo))
      if (options.cancelled?.()) throw new Cancelled()
      const now = performance.now()
      if (!options.onProgress || now - told < PROGRESS_INTERVAL) continue
      told = now
      const done = files.reduce((sum, file) => sum + file.position, 0)
      const progress = size === 0 ? ALL_READ : Math.min(ALL_READ, Math.floor((done / size) * 100))
      options.onProgress({ packets: engine.packets, bytes: engine.bytes, progress })
    }
  } finally {
    for (const file of files) file.close()
  }
}

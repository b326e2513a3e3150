import { ciphers, inflate } from '../input/helpers.ts'
import { readKeys } from '../input/keys.ts'
import { prepareCapture, type Prepared } from '../input/prepare.ts'
import type { Hints } from '../model/hints.ts'
import type { Warning } from '../model/capture.ts'
import type { KeyPaths } from '../model/job.ts'
import type { JobMeasures, SessionMeasures, TalkerList } from '../model/measures.ts'
import type { Progress, Summary } from '../model/summary.ts'
import { decodeBody } from '../pipeline/bodies.ts'
import { countedAs } from '../pipeline/identify.ts'
import { Engine } from '../pipeline/run.ts'
import { makeFolder } from '../store/folders.ts'
import { createResult } from '../store/results/writer.ts'
import { feed } from './feed.ts'
import { collectGarbage, releaseMemory } from './release-memory.ts'
import { surveyClocks } from './survey.ts'

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
  /** Paths of keys. What they hold goes nowhere else. */
  readonly keys?: KeyPaths
  readonly onProgress?: (progress: Progress) => void
  /** Asked between reads; true ends the work with `Cancelled`. */
  readonly cancelled?: () => boolean
}

export type Analyzed = Summary & { readonly session_count: number; readonly measures: JobMeasures }

/** The work was ended from outside. */
export class Cancelled extends Error {
  override readonly message = 'Cancelled'
}

/** Progress is told this often, in ms. */
const PROGRESS_INTERVAL = 250
/** Progress when all is read, while sessions are put together. */
const ALL_READ = 99

/** Reads captures, joins their messages and media into sessions, and leaves a finished result file. */
export async function analyze(options: AnalyzeOptions): Promise<Analyzed> {
  makeFolder(options.folder)
  const prepared: Prepared[] = []
  for (const [ordinal, path] of options.inputs.entries()) {
    prepared.push(await prepareCapture(path, { folder: options.folder, ordinal }))
  }
  const result = createResult(options.result, options.job, { countedAs, decode: decodeBody })
  try {
    const { hints, keys = {} } = options
    const clocks = surveyClocks(
      prepared.map(({ path }) => path),
      hints,
    )
    const engine = new Engine(prepared.length, result, { hints, inflate, ciphers, clocks })
    const gone = readKeys(keys, engine)
    const bytesRead = readAll(engine, prepared, options)
    engine.end()
    releaseMemory()
    const talkers = engine.talkers()
    result.counts.watch(talkers.talkers.map(({ ip_address }) => ip_address))
    const session_count = engine.relate(result, options.job, collectGarbage)
    const told = engine.summary()
    const sessions = result.counts.measures()
    const warnings = [
      ...told.capture.warnings,
      ...prepared.flatMap((one) => one.warnings),
      ...hourWarning(sessions),
      ...gone,
    ]
    const summary = { ...told, capture: { ...told.capture, warnings } }
    result.finish(summary, engine.sources(), options.hints)
    return { ...summary, session_count, measures: measuresOf(summary, { bytesRead, talkers, sessions }) }
  } catch (error) {
    result.discard()
    throw error
  }
}

/** Feeds the engine until all captures are over; gives the bytes that were read. */
function readAll(engine: Engine, prepared: readonly Prepared[], options: AnalyzeOptions): number {
  const paths = prepared.map(({ path }) => path)
  let told = 0
  return feed(engine, paths, ({ done, size }) => {
    if (options.cancelled?.()) throw new Cancelled()
    const now = performance.now()
    if (!options.onProgress || now - told < PROGRESS_INTERVAL) return
    told = now
    const progress = size === 0 ? ALL_READ : Math.min(ALL_READ, Math.floor((done / size) * 100))
    options.onProgress({ packets: engine.packets, bytes: engine.bytes, progress })
  })
}

interface Measured {
  readonly bytesRead: number
  readonly talkers: TalkerList
  readonly sessions: SessionMeasures
}

function measuresOf(summary: Summary, { bytesRead, talkers, sessions }: Measured): JobMeasures {
  const { types, hours, protocols, addresses, kpis } = sessions
  return {
    bytes_read: bytesRead,
    protocols: summary.protocols.map((row) => ({ ...row, session_count: protocols.get(row.protocol) ?? 0 })),
    types,
    hours,
    talkers: talkers.talkers.map((row) => ({ ...row, session_count: addresses.get(row.ip_address) ?? 0 })),
    talkers_truncated: talkers.truncated,
    kpis,
  }
}

function hourWarning({ beyond_hours: count }: SessionMeasures): Warning[] {
  return count > 0 ? [{ code: 'LIMIT_REACHED:hours', count }] : []
}

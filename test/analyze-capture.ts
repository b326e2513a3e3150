import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { analyze } from '../src/jobs/analyze.ts'
import type { Hints } from '../src/model/hints.ts'
import type { KeyPaths } from '../src/model/job.ts'
import type { SessionEvent } from '../src/model/session.ts'
import type { JobMeasures } from '../src/model/measures.ts'
import type { Summary } from '../src/model/summary.ts'
import { METRICS } from '../src/model/tables-metrics.ts'
import type { SessionDetail } from '../src/store/results/records.ts'
import { decodeBody } from '../src/pipeline/bodies.ts'
import { openResult, type ResultReader } from '../src/store/results/reader.ts'

/** As `analyze --format json` prints it. */
export interface Analysis extends Summary {
  readonly sessions: readonly SessionDetail[]
  /** What the catalogue would be told. */
  readonly measures: JobMeasures
}

const NO_JOB = '00000000-0000-0000-0000-000000000000'

/** Takes captures of one trace through the whole product: result file written, and read again. */
export async function analyzeCapture(...captures: readonly Uint8Array[]): Promise<Analysis> {
  return analyzeHinted({}, ...captures)
}

/** As `analyzeCapture`, with hints. */
export async function analyzeHinted(hints: Hints, ...captures: readonly Uint8Array[]): Promise<Analysis> {
  return withResult(captures, allOf, hints)
}

/** What somebody has besides a capture. */
export interface Keys {
  /** A key log of TLS. */
  readonly tls?: string
  readonly nas?: string
}

/** Puts keys into files. */
export function writeKeys(folder: string, { tls, nas }: Keys): KeyPaths {
  const paths = { tls_keylog: join(folder, 'tls.keys'), nas_keys: join(folder, 'nas.keys') }
  if (tls !== undefined) writeFileSync(paths.tls_keylog, tls)
  if (nas !== undefined) writeFileSync(paths.nas_keys, nas)
  return {
    ...(tls !== undefined && { tls_keylog: paths.tls_keylog }),
    ...(nas !== undefined && { nas_keys: paths.nas_keys }),
  }
}

/** As `analyzeCapture`, with keys. */
export async function analyzeWith(keys: Keys, ...captures: readonly Uint8Array[]): Promise<Analysis> {
  return withResult(captures, allOf, {}, keys)
}

function allOf(result: ResultReader, measures: JobMeasures): Analysis {
  const sessions = [...result.details()]
  for (const { metrics } of sessions) requireMeaning(Object.keys(metrics))
  return { ...result.summary(), sessions, measures }
}

/** What every session has, told by its own fields too; and what the table of metrics explains. */
const EXPLAINED = new Set(['packets', 'bytes', 'duration_ms', ...METRICS.map(({ metric }) => metric)])

/** No capture of any test may bring a number that nobody explains. */
function requireMeaning(metrics: readonly string[]): void {
  const nameless = metrics.filter((metric) => !EXPLAINED.has(metric))
  if (nameless.length > 0) throw new Error(`not in src/model/tables-metrics.ts: ${nameless.join(', ')}`)
}

/** The events of all sessions, each once: members' stand with the session that they are of. */
export function ownEvents(sessions: readonly Pick<SessionDetail, 'events'>[]): SessionEvent[] {
  return sessions.flatMap(({ events }) => events).filter((event) => event['via_session'] === undefined)
}

/** As `analyzeCapture`; lends the result file. */
export async function withResult<T>(
  captures: readonly Uint8Array[],
  read: (result: ResultReader, measures: JobMeasures) => T,
  hints: Hints = {},
  given: Keys = {},
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'callflowd-test-'))
  try {
    const inputs = captures.map((bytes, i) => {
      const path = join(folder, `${i}.pcap`)
      writeFileSync(path, bytes)
      return path
    })
    const path = join(folder, 'result')
    const keys = writeKeys(folder, given)
    const { measures } = await analyze({ inputs, hints, keys, folder, result: path, job: NO_JOB })
    const result = openResult(path, decodeBody)
    try {
      return read(result, measures)
    } finally {
      result.close()
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

import { exportSessions, type Format } from '../export/sessions.ts'
import { SESSION_TYPES } from '../model/session.ts'
import { compileQuery } from '../search/compile.ts'
import { QueryError } from '../search/query-error.ts'
import { compileSort } from '../search/sort.ts'
import type { Listing } from '../store/results/condition.ts'
import { aliasesOf } from './aliases.ts'
import { calling, checkInputs, checkKeys, isResult, type KeyOptions, read, withAnalysis } from './analysis.ts'
import { BadInput } from './failure.ts'
import { type HintOptions, hintsOf } from './hints.ts'
import { lines, openOutput } from './output.ts'
import { sessionTable } from './table.ts'
import type { ResultReader } from '../store/results/reader.ts'

export interface AnalyzeOptions extends HintOptions, KeyOptions {
  readonly store?: string
  readonly aliases?: string
  readonly format: 'table' | Format
  readonly output?: string
  readonly filterType?: string
  readonly query?: string
  readonly sort?: string
}

/** `callflowd analyze`: the sessions of captures, or of a result that `--store` kept, as a table or for another program. */
export async function analyzeCommand(files: readonly string[], options: AnalyzeOptions): Promise<void> {
  const wanted = wantedOf(options)
  const hints = hintsOf(options)
  const aliases = await aliasesOf(options.aliases)
  checkInputs(files)
  const keys = checkKeys(options)
  const output = openOutput(options.output, files)
  const print = async (result: ResultReader): Promise<void> => {
    const { format } = options
    const { width, paint } = output
    await output.write(
      format === 'table'
        ? lines(sessionTable(result, { wanted, width, paint }))
        : exportSessions(result, format, wanted),
    )
  }
  const kept = files.find(isResult)
  if (kept === undefined) await withAnalysis(files, { store: options.store, hints, keys }, calling(aliases, print))
  else await read(alone(kept, files, options), calling(aliases, print))
}

/** A result holds what was made of a capture: it is neither merged with others nor made anew. */
function alone(kept: string, files: readonly string[], options: AnalyzeOptions): string {
  if (files.length > 1) throw new BadInput(`${kept}: is the result of an analysis, which is read alone`)
  const late = CAPTURE_OPTIONS.find(([name]) => options[name] !== undefined)
  if (late) throw new BadInput(`${kept}: is the result of an analysis; ${late[1]} needs the capture`)
  return kept
}

/** What says how a capture is read, or where its result goes. */
const CAPTURE_OPTIONS = [
  ['store', '--store'],
  ['decodeAs', '--decode-as'],
  ['linkType', '--link-type'],
  ['linkBy', '--link-by'],
  ['relateBy', '--relate-by'],
  ['from', '--from'],
  ['to', '--to'],
  ['tlsKeylog', '--tls-keylog'],
  ['nasKeys', '--nas-keys'],
] as const

function wantedOf({ filterType, query, sort }: AnalyzeOptions): Listing {
  return {
    ...(filterType !== undefined && { type: sessionType(filterType) }),
    ...(query !== undefined && { condition: compiled('--query', () => compileQuery(query)) }),
    ...(sort !== undefined && { order: compiled('--sort', () => compileSort(sort)) }),
  }
}

function compiled<T>(option: string, compile: () => T): T {
  try {
    return compile()
  } catch (error) {
    throw error instanceof QueryError ? new BadInput(`${option}: ${error.message} (at ${error.position})`) : error
  }
}

function sessionType(given: string): string {
  const type = SESSION_TYPES.find((one) => one.toLowerCase() === given.toLowerCase())
  if (type === undefined) throw new BadInput(`unknown session type '${given}'; known are ${SESSION_TYPES.join(', ')}`)
  return type
}

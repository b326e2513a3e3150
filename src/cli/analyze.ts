import { exportSessions, type Format } from '../export/sessions.ts'
import { SESSION_TYPES } from '../model/session.ts'
import { aliasesOf } from './aliases.ts'
import { calling, checkInputs, checkKeys, type KeyOptions, withAnalysis } from './analysis.ts'
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
}

/** `callflowd analyze`: the sessions of captures, as a table or for another program. */
export async function analyzeCommand(files: readonly string[], options: AnalyzeOptions): Promise<void> {
  const type = options.filterType === undefined ? undefined : sessionType(options.filterType)
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
        ? lines(sessionTable(result, { type, width, paint }))
        : exportSessions(result, format, { type }),
    )
  }
  await withAnalysis(files, { store: options.store, hints, keys }, calling(aliases, print))
}

function sessionType(given: string): string {
  const type = SESSION_TYPES.find((one) => one.toLowerCase() === given.toLowerCase())
  if (type === undefined) throw new BadInput(`unknown session type '${given}'; known are ${SESSION_TYPES.join(', ')}`)
  return type
}

import { kpisOf } from '../model/kpi.ts'
import type { Listing } from '../store/results/condition.ts'
import type { ResultReader } from '../store/results/reader.ts'
import { csvLine } from './csv.ts'
import { SESSION_COLUMNS } from './session-columns.ts'

export const FORMATS = ['json', 'ndjson', 'csv'] as const
export type Format = (typeof FORMATS)[number]

/** Sessions of a result in pieces of text: no more than one session is in memory at a time. */
export function exportSessions(result: ResultReader, format: Format, wanted: Listing = {}): Generator<string> {
  if (format === 'json') return json(result, wanted)
  if (format === 'ndjson') return ndjson(result, wanted)
  return csv(result, wanted)
}

/** One JSON object, `{capture, protocols, coverage, kpis, sessions}`, with a session a line. */
function* json(result: ResultReader, wanted: Listing): Generator<string> {
  const { capture, protocols, coverage } = result.summary()
  yield `{"capture":${JSON.stringify(capture)},\n"protocols":${JSON.stringify(protocols)},\n`
  yield `"coverage":${JSON.stringify(coverage)},\n"kpis":${JSON.stringify(kpisOf(result.kpis()))},\n"sessions":[`
  let separator = '\n'
  for (const session of result.details(wanted)) {
    yield separator + JSON.stringify(session)
    separator = ',\n'
  }
  yield '\n]}\n'
}

function* ndjson(result: ResultReader, wanted: Listing): Generator<string> {
  for (const session of result.details(wanted)) yield `${JSON.stringify(session)}\n`
}

function* csv(result: ResultReader, wanted: Listing): Generator<string> {
  yield csvLine(SESSION_COLUMNS.map(({ name }) => name))
  for (const session of result.briefs(wanted)) yield csvLine(SESSION_COLUMNS.map(({ value }) => value(session)))
}

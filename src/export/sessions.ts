import type { ResultReader } from '../store/results/reader.ts'
import type { SessionDetail } from '../store/results/records.ts'
import { type Cell, SESSION_COLUMNS } from './session-columns.ts'

export const FORMATS = ['json', 'ndjson', 'csv'] as const
export type Format = (typeof FORMATS)[number]

/** The sessions of a result in pieces of text: no more than one session is in memory at a time. */
export function exportSessions(result: ResultReader, format: Format, type?: string): Generator<string> {
  if (format === 'json') return json(result, type)
  if (format === 'ndjson') return ndjson(result, type)
  return csv(result, type)
}

/** One JSON object, `{capture, protocols, coverage, sessions}`, with a session a line. */
function* json(result: ResultReader, type: string | undefined): Generator<string> {
  const { capture, protocols, coverage } = result.summary()
  yield `{"capture":${JSON.stringify(capture)},\n"protocols":${JSON.stringify(protocols)},\n`
  yield `"coverage":${JSON.stringify(coverage)},\n"sessions":[`
  let separator = '\n'
  for (const session of result.details(type)) {
    yield separator + JSON.stringify(session)
    separator = ',\n'
  }
  yield '\n]}\n'
}

function* ndjson(result: ResultReader, type: string | undefined): Generator<string> {
  for (const session of result.details(type)) yield `${JSON.stringify(session)}\n`
}

/** RFC 4180, with a header. */
function* csv(result: ResultReader, type: string | undefined): Generator<string> {
  yield line(SESSION_COLUMNS.map(({ name }) => name))
  for (const session of result.details(type, 0)) yield line(cells(session))
}

function cells(session: SessionDetail): string[] {
  return SESSION_COLUMNS.map(({ value }) => cell(value(session)))
}

/** Spreadsheets take a cell that begins so for a formula; a sign before a number is a number. */
const FORMULA = /^(?:[=@\t\r]|[+-](?!\d))/

function cell(value: Cell): string {
  const text = String(value ?? '')
  const safe = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function line(values: readonly string[]): string {
  return `${values.join(',')}\r\n`
}

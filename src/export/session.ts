import type { SessionEvent } from '../model/session.ts'
import type { ResultReader } from '../store/results/reader.ts'
import type { SessionDetail } from '../store/results/records.ts'
import { type Cell, csvLine } from './csv.ts'
import { drawLadder } from './ladder.ts'
import { drawMermaid } from './mermaid.ts'
import { drawSvg } from './svg.ts'

/** What a session can be written as, and how that is called among files. */
export const SESSION_FORMATS = {
  json: { mediaType: 'application/json; charset=utf-8', extension: 'json' },
  csv: { mediaType: 'text/csv; charset=utf-8', extension: 'csv' },
  text: { mediaType: 'text/plain; charset=utf-8', extension: 'txt' },
  mermaid: { mediaType: 'text/vnd.mermaid; charset=utf-8', extension: 'mmd' },
  svg: { mediaType: 'image/svg+xml; charset=utf-8', extension: 'svg' },
} as const
export type SessionFormat = keyof typeof SESSION_FORMATS

/** Columns of a ladder that goes to no terminal. */
const WIDTH = 120
/** Events read at a time. */
const PAGE = 1000

/** One session in pieces of text; nothing where there is none of that id. */
export function exportSession(result: ResultReader, id: string, format: SessionFormat): Iterable<string> {
  const isWhole = format === 'json' || format === 'csv'
  const session = result.session(id, isWhole ? { limit: 0 } : undefined)
  if (!session) return []
  switch (format) {
    case 'json':
      return json(session, allEvents(result, id))
    case 'csv':
      return csv(allEvents(result, id))
    case 'text':
      return lines(drawLadder(session, { width: WIDTH }))
    case 'mermaid':
      return lines(drawMermaid(session))
    case 'svg':
      return lines(drawSvg(session))
    default:
      return format satisfies never
  }
}

function* allEvents(result: ResultReader, id: string): Generator<SessionEvent> {
  for (let from = 0; ; from += PAGE) {
    const { events = [] } = result.events(id, { from, limit: PAGE }) ?? {}
    yield* events
    if (events.length < PAGE) return
  }
}

/** As the API gives it, with all of its events. */
function* json(session: SessionDetail, events: Iterable<SessionEvent>): Generator<string> {
  const { events: _, events_truncated: __, ...rest } = session
  yield `${JSON.stringify(rest).slice(0, -1)},"events":[`
  let separator = '\n'
  for (const event of events) {
    yield separator + JSON.stringify(event)
    separator = ',\n'
  }
  yield '\n]}\n'
}

const EVENT_COLUMNS: readonly { readonly name: string; readonly value: (of: SessionEvent) => Cell }[] = [
  { name: 'event_id', value: (of) => of.event_id },
  { name: 'timestamp', value: (of) => of.timestamp },
  { name: 'timestamp_ns', value: (of) => of.timestamp_ns },
  { name: 'frame', value: (of) => of.frame },
  { name: 'packet_id', value: (of) => of.packet_id },
  { name: 'protocol', value: (of) => of.protocol },
  { name: 'message_type', value: (of) => of.message_type },
  { name: 'source', value: (of) => of.source },
  { name: 'destination', value: (of) => of.destination },
  { name: 'short', value: (of) => of.short },
  { name: 'details', value: (of) => JSON.stringify(of.details) },
]

/** An event a row. */
function* csv(events: Iterable<SessionEvent>): Generator<string> {
  yield csvLine(EVENT_COLUMNS.map(({ name }) => name))
  for (const event of events) yield csvLine(EVENT_COLUMNS.map(({ value }) => value(event)))
}

function* lines(of: Iterable<string>): Generator<string> {
  for (const line of of) yield `${line}\n`
}

import { exportSession, type SessionFormat } from '../export/session.ts'
import { exportSessions, type Format } from '../export/sessions.ts'
import { oneSession, type Wanted } from '../store/results/condition.ts'
import type { EventPage } from '../store/results/event-reader.ts'
import type { ResultReader, SessionPage } from '../store/results/reader.ts'
import type { LadderPage } from '../store/results/subscriber-reader.ts'
import { Captures, openCaptures } from './captures.ts'
import { readPacket } from './packet.ts'
import { findSubscribers } from './subscribers.ts'
import { exportPcap } from './pcap.ts'

/** What may be asked of a result file from outside its thread. */
export const QUERIES = {
  sessions: (result: ResultReader, query: SessionPage) => result.sessions(query),
  overview: (result: ResultReader) => result.overview(),
  session: (result: ResultReader, id: string) => result.session(id),
  session_page: (result: ResultReader, { id, ...page }: EventPage & { id: string }) => result.session(id, page),
  events: (result: ResultReader, { id, ...page }: EventPage & { id: string }) => result.events(id, page),
  subscribers: findSubscribers,
  subscriber: (result: ResultReader, id: string) => result.subscribers.detail(id),
  subscriber_ladder: (result: ResultReader, page: LadderPage) => result.subscribers.ladder(page),
  packet: (result: ResultReader, { captures, ...at }: { captures: readonly string[]; file: number; frame: number }) =>
    readPacket(result, openCaptures(captures, result), at),
} as const

export type QueryName = keyof typeof QUERIES
export type QueryArgument<Name extends QueryName> = Parameters<(typeof QUERIES)[Name]>[1]
export type QueryAnswer<Name extends QueryName> = ReturnType<(typeof QUERIES)[Name]>

/** What is had of a result file in pieces, without end in memory. The reader is for that alone. */
export const STREAMS = {
  sessions: (result: ResultReader, { format, ...wanted }: Wanted & { format: Format }): Iterable<string> =>
    exportSessions(result, format, wanted),
  session: (result: ResultReader, { id, format }: { id: string; format: SessionFormat }): Iterable<string> =>
    exportSession(result, id, format),
  pcap: pcapPieces,
} as const

interface PcapArgument extends Wanted {
  readonly captures: readonly string[]
  readonly session?: string
  readonly media: boolean
}

function* pcapPieces(result: ResultReader, argument: PcapArgument): Generator<Uint8Array> {
  const { captures: paths, session, media, ...rest } = argument
  const [captures, again] = [new Captures(paths, result), new Captures(paths, result)]
  const wanted = session === undefined ? rest : oneSession(session)
  try {
    yield* exportPcap({ result, captures, again, wanted, media })
  } finally {
    captures.close()
    again.close()
  }
}

export type StreamName = keyof typeof STREAMS
export type StreamArgument<Name extends StreamName> = Parameters<(typeof STREAMS)[Name]>[1]

/** To a reader thread: a question, or a stream of pieces that are sent one by one as they are asked for. */
export type Question = { readonly id: number } & (
  | { readonly result: string; readonly query: QueryName; readonly argument: unknown }
  | { readonly result: string; readonly stream: StreamName; readonly argument: unknown }
  | { readonly more: true }
  | { readonly stop: true }
)

/** `piece` of a stream; without one it is over. */
export type Answer = { readonly id: number } & (
  | { readonly value: unknown }
  | { readonly error: string; readonly refused: boolean }
  | { readonly piece: Uint8Array | undefined }
)

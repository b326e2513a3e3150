import { exportSession, type SessionFormat } from '../export/session.ts'
import { exportSessions, type Format } from '../export/sessions.ts'
import { type Listing, oneSession, type Wanted } from '../store/results/condition.ts'
import type { Alias } from '../store/aliases.ts'
import type { EventPage } from '../store/results/event-reader.ts'
import type { NodePage } from '../store/results/node-reader.ts'
import type { ResultReader, SessionPage } from '../store/results/reader.ts'
import { audioPieces } from './audio.ts'
import type { LadderPage } from '../store/results/subscriber-reader.ts'
import { Captures, openCaptures } from './captures.ts'
import { readPacket } from './packet.ts'
import { findSubscribers } from './subscribers.ts'
import { exportPcap } from './pcap.ts'
import { seriesPieces, type SeriesWanted } from './series.ts'

/** What may be asked of a result file from outside its thread. */
export const QUERIES = {
  sessions: (result: ResultReader, query: SessionPage) => result.sessions(query),
  overview: (result: ResultReader) => result.overview(),
  nodes: (result: ResultReader, page: NodePage) => result.nodes.list(page),
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
  sessions: (result: ResultReader, { format, ...wanted }: Listing & { format: Format }): Iterable<string> =>
    exportSessions(result, format, wanted),
  session: (result: ResultReader, { id, format }: { id: string; format: SessionFormat }): Iterable<string> =>
    exportSession(result, id, format),
  pcap: pcapPieces,
  series: (result: ResultReader, { captures: paths, ...wanted }: SeriesWanted & Kept): Iterable<string> =>
    withCaptures(paths, result, (open) => seriesPieces(result, open(), wanted)),
  audio: (result: ResultReader, { captures: paths, session, stream }: Omit<SeriesWanted, 'points'> & Kept) =>
    withCaptures(paths, result, (open) => audioPieces(result, open, { session, stream })),
} as const

interface Kept {
  readonly captures: readonly string[]
}

interface PcapArgument extends Wanted, Kept {
  readonly session?: string
  readonly media: boolean
}

function pcapPieces(result: ResultReader, argument: PcapArgument): Iterable<Uint8Array> {
  const { captures: paths, session, media, ...rest } = argument
  const wanted = session === undefined ? rest : oneSession(session)
  const single = session !== undefined
  return withCaptures(paths, result, (open) =>
    exportPcap({ result, captures: open(), again: open(), wanted, media, single }),
  )
}

/** Pieces of what is read from captures that are opened for it alone. */
function* withCaptures<Piece>(
  paths: readonly string[],
  result: ResultReader,
  read: (open: () => Captures) => Iterable<Piece>,
): Generator<Piece> {
  const opened: Captures[] = []
  const open = (): Captures => {
    const captures = new Captures(paths, result)
    opened.push(captures)
    return captures
  }
  try {
    yield* read(open)
  } finally {
    for (const captures of opened) captures.close()
  }
}

export type StreamName = keyof typeof STREAMS
export type StreamArgument<Name extends StreamName> = Parameters<(typeof STREAMS)[Name]>[1]

/** To a reader thread: what addresses are called, in all answers from now on. */
export interface Called {
  readonly aliases: readonly Alias[]
}

/** To a reader thread: a result file is gone, and must not be held open. */
export interface Deleted {
  readonly deleted: string
}

/** To a reader thread: it is to close what it holds open, and end. */
export interface Ended {
  readonly end: true
}

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
  | { readonly error: string; readonly why: 'refused' | 'gone' | 'failed' }
  | { readonly piece: Uint8Array | undefined }
)

import { parentPort } from 'node:worker_threads'
import { decodeBody } from '../pipeline/bodies.ts'
import { AliasBook } from '../store/aliases.ts'
import { openResult, type ResultReader, UnreadableResult } from '../store/results/reader.ts'
import { Pieces } from './pieces.ts'
import { Gone, Refused } from './refused.ts'
import { type Answer, type Called, type Deleted, type Ended, QUERIES, type Question, STREAMS } from './queries.ts'

/** Result files kept open, the latest used. */
const MOST_OPEN = 8
const open = new Map<string, ResultReader>()
let aliases = new AliasBook()
const streams = new Map<number, { readonly pieces: Pieces; readonly result: ResultReader }>()

function reader(path: string): ResultReader {
  const known = open.get(path)
  open.delete(path)
  const result = known ?? openResult(path, decodeBody)
  result.nodes.aliases = aliases
  open.set(path, result)
  if (open.size > MOST_OPEN) {
    const [[oldest, other]] = open as unknown as [[string, ResultReader]]
    open.delete(oldest)
    other.close()
  }
  return result
}

function answer(question: Question): Answer | undefined {
  const { id } = question
  if ('query' in question) {
    const ask = QUERIES[question.query] as (from: ResultReader, argument: unknown) => unknown
    return { id, value: ask(reader(question.result), question.argument) }
  }
  if ('stream' in question) {
    const result = openResult(question.result, decodeBody)
    result.nodes.aliases = aliases
    const begin = STREAMS[question.stream] as (from: ResultReader, argument: unknown) => Iterable<string | Uint8Array>
    streams.set(id, { pieces: new Pieces(begin(result, question.argument)), result })
  }
  if ('stop' in question) {
    end(id)
    return undefined
  }
  const piece = streams.get(id)?.pieces.next()
  if (piece === undefined) end(id)
  return { id, piece }
}

function end(id: number): void {
  const stream = streams.get(id)
  streams.delete(id)
  stream?.pieces.stop()
  stream?.result.close()
}

function reasonOf(error: unknown): 'refused' | 'gone' | 'failed' {
  if (error instanceof Refused) return 'refused'
  return error instanceof Gone || error instanceof UnreadableResult ? 'gone' : 'failed'
}

/** Files are closed by who opened them, and not by the thread's being torn down. */
function endAll(): void {
  for (const id of streams.keys()) end(id)
  for (const path of open.keys()) close(path)
  parentPort!.close()
}

function close(path: string): void {
  open.get(path)?.close()
  open.delete(path)
}

parentPort!.on('message', (question: Question | Called | Deleted | Ended) => {
  if ('aliases' in question) {
    aliases = new AliasBook(question.aliases)
    return
  }
  if ('deleted' in question) return close(question.deleted)
  if ('end' in question) return endAll()
  let told: Answer | undefined
  try {
    told = answer(question)
  } catch (error) {
    if ('query' in question) close(question.result)
    else end(question.id)
    const words = error instanceof Error ? error.message : String(error)
    told = { id: question.id, error: words, why: reasonOf(error) }
  }
  if (told) parentPort!.postMessage(told)
})

import { parentPort } from 'node:worker_threads'
import { decodeBody } from '../pipeline/bodies.ts'
import { openResult, type ResultReader } from '../store/results/reader.ts'
import { type Answer, QUERIES, type Question } from './queries.ts'

/** Result files kept open, the latest used. */
const MOST_OPEN = 8
const open = new Map<string, ResultReader>()

function reader(path: string): ResultReader {
  const known = open.get(path)
  open.delete(path)
  const result = known ?? openResult(path, decodeBody)
  open.set(path, result)
  if (open.size > MOST_OPEN) {
    const [[oldest, other]] = open as unknown as [[string, ResultReader]]
    open.delete(oldest)
    other.close()
  }
  return result
}

parentPort!.on('message', ({ id, result, query, argument }: Question) => {
  let answer: Answer
  try {
    const ask = QUERIES[query] as (from: ResultReader, argument: unknown) => unknown
    answer = { id, value: ask(reader(result), argument) }
  } catch (error) {
    open.get(result)?.close()
    open.delete(result)
    answer = { id, error: error instanceof Error ? error.message : String(error) }
  }
  parentPort!.postMessage(answer)
})

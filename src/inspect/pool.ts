import type { Alias } from '../store/aliases.ts'
import type { QueryAnswer, QueryArgument, QueryName, Question, StreamArgument, StreamName } from './queries.ts'
import { type Answered, Busy, Questions } from './questions.ts'
import { Reader } from './reader.ts'

/** Questions that wait in all; one more is refused. */
const MOST_WAITING = 500
/** Streams at once: each holds a result file, its captures, and a cache. */
const MOST_STREAMS = 32

/** Questions that no thread has begun with, and streams that are not over. */
export interface Load {
  readonly waiting: number
  readonly streams: number
}

/**
 * A few threads that read result files, so that the HTTP thread never waits for a disk or a decoder. Streams, which may
 * be long, have threads of their own: whoever takes a file does not keep others from their lists.
 */
export class InspectPool {
  /** For whichever thread is free. */
  readonly #questions: Questions
  readonly #askers: readonly Reader[]
  readonly #streamers: readonly Reader[]
  #next = 0

  /**
   * @param threads for each of both
   * @param deadline longest time until a question is begun, and from then until its answer or piece of one, in ms
   */
  constructor(threads: number, deadline: number) {
    this.#questions = new Questions(deadline)
    const readers = (questions: () => Questions): Reader[] =>
      Array.from({ length: threads }, () => new Reader(questions(), deadline))
    this.#askers = readers(() => this.#questions)
    this.#streamers = readers(() => new Questions(deadline))
  }

  get load(): Load {
    return { waiting: this.#questions.size, streams: this.#streams }
  }

  get #streams(): number {
    return this.#streamers.reduce((sum, { streams }) => sum + streams, 0)
  }

  /** Asks about a result file. Throws TooSlow, Busy, Refused, Gone, or an error with the thread's words. */
  async ask<Name extends QueryName>(
    result: string,
    query: Name,
    argument: QueryArgument<Name>,
  ): Promise<QueryAnswer<Name>> {
    if (this.#questions.size >= MOST_WAITING) throw new Busy('The server is busy')
    const answered = this.#questions.ask({ id: this.#next++, result, query, argument })
    for (const reader of this.#askers) reader.goOn()
    const { answer } = await answered
    return ('value' in answer ? answer.value : undefined) as QueryAnswer<Name>
  }

  /** As `ask`, but in pieces, each made when it is asked for. Some are empty: so long it takes to find the next. */
  async *stream<Name extends StreamName>(
    result: string,
    stream: Name,
    argument: StreamArgument<Name>,
  ): AsyncGenerator<Uint8Array> {
    if (this.#streams >= MOST_STREAMS) throw new Busy('The server is busy with other files')
    const reader = leastBusy(this.#streamers)
    const id = this.#next++
    let thread: Answered['by'] | undefined
    let question: Question = { id, result, stream, argument }
    reader.streams++
    try {
      for (;;) {
        const { answer, by } = await reader.ask(question, thread)
        thread = by
        if (!('piece' in answer) || answer.piece === undefined) return
        yield answer.piece
        question = { id, more: true }
      }
    } finally {
      reader.streams--
      if (thread) reader.tell({ id, stop: true }, thread)
    }
  }

  /** What addresses are called, in all answers from now on. */
  call(aliases: readonly Alias[]): void {
    for (const reader of [...this.#askers, ...this.#streamers]) reader.call({ aliases })
  }

  /** The result file is deleted. */
  forget(result: string): void {
    for (const reader of this.#askers) reader.forget(result)
  }

  async close(): Promise<void> {
    await Promise.all([...this.#askers, ...this.#streamers].map(async (reader) => reader.close()))
  }
}

function leastBusy(readers: readonly Reader[]): Reader {
  const load = readers.map((reader) => reader.load + reader.streams)
  return readers[load.indexOf(Math.min(...load))]!
}

import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Alias } from '../store/aliases.ts'
import type {
  Answer,
  Called,
  QueryAnswer,
  QueryArgument,
  QueryName,
  Question,
  StreamArgument,
  StreamName,
} from './queries.ts'

import { Gone, Refused } from './refused.ts'

const THREAD = new URL(`./reader-thread${extname(import.meta.url)}`, import.meta.url)
const HEAP_MB = 512

const REASONS = { refused: Refused, gone: Gone, failed: Error }

/** The answer took longer than it may. */
export class TooSlow extends Error {}

interface Waiting {
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: Error) => void
  readonly timer: NodeJS.Timeout
}

interface Thread {
  readonly worker: Worker
  readonly waiting: Map<number, Waiting>
  /** Streams that are not over. */
  streams: number
}

/** A few threads that read result files, so that the HTTP thread never waits for a disk or a decoder. */
export class InspectPool {
  readonly #threads: (Thread | undefined)[]
  readonly #deadline: number
  #next = 0
  #called: Called = { aliases: [] }

  /** @param deadline longest time for an answer, or a piece of one, in ms */
  constructor(threads: number, deadline: number) {
    this.#threads = Array.from({ length: threads }, () => undefined)
    this.#deadline = deadline
  }

  /** Asks about a result file. Throws TooSlow, Refused, Gone, or an error with the thread's words. */
  async ask<Name extends QueryName>(
    result: string,
    query: Name,
    argument: QueryArgument<Name>,
  ): Promise<QueryAnswer<Name>> {
    const answer = await this.#send(this.#leastBusy(), { id: this.#next++, result, query, argument })
    return ('value' in answer ? answer.value : undefined) as QueryAnswer<Name>
  }

  /** As `ask`, but in pieces, each made when it is asked for. */
  async *stream<Name extends StreamName>(
    result: string,
    stream: Name,
    argument: StreamArgument<Name>,
  ): AsyncGenerator<Uint8Array> {
    const thread = this.#leastBusy()
    const id = this.#next++
    let question: Question = { id, result, stream, argument }
    thread.streams++
    try {
      for (;;) {
        const answer = await this.#send(thread, question)
        if (!('piece' in answer) || answer.piece === undefined) return
        if (answer.piece.length > 0) yield answer.piece
        question = { id, more: true }
      }
    } finally {
      thread.streams--
      thread.worker.postMessage({ id, stop: true } satisfies Question)
    }
  }

  /** What addresses are called, in all answers from now on. */
  call(aliases: readonly Alias[]): void {
    this.#called = { aliases }
    for (const thread of this.#threads) thread?.worker.postMessage(this.#called)
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.flatMap((thread) => (thread ? [thread.worker.terminate()] : [])))
  }

  #leastBusy(): Thread {
    const load = this.#threads.map((thread) => (thread ? thread.waiting.size + thread.streams : 0))
    const slot = load.indexOf(Math.min(...load))
    return (this.#threads[slot] ??= this.#start())
  }

  #send(thread: Thread, question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#end(thread, new TooSlow('The answer took too long')), this.#deadline)
      thread.waiting.set(question.id, { resolve, reject, timer })
      thread.worker.postMessage(question)
    })
  }

  #start(): Thread {
    const worker = new Worker(THREAD, { resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } })
    const thread: Thread = { worker, waiting: new Map(), streams: 0 }
    worker.unref()
    worker.postMessage(this.#called)
    worker.on('message', (answer: Answer) => {
      const waiting = thread.waiting.get(answer.id)
      thread.waiting.delete(answer.id)
      clearTimeout(waiting?.timer)
      if ('error' in answer) waiting?.reject(new REASONS[answer.why](answer.error))
      else waiting?.resolve(answer)
    })
    worker.on('error', (error) => this.#end(thread, error as Error))
    return thread
  }

  /** Gives a thread up, and with it all that it was asked. */
  #end(thread: Thread, error: Error): void {
    const slot = this.#threads.indexOf(thread)
    if (slot >= 0) this.#threads[slot] = undefined
    void thread.worker.terminate()
    for (const waiting of thread.waiting.values()) {
      clearTimeout(waiting.timer)
      waiting.reject(error)
    }
    thread.waiting.clear()
  }
}

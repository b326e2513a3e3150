import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Answer, QueryAnswer, QueryArgument, QueryName, Question } from './queries.ts'

const THREAD = new URL(`./reader-thread${extname(import.meta.url)}`, import.meta.url)
const HEAP_MB = 512

/** The answer took longer than it may. */
export class TooSlow extends Error {}

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
  readonly timer: NodeJS.Timeout
}

interface Thread {
  readonly worker: Worker
  readonly waiting: Map<number, Waiting>
}

/** A few threads that read result files, so that the HTTP thread never waits for a disk or a decoder. */
export class InspectPool {
  readonly #threads: (Thread | undefined)[]
  readonly #deadline: number
  #next = 0

  /** @param deadline longest time for an answer in ms */
  constructor(threads: number, deadline: number) {
    this.#threads = Array.from({ length: threads }, () => undefined)
    this.#deadline = deadline
  }

  /** Asks about a result file. Throws TooSlow, or an error with the thread's words. */
  async ask<Name extends QueryName>(
    result: string,
    query: Name,
    argument: QueryArgument<Name>,
  ): Promise<QueryAnswer<Name>> {
    const slot = this.#leastBusy()
    const thread = (this.#threads[slot] ??= this.#start(slot))
    const id = this.#next++
    const value = await new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#end(slot, new TooSlow('The answer took too long')), this.#deadline)
      thread.waiting.set(id, { resolve, reject, timer })
      thread.worker.postMessage({ id, result, query, argument } satisfies Question)
    })
    return value as QueryAnswer<Name>
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.flatMap((thread) => (thread ? [thread.worker.terminate()] : [])))
  }

  #leastBusy(): number {
    const load = this.#threads.map((thread) => thread?.waiting.size ?? 0)
    return load.indexOf(Math.min(...load))
  }

  #start(slot: number): Thread {
    const worker = new Worker(THREAD, { resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } })
    const thread: Thread = { worker, waiting: new Map() }
    worker.unref()
    worker.on('message', (answer: Answer) => {
      const waiting = thread.waiting.get(answer.id)
      thread.waiting.delete(answer.id)
      clearTimeout(waiting?.timer)
      if ('error' in answer) waiting?.reject(new Error(answer.error))
      else waiting?.resolve(answer.value)
    })
    worker.on('error', (error) => this.#end(slot, error as Error))
    return thread
  }

  /** Gives a thread up, and with it all that it was asked. */
  #end(slot: number, error: Error): void {
    const thread = this.#threads[slot]
    this.#threads[slot] = undefined
    void thread?.worker.terminate()
    for (const waiting of thread?.waiting.values() ?? []) {
      clearTimeout(waiting.timer)
      waiting.reject(error)
    }
  }
}

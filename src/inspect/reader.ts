import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Answer, Called, Deleted, Ended, Question } from './queries.ts'
import type { Answered, Asked, Questions } from './questions.ts'
import { Gone, Refused } from './refused.ts'

const THREAD = new URL(`./reader-thread${extname(import.meta.url)}`, import.meta.url)
const HEAP_MB = 512
/** A thread that is to end, and still at a question, is ended after so long. */
const GRACE_MS = 1000
const REASONS = { refused: Refused, gone: Gone, failed: Error }

/** The answer took longer than it may. */
export class TooSlow extends Error {}

/** A thread that reads result files, one question after the other. One that takes too long ends it; the next is new. */
export class Reader {
  readonly #deadline: number
  readonly #questions: Questions
  #worker: Worker | undefined
  #called: Called = { aliases: [] }
  #at: { readonly asked: Asked; readonly timer: NodeJS.Timeout } | undefined
  /** Streams that are not over. */
  streams = 0

  /**
   * @param questions which it takes from, perhaps with others
   * @param deadline longest time for an answer, in ms
   */
  constructor(questions: Questions, deadline: number) {
    this.#questions = questions
    this.#deadline = deadline
  }

  /** What it is at, and what waits for it or others. */
  get load(): number {
    return this.#questions.size + (this.#at ? 1 : 0)
  }

  /** @param of the thread that a stream was begun in. Throws TooSlow, Busy, Refused, Gone, or the thread's words. */
  ask(question: Question, of?: Worker): Promise<Answered> {
    const answered = this.#questions.ask(question, of)
    this.goOn()
    return answered
  }

  /** Begins with the next question, if it is at none. */
  goOn(): void {
    while (!this.#at) {
      const asked = this.#questions.next()
      if (!asked) return
      const worker = (this.#worker ??= this.#start())
      if (asked.of === undefined || asked.of === worker) this.#begin(asked, worker)
      else asked.reject(new TooSlow('Another answer took too long'))
    }
  }

  /** Tells the thread something that it does not answer. */
  tell(question: Question, of: Worker): void {
    if (of === this.#worker) of.postMessage(question)
  }

  call(called: Called): void {
    this.#called = called
    this.#worker?.postMessage(called)
  }

  /** A file that is held open would take its room on the disk until another is opened in its place. */
  forget(deleted: string): void {
    this.#worker?.postMessage({ deleted } satisfies Deleted)
  }

  async close(): Promise<void> {
    const worker = this.#worker
    if (!worker) return
    const ended = new Promise((resolve) => worker.once('exit', resolve))
    worker.postMessage({ end: true } satisfies Ended)
    const timer = setTimeout(() => void worker.terminate(), GRACE_MS)
    await ended
    clearTimeout(timer)
  }

  #begin(asked: Asked, worker: Worker): void {
    const timer = setTimeout(() => this.#end(new TooSlow('The answer took too long')), this.#deadline)
    this.#at = { asked, timer }
    worker.postMessage(asked.question)
  }

  #start(): Worker {
    const worker = new Worker(THREAD, { resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } })
    worker.unref()
    worker.postMessage(this.#called)
    worker.on('message', (answer: Answer) => {
      if (worker === this.#worker) this.#answered(answer, worker)
    })
    worker.on('error', (error) => {
      if (worker === this.#worker) this.#end(error as Error)
    })
    return worker
  }

  #answered(answer: Answer, by: Worker): void {
    const asked = this.#done()
    if ('error' in answer) asked?.reject(new REASONS[answer.why](answer.error))
    else asked?.resolve({ answer, by })
    this.goOn()
  }

  #end(error: Error): void {
    void this.#worker?.terminate()
    this.#worker = undefined
    this.#done()?.reject(error)
    this.goOn()
  }

  #done(): Asked | undefined {
    const at = this.#at
    clearTimeout(at?.timer)
    this.#at = undefined
    return at?.asked
  }
}

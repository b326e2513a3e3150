import type { Worker } from 'node:worker_threads'
import type { Answer, Question } from './queries.ts'

/** So many ask that nobody came to this question in time. */
export class Busy extends Error {}

/** An answer, and the thread that gave it. */
export interface Answered {
  readonly answer: Answer
  readonly by: Worker
}

/** A question, and who waits for the answer. */
export interface Asked {
  readonly question: Question
  /** The thread that holds what the question goes on with; undefined where any will do. */
  readonly of: Worker | undefined
  readonly resolve: (answered: Answered) => void
  readonly reject: (error: Error) => void
}

/** Questions that no thread has begun with, in order. One that waits too long is refused. */
export class Questions {
  readonly #patience: number
  readonly #waiting = new Map<Asked, NodeJS.Timeout>()

  /** @param patience in ms */
  constructor(patience: number) {
    this.#patience = patience
  }

  get size(): number {
    return this.#waiting.size
  }

  /** @param of the thread that a stream was begun in. Throws Busy, and what the answer throws. */
  ask(question: Question, of?: Worker): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const asked: Asked = { question, of, resolve, reject }
      const timer = setTimeout(() => {
        this.#waiting.delete(asked)
        reject(new Busy('The server is busy'))
      }, this.#patience)
      this.#waiting.set(asked, timer)
    })
  }

  /** Takes the first. */
  next(): Asked | undefined {
    for (const [asked, timer] of this.#waiting) {
      clearTimeout(timer)
      this.#waiting.delete(asked)
      return asked
    }
    return undefined
  }
}

import type { StoryParts } from './story-parts.ts'
import type { SubscriberBook } from './subscriber-book.ts'

/** Subscribers of calls that are remembered. */
const MOST_NAMED = 1_000_000

/** Who calls and is called, where that is known by what names one subscriber: whose address it can be that a call tells. */
export class CallSubscribers {
  readonly #ofCall = new Map<number, number[]>()
  #parts: StoryParts | undefined
  #book: SubscriberBook | undefined

  learn(book: SubscriberBook, parts: StoryParts): void {
    this.#book = book
    this.#parts = parts
    for (const [subscriber, sessions] of book.bySubscriber()) {
      if (!book.isNamed(subscriber)) continue
      for (const { session } of sessions) if (parts.part(session) === 'call') this.#note(session, subscriber)
    }
  }

  /** A session is of somebody who has no part in the call. */
  isOther(call: number, session: number): boolean {
    const known = this.#ofCall.get(call)
    const subscriber = this.servedBy(session)
    return known !== undefined && subscriber !== undefined && !known.includes(subscriber)
  }

  /** Of two sessions, the first is of one of the call's subscribers, and the other of somebody else. */
  isCloser(call: number, session: number, other: number): boolean {
    return this.isOther(call, other) && !this.isOther(call, session)
  }

  #note(call: number, subscriber: number): void {
    const known = this.#ofCall.get(call)
    if (known) known.push(subscriber)
    else if (this.#ofCall.size < MOST_NAMED) this.#ofCall.set(call, [subscriber])
  }

  /** The subscriber of a session, where that is known by what names one alone. */
  servedBy(session: number): number | undefined {
    const served = this.#parts!.spans.served[session]!
    if (served <= 0) return undefined
    const subscriber = this.#book!.current(served)
    return this.#book!.isNamed(subscriber) ? subscriber : undefined
  }
}

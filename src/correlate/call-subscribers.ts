import { Ints } from '../bytes/numbers.ts'
import type { StoryParts } from './story-parts.ts'
import type { SubscriberBook } from './subscriber-book.ts'

/** Subscribers of calls that are remembered. */
const MOST_NAMED = 1_000_000

/** Who calls and is called, where that is known by what names one subscriber: whose address it can be that a call tells. */
export class CallSubscribers {
  readonly #book: SubscriberBook
  readonly #parts: StoryParts
  /** By call its last subscriber, each of whom leads to the one before: places, from 1. */
  readonly #last: Int32Array
  readonly #subscribers = new Ints()
  readonly #before = new Ints()

  constructor(book: SubscriberBook, parts: StoryParts) {
    this.#book = book
    this.#parts = parts
    this.#last = new Int32Array(parts.asked.length)
    for (const [subscriber, sessions] of book.bySubscriber()) {
      if (!book.isNamed(subscriber)) continue
      for (const { session } of sessions) if (parts.part(session) === 'call') this.#note(session, subscriber)
    }
  }

  /** A session is of somebody who has no part in the call. */
  isOther(call: number, session: number): boolean {
    const subscriber = this.servedBy(session)
    if (subscriber === undefined || this.#last[call] === 0) return false
    for (let place = this.#last[call]! - 1; place >= 0; place = this.#before.get(place)) {
      if (this.#subscribers.get(place) === subscriber) return false
    }
    return true
  }

  /** Of two sessions, the first is of one of the call's subscribers, and the other of somebody else. */
  isCloser(call: number, session: number, other: number): boolean {
    return this.isOther(call, other) && !this.isOther(call, session)
  }

  #note(call: number, subscriber: number): void {
    if (this.#subscribers.length === MOST_NAMED) return
    this.#before.push(this.#last[call]! - 1)
    this.#last[call] = this.#subscribers.push(subscriber) + 1
  }

  /** The subscriber of a session, where that is known by what names one alone. */
  servedBy(session: number): number | undefined {
    const served = this.#parts.spans.served[session]!
    if (served <= 0) return undefined
    const subscriber = this.#book.current(served)
    return this.#book.isNamed(subscriber) ? subscriber : undefined
  }
}

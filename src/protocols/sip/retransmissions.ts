import { appended } from '../../bytes/appended.ts'

/** Timers B, F and H of RFC 3261 §17 with the usual T1: after 64·T1 nobody repeats a message. Nanoseconds. */
export const LONGEST_REPEAT = 32e9
/** Messages that are remembered of one Call-ID. */
const MOST_MESSAGES = 64

/**
 * Tells a message that was sent before on the same hop: same ends, start line, branch, CSeq, Call-ID and tags within
 * 32 s (DOMAIN 3.1). Further hops of one message are not repeats. One for each Call-ID.
 */
export class Retransmissions {
  #messages: number[] = []
  #times: number[] = []
  #next = 0

  /** Whether the message with this hash was seen before; `time` in nanoseconds. */
  isRepeat(message: number, time: number): boolean {
    const at = this.#messages.indexOf(message)
    if (at >= 0) {
      const since = time - this.#times[at]!
      if (since >= 0 && since <= LONGEST_REPEAT) return true
      this.#times[at] = time
      return false
    }
    if (this.#next === this.#messages.length) this.#messages = appended(this.#messages, message)
    else this.#messages[this.#next] = message
    this.#times[this.#next] = time
    this.#next = (this.#next + 1) % MOST_MESSAGES
    return false
  }
}

import type { StoryPart } from '../model/rows.ts'
import type { SessionSpans } from './held.ts'
import type { LegTable } from './legs.ts'

/** What each session can be in a story, and the times of those that have members: typed arrays by session, in ms since 1970. */
export class StoryParts {
  readonly spans: SessionSpans
  /** When a call was asked for, answered and over (infinite where unseen); of a registration, its first and last message. */
  readonly asked: Float64Array
  readonly answered: Float64Array
  readonly ended: Float64Array
  readonly #part: Uint8Array
  readonly #parts: readonly StoryPart[]

  /** @param epoch Unix seconds that the times of legs count from */
  constructor(legs: LegTable, sessionOf: Int32Array, { spans, epoch }: { spans: SessionSpans; epoch: number }) {
    const sessions = spans.served.length
    this.spans = spans
    this.asked = new Float64Array(sessions).fill(Infinity)
    this.answered = new Float64Array(sessions).fill(Infinity)
    this.ended = new Float64Array(sessions).fill(Infinity)
    this.#part = new Uint8Array(sessions)
    this.#parts = legs.parts
    for (let group = 1; group < sessionOf.length; group++) {
      const session = sessionOf[group]!
      if (this.#part[session] === 0) this.#part[session] = legs.part[group]!
      if (legs.isCall[group] === 0) continue
      const since = epoch * 1000
      this.asked[session] = Math.min(this.asked[session]!, since + legs.asked[group]!)
      this.answered[session] = Math.min(this.answered[session]!, since + legs.answered[group]!)
      this.ended[session] = since + legs.ended[group]!
    }
    for (let session = 1; session < sessions; session++) {
      if (this.part(session) !== 'registration') continue
      this.asked[session] = spans.since[session]!
      this.ended[session] = spans.last[session]!
    }
  }

  part(session: number): StoryPart | undefined {
    return this.#parts[this.#part[session]! - 1]
  }

  /** Whether any session is that. */
  has(part: StoryPart): boolean {
    const place = this.#parts.indexOf(part) + 1
    return place > 0 && this.#part.includes(place)
  }

  isHost(session: number): boolean {
    const part = this.part(session)
    return part === 'call' || part === 'registration'
  }

  /** Whether a moment is within a host's time, `before` ms earlier to `after` ms later. */
  covers(host: number, time: number, { before, after }: { before: number; after: number }): boolean {
    return time >= this.asked[host]! - before && time <= this.end(host) + after
  }

  /** When a host was over: as far as it was seen. */
  end(host: number): number {
    return Math.min(this.ended[host]!, Math.max(this.spans.last[host]!, this.asked[host]!))
  }
}

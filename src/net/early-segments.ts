import type { Budget } from '../bytes/memory.ts'
import type { SegmentAt } from './tcp.ts'

/** Bounds on what one direction may hold back. */
const MOST_BYTES = 2 * 1024 * 1024
const MOST_SEGMENTS = 1000
/** Share of the job's budget for all directions together. */
const SHARE = 0.12
/** How long a hole may stay: DOMAIN 1.7; the shorter where the peer has acknowledged what is missing. */
const PATIENCE = 5e9
const PATIENCE_ACKNOWLEDGED = 1e9

export interface EarlySegment {
  readonly sequence: number
  readonly bytes: Uint8Array
  /** Bytes at its end that the snap length cut off. */
  readonly missing: number
  readonly at: SegmentAt
}

interface Waiting {
  readonly segments: EarlySegment[]
  bytes: number
  since: number
  /** The peer has acknowledged what is missing before the first of them. */
  isAcknowledged: boolean
}

/** Segments that came before their turn, by flow, in order of sequence; of equals the first to come stands. */
export class EarlySegments {
  readonly #waiting = new Map<number, Waiting>()
  readonly #budget: Budget
  readonly #most: number
  #held = 0

  constructor(budget: Budget) {
    this.#budget = budget
    this.#most = budget.records(SHARE, 1)
  }

  has(flow: number): boolean {
    return this.#waiting.has(flow)
  }

  first(flow: number): EarlySegment | undefined {
    return this.#waiting.get(flow)?.segments[0]
  }

  /** Keeps a copy; false where a bound is reached and the flow must go on without what is missing. */
  add(flow: number, segment: EarlySegment, clock: number): boolean {
    const waiting = this.#waiting.get(flow) ?? { segments: [], bytes: 0, since: clock, isAcknowledged: false }
    this.#waiting.set(flow, waiting)
    const at = waiting.segments.findLastIndex((other) => ((segment.sequence - other.sequence) | 0) >= 0)
    const before = waiting.segments[at]
    if (before && before.sequence === segment.sequence && before.bytes.length >= segment.bytes.length) return true
    waiting.segments.splice(at + 1, 0, { ...segment, bytes: segment.bytes.slice() })
    waiting.bytes += segment.bytes.length
    this.#held += segment.bytes.length
    const isFull = waiting.bytes > MOST_BYTES || waiting.segments.length > MOST_SEGMENTS || this.#held > this.#most
    if (isFull) this.#budget.full('tcp-early-segments')
    return !isFull && clock - waiting.since < PATIENCE
  }

  shift(flow: number): void {
    const waiting = this.#waiting.get(flow)
    const first = waiting?.segments.shift()
    if (!waiting || !first) return
    waiting.isAcknowledged = false
    waiting.bytes -= first.bytes.length
    this.#held -= first.bytes.length
    if (waiting.segments.length === 0) this.#waiting.delete(flow)
  }

  /** Whether the hole has been waited for long enough; `isAcknowledged` says that the peer has what is missing. */
  isDue(flow: number, isAcknowledged: boolean, clock: number): boolean {
    const waiting = this.#waiting.get(flow)
    if (!waiting) return false
    if (isAcknowledged) waiting.isAcknowledged = true
    return clock - waiting.since > (isAcknowledged ? PATIENCE_ACKNOWLEDGED : PATIENCE)
  }

  isAcknowledged(flow: number): boolean {
    return this.#waiting.get(flow)?.isAcknowledged === true
  }

  forget(flow: number): void {
    while (this.has(flow)) this.shift(flow)
  }
}

import type { Extent } from './sccp-parts.ts'

/** Messages that wait for more of them at once; the one that waits longest goes. */
const MOST_WAITING = 256
/** Octets of one; sixteen segments of the longest XUDT are 4 kB. */
const MOST_OCTETS = 16_384

interface Waiting {
  /** Names the pieces of one message. */
  readonly key: string
  readonly pieces: Uint8Array[]
  length: number
  /** Segments to come, where they are numbered. */
  remaining: number
}

/** Where a piece stands in its message. */
export interface Place {
  readonly isFirst: boolean
  readonly isLast: boolean
  /** Segments to come after this one, where they are numbered. */
  readonly remaining?: number
}

/** Puts user data together that SCCP sent in several messages: ITU-T Q.714 §3.5 and §4.1.1. Bounded. */
export class Segments {
  readonly #waiting = new Map<string, Waiting>()
  #made = 0

  /** Takes a piece of what `id` sends; `whole` once it is the last. Nothing where the pieces before it are missing. */
  take(id: string, bytes: Uint8Array, { from, to }: Extent, place: Place): { key: string; whole?: Uint8Array } {
    const before = place.isFirst ? undefined : this.#waiting.get(id)
    this.#waiting.delete(id)
    const { isFirst, isLast, remaining = 0 } = place
    const isNext = isFirst || (before !== undefined && isFollowedBy(before, place))
    const one = before ?? { key: `${++this.#made}`, pieces: [], length: 0, remaining }
    const length = one.length + to - from
    if (!isNext || length > MOST_OCTETS) return { key: one.key }
    one.pieces.push(bytes.slice(from, to))
    one.length = length
    one.remaining = remaining
    if (isLast) return { key: one.key, whole: joined(one) }
    if (this.#waiting.size >= MOST_WAITING) this.#forget()
    this.#waiting.set(id, one)
    return { key: one.key }
  }

  /** Whether pieces of what `id` sends wait for more. */
  has(id: string): boolean {
    return this.#waiting.has(id)
  }

  #forget(): void {
    const [oldest] = this.#waiting.keys()
    if (oldest !== undefined) this.#waiting.delete(oldest)
  }
}

function isFollowedBy(before: Waiting, { remaining }: Place): boolean {
  return remaining === undefined || remaining === before.remaining - 1
}

function joined({ pieces, length }: Waiting): Uint8Array {
  const whole = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

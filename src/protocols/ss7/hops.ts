// A signalling transfer point sends messages on as they are (ITU-T Q.704 §2): what it passes is seen on each hop.
import type { Message, Where } from '../../model/message.ts'

/** How long a message takes over its next hop at most, in nanoseconds. */
const PATIENCE = 5e9
const MOST_HOPS = 8

interface Hop {
  readonly path: number | string
  readonly began: number
  answered: boolean
}

/** The hops of a conversation, in the order in which it began on them. */
export class Hops {
  readonly #hops: Hop[] = []
  /** Nothing opens it any more: it is over, or it had begun before. */
  #isClosed: boolean

  /** @param isOpening whether the first message there is, is the one that opens it */
  constructor(where: Where, isOpening: boolean) {
    this.#isClosed = !isOpening
    this.begin(where)
  }

  /** It begins on a hop. */
  begin(where: Where): void {
    this.#hops.push({ path: pathOf(where), began: where.time, answered: false })
  }

  over(): void {
    this.#isClosed = true
  }

  /** Whether what begins it elsewhere is the same, one hop further: not the identifiers given again. */
  isNext(where: Where): boolean {
    if (this.#isClosed || this.#hops.length >= MOST_HOPS || where.time - this.#hops[0]!.began > PATIENCE) return false
    const path = pathOf(where)
    return !this.#hops.some((hop) => hop.path === path)
  }

  /** Says which hop a message is on, and of the first answer there how long it took. */
  tell({ details, where }: Message, isAnswer: boolean): void {
    const path = pathOf(where)
    const found = this.#hops.findIndex((hop) => hop.path === path)
    const hop = this.#hops[Math.max(0, found)]!
    if (found > 0) details['hop'] = found + 1
    if (!isAnswer || hop.answered) return
    details['latency_ms'] = Math.round((where.time - hop.began) / 1e3) / 1e3
    hop.answered = true
  }
}

function pathOf({ association, source, destination }: Where): number | string {
  return association ?? [source.address, destination.address].toSorted().join('<->')
}

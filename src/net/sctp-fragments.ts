import type { Budget } from '../bytes/memory.ts'
import type { Direction } from './sctp-associations.ts'
import type { SegmentAt } from './tcp.ts'

/** Bounds on what one direction may hold back. */
const MOST_BYTES = 1024 * 1024
const MOST_FRAGMENTS = 1000
/** Share of the job's budget for the fragments of all associations together. */
const SHARE = 0.08
/** How long the rest of a message may take, in nanoseconds of the capture clock. */
const PATIENCE = 10e9

/**
 * Number of the beginning of a message in I-DATA, which bears none. RFC 8260 §2.1 has 1 follow, since the beginning is
 * 0; Linux has 0 follow.
 */
export const UNNUMBERED = -1

/** What one chunk holds of a user message. */
export interface MessageFragment {
  /** Consecutive within a message: the TSN, or the fragment number of I-DATA. */
  readonly number: number
  readonly tsn: number
  readonly begins: boolean
  readonly ends: boolean
  readonly ppid: number
  readonly bytes: Uint8Array
  /** Bytes at its end that the snap length cut off. */
  readonly missing: number
  readonly at: SegmentAt
}

/** Fragments whose numbers belong together, in their order; of equals the first to come stands. */
interface Run {
  readonly fragments: MessageFragment[]
  bytes: number
}

/** User messages of which fragments are missing, by direction and then by what numbers them. */
export class MessageFragments {
  readonly #waiting = new Map<Direction, Map<string, Run>>()
  readonly #budget: Budget
  readonly #most: number
  #held = 0

  constructor(budget: Budget) {
    this.#budget = budget
    this.#most = budget.records(SHARE, 1)
  }

  has(direction: Direction): boolean {
    return this.#waiting.has(direction)
  }

  /** Takes a fragment; gives all of its message when it was the last one missing. */
  add(direction: Direction, name: string, fragment: MessageFragment): readonly MessageFragment[] | undefined {
    const runs = this.#waiting.get(direction) ?? new Map<string, Run>()
    const run = runs.get(name) ?? { fragments: [], bytes: 0 }
    const { fragments } = run
    const at = fragments.findLastIndex((other) => ((fragment.number - other.number) | 0) >= 0)
    if (fragments[at]?.number === fragment.number) return undefined
    fragments.splice(at + 1, 0, { ...fragment, bytes: fragment.bytes.slice() })
    this.#count(run, fragment.bytes.length)
    runs.set(name, run)
    this.#waiting.set(direction, runs)
    learnNumbering(direction, fragments[at + 1]!, fragments[at])
    const whole = messageAround(direction, fragments, at + 1)
    if (whole) return this.#take(direction, name, whole)
    const isFull = run.bytes > MOST_BYTES || fragments.length > MOST_FRAGMENTS || this.#held > this.#most
    if (isFull) {
      this.#budget.full('sctp-fragments')
      this.#take(direction, name, { from: 0, to: fragments.length })
    }
    return undefined
  }

  /** Gives up what has waited too long: the beginning of each message, as far as it goes. */
  overdue(direction: Direction, clock: number): readonly (readonly MessageFragment[])[] {
    const beginnings: (readonly MessageFragment[])[] = []
    for (const [name, { fragments }] of this.#waiting.get(direction) ?? []) {
      while (fragments.length > 0 && clock - fragments[0]!.at.time > PATIENCE) {
        let to = 1
        while (to < fragments.length && follows(direction, fragments[to]!, fragments[to - 1]!)) to++
        const isBeginning = fragments[0]!.begins
        const taken = this.#take(direction, name, { from: 0, to })
        if (isBeginning) beginnings.push(taken)
      }
    }
    return beginnings
  }

  #take(direction: Direction, name: string, { from, to }: { from: number; to: number }): readonly MessageFragment[] {
    const runs = this.#waiting.get(direction)!
    const run = runs.get(name)!
    const taken = run.fragments.splice(from, to - from)
    this.#count(run, -taken.reduce((sum, { bytes }) => sum + bytes.length, 0))
    if (run.fragments.length === 0) runs.delete(name)
    if (runs.size === 0) this.#waiting.delete(direction)
    return taken
  }

  #count(run: Run, bytes: number): void {
    run.bytes += bytes
    this.#held += bytes
  }
}

/** Tells by a fragment with another before it what number follows a beginning in I-DATA of this sender. */
function learnNumbering(direction: Direction, fragment: MessageFragment, before: MessageFragment | undefined): void {
  if (before?.number !== UNNUMBERED || fragment.begins) return
  if (fragment.number === 0) direction.secondNumber = 0
  else if (fragment.number === 1 && ((fragment.tsn - before.tsn) | 0) === 1) direction.secondNumber = 1
}

function follows(direction: Direction, fragment: MessageFragment, before: MessageFragment): boolean {
  if (fragment.begins || before.ends) return false
  const step = (fragment.number - before.number) | 0
  if (step === 1 || before.number !== UNNUMBERED || step !== 2) return step === 1
  // Unless the sender is known, 0 may be among what did not come yet.
  return (
    direction.secondNumber === 1 || (direction.secondNumber === -1 && direction.seen.hasAll(before.tsn, fragment.tsn))
  )
}

/** Where the whole message lies that the fragment at `at` is part of; undefined where something is missing. */
function messageAround(
  direction: Direction,
  fragments: readonly MessageFragment[],
  at: number,
): { from: number; to: number } | undefined {
  let last = at
  while (!fragments[last]!.ends) {
    const next = fragments[last + 1]
    if (!next || !follows(direction, next, fragments[last]!)) return undefined
    last++
  }
  let first = at
  while (!fragments[first]!.begins) {
    const before = fragments[first - 1]
    if (!before || !follows(direction, fragments[first]!, before)) return undefined
    first--
  }
  return { from: first, to: last + 1 }
}

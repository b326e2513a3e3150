import { bestPairs, bounded } from './best-pairs.ts'
import type { Columns } from './columns.ts'
import { differencesOf } from './differences.ts'
import type { MessageRow } from '../ladder/rows.ts'

/**
 * What became of a kind of message: alike on both sides; other values; another answer, or another way; or on one side
 * only.
 */
export type Likeness = 'same' | 'values' | 'differs' | 'left' | 'right'

/** A row of the comparison: a message of one session beside its counterpart in the other. */
export interface Pair {
  readonly likeness: Likeness
  readonly left?: MessageRow
  readonly right?: MessageRow
  /** Fields that differ where they could be alike. */
  readonly values: number
  /** Milliseconds that the left one came later than the right one, each since its session began. */
  readonly later?: number
  /** Of these, how many came about since the pair before. */
  readonly since?: number
}

export interface Comparison {
  readonly pairs: readonly Pair[]
  /** Messages of each side that were looked at, where that are not all. */
  readonly cut: readonly [left: number, right: number] | undefined
}

/** Pairs messages of the same kind, in the order of both sessions. */
export function compare(left: readonly MessageRow[], right: readonly MessageRow[], columns: Columns): Comparison {
  const [lefts, rights] = [
    left.map((row) => kindOf(row, columns.ofLeft)),
    right.map((row) => kindOf(row, columns.ofRight)),
  ]
  const [n, m] = bounded(left.length, right.length)
  const places = bestPairs(n, m, (i, j) => fit(lefts[i]!, rights[j]!))
  const pairs: Pair[] = []
  let [i, j, later] = [0, 0, 0]
  for (const [a, b] of [...places, [n, m] as const]) {
    while (i < a) pairs.push({ likeness: 'left', left: left[i++]!, values: 0 })
    while (j < b) pairs.push({ likeness: 'right', right: right[j++]!, values: 0 })
    if (i >= n || j >= m) continue
    const pair = paired(left[i]!, right[j]!, isLike(lefts[i++]!, rights[j++]!))
    pairs.push({ ...pair, since: pair.later - later })
    later = pair.later
  }
  return { pairs, cut: n < left.length || m < right.length ? [n, m] : undefined }
}

function paired(left: MessageRow, right: MessageRow, isSame: boolean) {
  const values = differencesOf(left.event, right.event).filter(({ isExpected }) => !isExpected).length
  const likeness: Likeness = !isSame || left.fails !== right.fails ? 'differs' : values > 0 ? 'values' : 'same'
  return { likeness, left, right, values, later: left.at - right.at }
}

/** What is compared of a message to find its counterpart. */
interface Kind {
  readonly protocol: string
  readonly name: string
  /** What it carries, as containers of other messages tell; else empty. */
  readonly carries: string
  readonly detail: string
  readonly answers: boolean
  /** What it is about: for an answer the request's name. */
  readonly about: string
  /** It ends what it answers. */
  readonly isFinal: boolean
  readonly way: number
  /** Columns. */
  readonly from: number
  readonly to: number
}

const ANSWERED = /\s*(?:Response|Answer|Accept|Reject|Acknowledge|Ack|Confirm|Complete|Failure|Refuse)$/i
const FIRST_FINAL = 200

function kindOf({ event, name, detail, answers, from, to }: MessageRow, columns: readonly number[]): Kind {
  const about = /\(([A-Za-z][^)]*)\)/.exec(event.short)?.[1] ?? (answers ? name.replace(ANSWERED, '') : '')
  const { status } = event.details
  const isFinal = typeof status !== 'number' || status >= FIRST_FINAL
  const ends = { from: columns[from]!, to: columns[to]! }
  const carries = / \/ (.+)$/.exec(event.short)?.[1] ?? ''
  return {
    protocol: event.protocol,
    name,
    carries,
    detail,
    answers,
    about,
    isFinal,
    way: Math.sign(ends.to - ends.from),
    ...ends,
  }
}

/** The same message the same way; the same another way; another answer to the same request; and each end in common. */
const WORTH = { like: 10, detail: 4, otherWay: 2, otherAnswer: 3, end: 1 } as const

function isLike(one: Kind, other: Kind): boolean {
  return one.name === other.name && one.carries === other.carries && one.way === other.way
}

function fit(one: Kind, other: Kind): number {
  const worth = likeness(one, other)
  const ends = Number(one.from === other.from) + Number(one.to === other.to)
  const detail = worth === WORTH.like && one.detail === other.detail ? WORTH.detail : 0
  return worth === 0 ? 0 : worth + detail + ends * WORTH.end
}

function likeness(one: Kind, other: Kind): number {
  if (one.protocol !== other.protocol || one.about !== other.about) return 0
  if (isLike(one, other)) return WORTH.like
  if (one.name === other.name) return one.way === other.way ? WORTH.otherAnswer : WORTH.otherWay
  const isAnswer = one.answers && other.answers && one.isFinal === other.isFinal && one.way === other.way
  return isAnswer && one.about !== '' ? WORTH.otherAnswer : 0
}

/** Every message in a row of its own, by the time since its session began. */
export function byTime(pairs: readonly Pair[]): Pair[] {
  const halves = pairs.flatMap((pair): Pair[] => [
    ...(pair.left ? [{ likeness: pair.likeness, left: pair.left, values: pair.values }] : []),
    ...(pair.right ? [{ likeness: pair.likeness, right: pair.right, values: pair.values }] : []),
  ])
  return halves.sort((one, other) => atOf(one) - atOf(other))
}

function atOf({ left, right }: Pair): number {
  return (left ?? right)?.at ?? 0
}

/** How many pairs there are of each likeness. */
export function counted(pairs: readonly Pair[]): Readonly<Record<Likeness, number>> {
  const counts = { same: 0, values: 0, differs: 0, left: 0, right: 0 }
  for (const { likeness } of pairs) counts[likeness]++
  return counts
}

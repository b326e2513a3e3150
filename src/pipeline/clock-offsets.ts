import type { Tap, TapClock } from '../model/clocks.ts'

/** How much later one tap saw the packets of one conversation than another did, each way; in nanoseconds. */
export interface Deltas {
  readonly forth: number[]
  readonly back: number[]
}

/** Copies are looked for within 50 ms (DECISIONS): what comes nearer is well as it is. */
const LEAST_REACH = 40e6
/** A difference that is not the way between the taps. */
const LEAST_OFFSET = 20e6
/** A clock is trusted to keep its difference by so much, and the way its length. */
export const TOLERANCE = 10e6
/** Of so many packets, and so many of all, at least. */
const LEAST_OF_A_WAY = 3
const LEAST_MATCHES = 10
const MAJORITY = 0.8

interface Estimate {
  /** Nanoseconds that the other's clock is ahead. */
  readonly offset: number
  /** The farthest that copies are apart. */
  readonly reach: number
  /** How long packets take from one to the other. */
  readonly way: number
  readonly matches: number
}

/** What the packets tell that two taps have seen; the taps by their places in a list. */
export interface PairEstimate {
  readonly tap: number
  readonly other: number
  readonly estimate: Estimate
  /** Nanoseconds from the epoch to the middle of these packets. */
  readonly time: number
}

/**
 * Which clocks differ, from when each pair of taps saw the same packets. One way the packets take as long as the taps
 * are apart, and the other way as long less: only both together tell the way from the clocks.
 */
export function clocksOf(taps: readonly Tap[], estimates: readonly PairEstimate[]): TapClock[] {
  const clocks: TapClock[] = []
  const placed = new Map<number, { readonly ahead: number; readonly reference: Tap }>()
  for (const { from, to, pair, isBack } of linksOf(taps, estimates)) {
    const known = (from === undefined ? undefined : placed.get(from)) ?? { ahead: 0, reference: taps[to]! }
    const offset = pair && isClock(pair.estimate) ? Math.round(pair.estimate.offset) : 0
    const ahead = known.ahead + (isBack ? -offset : offset)
    placed.set(to, { ...known, ahead })
    if (ahead !== 0) clocks.push({ ...taps[to]!, readings: [{ seconds: 0, ahead }], reference: known.reference })
  }
  return clocks
}

interface LinkedTap<Pair> {
  readonly to: number
  /** Placed before; undefined where this tap is the first of those that share packets. */
  readonly from?: number
  readonly pair?: Pair
  /** The pair tells how far the one that is placed before is ahead. */
  readonly isBack?: boolean
}

/**
 * Each tap behind the one that it shares most packets with, of those placed already. The first by capture and interface
 * begins: its clock is taken for right.
 */
export function* linksOf<Pair extends { readonly tap: number; readonly other: number; readonly estimate: Estimate }>(
  taps: readonly Tap[],
  pairs: readonly Pair[],
): Generator<LinkedTap<Pair>> {
  const most = pairs.toSorted((a, b) => b.estimate.matches - a.estimate.matches)
  const placed = new Set<number>()
  for (const start of inOrder(taps)) {
    if (placed.has(start)) continue
    placed.add(start)
    yield { to: start }
    const next = (): Pair | undefined => most.find(({ tap, other }) => placed.has(tap) !== placed.has(other))
    for (let pair = next(); pair; pair = next()) {
      const isBack = placed.has(pair.other)
      const [from, to] = isBack ? [pair.other, pair.tap] : [pair.tap, pair.other]
      placed.add(to)
      yield { from, to, pair, isBack }
    }
  }
}

/** By capture and interface: the first one's clock is taken for right. */
function inOrder(taps: readonly Tap[]): number[] {
  const places = taps.map((_, place) => place)
  return places.sort((a, b) => taps[a]!.file - taps[b]!.file || taps[a]!.interface - taps[b]!.interface)
}

/** Whether copies are apart by what is not the way alone, and too far to be found. */
export function isClock({ offset, reach }: Pick<Estimate, 'offset' | 'reach'>): boolean {
  return Math.abs(offset) >= LEAST_OFFSET && reach > LEAST_REACH
}

/** Undefined where the packets do not agree, or went one way only. */
export function estimateOf(conversations: readonly Deltas[]): Estimate | undefined {
  const found: Estimate[] = []
  for (const { forth, back } of conversations) {
    const [one, other] = [constantOf(forth), constantOf(back)]
    if (one === undefined || other === undefined) continue
    const reach = Math.max(Math.abs(one), Math.abs(other))
    const way = Math.abs(one - other) / 2
    found.push({ offset: (one + other) / 2, reach, way, matches: forth.length + back.length })
  }
  const offset = constantOf(
    found.map((one) => one.offset),
    1,
  )
  const matches = found.reduce((sum, one) => sum + one.matches, 0)
  if (offset === undefined || matches < LEAST_MATCHES) return undefined
  const ways = found.map(({ way }) => way).toSorted((a, b) => a - b)
  return { offset, reach: Math.max(...found.map(({ reach }) => reach)), way: ways[ways.length >> 1]!, matches }
}

/** The median, where nearly all are about as much. */
function constantOf(values: readonly number[], least = LEAST_OF_A_WAY): number | undefined {
  if (values.length < least) return undefined
  const sorted = values.toSorted((a, b) => a - b)
  const median = sorted[sorted.length >> 1]!
  const near = values.filter((value) => Math.abs(value - median) <= TOLERANCE)
  return near.length >= MAJORITY * values.length ? median : undefined
}

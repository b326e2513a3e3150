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
const TOLERANCE = 10e6
/** Of so many packets, and so many of all, at least. */
const LEAST_OF_A_WAY = 3
const LEAST_MATCHES = 10
const MAJORITY = 0.8

interface Estimate {
  readonly offset: number
  /** The farthest that copies are apart. */
  readonly reach: number
  readonly matches: number
}

/**
 * Which clocks differ, from when each pair of taps saw the same packets. One way the packets take as long as the taps
 * are apart, and the other way as long less: only both together tell the way from the clocks.
 */
export function clocksOf(
  taps: readonly Tap[],
  deltas: Iterable<readonly [tap: number, other: number, conversations: readonly Deltas[]]>,
): TapClock[] {
  const estimates: { readonly tap: number; readonly other: number; readonly estimate: Estimate }[] = []
  for (const [tap, other, conversations] of deltas) {
    const estimate = estimateOf(conversations)
    if (estimate) estimates.push({ tap, other, estimate })
  }
  estimates.sort((a, b) => b.estimate.matches - a.estimate.matches)
  const clocks: TapClock[] = []
  const ahead = new Map<number, { ahead: number; reference: Tap }>()
  for (const start of inOrder(taps)) {
    if (ahead.has(start)) continue
    ahead.set(start, { ahead: 0, reference: taps[start]! })
    for (let next = linkOf(estimates, ahead); next; next = linkOf(estimates, ahead)) {
      const { from, to, offset } = next
      const known = ahead.get(from)!
      const own = { ahead: known.ahead + offset, reference: known.reference }
      ahead.set(to, own)
      if (own.ahead !== 0) clocks.push({ ...taps[to]!, ...own })
    }
  }
  return clocks
}

/** By capture and interface: the first one's clock is taken for right. */
function inOrder(taps: readonly Tap[]): number[] {
  const places = taps.map((_, place) => place)
  return places.sort((a, b) => taps[a]!.file - taps[b]!.file || taps[a]!.interface - taps[b]!.interface)
}

interface LinkedTaps {
  readonly from: number
  readonly to: number
  readonly offset: number
}

/** A tap that is not placed yet, by the one that it shares most with. */
function linkOf(
  estimates: readonly { readonly tap: number; readonly other: number; readonly estimate: Estimate }[],
  placed: ReadonlyMap<number, unknown>,
): LinkedTaps | undefined {
  for (const { tap, other, estimate } of estimates) {
    if (placed.has(tap) === placed.has(other)) continue
    const offset = isClock(estimate) ? Math.round(estimate.offset) : 0
    return placed.has(tap) ? { from: tap, to: other, offset } : { from: other, to: tap, offset: -offset }
  }
  return undefined
}

function isClock({ offset, reach }: Estimate): boolean {
  return Math.abs(offset) >= LEAST_OFFSET && reach > LEAST_REACH
}

/** Undefined where the packets do not agree, or went one way only. */
function estimateOf(conversations: readonly Deltas[]): Estimate | undefined {
  const found: Estimate[] = []
  for (const { forth, back } of conversations) {
    const [one, other] = [constantOf(forth), constantOf(back)]
    if (one === undefined || other === undefined) continue
    const reach = Math.max(Math.abs(one), Math.abs(other))
    found.push({ offset: (one + other) / 2, reach, matches: forth.length + back.length })
  }
  const offset = constantOf(
    found.map((one) => one.offset),
    1,
  )
  const matches = found.reduce((sum, one) => sum + one.matches, 0)
  if (offset === undefined || matches < LEAST_MATCHES) return undefined
  return { offset, reach: Math.max(...found.map(({ reach }) => reach)), matches }
}

/** The median, where nearly all are about as much. */
function constantOf(values: readonly number[], least = LEAST_OF_A_WAY): number | undefined {
  if (values.length < least) return undefined
  const sorted = values.toSorted((a, b) => a - b)
  const median = sorted[sorted.length >> 1]!
  const near = values.filter((value) => Math.abs(value - median) <= TOLERANCE)
  return near.length >= MAJORITY * values.length ? median : undefined
}

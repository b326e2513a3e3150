import { aheadAt, type ClockReading, type Tap, type TapClock } from '../model/clocks.ts'
import { isClock, linksOf, type PairEstimate, TOLERANCE } from './clock-offsets.ts'

/** How far apart two taps' clocks were at a time, by the clocks as they were known, in Unix seconds. */
export interface Difference extends Omit<PairEstimate, 'time'> {
  readonly seconds: number
}

/** A clock that stays within this, in nanoseconds, keeps its difference. */
const STEADY = 5e6
/** What lies so near to the line between two readings is no news. */
const EVEN = 1e6
/** Nanoseconds in a second: no oscillator runs away so fast, and no clock is slewed so: it was set. */
const FASTEST = 1e6
const STEP = 20e6
/** Seconds that a step takes. */
const AT_ONCE = 1e-6
const MOST_READINGS = 256

/** All differences of two taps, by time. */
interface Course {
  readonly tap: number
  readonly other: number
  readonly estimate: Difference['estimate']
  readonly differences: readonly Difference[]
}

/** The clocks as they are known, with what they differ by besides in the course of time. */
export function driftsOf(
  taps: readonly Tap[],
  differences: readonly Difference[],
  known: readonly TapClock[],
): TapClock[] {
  const found: TapClock[] = []
  const residuals = new Map<number, { readonly readings: readonly ClockReading[]; readonly reference: Tap }>()
  for (const { from, to, pair, isBack } of linksOf(taps, coursesOf(differences))) {
    const tap = taps[to]!
    const before = (from === undefined ? undefined : residuals.get(from)) ?? { readings: [], reference: tap }
    const constant = known.find((one) => isSame(one, tap))
    const ahead = constant?.readings[0]?.ahead ?? 0
    const sign = isBack ? -1 : 1
    const readings = (pair?.differences ?? []).map(({ seconds, estimate }) => ({
      seconds,
      ahead: aheadAt(before.readings, seconds) + sign * estimate.offset,
    }))
    const isApart = constant !== undefined || (pair?.differences.some(({ estimate }) => isClock(estimate)) ?? false)
    const isSteady = readings.every((one) => Math.abs(one.ahead) <= STEADY)
    if (isApart && !isSteady) {
      const all = readings.map((one) => ({ seconds: one.seconds, ahead: one.ahead + ahead }))
      found.push({ ...tap, readings: byItself(all), reference: constant?.reference ?? before.reference })
    } else if (constant) found.push(constant)
    residuals.set(to, { readings: isApart && !isSteady ? readings : before.readings, reference: before.reference })
  }
  // Of taps of which nothing was seen between, what is known stands.
  return [...found, ...known.filter((one) => !taps.some((tap) => isSame(tap, one)))]
}

function isSame(one: Tap, other: Tap): boolean {
  return one.file === other.file && one.interface === other.interface
}

/**
 * Where the way takes longer than it mostly does, or less long, packets wait in one direction: that is the network's,
 * and says nothing of clocks, by which both directions change alike.
 */
function ofUsualWay(all: readonly Difference[]): Difference[] {
  const ways = all.map(({ estimate }) => estimate.way).toSorted((a, b) => a - b)
  const usual = ways[ways.length >> 1]!
  return all.filter(({ estimate }) => Math.abs(estimate.way - usual) <= TOLERANCE)
}

function coursesOf(differences: readonly Difference[]): Course[] {
  const pairs = Map.groupBy(differences, ({ tap, other }) => `${tap} ${other}`)
  return [...pairs.values()].map((found) => {
    const all = ofUsualWay(found)
    const { tap, other, estimate } = all[0]!
    const matches = all.reduce((sum, one) => sum + one.estimate.matches, 0)
    return { tap, other, estimate: { ...estimate, matches }, differences: all }
  })
}

/** Readings by the time of the clock itself, no more than tell its course. */
function byItself(readings: readonly ClockReading[]): ClockReading[] {
  const stepped = readings.flatMap((one, i) => [...stepBetween(readings[i - 1], one), one])
  let told = stepped
  for (let near = EVEN; told === stepped || told.length > MOST_READINGS; near *= 2) told = telling(stepped, near)
  return told.map(({ seconds, ahead }) => ({ seconds: seconds + ahead / 1e9, ahead: Math.round(ahead) }))
}

/** Between two readings too far apart for a drift, where the clock was set: nobody knows when, so half way. */
function stepBetween(before: ClockReading | undefined, after: ClockReading): ClockReading[] {
  if (!before) return []
  const change = Math.abs(after.ahead - before.ahead)
  if (change < STEP || change < FASTEST * (after.seconds - before.seconds)) return []
  const seconds = (before.seconds + after.seconds) / 2
  return [
    { seconds, ahead: before.ahead },
    { seconds: seconds + AT_ONCE, ahead: after.ahead },
  ]
}

/** Leaves out what is as near to the line between those that stay (Douglas and Peucker). */
function telling(readings: readonly ClockReading[], near: number): ClockReading[] {
  const stays = new Set([0, readings.length - 1])
  const spans: [number, number][] = [[0, readings.length - 1]]
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span
    const line = [readings[from]!, readings[to]!]
    let farthest = -1
    let most = near
    for (let i = from + 1; i < to; i++) {
      const { seconds, ahead } = readings[i]!
      const off = Math.abs(ahead - aheadAt(line, seconds))
      if (off <= most) continue
      most = off
      farthest = i
    }
    if (farthest < 0) continue
    stays.add(farthest)
    spans.push([from, farthest], [farthest, to])
  }
  return readings.filter((_, i) => stays.has(i))
}

/** Where packets were captured: an interface of a capture. */
export interface Tap {
  /** Ordinal of the capture in the job. */
  readonly file: number
  /** Number of the interface in its section; 0 where a capture has no interfaces. */
  readonly interface: number
}

/** How far ahead of another a clock was once. */
export interface ClockReading {
  /** When, by the clock itself: Unix seconds. */
  readonly seconds: number
  /** Nanoseconds; less than 0 where it was behind. */
  readonly ahead: number
}

/** A tap whose clock is ahead of another's, as the packets tell that both have seen. */
export interface TapClock extends Tap {
  /** One where it keeps its difference, several by time where it runs away; no more than MOST_READINGS. */
  readonly readings: readonly ClockReading[]
  /** Whose clock is taken for right. */
  readonly reference: Tap
}

/** Whole nanoseconds that a clock is ahead at a time of its own: evenly between two readings, as the nearest outside. */
export function aheadAt(readings: readonly ClockReading[], seconds: number): number {
  let [low, high] = [0, readings.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (readings[middle]!.seconds <= seconds) low = middle
    else high = middle - 1
  }
  const before = readings[low]
  const next = readings[low + 1]
  if (!before) return 0
  if (!next || seconds <= before.seconds) return before.ahead
  const share = (seconds - before.seconds) / (next.seconds - before.seconds)
  return Math.round(before.ahead + share * (next.ahead - before.ahead))
}

/** A moment of capture time: Unix seconds, and nanoseconds within (one double would lose the last digits). */
export interface Moment {
  readonly seconds: number
  readonly nanoseconds: number
}

/**
 * The moment `time` nanoseconds after `epoch` (Unix seconds). A double tells nanoseconds for 104 days: who has the
 * `nanosecond` within the second says it; without, what is farther is told in whole microseconds.
 */
export function momentAt(epoch: number, time: number, nanosecond?: number): Moment {
  if (nanosecond !== undefined) {
    return { seconds: epoch + Math.round((time - nanosecond) / 1e9), nanoseconds: nanosecond }
  }
  const exact = Math.abs(time) > Number.MAX_SAFE_INTEGER ? Math.round(time / 1000) * 1000 : time
  const seconds = Math.floor(exact / 1e9)
  return { seconds: epoch + seconds, nanoseconds: Math.floor(exact - seconds * 1e9) }
}

/** `000Z` … `999Z`. */
const THOUSANDTHS = Array.from({ length: 1000 }, (_, number) => `${String(number).padStart(3, '0')}Z`)
/** Seconds that were told last, each with its text up to the point: times of one capture are mostly near each other. */
const REMEMBERED = 256
const secondNumbers = new Float64Array(REMEMBERED).fill(NaN)
const secondTexts = Array.from({ length: REMEMBERED }, () => '')

/** ISO 8601 in UTC, cut (not rounded) to milliseconds. */
export function isoTime(at: Moment): string {
  return isoMilliseconds(at.seconds * 1000 + Math.floor(at.nanoseconds / 1e6))
}

/** As `isoTime`, of milliseconds since 1970. Every session tells several: a Date for each costs many times as much. */
export function isoMilliseconds(milliseconds: number): string {
  const whole = Math.floor(milliseconds)
  const second = Math.floor(whole / 1000)
  const place = second & (REMEMBERED - 1)
  if (secondNumbers[place] !== second) {
    secondTexts[place] = new Date(second * 1000).toISOString().slice(0, -'000Z'.length)
    secondNumbers[place] = second
  }
  return secondTexts[place]! + THOUSANDTHS[whole - second * 1000]!
}

/** The moment so many nanoseconds after another. */
export function later({ seconds, nanoseconds }: Moment, by: number): Moment {
  const sum = nanoseconds + (by % 1e9)
  const carried = Math.floor(sum / 1e9)
  return { seconds: seconds + Math.trunc(by / 1e9) + carried, nanoseconds: sum - carried * 1e9 }
}

/** Nanoseconds since 1970 in decimal digits; less than 0 before. */
export function nanosecondText(at: Moment): string {
  if (at.seconds <= 0) return String(BigInt(at.seconds) * 1_000_000_000n + BigInt(at.nanoseconds))
  return `${at.seconds}${String(at.nanoseconds).padStart(9, '0')}`
}

/** Milliseconds from `a` to `b`, with what a double keeps of the nanoseconds. */
export function millisecondsBetween(a: Moment, b: Moment): number {
  return (b.seconds - a.seconds) * 1000 + (b.nanoseconds - a.nanoseconds) / 1e6
}

/** Below, at or above 0 as `a` is before, at or after `b`. */
export function compareMoments(a: Moment, b: Moment): number {
  return a.seconds - b.seconds || a.nanoseconds - b.nanoseconds
}

/** Milliseconds with three decimals, as metrics are told. */
export function roundMilliseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000
}

/** Milliseconds since 1970, with what a double keeps of the nanoseconds. */
export function inMilliseconds({ seconds, nanoseconds }: Moment): number {
  return seconds * 1000 + nanoseconds / 1e6
}

/** A moment of capture time: Unix seconds, and nanoseconds within (one double would lose the last digits). */
export interface Moment {
  readonly seconds: number
  readonly nanoseconds: number
}

/** ISO 8601 in UTC, cut (not rounded) to milliseconds. */
export function isoTime(at: Moment): string {
  return new Date(at.seconds * 1000 + Math.floor(at.nanoseconds / 1e6)).toISOString()
}

/** Nanoseconds since 1970 in decimal digits. */
export function nanosecondText(at: Moment): string {
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

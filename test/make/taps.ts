import type { TimedPacket } from './capture-file.ts'

/** What a second tap's clock does. */
export interface Clock {
  /** Milliseconds that it is ahead. */
  readonly ahead: number
  /** Millionths by which it goes too fast. */
  readonly fast?: number
  /** What it is set forward by, and when, in milliseconds. */
  readonly step?: { readonly at: number; readonly by: number }
}

/** A time of the one clock, by the other. */
export function byClock(at: number, { ahead, fast = 0, step = { at: Infinity, by: 0 } }: Clock): number {
  return at + ahead + (at * fast) / 1e6 + (at >= step.at ? step.by : 0)
}

export function byTime(packets: readonly TimedPacket[]): TimedPacket[] {
  return packets.toSorted((a, b) => a.at - b.at)
}

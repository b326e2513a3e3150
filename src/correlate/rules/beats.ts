import { roundMilliseconds } from '../../model/moment.ts'
import type { Metrics } from '../../model/session.ts'

/** Signs of life between two peers, all of them answered. */
export interface Beats {
  /** Both ends, in one order. */
  readonly peers: string
  readonly count: number
  /** How long the answers took, in ms, of those that stand behind their requests; from the first transmission. */
  readonly timed: number
  readonly first: number
  readonly sum: number
  readonly longest: number
}

export function beatMetrics({ count, timed, first, sum, longest }: Beats): Metrics {
  return {
    heartbeats: count,
    ...(timed > 0 && { latency_ms: roundMilliseconds(first) }),
    ...(timed > 1 && { latency_mean_ms: roundMilliseconds(sum / timed), latency_max_ms: roundMilliseconds(longest) }),
  }
}

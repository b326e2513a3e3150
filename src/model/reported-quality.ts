// What the ends of a call say of its quality themselves, in RTCP XR (RFC 3611 §4.7) or in SIP (RFC 6035 §4.6).
import type { Metrics } from './session.ts'

interface Reported {
  /** Name of the metric, and what it is called in a report. */
  readonly metric: string
  readonly field: string
  readonly least: number
  readonly most: number
  /** What a share is reported in parts of. */
  readonly parts?: number
  /** Of several ends the worst is told: the lowest of these. */
  readonly isBetterHigh?: true
}

const LONGEST_MS = 3_600_000
const REPORTED: readonly Reported[] = [
  { metric: 'mos_lq_reported', field: 'mos_lq', least: 1, most: 5, isBetterHigh: true },
  { metric: 'mos_cq_reported', field: 'mos_cq', least: 1, most: 5, isBetterHigh: true },
  { metric: 'loss_reported', field: 'loss_percent', least: 0, most: 100, parts: 100 },
  { metric: 'discard_reported', field: 'discard_percent', least: 0, most: 100, parts: 100 },
  { metric: 'jitter_reported_ms', field: 'jitter_ms', least: 0, most: LONGEST_MS },
  { metric: 'rtt_reported_ms', field: 'round_trip_ms', least: 0, most: LONGEST_MS },
]
const BETTER_HIGH: ReadonlySet<string> = new Set(
  REPORTED.filter(({ isBetterHigh }) => isBetterHigh).map(({ metric }) => metric),
)
const NAMES: ReadonlySet<string> = new Set(REPORTED.map(({ metric }) => metric))

type Fields = Readonly<Record<string, unknown>>

/** Of one report, the worst of its ends; what is no such value (127, as unavailable) is none. */
export function reportedMetrics(sides: readonly (Fields | undefined)[]): Metrics {
  const all: Metrics[] = []
  for (const side of sides) {
    const found: Metrics = {}
    for (const { metric, field, least, most, parts = 1 } of REPORTED) {
      const value = side?.[field]
      if (typeof value !== 'number' || value < least || value > most) continue
      found[metric] = Math.round((value / parts) * 1e4) / 1e4
    }
    all.push(found)
  }
  return worstOf(all)
}

/** Of several reports: what the one tells that had it worst. Other metrics than such are left out. */
export function worstOf(all: readonly Metrics[]): Metrics {
  const worst: Metrics = {}
  for (const one of all) {
    for (const [name, value] of Object.entries(one)) {
      const before = worst[name]
      if (typeof value !== 'number' || !NAMES.has(name)) continue
      const isWorse = typeof before !== 'number' || (BETTER_HIGH.has(name) ? value < before : value > before)
      if (isWorse) worst[name] = value
    }
  }
  return worst
}

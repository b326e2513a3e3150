import type { Relating } from '../model/relating.ts'
import type { Metrics } from '../model/session.ts'
import { worstOf } from '../model/reported-quality.ts'
import { QUALITY, REPORTED } from './evidence.ts'
import type { LegTable, RelatedGroups } from './legs.ts'
import type { Union } from './union.ts'

/** Reports that are remembered, and of those the ones about one call. */
const MOST_REPORTS = 100_000
const MOST_ALIKE = 8

interface Report {
  readonly group: number
  readonly frame: number
}

/** Calls that somebody reports the quality of, in a session of its own: RFC 6035 §4.6. */
export function reportedCalls(rows: Relating, union: Union, legs: LegTable): RelatedGroups[] {
  const reports = new Map<string, Report[]>()
  let count = 0
  for (const { value, group, frame } of rows.clueRows([REPORTED], 'kind')) {
    if (count++ === MOST_REPORTS) break
    const alike = reports.get(value)
    if (!alike) reports.set(value, [{ group, frame }])
    else if (alike.length < MOST_ALIKE && !alike.some((one) => one.group === group)) alike.push({ group, frame })
  }
  if (count === 0) return []
  const figures = figuresOf(rows)
  const found: RelatedGroups[] = []
  for (const { kind, value, group: call } of rows.clueRows(['call-id'], 'kind')) {
    if (kind !== 'call-id' || legs.isCall[call] === 0) continue
    for (const { group, frame } of reports.get(value) ?? []) {
      if (union.root(group) === union.root(call)) continue
      const link = { evidence: REPORTED, value, confidence: 1, frame }
      const figured = figures.get(value)
      found.push({ group, related: call, relation: 'quality_report', link, ...(figured && { reported: figured }) })
    }
    reports.delete(value)
  }
  return found
}

/** What is told of each call, by its Call-ID: the worst of all reports. */
function figuresOf(rows: Relating): ReadonlyMap<string, Metrics> {
  const figures = new Map<string, Metrics>()
  for (const { value } of rows.clueRows([QUALITY], 'kind')) {
    const end = value.indexOf(' ')
    const id = value.slice(0, end)
    const known = figures.get(id)
    if (!known && figures.size >= MOST_REPORTS) break
    const told = JSON.parse(value.slice(end + 1)) as Metrics
    figures.set(id, known ? worstOf([known, told]) : told)
  }
  return figures
}

import { inMilliseconds } from '../model/moment.ts'
import type { Relating } from '../model/relating.ts'
import type { ClueRow } from '../model/rows.ts'
import { TRANSFER } from './evidence.ts'
import type { LegTable, RelatedGroups } from './legs.ts'
import type { Union } from './union.ts'

/** So soon after it was asked to, a phone calls the other: DOMAIN 4.3.6. */
const CALLS_WITHIN_MS = 10_000
/** What was captured at two places may stand so long before what it came from. */
const REORDERED_MS = 5
/** Requests for transfers that are remembered, and of those the ones between the same numbers. */
const MOST_TRANSFERS = 100_000
const MOST_ALIKE = 64

/** Calls that were made because another call was transferred: the first of those numbers, soon after the request. */
export function transferTargets(rows: Relating, union: Union, legs: LegTable): RelatedGroups[] {
  const asked = new Map<string, ClueRow[]>()
  let count = 0
  for (const clue of rows.clueRows([TRANSFER], 'kind')) {
    if (count++ === MOST_TRANSFERS) break
    const alike = asked.get(clue.value)
    if (!alike) asked.set(clue.value, [clue])
    else if (alike.length < MOST_ALIKE) alike.push(clue)
  }
  if (count === 0) return []
  const made = new Map<ClueRow, number>()
  for (const { kind, value, group } of rows.clueRows(['numbers'], 'kind')) {
    if (kind !== 'numbers' || legs.isCall[group] === 0) continue
    for (const transfer of asked.get(value) ?? []) {
      const since = legs.since[group]! - inMilliseconds(transfer.at)
      if (since < -REORDERED_MS || since > CALLS_WITHIN_MS || union.root(group) === union.root(transfer.group)) continue
      const first = made.get(transfer)
      if (first === undefined || legs.since[group]! < legs.since[first]!) made.set(transfer, group)
    }
  }
  return [...made].map(([{ kind, value, group, frame }, target]) => {
    const link = { evidence: kind, value, confidence: 1, frame }
    return { group, related: target, relation: 'transfer_target', link }
  })
}

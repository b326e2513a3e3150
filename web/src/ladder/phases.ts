import type { Procedure } from '../client/records.ts'
import { duration } from '../numbers.ts'
import { visible } from '../text.ts'
import { verdictWords } from '../verdict.ts'
import { t } from '../words.ts'
import type { GapRow, Row } from './rows.ts'

/** A procedure begins: its name, the one fact that matters most, and how it went. */
export interface PhaseRow {
  readonly kind: 'phase'
  readonly name: string
  readonly fact: string
  readonly outcome: string
  readonly at: number
}

/** What stands between messages, and is none. */
export function isBetween(row: Row): row is GapRow | PhaseRow {
  return row.kind === 'gap' || row.kind === 'phase'
}

const LONGEST_FACT = 120

/** The rows, with one above each message that begins a procedure. */
export function withPhases(rows: readonly Row[], procedures: readonly Procedure[] | undefined): readonly Row[] {
  if (procedures === undefined || procedures.length === 0) return rows
  const phases = new Map<string, Omit<PhaseRow, 'at'>[]>()
  for (const procedure of procedures) {
    const [first] = procedure.steps
    if (first) phases.set(first.event_id, [...(phases.get(first.event_id) ?? []), phaseOf(procedure)])
  }
  return rows.flatMap((row) => {
    const begun = row.kind === 'message' ? phases.get(row.event.event_id) : undefined
    return begun && row.kind === 'message' ? [...begun.map((one) => ({ ...one, at: row.at })), row] : [row]
  })
}

function phaseOf(procedure: Procedure): Omit<PhaseRow, 'at'> {
  const { title, apn, outcome } = procedure
  const name = apn === undefined ? title : `${title} · ${apn}`
  return { kind: 'phase', name: visible(name, 64), fact: factOf(procedure), outcome }
}

/** How long it took, and what was missed; else what it came to nothing by. */
function factOf({ outcome, duration_ms, verdict, missing_steps }: Procedure): string {
  if (outcome !== 'success') return visible(verdictWords(outcome, verdict), LONGEST_FACT)
  if (missing_steps.length === 0) return duration(duration_ms)
  const steps = missing_steps.map(({ name }) => name).join(', ')
  return visible(t('procedure.without', { duration: duration(duration_ms), steps }), LONGEST_FACT)
}

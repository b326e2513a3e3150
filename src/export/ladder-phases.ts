import type { Procedure } from '../model/procedure.ts'
import type { SessionEvent } from '../model/session.ts'
import type { Row } from './ladder-layout.ts'

/** Procedures of a ladder that are told of: each takes two rows. */
const MOST_PHASES = 500

/** The procedures that begin in a ladder, and the rules between its rows that say so. */
export class Phases {
  readonly #before = new Map<string, Row[]>()
  readonly #after = new Map<string, Row[]>()

  /** @param last the last column */
  constructor(procedures: readonly Procedure[], events: readonly SessionEvent[], last: number) {
    const here = new Set(events.map(({ event_id }) => event_id))
    for (const procedure of procedures.slice(0, MOST_PHASES)) {
      const [first] = procedure.steps
      if (!first || !here.has(first.event_id)) continue
      add(this.#before, first.event_id, phase(beginning(procedure), 'other', last))
      const decided = procedure.steps.findLast(({ since_start_ms = 0 }) => since_start_ms <= procedure.duration_ms)
      if (!decided || !here.has(decided.event_id)) continue
      // What began last ends first.
      add(this.#after, decided.event_id, phase(ending(procedure), TONES[procedure.outcome], last), true)
    }
  }

  /** What stands above and below the row of an event. */
  around(event_id: string): { readonly before: readonly Row[]; readonly after: readonly Row[] } {
    return { before: this.#before.get(event_id) ?? [], after: this.#after.get(event_id) ?? [] }
  }
}

const TONES: Readonly<Record<Procedure['outcome'], Row['tone']>> = {
  success: 'success',
  failed: 'failure',
  cancelled: 'other',
  incomplete: 'other',
}

function beginning({ title, apn }: Procedure): string {
  return apn === undefined ? title : `${title} · ${apn}`
}

function ending({ title, outcome, duration_ms, verdict, missing_steps }: Procedure): string {
  const text = typeof verdict['text'] === 'string' ? verdict['text'] : ''
  if (outcome !== 'success') return `${title}: ${outcome}: ${text}`
  const missing = missing_steps.map(({ name }) => name).join(', ')
  return `${title}: success in ${duration_ms} ms${missing === '' ? '' : `, without ${missing}`}`
}

function phase(label: string, tone: Row['tone'], last: number): Row {
  return { kind: 'phase', tone, from: 0, to: last, label, repeats: 0, repeated_for_ms: 0 }
}

function add(to: Map<string, Row[]>, event_id: string, row: Row, isFirst = false): void {
  const known = to.get(event_id)
  if (!known) to.set(event_id, [row])
  else if (isFirst) known.unshift(row)
  else known.push(row)
}

import type { EventFacts } from '../../model/procedure.ts'
import type { Relating } from '../../model/relating.ts'
import type { Outcome } from '../../model/session.ts'
import { withSentence } from '../verdict.ts'
import type { Names } from './names.ts'
import type { Open, Seen } from './open.ts'
import { refusalOf } from './refusals.ts'

type Facts = Readonly<Record<string, unknown>>

interface Known {
  readonly rows: Relating
  readonly names: Names
  readonly end: number
}

interface Result {
  readonly outcome: Outcome
  readonly verdict: Facts
}

const COMPLETED: Result = {
  outcome: 'success',
  verdict: withSentence({ outcome: 'success', verdict: { kind: 'completed' } })!,
}

/** How a procedure went: what failed first, or why nothing more is known. */
export function verdictOf(one: Open, known: Known): Result {
  if (one.outcome === 'success' || (one.outcome === undefined && one.end !== Infinity)) return COMPLETED
  const { outcome, verdict } = resultOf(one, known)
  return { outcome, verdict: withSentence({ outcome, verdict })! }
}

function resultOf(one: Open, known: Known): Result {
  if (one.outcome === 'cancelled') return { outcome: 'cancelled', verdict: cancelled(one, known.rows) }
  if (one.why === 'rejected' || one.why === 'let_go') return { outcome: 'failed', verdict: refused(one, known.rows) }
  if (one.why === 'timeout') return { outcome: 'failed', verdict: timeout(one, known.rows) }
  if (one.trouble) return { outcome: 'failed', verdict: refused(one, known.rows) }
  // What cannot be read may have been its end before the next one began.
  const isHidden = one.plan.hides >= 0 && one.has(one.plan.hides)
  if (one.why === 'superseded' && !isHidden) return { outcome: 'failed', verdict: superseded(one, known.rows) }
  return unfinished(one, known)
}

/** No end was seen: because nobody could see it, or because there was none. */
function unfinished(one: Open, { rows, names, end }: Known): Result {
  const { plan, last } = one
  if (plan.hides >= 0 && one.has(plan.hides)) return incomplete('ciphered')
  const isSeen = plan.ends.some((steps) => steps.every((step) => names.has(plan.steps[step]!.messages)))
  if (!isSeen || one.isImplied || end - last < plan.patience) return incomplete('incomplete_capture')
  return { outcome: 'failed', verdict: timeout(one, rows) }
}

function incomplete(kind: string): Result {
  return { outcome: 'incomplete', verdict: { kind, category: 'capture_incomplete' } }
}

/** What failed first, and what came of it in the end. */
function refused({ plan, trouble, decided, why }: Open, rows: Relating): Facts {
  const first = trouble ?? decided!
  const facts = told(first, rows)
  const isLetGo = why === 'let_go' && !trouble
  const verdict = { kind: 'rejected', ...facts, ...(isLetGo && { kind: 'let_go', request: plan.kind.title }) }
  if (decided === undefined || decided.event === first.event) return verdict
  const { category: _, ...consequence } = told(decided, rows)
  return { ...verdict, consequence }
}

function told({ event }: Seen, rows: Relating): Facts {
  const facts = rows.eventFacts(event)
  return { ...placeOf(facts, event), ...refusalOf(facts) }
}

function placeOf({ frame, message_type }: EventFacts, event: number): Facts {
  return { message: message_type, frame, event_id: eventId(event) }
}

function timeout({ plan, steps, why }: Open, rows: Relating): Facts {
  const last = steps.at(-1)!
  const facts = rows.eventFacts(last.event)
  const { timer } = plan.kind
  return {
    kind: 'timeout',
    category: 'network',
    protocol: facts.protocol,
    request: plan.steps[last.step]!.name,
    ...(why === 'timeout' && timer && { timer: timer.name, clause: timer.clause }),
    ...placeOf(facts, last.event),
  }
}

function superseded(one: Open, rows: Relating): Facts {
  const last = one.steps.at(-1)!
  return {
    kind: 'superseded',
    category: 'network',
    request: one.plan.kind.title,
    ...placeOf(rows.eventFacts(last.event), last.event),
  }
}

function cancelled({ decided }: Open, rows: Relating): Facts {
  return { kind: 'cancelled', ...told(decided!, rows) }
}

function eventId(event: number): string {
  return `evt-${String(event).padStart(3, '0')}`
}

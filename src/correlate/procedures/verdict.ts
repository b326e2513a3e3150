import type { EventFacts } from '../../model/procedure.ts'
import type { Relating } from '../../model/relating.ts'
import type { Outcome } from '../../model/session.ts'
import { withSentence } from '../verdict.ts'
import type { Names } from './names.ts'
import type { Open, Seen } from './open.ts'
import { missingOf } from './missing.ts'
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

/** By the kind of a verdict on what succeeded: the same object each time. */
const COMPLETED = new Map<string, Result>()

function completed(kind: string): Result {
  let known = COMPLETED.get(kind)
  if (!known) {
    known = { outcome: 'success', verdict: withSentence({ outcome: 'success', verdict: { kind } })! }
    COMPLETED.set(kind, known)
  }
  return known
}

/** How a procedure went: what failed first, or why nothing more is known. */
export function verdictOf(one: Open, known: Known): Result {
  if (one.outcome === 'success' || (one.outcome === undefined && one.end !== Infinity)) {
    return completed(one.plan.kind.completed ?? 'completed')
  }
  const { outcome, verdict } = resultOf(one, known)
  return { outcome, verdict: withSentence({ outcome, verdict })! }
}

function resultOf(one: Open, known: Known): Result {
  if (one.outcome === 'cancelled') return { outcome: 'cancelled', verdict: cancelled(one, known.rows) }
  // What cannot be read may have been its end before the UE was let go, or before the next one began.
  const isHidden = one.plan.hides >= 0 && one.has(one.plan.hides)
  const mayHaveEnded = isHidden && one.plan.isEndHidden && !one.trouble
  if (one.why === 'rejected' || (one.why === 'let_go' && !mayHaveEnded)) {
    return { outcome: 'failed', verdict: refused(one, known.rows) }
  }
  if (one.why === 'timeout') return { outcome: 'failed', verdict: stopped(one, known) }
  if (one.trouble) return { outcome: 'failed', verdict: refused(one, known.rows) }
  if (one.why === 'superseded' && !isHidden) return { outcome: 'failed', verdict: superseded(one, known.rows) }
  return unfinished(one, known)
}

/** No end was seen: because nobody could see it, or because there was none. */
function unfinished(one: Open, known: Known): Result {
  const { names, end } = known
  const { plan, last } = one
  if (plan.hides >= 0 && one.has(plan.hides)) return incomplete('ciphered')
  const isSeen = plan.ends.some((steps) => steps.every((step) => names.has(plan.steps[step]!.messages)))
  if (!isSeen || one.isImplied || end - last < plan.patience) return incomplete('incomplete_capture')
  return { outcome: 'failed', verdict: stopped(one, known) }
}

function incomplete(kind: string): Result {
  return { outcome: 'incomplete', verdict: { kind, category: 'capture_incomplete' } }
}

/** What failed first, and what came of it in the end. */
function refused(one: Open, rows: Relating): Facts {
  const { trouble, decided, why } = one
  const first = trouble ?? decided!
  const facts = told(first, rows)
  const isLetGo = why === 'let_go' && !trouble
  const verdict = { kind: 'rejected', ...facts, ...(isLetGo && { kind: 'let_go', procedure: one.called.title }) }
  if (decided === undefined || decided.event === first.event) return verdict
  const { category: _, ...consequence } = told(decided, rows)
  return isSame(facts, consequence) ? verdict : { ...verdict, consequence }
}

/** The same refusal, on the next hop. */
function isSame(one: Facts, other: Facts): boolean {
  return ['protocol', 'message', 'request', 'code'].every((field) => one[field] === other[field])
}

function told({ event }: Seen, rows: Relating): Facts {
  const facts = rows.eventFacts(event)
  return { ...placeOf(facts, event), ...refusalOf(facts) }
}

function placeOf({ frame, message_type }: EventFacts, event: number): Facts {
  return { message: message_type, frame, event_id: eventId(event) }
}

/** Nothing came after its last step: what should have, and the timer that ran out where it is known to have. */
function stopped(one: Open, { rows, names }: Known): Facts {
  const { plan, why } = one
  const last = one.steps.at(-1)!
  const facts = rows.eventFacts(last.event)
  const { timer } = plan.kind
  const missing = missingOf(one, names).at(-1)?.meaning
  return {
    kind: 'timeout',
    category: 'network',
    protocol: facts.protocol,
    procedure: one.called.title,
    request: plan.steps[last.step]!.name,
    ...(missing !== undefined && { missing }),
    ...(why === 'timeout' && timer && { timer: timer.name, clause: timer.clause }),
    ...placeOf(facts, last.event),
  }
}

function superseded({ plan, called, steps }: Open, rows: Relating): Facts {
  const last = steps.at(-1)!
  const place = placeOf(rows.eventFacts(last.event), last.event)
  const request = plan.steps[last.step]!.name
  return { kind: 'superseded', category: 'network', procedure: called.title, request, ...place }
}

function cancelled({ decided, called }: Open, rows: Relating): Facts {
  return { ...told(decided!, rows), kind: 'cancelled', procedure: called.title }
}

function eventId(event: number): string {
  return `evt-${String(event).padStart(3, '0')}`
}

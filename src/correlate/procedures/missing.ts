import type { MissingStep } from '../../model/procedure.ts'
import type { Names } from './names.ts'
import type { Open } from './open.ts'

const NOTHING: readonly MissingStep[] = []

/** What was awaited and did not come: before its end all, else what stands before the last that came, and the next. */
export function missingOf(one: Open, names: Names): readonly MissingStep[] {
  const { plan, decided, why } = one
  const isWhole = one.outcome === 'success' || one.end !== Infinity
  const isAnswered = why === 'rejected' || why === 'cancelled'
  const last = isAnswered && decided ? decided.step : plan.steps.length
  let reached = -1
  if (!isWhole) for (const { event, step } of one.steps) if (event !== decided?.event) reached = Math.max(reached, step)
  let missing: MissingStep[] | undefined
  for (let i = 0; i < last; i++) {
    const step = plan.steps[i]!
    if (step.missing === undefined || !isAwaited(one, i) || !names.has(step.messages)) continue
    missing ??= []
    missing.push(step.missing)
    if (!isWhole && i > reached) break
  }
  return missing ?? NOTHING
}

function isAwaited(one: Open, i: number): boolean {
  const { after, unless } = one.plan.steps[i]!
  if (one.has(i) || (after < 0 ? one.isImplied : !one.has(after))) return false
  return !unless.some((other) => one.has(other))
}

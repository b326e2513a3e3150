import { isoTime, roundMilliseconds } from '../../model/moment.ts'
import type { MissingStep, ProcedureRow } from '../../model/procedure.ts'
import type { Relating } from '../../model/relating.ts'
import type { Names } from './names.ts'
import type { Open, Seen } from './open.ts'
import { verdictOf } from './verdict.ts'

export interface Known {
  readonly rows: Relating
  readonly names: Names
  readonly epoch: number
  readonly end: number
}

/** What is told of a procedure that is over. */
export function rowOf(one: Open, known: Known): ProcedureRow {
  const { kind, owner, first, sessions, apn } = one
  const end = one.outcome !== undefined || one.end !== Infinity ? one.endTime : one.last
  const missing = missingOf(one, known.names)
  const iso = (time: number): string => {
    const seconds = Math.floor(time / 1000)
    return isoTime({ seconds: known.epoch + seconds, nanoseconds: Math.round((time - seconds * 1000) * 1e6) })
  }
  return {
    type: kind.type,
    title: kind.title,
    ...(kind.subtype !== undefined && { subtype: kind.subtype }),
    subscriber: Math.max(0, owner),
    sessions,
    start_time: iso(first),
    end_time: iso(end),
    duration_ms: roundMilliseconds(end - first),
    ...verdictOf(one, known),
    ...(apn !== undefined && { apn }),
    source: one.source.text,
    destination: one.destination.text,
    steps: one.steps.map(({ event, step }) => ({ event, name: kind.steps[step]!.name })),
    missing,
    timings: timingsOf(one),
  }
}

/** What was awaited and did not come: before its end all, else what stands before the last that came, and the next. */
function missingOf(one: Open, names: Names): MissingStep[] {
  const { kind, decided, why } = one
  const isWhole = one.outcome === 'success' || one.end !== Infinity
  const isAnswered = why === 'rejected' || why === 'cancelled'
  const reached = Math.max(...one.steps.filter(({ event }) => event !== decided?.event).map(({ step }) => step))
  const missing: MissingStep[] = []
  for (const [i, step] of kind.steps.entries()) {
    if (isAnswered && decided && i >= decided.step) break
    if (step.meaning === undefined || !isAwaited(one, i) || !names.has(step.messages)) continue
    missing.push({ name: step.name, meaning: step.meaning })
    if (!isWhole && i > reached) break
  }
  return missing
}

function isAwaited(one: Open, i: number): boolean {
  const { after, unless = [] } = one.kind.steps[i]!
  if (one.has(i) || unless.some((other) => one.hasNamed(other))) return false
  return after === undefined ? !one.isImplied : one.hasNamed(after)
}

function timingsOf({ kind, steps }: Open): Record<string, number> {
  const timings: Record<string, number> = {}
  for (const [metric, from, to] of kind.timings) {
    const start = steps.find(({ step }) => kind.steps[step]!.name === from)
    const ends = start && steps.filter(({ step, time }) => kind.steps[step]!.name === to && time >= start.time)
    // Of several hops the answer on that of the request counts.
    const end = ends?.find((one) => isAnswer(start!, one)) ?? ends?.[0]
    if (start && end) timings[metric] = roundMilliseconds(end.time - start.time)
  }
  timings['total_ms'] = roundMilliseconds(Math.max(...steps.map(({ time }) => time)) - steps[0]!.time)
  return timings
}

function isAnswer(asked: Seen, one: Seen): boolean {
  return one.destination.address === asked.source.address && one.source.address === asked.destination.address
}

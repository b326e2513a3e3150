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

/** What was awaited and did not come: after the end all, else what stands before the last that came, and the next. */
function missingOf(one: Open, names: Names): MissingStep[] {
  const { steps } = one.kind
  const farthest = Math.max(...one.steps.map(({ step }) => step))
  const isWhole = one.outcome === 'success' || one.end !== Infinity
  const missing: MissingStep[] = []
  for (const [i, { name, meaning, after, unless = [], messages }] of steps.entries()) {
    if (meaning === undefined || one.has(i) || !names.has(messages)) continue
    if (after === undefined ? one.isImplied : !one.hasNamed(after)) continue
    if (unless.some((other) => one.hasNamed(other))) continue
    if (!isWhole && i > farthest && missing.some((before) => indexOf(steps, before.name) > farthest)) break
    missing.push({ name, meaning })
  }
  return one.outcome === 'failed' && one.why === 'rejected'
    ? missing.filter(({ name }) => indexOf(steps, name) < farthest)
    : missing
}

function indexOf(steps: Open['kind']['steps'], name: string): number {
  return steps.findIndex((step) => step.name === name)
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

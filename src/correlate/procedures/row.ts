import { isoMilliseconds, roundMilliseconds } from '../../model/moment.ts'
import type { ProcedureRow } from '../../model/procedure.ts'
import type { Relating } from '../../model/relating.ts'
import { missingOf } from './missing.ts'
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
  const { owner, first, sessions, apn } = one
  const { kind, steps } = one.plan
  // Where the capture goes back in time, what ends it may stand before its beginning.
  const end = Math.max(first, one.outcome !== undefined || one.end !== Infinity ? one.endTime : one.last)
  const missing = missingOf(one, known.names)
  return {
    ...titleOf(one),
    ...(kind.subtype !== undefined && { subtype: kind.subtype }),
    subscriber: Math.max(0, owner),
    sessions,
    start_time: isoSince(known.epoch, first),
    end_time: isoSince(known.epoch, end),
    duration_ms: roundMilliseconds(end - first),
    ...verdictOf(one, known),
    ...(apn !== undefined && { apn }),
    source: one.source.text,
    destination: one.destination.text,
    steps: one.steps.map(({ event, step }) => ({ event, name: steps[step]!.name })),
    missing,
    timings: timingsOf(one),
  }
}

function titleOf({ called: { type, title } }: Open): Pick<ProcedureRow, 'type' | 'title'> {
  return { type, title }
}

function isoSince(epoch: number, time: number): string {
  const seconds = Math.floor(time / 1000)
  return isoMilliseconds((epoch + seconds) * 1000 + Math.floor(Math.round((time - seconds * 1000) * 1e6) / 1e6))
}

function timingsOf({ plan, steps }: Open): Record<string, number> {
  const timings: Record<string, number> = {}
  const first = steps[0]!
  for (const [metric, from, to] of plan.timings) {
    const start = firstOf(steps, from)
    const end = start && answerOf(start, to, steps)
    if (start && end && end.time >= start.time) timings[metric] = roundMilliseconds(end.time - start.time)
  }
  let last = first.time
  for (const { time } of steps) if (time > last) last = time
  timings['total_ms'] = roundMilliseconds(last - first.time)
  return timings
}

function firstOf(steps: readonly Seen[], wanted: number): Seen | undefined {
  for (const one of steps) if (one.step === wanted) return one
  return undefined
}

/** The first that came after it; of several hops that on the hop of the request. */
function answerOf(asked: Seen, to: number, steps: readonly Seen[]): Seen | undefined {
  let any: Seen | undefined
  for (const one of steps) {
    if (one.step !== to || one.time < asked.time) continue
    if (isAnswer(asked, one)) return one
    any ??= one
  }
  return any
}

function isAnswer(asked: Seen, one: Seen): boolean {
  return one.destination.address === asked.source.address && one.source.address === asked.destination.address
}

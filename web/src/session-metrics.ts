import { METRICS, type MetricUnit } from '../../src/model/tables-metrics.ts'
import { count, duration, percent } from './numbers.ts'
import { visible } from './text.ts'

/** A number that was measured of a session, in words. */
export interface Figure {
  readonly metric: string
  readonly name: string
  readonly says: string
  readonly value: string
}

type Metrics = Readonly<Record<string, unknown>>

const WRITE: Readonly<Record<MetricUnit, (value: number) => string>> = {
  ms: duration,
  share: percent,
  count,
  mos: (mos) => mos.toFixed(2),
}

/** Told elsewhere, of every session. */
const OF_ALL = new Set(['packets', 'bytes', 'duration_ms'])

/** What was measured, in the order of its table; what has no words yet comes last, as it is. */
export function figuresOf(metrics: Metrics): Figure[] {
  const known = METRICS.flatMap(({ metric, name, says }) => {
    const value = figureText(metric, metrics[metric])
    return value === undefined ? [] : [{ metric, name, says, value }]
  })
  const names = new Set(METRICS.map(({ metric }) => metric))
  const others = Object.entries(metrics).filter(([metric]) => !names.has(metric) && !OF_ALL.has(metric))
  return [
    ...known,
    ...others.map(([metric, value]) => ({ metric, name: visible(metric), says: '', value: visible(String(value)) })),
  ]
}

/** A metric as it is written; undefined where it is not there. */
export function figureText(metric: string, value: unknown): string | undefined {
  const meaning = METRICS.find((one) => one.metric === metric)
  return typeof value === 'number' && meaning ? WRITE[meaning.unit](value) : undefined
}

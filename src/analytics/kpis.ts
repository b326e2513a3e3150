import { figuresOf, type Kpi, type KpiDimension, type KpiFigures, OTHER_VALUES } from '../model/kpi.ts'
import { Latencies } from '../model/latencies.ts'
import { KPIS, type KpiDefinition } from '../model/tables-kpis.ts'
import type { JobFilter, KpiSums, Statistics } from '../store/catalogue/contract.ts'
import { buckets, type Interval } from './buckets.ts'

export interface KpisWanted {
  /** Only this figure: groups and series are of one at a time. */
  readonly kpi?: string | undefined
  readonly group_by?: KpiDimension | undefined
  readonly interval?: Interval | undefined
  /** Groups of each figure. */
  readonly limit: number
}

/** A figure, and what it is by group or over time. */
type ToldKpi = Kpi & {
  readonly groups?: readonly (KpiFigures & { readonly value: string })[]
  readonly series?: readonly (KpiFigures & { readonly timestamp: string })[]
}

interface Told {
  readonly kpis: readonly ToldKpi[]
  readonly group_by?: KpiDimension
  readonly interval?: Interval
  /** There were more groups than are told. */
  readonly truncated?: true
}

type Sum = KpiSums['rows'][number]

/**
 * Key figures over jobs; one that nothing was counted for is left out.
 * @throws TooManyBuckets
 */
export async function keyFigures(statistics: Statistics, filter: JobFilter, wanted: KpisWanted): Promise<Told> {
  const kpis = wanted.kpi === undefined ? undefined : [wanted.kpi]
  if (wanted.interval !== undefined) {
    return { kpis: await overTime(statistics, filter, { kpis, interval: wanted.interval }), interval: wanted.interval }
  }
  const all = await statistics.kpis(filter, { dimension: '', kpis, limit: 1 })
  const { group_by: dimension, limit } = wanted
  if (dimension === undefined) return { kpis: toldOf(all.rows, () => ({})) }
  const grouped = await statistics.kpis(filter, { dimension, kpis, limit })
  const groupsOf = (definition: KpiDefinition): Pick<ToldKpi, 'groups'> => ({
    groups: of(definition, grouped.rows).flatMap((sum) => {
      const figures = figuresOf(definition, sum)
      return figures ? [{ value: sum.value, ...figures }] : []
    }),
  })
  const isCut = grouped.truncated || grouped.rows.some(({ value }) => value === OTHER_VALUES)
  return { kpis: toldOf(all.rows, groupsOf), group_by: dimension, ...(isCut && { truncated: true }) }
}

function of({ kpi }: KpiDefinition, rows: readonly Sum[]): Sum[] {
  return rows.filter((row) => row.kpi === kpi)
}

/** Figures in the order of their definitions, each with what `besides` adds. */
function toldOf(rows: readonly Sum[], besides: (definition: KpiDefinition) => Partial<ToldKpi>): ToldKpi[] {
  return KPIS.flatMap((definition) => {
    const [sum] = of(definition, rows)
    const figures = sum && figuresOf(definition, sum)
    return figures ? [{ ...definition, ...figures, ...besides(definition) }] : []
  })
}

interface TimeWanted {
  readonly kpis: readonly string[] | undefined
  readonly interval: Interval
}

/** By the hour in which sessions start: dates are of these, and what is told of all is the sum over the series. */
async function overTime(
  statistics: Statistics,
  { from, to, ...filter }: JobFilter,
  { kpis, interval }: TimeWanted,
): Promise<ToldKpi[]> {
  const since = from === undefined ? undefined : `${from.slice(0, 13)}:00:00.000Z`
  const found = await statistics.kpis(filter, { dimension: 'hour', kpis, from: since, to, limit: Infinity })
  const rows = found.rows.filter(({ value }) => value !== OTHER_VALUES)
  const hours = rows.map(({ value }) => value).toSorted()
  const { begins, place } = buckets({ interval, from, to }, hours[0], hours.at(-1))
  const figures = new Set(rows.map(({ kpi }) => kpi))
  return KPIS.filter(({ kpi }) => figures.has(kpi)).flatMap((definition): ToldKpi[] => {
    const sums = begins.map(() => emptySum())
    const all = emptySum()
    for (const row of of(definition, rows)) {
      const at = place(row.value)
      if (at === undefined) continue
      addTo(sums[at]!, row)
      addTo(all, row)
    }
    const whole = figuresOf(definition, all)
    const series = begins.map((timestamp, i) => ({ timestamp, ...figuresOf(definition, sums[i]!) }))
    return whole ? [{ ...definition, ...whole, series }] : []
  })
}

type Adding = { counted: number; met: number; readonly latencies: Latencies }

function emptySum(): Adding {
  return { counted: 0, met: 0, latencies: new Latencies() }
}

function addTo(sum: Adding, { counted, met, latencies }: Sum): void {
  sum.counted += counted
  sum.met += met
  sum.latencies.merge(latencies.packed())
}

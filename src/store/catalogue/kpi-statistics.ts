import type { KpiSums, KpisWanted } from './contract.ts'
import { Latencies } from '../../model/latencies.ts'
import type { Database } from './database.ts'
import type { JobFilter } from './contract.ts'
import { passes } from './job-filter.ts'

/** Sums of key figures over the jobs that a filter leaves; of each figure the values that count most. */
export async function kpiSums(database: Database, filter: JobFilter, wanted: KpisWanted): Promise<KpiSums> {
  const { dimension, kpis, from, to } = wanted
  // In this order: the rows of each job stand together, and most of them are of other dimensions.
  let rows = database
    .selectFrom('jobs')
    .crossJoin('job_kpis')
    .whereRef('job_kpis.job_id', '=', 'jobs.job_id')
    .where((where) => passes(where, filter))
    .where('dimension', '=', dimension)
  if (kpis !== undefined) rows = rows.where('kpi', 'in', kpis)
  if (from !== undefined) rows = rows.where('value', '>=', from)
  if (to !== undefined) rows = rows.where('value', '<', to)
  const sums = await rows
    .select(({ fn }) => ['kpi', 'value', fn.sum<number>('counted').as('counted'), fn.sum<number>('met').as('met')])
    .groupBy(['kpi', 'value'])
    .orderBy('kpi')
    .orderBy('counted', 'desc')
    .orderBy('value')
    .execute()
  const kept = mostOf(sums, wanted.limit)
  const latencies = new Map(kept.map((sum) => [keyOf(sum), new Latencies()]))
  const packed = await rows.where('latencies', '!=', '').select(['kpi', 'value', 'latencies']).execute()
  for (const row of packed) latencies.get(keyOf(row))?.merge(JSON.parse(row.latencies) as number[])
  return {
    rows: kept.map((sum) => ({ ...sum, latencies: latencies.get(keyOf(sum))! })),
    truncated: kept.length < sums.length,
  }
}

function keyOf({ kpi, value }: { readonly kpi: string; readonly value: string }): string {
  return `${kpi} ${value}`
}

/** The first `limit` of each figure. */
function mostOf<Sum extends { readonly kpi: string }>(sums: readonly Sum[], limit: number): Sum[] {
  const taken = new Map<string, number>()
  return sums.filter(({ kpi }) => {
    const before = taken.get(kpi) ?? 0
    taken.set(kpi, before + 1)
    return before < limit
  })
}

import type { Kpi } from '../../client/analytics.ts'
import { duration } from '../../numbers.ts'
import { quoted } from '../../text.ts'
import { type AnalyticsWanted, sessionsLink } from './wanted.ts'

/** `SER: session establishment ratio` as its short name and what that stands for. */
export function nameOf({ name }: Pick<Kpi, 'name'>): readonly [short: string, rest: string] {
  const [short = '', rest = ''] = name.split(': ', 2)
  return [short, rest]
}

/** 30.8, 99.97, 100: two decimals where they tell something; never all where one is missing, nor none where there is one. */
export function percentText(percent: number): string {
  const decimals = percent > 99 || percent < 1 ? 2 : 1
  const factor = 10 ** decimals
  const rounded = Math.round(percent * factor) / factor
  if (rounded === 100 && percent < 100) return String(100 - 1 / factor)
  if (rounded === 0 && percent > 0) return String(1 / factor)
  return String(rounded)
}

/** What a figure comes to, in one word: a ratio in percent, the 95th percentile of a delay. */
export function valueOf({ percent, p95_ms }: Pick<Kpi, 'percent' | 'p95_ms'>): string {
  if (percent !== undefined) return `${percentText(percent)} %`
  return p95_ms === undefined ? '–' : duration(p95_ms)
}

/** The query for sessions that a row of a breakdown counts; undefined for what has no value of its own. */
export function groupQuery(kpi: string, dimension: string, value: string): string | undefined {
  return value === '' ? undefined : `kpi.${kpi}.${dimension} == ${quoted(value)}`
}

/** Which sessions of a figure. */
export type Counted = 'all' | 'met' | 'missed'

/**
 * Where the sessions that a figure counts are listed; undefined where days choose the jobs, for no query does.
 * @param besides what else must hold of them
 */
export function countedLink(
  kpi: string,
  { job, from, to }: Pick<AnalyticsWanted, 'job' | 'from' | 'to'>,
  { counted = 'all', besides = '' }: { readonly counted?: Counted; readonly besides?: string } = {},
): string | undefined {
  if (job === '' && (from !== '' || to !== '')) return undefined
  const query = { all: `kpi == ${kpi}`, met: `kpi_met == ${kpi}`, missed: `kpi == ${kpi} && kpi_met != ${kpi}` }[
    counted
  ]
  return sessionsLink(job, { q: besides === '' ? query : `${query} && ${besides}` })
}

export const METRICS = ['sessions', 'jobs'] as const
export const INTERVALS = ['1h', '1d', '1w'] as const
export type Interval = (typeof INTERVALS)[number]
export const ORDERS = ['packets', 'bytes'] as const
/** What a figure is broken down by. */
export const GROUPS = ['cause', 'peer', 'application', 'apn', 'request', 'time'] as const
type Group = (typeof GROUPS)[number]

/** What analytics are of, and how they are shown; all of it stands in the address. */
export interface AnalyticsWanted {
  /** Id of the one job; empty for all. */
  readonly job: string
  /** Days in UTC, the last included; empty where there is no bound. */
  readonly from: string
  readonly to: string
  readonly metric: (typeof METRICS)[number]
  /** Empty where it is left to the page: as fine as can be looked at. */
  readonly interval: Interval | ''
  readonly by: (typeof ORDERS)[number]
  readonly series: 'chart' | 'table'
  readonly figures: 'chart' | 'table'
  /** The figure that is looked into; empty for none. */
  readonly kpi: string
  readonly group: Group
}

export type ChangeWanted = (change: Partial<AnalyticsWanted>) => void

const DAY = /^\d{4}-\d\d-\d\d$/
const DAY_MS = 86_400_000

/** Reads what an address says; what it says wrongly counts as not said. */
export function readWanted(search: URLSearchParams): AnalyticsWanted {
  const day = (name: string): string => {
    const text = search.get(name) ?? ''
    return DAY.test(text) && !Number.isNaN(Date.parse(text)) ? text : ''
  }
  const one = <Value extends string>(name: string, values: readonly [Value, ...Value[]]): Value =>
    values.find((value) => value === search.get(name)) ?? values[0]
  return {
    job: search.get('job') ?? '',
    from: day('from'),
    to: day('to'),
    metric: one('metric', METRICS),
    interval: one('interval', ['', ...INTERVALS]),
    by: one('by', ORDERS),
    series: one('series', ['chart', 'table']),
    figures: one('figures', ['chart', 'table']),
    kpi: search.get('kpi') ?? '',
    group: one('group', GROUPS),
  }
}

const USUAL = readWanted(new URLSearchParams())

/** What an address says: only what is not as it always is. */
export function writeWanted(wanted: AnalyticsWanted): Record<string, string> {
  return Object.fromEntries(
    Object.entries(wanted).filter(([name, value]) => value !== USUAL[name as keyof AnalyticsWanted]),
  )
}

/** The days as the API takes them: an end is not in the time, so the last day's is the next day's start. */
export function datesOf({ from, to }: Pick<AnalyticsWanted, 'from' | 'to'>): {
  readonly start_date: string
  readonly end_date: string
} {
  return { start_date: from, end_date: to === '' ? '' : new Date(Date.parse(to) + DAY_MS).toISOString().slice(0, 10) }
}

/** Where the sessions that a query finds are listed: in a job, or in all of them. */
export function sessionsLink(
  job: string,
  { q = '', type = '' }: { readonly q?: string; readonly type?: string },
): string {
  const given = Object.entries({ type, q }).filter(([, value]) => value !== '')
  const search = new URLSearchParams(given).toString()
  const path = job === '' ? '/sessions' : `/jobs/${encodeURIComponent(job)}`
  return search === '' ? path : `${path}?${search}`
}

const LENGTHS = { '1h': DAY_MS / 24, '1d': DAY_MS, '1w': 7 * DAY_MS } as const

/** The query for sessions that a bucket of a series counts: its time, as far as it is within the dates. */
export function bucketQuery(
  { timestamp, interval }: { readonly timestamp: string; readonly interval: Interval },
  wanted: Pick<AnalyticsWanted, 'from' | 'to'>,
): string {
  const { start_date, end_date } = datesOf(wanted)
  const start = Date.parse(timestamp)
  const end = start + LENGTHS[interval]
  const from = start_date === '' ? start : Math.max(start, Date.parse(start_date))
  const to = end_date === '' ? end : Math.min(end, Date.parse(end_date))
  return `start_time >= ${new Date(from).toISOString()} && start_time < ${new Date(to).toISOString()}`
}

import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Static } from 'typebox'
import type {
  KpisAnswer,
  PerformanceAnswer,
  ProtocolsAnswer,
  SummaryAnswer,
  TalkersAnswer,
  TimeSeriesAnswer,
} from '../../../src/api/analytics-schemas.ts'
import { ask } from './request.ts'

export type Summary = Static<typeof SummaryAnswer>
export type ProtocolShare = Static<typeof ProtocolsAnswer>['protocols'][number]
export type Talkers = Static<typeof TalkersAnswer>
export type TimeSeries = Static<typeof TimeSeriesAnswer>
export type Kpi = Static<typeof KpisAnswer>['kpis'][number]
export type Kpis = Static<typeof KpisAnswer>
export type Performance = Static<typeof PerformanceAnswer>

/** Parameters as the API names them; what is empty is not asked for. */
type Asked = Readonly<Record<string, string>>

/** The server keeps its answers for a minute, so asking sooner tells nothing new. */
const KEPT_MS = 60_000

function searchOf(asked: Asked): string {
  return new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== '')).toString()
}

function useAnalytics<Answer>(section: string, asked: Asked): UseQueryResult<Answer> {
  const search = searchOf(asked)
  return useQuery({
    queryKey: ['analytics', section, search],
    queryFn: ({ signal }) => ask<Answer>(`/api/v1/analytics/${section}?${search}`, { signal }),
    staleTime: KEPT_MS,
    placeholderData: keepPreviousData,
  })
}

export function useSummary(asked: Asked): UseQueryResult<Summary> {
  return useAnalytics('summary', asked)
}

export function useProtocols(asked: Asked): UseQueryResult<Static<typeof ProtocolsAnswer>> {
  return useAnalytics('protocols', asked)
}

export function useTalkers(asked: Asked): UseQueryResult<Talkers> {
  return useAnalytics('top-talkers', asked)
}

export function useKpis(asked: Asked, enabled = true): UseQueryResult<Kpis> {
  const search = searchOf(asked)
  return useQuery({
    queryKey: ['analytics', 'kpis', search],
    queryFn: ({ signal }) => ask<Kpis>(`/api/v1/analytics/kpis?${search}`, { signal }),
    staleTime: KEPT_MS,
    placeholderData: keepPreviousData,
    enabled,
  })
}

/** More bars than these cannot be told apart. */
const MOST_BARS = 400
/** A longer series is refused. */
const LONGEST_SERIES = 10_000
/** How many of an interval are in a week. */
const OF_WEEK: Readonly<Record<string, number>> = { '1h': 168, '1d': 7, '1w': 1 }

/**
 * A series of the finest of these intervals that does not make too many bars; of one alone, of the finest from there on
 * that the server gives.
 * @param intervals the finest first, the last of weeks
 */
export function useTimeSeries(
  asked: Asked,
  { intervals, isChosen }: { readonly intervals: readonly string[]; readonly isChosen: boolean },
): UseQueryResult<TimeSeries> {
  const search = searchOf(asked)
  const most = isChosen ? LONGEST_SERIES : MOST_BARS
  return useQuery({
    queryKey: ['analytics', 'timeseries', search, intervals, most],
    queryFn: ({ signal }) => finest({ search, intervals, most, signal }),
    staleTime: KEPT_MS,
    placeholderData: keepPreviousData,
  })
}

interface SeriesAsked {
  readonly search: string
  readonly intervals: readonly string[]
  readonly most: number
  readonly signal: AbortSignal
}

/** Weeks come first: they tell how long the time is, and so which interval need not be tried. */
async function finest({ search, intervals, most, signal }: SeriesAsked): Promise<TimeSeries> {
  const askFor = (interval: string): Promise<TimeSeries> =>
    ask(`/api/v1/analytics/timeseries?${search}&interval=${interval}`, { signal })
  const weeks = await askFor('1w')
  for (const interval of intervals) {
    const [fewest, longest] = boundsOf(weeks.data.length, interval)
    if (interval === '1w' || fewest > most || longest > LONGEST_SERIES) continue
    const series = await askFor(interval)
    if (series.data.length <= most) return series
  }
  return weeks
}

/** How many of an interval are in a time that touches so many weeks. */
export function boundsOf(weeks: number, interval: string): readonly [fewest: number, most: number] {
  const each = OF_WEEK[interval] ?? 1
  return [Math.max(0, weeks - 2) * each, weeks * each]
}

export function usePerformance(): UseQueryResult<Performance> {
  return useAnalytics('performance', {})
}

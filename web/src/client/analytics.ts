import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Static } from 'typebox'
import type {
  PerformanceAnswer,
  ProtocolsAnswer,
  SummaryAnswer,
  TalkersAnswer,
  TimeSeriesAnswer,
} from '../../../src/api/analytics-schemas.ts'
import { ask, Refused } from './request.ts'

export type Summary = Static<typeof SummaryAnswer>
export type ProtocolShare = Static<typeof ProtocolsAnswer>['protocols'][number]
export type Talkers = Static<typeof TalkersAnswer>
export type TimeSeries = Static<typeof TimeSeriesAnswer>
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

/** More bars than these cannot be told apart. */
const MOST_BARS = 400

/** A series of the first of these intervals that does not make too many bars. */
export function useTimeSeries(asked: Asked, intervals: readonly string[]): UseQueryResult<TimeSeries> {
  const search = searchOf(asked)
  return useQuery({
    queryKey: ['analytics', 'timeseries', search, intervals],
    queryFn: ({ signal }) => coarsest(search, intervals, signal),
    staleTime: KEPT_MS,
    placeholderData: keepPreviousData,
  })
}

async function coarsest(search: string, intervals: readonly string[], signal: AbortSignal): Promise<TimeSeries> {
  for (const interval of intervals.slice(0, -1)) {
    const path = `/api/v1/analytics/timeseries?${search}&interval=${interval}`
    const series = await ask<TimeSeries>(path, { signal }).catch(unlessTooMany)
    if (series && series.data.length <= MOST_BARS) return series
  }
  return ask<TimeSeries>(`/api/v1/analytics/timeseries?${search}&interval=${intervals.at(-1)}`, { signal })
}

function unlessTooMany(error: unknown): undefined {
  if (!(error instanceof Refused) || error.details['field'] !== 'interval') throw error
}

export function usePerformance(): UseQueryResult<Performance> {
  return useAnalytics('performance', {})
}

import type { FastifyRequest } from 'fastify'
import { TooManyBuckets } from '../../analytics/buckets.ts'
import { keyFigures, type KpisWanted } from '../../analytics/kpis.ts'
import { jobsAtWork, jobSpeed, memoryMegabytes } from '../../analytics/performance.ts'
import { protocols, summary, timeSeries, topTalkers } from '../../analytics/queries.ts'
import type { JobFilter } from '../../store/catalogue/contract.ts'
import {
  CacheClearedAnswer,
  JobQuery,
  KpisAnswer,
  KpisQuery,
  PerformanceAnswer,
  ProtocolsAnswer,
  SummaryAnswer,
  SummaryQuery,
  TalkersAnswer,
  TalkersQuery,
  TimeSeriesAnswer,
  TimeSeriesQuery,
} from '../analytics-schemas.ts'
import { answer, type App } from '../app.ts'
import type { Dependencies } from '../dependencies.ts'
import { errors } from '../error-answers.ts'
import { ApiError } from '../errors.ts'
import { ownerSeen } from '../ownership.ts'

const config = { scope: 'analytics:read' } as const
const tags = ['analytics']

export function analyticsRoutes(app: App, { catalogue, answers, requests }: Dependencies): void {
  const { statistics } = catalogue
  const filterOf = async (request: FastifyRequest, job_id?: string): Promise<JobFilter> => {
    const filter = { owner: ownerSeen(request), job_id }
    if (job_id !== undefined && (await statistics.statuses(filter)).length === 0) throw new ApiError('JOB_NOT_FOUND')
    return filter
  }
  const kept = async <Value extends object>(key: unknown, make: () => Promise<Value>) => {
    const { value, ...cache } = await answers.get(JSON.stringify(key), make)
    return { ...value, ...cache }
  }

  app.get(
    '/api/v1/analytics/summary',
    {
      config,
      schema: {
        tags,
        summary: 'All jobs together, or one',
        querystring: SummaryQuery,
        response: { 200: SummaryAnswer, ...errors('JOB_NOT_FOUND') },
      },
    },
    async (request) => {
      const filter = { ...(await filterOf(request, request.query.job_id)), ...datesOf(request.query) }
      return kept(['summary', filter], () => summary(statistics, filter))
    },
  )

  app.get(
    '/api/v1/analytics/protocols',
    {
      config,
      schema: {
        tags,
        summary: 'Packets by protocol',
        querystring: JobQuery,
        response: { 200: ProtocolsAnswer, ...errors('JOB_NOT_FOUND') },
      },
    },
    async (request) => {
      const filter = await filterOf(request, request.query.job_id)
      return kept(['protocols', filter], async () => ({ protocols: await protocols(statistics, filter) }))
    },
  )

  app.get(
    '/api/v1/analytics/top-talkers',
    {
      config,
      schema: {
        tags,
        summary: 'Addresses with the most traffic',
        querystring: TalkersQuery,
        response: { 200: TalkersAnswer, ...errors('JOB_NOT_FOUND') },
      },
    },
    async (request) => {
      const { job_id, limit, sort_by: by } = request.query
      const filter = await filterOf(request, job_id)
      const talkers = await kept(['talkers', filter, by, limit], () => topTalkers(statistics, filter, { by, limit }))
      return answer(talkers)
    },
  )

  app.get(
    '/api/v1/analytics/timeseries',
    {
      config,
      schema: {
        tags,
        summary: 'Jobs or sessions over time',
        querystring: TimeSeriesQuery,
        response: { 200: TimeSeriesAnswer, ...errors('JOB_NOT_FOUND') },
      },
    },
    async (request) => {
      const { metric, interval, job_id } = request.query
      const filter = { ...(await filterOf(request, job_id)), ...datesOf(request.query) }
      const make = () => timeSeries(statistics, filter, { metric, interval })
      return kept(['timeseries', filter, metric, interval], make).catch(asTooMany)
    },
  )

  app.get(
    '/api/v1/analytics/kpis',
    {
      config,
      schema: {
        tags,
        summary: 'Key figures: ratios and latencies, with what they were counted from',
        querystring: KpisQuery,
        response: { 200: KpisAnswer, ...errors('JOB_NOT_FOUND') },
      },
    },
    async (request) => {
      const { job_id, start_date: _start, end_date: _end, ...wanted } = request.query
      checkOneFigure(wanted)
      const filter = { ...(await filterOf(request, job_id)), ...datesOf(request.query) }
      const make = () => keyFigures(statistics, filter, wanted)
      return answer(await kept(['kpis', filter, wanted], make).catch(asTooMany))
    },
  )

  app.get(
    '/api/v1/analytics/performance',
    { config, schema: { tags, summary: 'How the server fares', response: { 200: PerformanceAnswer } } },
    async () => ({
      parsing: await jobSpeed(statistics),
      jobs: await jobsAtWork(statistics),
      api: { total_requests: await requests.total(), avg_response_time_ms: requests.averageMilliseconds },
      system: { memory_usage_mb: memoryMegabytes() },
      cache: { hit_rate: answers.hitRate },
    }),
  )

  app.post(
    '/api/v1/analytics/cache/clear',
    {
      config: { scope: 'users:admin' },
      schema: { tags, summary: 'Forgets kept answers', response: { 200: CacheClearedAnswer } },
    },
    () => {
      answers.clear()
      return { message: 'Analytics cache cleared successfully' }
    },
  )
}

/** Groups and series are of one figure at a time: of all they would be too much to add up while others wait. */
function checkOneFigure({ kpi, group_by, interval }: Pick<KpisWanted, 'kpi' | 'group_by' | 'interval'>): void {
  if (group_by !== undefined && interval !== undefined) {
    throw new ApiError('INVALID_REQUEST', { field: 'interval' }, 'Either groups or a series, not both')
  }
  if (kpi === undefined && (group_by !== undefined || interval !== undefined)) {
    throw new ApiError('INVALID_REQUEST', { field: 'kpi' }, 'Groups and series are of one kpi, which must be named')
  }
}

function datesOf(query: { start_date?: string; end_date?: string }): Pick<JobFilter, 'from' | 'to'> {
  const [from, to] = [dateOf(query, 'start_date'), dateOf(query, 'end_date')]
  if (from !== undefined && to !== undefined && to < from) {
    throw new ApiError('INVALID_REQUEST', { field: 'end_date' }, 'end_date is before start_date')
  }
  return { from, to }
}

const ISO_8601 = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/

/** In UTC where it names no offset. */
function dateOf<Field extends string>(query: { [Name in Field]?: string }, field: Field): string | undefined {
  const text = query[field]
  if (text === undefined) return undefined
  const isLocal = text.includes('T') && !/(?:Z|[+-]\d\d:?\d\d)$/.test(text)
  const time = ISO_8601.test(text) ? Date.parse(isLocal ? `${text}Z` : text) : Number.NaN
  if (Number.isNaN(time)) throw new ApiError('INVALID_REQUEST', { field }, `${field} is no date of ISO 8601`)
  return new Date(time).toISOString()
}

function asTooMany(error: unknown): never {
  if (error instanceof TooManyBuckets) throw new ApiError('INVALID_REQUEST', { field: 'interval' }, error.message)
  throw error
}

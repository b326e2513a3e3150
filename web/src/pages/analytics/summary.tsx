import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { Performance, Summary } from '../../client/analytics.ts'
import { lookOf } from '../../looks.ts'
import { bytes, count, duration } from '../../numbers.ts'
import { Failure } from '../../parts/failure.tsx'
import { Figure } from '../../parts/figure.tsx'
import { Glyph } from '../../parts/glyph.tsx'
import { typeName } from '../../session-names.ts'
import { t } from '../../words.ts'
import { type AnalyticsWanted, sessionsLink } from './wanted.ts'

interface SummaryProps {
  readonly result: UseQueryResult<Summary>
  readonly wanted: AnalyticsWanted
}

/** All together: how much was analysed, and sessions by their type. */
export function SummaryCard({ result, wanted }: SummaryProps) {
  const { data, error, refetch } = result
  if (error) return <Failure error={error} onRetry={() => void refetch()} />
  const { jobs, sessions, packets, averages } = data ?? {}
  const failed = jobs?.by_status.failed ?? 0
  const perSession = averages?.packets_per_session
  return (
    <section className="card" aria-label={t('figures.title')}>
      <dl className="figures">
        <Figure
          name="jobs"
          value={told(jobs?.total)}
          note={failed > 0 ? t('analytics.failed', { failed }) : undefined}
        />
        <Figure name="sessions" value={told(sessions?.total)} />
        <Figure name="packets" value={told(packets?.total)} />
        <Figure name="bytes" value={packets ? bytes(packets.total_bytes) : '–'} />
        <Figure name="perSession" value={told(perSession)} />
        <Figure name="meanLength" value={averages && sessions?.total ? duration(averages.session_duration_ms) : '–'} />
      </dl>
      {data && <Types byType={data.sessions.by_type} wanted={wanted} />}
    </section>
  )
}

function told(value: number | undefined): string {
  return value === undefined ? '–' : count(value)
}

/** Sessions of each type, and the way to them: where days choose the jobs, no query finds the same. */
function Types({
  byType,
  wanted,
}: {
  readonly byType: Summary['sessions']['by_type']
  readonly wanted: AnalyticsWanted
}) {
  const types = Object.entries(byType)
    .filter(([, n]) => n > 0)
    .sort(([, n], [, m]) => m - n)
  const { job, from, to } = wanted
  const leads = job !== '' || (from === '' && to === '')
  if (types.length === 0) return <p className="summary-types mid">{t('analytics.noSessions')}</p>
  return (
    <ul className="summary-types">
      {types.map(([type, n]) => (
        <li key={type}>
          {leads ? (
            <Link className="chip" href={sessionsLink(job, { type })}>
              <TypeOf type={type} n={n} />
            </Link>
          ) : (
            <span className="chip">
              <TypeOf type={type} n={n} />
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

function TypeOf({ type, n }: { readonly type: string; readonly n: number }) {
  return (
    <>
      <Glyph look={lookOf(type)} />
      <span>{typeName(type)}</span>
      <span className="count">{count(n)}</span>
    </>
  )
}

/** How the whole server fares, whoever asks. */
export function PerformanceFigures({ parsing, jobs, api, system, cache }: Performance) {
  return (
    <dl className="figures">
      <Figure name="speed" value={count(parsing.throughput_mbps)} note="Mbit/s" />
      <Figure name="jobTime" value={duration(parsing.avg_job_completion_time_seconds * 1000)} />
      <Figure name="active" value={count(jobs.active)} note={t('analytics.queued', { queued: jobs.queued })} />
      <Figure name="requests" value={count(api.total_requests)} />
      <Figure name="answerTime" value={duration(api.avg_response_time_ms)} />
      <Figure name="memory" value={bytes(system.memory_usage_mb * 1e6)} />
      <Figure name="kept" value={`${Math.round(cache.hit_rate * 100)} %`} />
    </dl>
  )
}

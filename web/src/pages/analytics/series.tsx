import { useMemo } from 'react'
import { Link, useLocation } from 'wouter'
import { type TimeSeries, useTimeSeries } from '../../client/analytics.ts'
import { Bars } from '../../charts/bars.tsx'
import { count } from '../../numbers.ts'
import { Segments } from '../../parts/segments.tsx'
import { t } from '../../words.ts'
import { Section } from './section.tsx'
import {
  type AnalyticsWanted,
  bucketQuery,
  type ChangeWanted,
  datesOf,
  type Interval,
  INTERVALS,
  METRICS,
  sessionsLink,
} from './wanted.ts'

interface SeriesProps {
  readonly wanted: AnalyticsWanted
  readonly change: ChangeWanted
}

const SECONDS = { '1h': 3600, '1d': 86_400, '1w': 604_800 } as const

/** Sessions or jobs over time, drawn or as a table. */
export function SeriesCard({ wanted, change }: SeriesProps) {
  const { metric, interval, job, series } = wanted
  const asked = { metric, job_id: job, ...datesOf(wanted) }
  const result = useTimeSeries(asked, {
    intervals: interval === '' ? INTERVALS : INTERVALS.slice(INTERVALS.indexOf(interval)),
    isChosen: interval !== '',
  })
  const shown = intervalOf(result.data)
  return (
    <Section
      name="series"
      note={shown ? t(`analytics.series.${metric}.${shown}`) : ''}
      result={result}
      isEmpty={({ data }) => data.every((point) => point.count === 0)}
      tools={<Tools wanted={wanted} shown={shown} change={change} />}
    >
      {(answer) =>
        series === 'chart' ? <Drawn answer={answer} wanted={wanted} /> : <Listed answer={answer} wanted={wanted} />
      }
    </Section>
  )
}

function intervalOf(answer: TimeSeries | undefined): Interval | undefined {
  return INTERVALS.find((interval) => interval === answer?.interval)
}

function Tools({ wanted, shown, change }: SeriesProps & { readonly shown: Interval | undefined }) {
  return (
    <>
      <Segments
        label={t('analytics.metric')}
        choices={METRICS.map((value) => ({ value, label: t(`analytics.metrics.${value}`) }))}
        value={wanted.metric}
        onChange={(metric) => change({ metric })}
      />
      <Segments
        label={t('analytics.interval')}
        choices={INTERVALS.map((value) => ({ value, label: t(`analytics.intervals.${value}`) }))}
        value={shown ?? ''}
        onChange={(interval) => change({ interval })}
      />
      <Segments
        label={t('session.view')}
        choices={(['chart', 'table'] as const).map((value) => ({ value, label: t(`analytics.view.${value}`) }))}
        value={wanted.series}
        onChange={(series) => change({ series })}
      />
    </>
  )
}

interface ShownProps {
  readonly answer: TimeSeries
  readonly wanted: AnalyticsWanted
}

function Drawn({ answer, wanted }: ShownProps) {
  const { data, metric } = answer
  const interval = intervalOf(answer) ?? '1h'
  const [, go] = useLocation()
  const points = useMemo(
    () => ({ at: data.map(({ timestamp }) => Date.parse(timestamp) / 1000), counts: data.map((point) => point.count) }),
    [data],
  )
  const all = points.counts.reduce((sum, n) => sum + n, 0)
  const leads = metric === 'sessions'
  const says = (index: number): string => {
    const point = data[index]
    if (!point) return leads ? t('analytics.series.open') : '\u00a0'
    return `${momentOf(point.timestamp, interval)} · ${t(`analytics.counted.${metric}`, { count: point.count })}`
  }
  const open = (index: number): void => {
    const point = data[index]
    if (point && point.count > 0) go(sessionsLink(wanted.job, { q: bucketQuery({ ...point, interval }, wanted) }))
  }
  return (
    <div className="in">
      <Bars
        {...points}
        length={SECONDS[interval]}
        summary={t('analytics.series.summary', {
          counted: t(`analytics.counted.${metric}`, { count: all }),
          bars: data.length,
        })}
        says={says}
        onOpen={leads ? open : undefined}
      />
    </div>
  )
}

/** Rows without a count tell nothing that a row missing does not. */
function Listed({ answer, wanted }: ShownProps) {
  const { data, metric } = answer
  const interval = intervalOf(answer) ?? '1h'
  return (
    <div className="in scrolls series-table" tabIndex={0} role="region" aria-label={t('analytics.series.title')}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('analytics.from')}</th>
            <th scope="col" className="num">
              {t(`analytics.metrics.${metric}`)}
            </th>
          </tr>
        </thead>
        <tbody>
          {data
            .filter((point) => point.count > 0)
            .map(({ timestamp, count: n }) => (
              <tr key={timestamp}>
                <td className="mono">{momentOf(timestamp, interval)}</td>
                <td className="num">
                  {metric === 'sessions' ? (
                    <Link href={sessionsLink(wanted.job, { q: bucketQuery({ timestamp, interval }, wanted) })}>
                      {count(n)}
                    </Link>
                  ) : (
                    count(n)
                  )}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  )
}

/** 2026-01-31 14:00 UTC, or only the day where a bar is one or more. */
function momentOf(timestamp: string, interval: Interval): string {
  return interval === '1h' ? `${timestamp.slice(0, 10)} ${timestamp.slice(11, 16)} UTC` : timestamp.slice(0, 10)
}

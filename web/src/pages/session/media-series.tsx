import { lazy, Suspense, useState } from 'react'
import { type Series, useSeries } from '../../client/media.ts'
import type { Media, Session } from '../../client/records.ts'
import { count, milliseconds } from '../../numbers.ts'
import { Failure } from '../../parts/failure.tsx'
import { Unknown } from '../../parts/measures.tsx'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'
import { inkOf, MEASURES } from './media-lines.ts'

/** The library of charts comes with the first of them. */
const MediaChart = lazy(async () => ({ default: (await import('./media-chart.tsx')).MediaChart }))

/** Loss, jitter and time between packets of each stream over time, and as tables. */
export function MediaSeries({ session, media }: { readonly session: Session; readonly media: readonly Media[] }) {
  const begin = Date.parse(session.start_time)
  const { series, error } = useSeries(session.session_id, media)
  const steps = [...new Set(series.flatMap((one) => (one ? [`${one.bucket_ms} ms`] : [])))]
  return (
    <section className="card" aria-label={t('media.series.title')}>
      <header>
        <h2>{t('media.series.title')}</h2>
        <span className="dim small">{steps.length > 0 && t('media.series.note', { step: steps.join(', ') })}</span>
      </header>
      <div className="in">
        <Legend media={media} />
        {error && <Failure error={error} />}
        <div className="media-charts">
          {MEASURES.map((measure) => (
            <Suspense key={measure} fallback={<div className="media-chart" />}>
              <MediaChart measure={measure} series={series} begin={begin} />
            </Suspense>
          ))}
        </div>
        {media.map((stream, i) => (
          <SeriesTable key={stream.stream_id} stream={stream} series={series[i]} begin={begin} />
        ))}
      </div>
    </section>
  )
}

function Legend({ media }: { readonly media: readonly Media[] }) {
  return (
    <ul className="media-legend small">
      {media.map(({ stream_id, source, destination }, i) => (
        <li key={stream_id}>
          <i style={{ background: `var(--${inkOf(i)})` }} />
          <bdi>{visible(source)}</bdi>
          <span className="arrow">→</span>
          <bdi>{visible(destination)}</bdi>
        </li>
      ))}
    </ul>
  )
}

const COLUMNS = ['time', 'packets', 'lost', 'late', 'duplicates', 'jitterColumn', 'deltaColumn'] as const

interface SeriesTableProps {
  readonly stream: Media
  readonly series: Series | undefined
  /** When the session began, in ms since 1970. */
  readonly begin: number
}

/** The numbers behind the lines; made when somebody opens them. */
function SeriesTable({ stream, series, begin }: SeriesTableProps) {
  const [isOpen, setOpen] = useState(false)
  const name = t('media.series.table', { source: visible(stream.source), destination: visible(stream.destination) })
  return (
    <details className="series-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="small">{name}</summary>
      {isOpen && series && (
        <div className="series-rows scrolls" tabIndex={0} role="region" aria-label={name}>
          <table className="plain-table">
            <thead>
              <tr>
                {COLUMNS.map((column) => (
                  <th key={column} scope="col" className="num">
                    {t(`media.series.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {series.buckets.map((bucket) => (
                <Row key={bucket.at_ms} bucket={bucket} since={Date.parse(series.start_time) - begin} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  )
}

function Row({ bucket, since }: { readonly bucket: Series['buckets'][number]; readonly since: number }) {
  const { at_ms, packets, lost, late, duplicates, jitter_ms, delta_ms } = bucket
  return (
    <tr>
      <td className="num">{((since + at_ms) / 1000).toFixed(2)}</td>
      <td className="num">{count(packets)}</td>
      <td className={lost > 0 ? 'num bad strong' : 'num'}>{count(lost)}</td>
      <td className="num">{count(late)}</td>
      <td className="num">{count(duplicates)}</td>
      <td className="num">{jitter_ms === undefined ? <Unknown /> : milliseconds(jitter_ms)}</td>
      <td className="num">{delta_ms?.toFixed(1) ?? <Unknown />}</td>
    </tr>
  )
}

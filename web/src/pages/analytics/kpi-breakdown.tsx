import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { type Kpi, useKpis } from '../../client/analytics.ts'
import { duration } from '../../numbers.ts'
import { Segments } from '../../parts/segments.tsx'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'
import { Counts } from './kpi-counts.tsx'
import { groupQuery, percentText } from './kpi-words.ts'
import type { KpiProps } from './kpis.tsx'
import { Section } from './section.tsx'
import { Spread } from './spread.tsx'
import { bucketQuery, datesOf, GROUPS } from './wanted.ts'

const OVER_TIME = 'time'
const DAY = '1d'

/** One figure by cause, by peer and so on, or day by day: the bars are in the table that tells them. */
export function KpiBreakdown({ wanted, change }: KpiProps) {
  const { kpi: name, group, job } = wanted
  const asked = { kpi: name, job_id: job, ...datesOf(wanted) }
  const result = useKpis(group === OVER_TIME ? { ...asked, interval: DAY } : { ...asked, group_by: group })
  const kpi = result.data?.kpis.find((one) => one.kpi === name)
  const place = useRef<HTMLDivElement>(null)
  // It stands below what opens it, which may fill the window.
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <div ref={place}>
      <Section
        name="breakdown"
        note={kpi ? `${kpi.name} · ${kpi.definition} · ${kpi.source}` : ''}
        result={result}
        isEmpty={({ kpis }) => rowsOf(kpis[0]).length === 0}
        tools={
          <>
            <Segments
              label={t('analytics.kpi.by')}
              choices={GROUPS.map((value) => ({ value, label: t(`analytics.kpi.group.${value}`) }))}
              value={group}
              onChange={(value) => change({ group: value })}
            />
            <button
              type="button"
              className="icon-button"
              aria-label={t('analytics.kpi.close', { name: kpi?.name ?? name })}
              onClick={() => change({ kpi: '' })}
            >
              <X className="icon" aria-hidden="true" />
            </button>
          </>
        }
      >
        {({ kpis: [one], truncated, group_by: by = OVER_TIME }) =>
          one && (
            <div className="in scrolls" tabIndex={0} role="region" aria-label={one.name}>
              <table className="plain-table kpi-groups">
                <Heads kind={one.kind} group={by} />
                <tbody>
                  {rowsOf(one).map((row) => (
                    <Row key={row.value} row={row} kpi={one} by={by} wanted={wanted} />
                  ))}
                </tbody>
              </table>
              {truncated && <p className="dim small table-note">{t('analytics.kpi.truncated')}</p>}
            </div>
          )
        }
      </Section>
    </div>
  )
}

type Told = NonNullable<Kpi['groups']>[number]

/** Groups, or the days on which something was counted. */
function rowsOf(kpi: Kpi | undefined): Told[] {
  const days = (kpi?.series ?? []).filter(({ denominator, count }) => (denominator ?? count) !== undefined)
  return kpi?.groups ?? days.map(({ timestamp, ...figures }) => ({ value: timestamp, ...figures }))
}

function Heads({ kind, group }: { readonly kind: Kpi['kind']; readonly group: string }) {
  return (
    <thead>
      <tr>
        <th scope="col">{t(`analytics.kpi.group.${group}`)}</th>
        <th scope="col" className="share-cell" aria-label={t('analytics.kpi.value')} />
        {kind === 'ratio' ? (
          <th scope="col" className="num">
            %
          </th>
        ) : (
          ['p50', 'p95', 'p99'].map((name) => (
            <th key={name} scope="col" className="num">
              {name}
            </th>
          ))
        )}
        <th scope="col" className="num">
          {t(kind === 'ratio' ? 'analytics.kpi.denominator' : 'analytics.kpi.count')}
        </th>
      </tr>
    </thead>
  )
}

interface RowProps extends Pick<KpiProps, 'wanted'> {
  readonly row: Told
  readonly kpi: Kpi
  /** What the answer at hand is by: that to what is chosen may still be on its way. */
  readonly by: string
}

function Row({ row, kpi, by, wanted }: RowProps) {
  const isDay = by === OVER_TIME
  const { value, percent, p50_ms, p95_ms, p99_ms } = row
  const besides = isDay ? bucketQuery({ timestamp: value, interval: DAY }, wanted) : groupQuery(kpi.kpi, by, value)
  return (
    <tr>
      <th scope="row" className={by === 'peer' ? 'mono' : ''}>
        {isDay ? value.slice(0, 10) : value === '' ? t('analytics.kpi.unknownGroup') : <bdi>{visible(value)}</bdi>}
      </th>
      <td className="share-cell">
        {kpi.kind === 'ratio' ? (
          <span className="bar" aria-hidden="true">
            <i style={{ width: `${percent ?? 0}%` }} />
          </span>
        ) : (
          <Spread {...row} name={value} />
        )}
      </td>
      {kpi.kind === 'ratio' ? (
        <td className="num strong">{percent === undefined ? '–' : percentText(percent)}</td>
      ) : (
        [p50_ms, p95_ms, p99_ms].map((ms, i) => (
          <td key={['p50', 'p95', 'p99'][i]} className="num">
            {ms === undefined ? '–' : duration(ms)}
          </td>
        ))
      )}
      <td className="num">
        <Counts kpi={kpi} figures={row} wanted={wanted} besides={besides} leads={besides !== undefined} />
      </td>
    </tr>
  )
}

import type { UseQueryResult } from '@tanstack/react-query'
import { type Kpi, type Kpis, useKpis } from '../../client/analytics.ts'
import { duration } from '../../numbers.ts'
import { Segments } from '../../parts/segments.tsx'
import { t } from '../../words.ts'
import { Counts } from './kpi-counts.tsx'
import { nameOf, percentText } from './kpi-words.ts'
import { Section } from './section.tsx'
import { Spread } from './spread.tsx'
import { type AnalyticsWanted, type ChangeWanted, datesOf } from './wanted.ts'

export interface KpiProps {
  readonly wanted: AnalyticsWanted
  readonly change: ChangeWanted
}

/** Ratios and delays: drawn, or as a table with what each is. */
export function KpiCards({ wanted, change }: KpiProps) {
  const result = useKpis({ job_id: wanted.job, ...datesOf(wanted) })
  return (
    <div className={wanted.figures === 'chart' ? 'analytics-pair' : 'analytics-stack'} id="kpis">
      <Card name="ratios" kind="ratio" result={result} wanted={wanted} change={change} />
      <Card name="delays" kind="latency" result={result} wanted={wanted} change={change} />
    </div>
  )
}

interface CardProps extends KpiProps {
  readonly name: 'ratios' | 'delays'
  readonly kind: Kpi['kind']
  readonly result: UseQueryResult<Kpis>
}

function Card({ name, kind, result, wanted, change }: CardProps) {
  return (
    <Section
      name={name}
      note={t(`analytics.${name}.note`)}
      result={result}
      isEmpty={({ kpis }) => kpis.every((kpi) => kpi.kind !== kind)}
      tools={
        <Segments
          label={t('session.view')}
          choices={(['chart', 'table'] as const).map((value) => ({ value, label: t(`analytics.view.${value}`) }))}
          value={wanted.figures}
          onChange={(figures) => change({ figures })}
        />
      }
    >
      {({ kpis }) => {
        const shown = kpis.filter((kpi) => kpi.kind === kind)
        return wanted.figures === 'chart' ? (
          <Drawn kpis={shown} wanted={wanted} change={change} />
        ) : (
          <Listed kpis={shown} wanted={wanted} change={change} />
        )
      }}
    </Section>
  )
}

interface ShownProps extends KpiProps {
  readonly kpis: readonly Kpi[]
}

function Drawn({ kpis, wanted, change }: ShownProps) {
  const subjects = [...new Set(kpis.map(({ subject }) => subject))]
  return (
    <div className="in kpi-lists">
      {subjects.map((subject) => (
        <div key={subject}>
          <h3>{t(`analytics.kpi.subject.${subject}`)}</h3>
          <ul>
            {kpis
              .filter((kpi) => kpi.subject === subject)
              .map((kpi) => (
                <li key={kpi.kpi} className={kpi.kpi === wanted.kpi ? 'chosen' : ''}>
                  <Name kpi={kpi} wanted={wanted} change={change} />
                  <Value kpi={kpi} />
                  <span className="num small">
                    <Counts kpi={kpi} figures={kpi} wanted={wanted} />
                  </span>
                </li>
              ))}
          </ul>
        </div>
      ))}
      <DaysNote wanted={wanted} />
    </div>
  )
}

/** The name opens what the figure is made of. */
function Name({ kpi, wanted, change }: KpiProps & { readonly kpi: Kpi }) {
  const [short, rest] = nameOf(kpi)
  const isChosen = kpi.kpi === wanted.kpi
  return (
    <button
      type="button"
      className="kpi-name"
      aria-expanded={isChosen}
      title={`${kpi.definition} (${kpi.source})`}
      onClick={() => change({ kpi: isChosen ? '' : kpi.kpi })}
    >
      <b>{short}</b> <span className="dim">{rest}</span>
    </button>
  )
}

function Value({ kpi }: { readonly kpi: Kpi }) {
  const { kind, percent, p50_ms, p95_ms, p99_ms } = kpi
  if (kind === 'ratio') {
    return (
      <>
        <span className="bar" aria-hidden="true">
          <i style={{ width: `${percent ?? 0}%` }} />
        </span>
        <span className="num">
          <b>{percent === undefined ? '–' : percentText(percent)}</b> %
        </span>
      </>
    )
  }
  return (
    <>
      <Spread {...kpi} />
      <span className="num small">
        {[p50_ms, p95_ms, p99_ms].map((ms, i) => (
          <span key={['p50', 'p95', 'p99'][i]} className={i === 1 ? 'strong' : 'mid'}>
            {i > 0 && ' · '}
            {ms === undefined ? '–' : duration(ms)}
          </span>
        ))}
      </span>
    </>
  )
}

const DELAYS = ['p50_ms', 'p95_ms', 'p99_ms', 'max_ms'] as const

function Listed({ kpis, wanted, change }: ShownProps) {
  const isRatio = kpis[0]?.kind === 'ratio'
  return (
    <div
      className="in scrolls"
      tabIndex={0}
      role="region"
      aria-label={t(isRatio ? 'analytics.ratios.title' : 'analytics.delays.title')}
    >
      <table className="plain-table kpi-table">
        <thead>
          <tr>
            <th scope="col">{t('analytics.kpi.name')}</th>
            {isRatio ? (
              <th scope="col" className="num">
                %
              </th>
            ) : (
              DELAYS.map((name) => (
                <th key={name} scope="col" className="num">
                  {name === 'max_ms' ? t('analytics.kpi.max') : name.slice(0, 3)}
                </th>
              ))
            )}
            <th scope="col" className="num">
              {t(isRatio ? 'analytics.kpi.denominator' : 'analytics.kpi.count')}
            </th>
            <th scope="col">{t('analytics.kpi.definition')}</th>
            <th scope="col">{t('analytics.kpi.source')}</th>
          </tr>
        </thead>
        <tbody>
          {kpis.map((kpi) => (
            <tr key={kpi.kpi}>
              <th scope="row">
                <Name kpi={kpi} wanted={wanted} change={change} />
              </th>
              {isRatio ? (
                <td className="num strong">{kpi.percent === undefined ? '–' : percentText(kpi.percent)}</td>
              ) : (
                DELAYS.map((name) => (
                  <td key={name} className="num">
                    {kpi[name] === undefined ? '–' : duration(kpi[name])}
                  </td>
                ))
              )}
              <td className="num">
                <Counts kpi={kpi} figures={kpi} wanted={wanted} />
              </td>
              <td className="mid">{kpi.definition}</td>
              <td className="mid">{kpi.source}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <DaysNote wanted={wanted} />
    </div>
  )
}

function DaysNote({ wanted: { job, from, to } }: Pick<KpiProps, 'wanted'>) {
  return job === '' && (from !== '' || to !== '') ? (
    <p className="dim small table-note">{t('analytics.kpi.days')}</p>
  ) : null
}

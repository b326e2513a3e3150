import { useMemo } from 'react'
import { useSearchParams } from 'wouter'
import { useMay } from '../../client/account.ts'
import { usePerformance, useSummary } from '../../client/analytics.ts'
import { JobSelect } from '../../parts/job-select.tsx'
import { useTitle } from '../../shell/title.ts'
import { t } from '../../words.ts'
import { KpiBreakdown } from './kpi-breakdown.tsx'
import { KpiCards } from './kpis.tsx'
import { Section } from './section.tsx'
import { SeriesCard } from './series.tsx'
import { ProtocolsCard, TalkersCard } from './shares.tsx'
import { PerformanceFigures, SummaryCard } from './summary.tsx'
import { type AnalyticsWanted, type ChangeWanted, datesOf, readWanted, writeWanted } from './wanted.ts'

const SCOPE = 'analytics:read'

/** Sums over jobs: over all that one may see, or over one. */
export function AnalyticsPage() {
  useTitle(t('nav.analytics'))
  const may = useMay(SCOPE)
  const [search, setSearch] = useSearchParams()
  const wanted = useMemo(() => readWanted(search), [search])
  const change: ChangeWanted = (some) =>
    setSearch((now) => writeWanted({ ...readWanted(now), ...some }), { replace: true })
  return (
    <main className="page" id="main" tabIndex={-1}>
      <div className="analytics">
        <div className="head">
          <h1 className="page-title">{t('nav.analytics')}</h1>
          <span className="grow" />
          {may && <Filters wanted={wanted} change={change} />}
        </div>
        {may ? <Cards wanted={wanted} change={change} /> : <p className="mid">{t('needs', { scope: SCOPE })}</p>}
      </div>
    </main>
  )
}

interface AnalyticsProps {
  readonly wanted: AnalyticsWanted
  readonly change: ChangeWanted
}

function Cards({ wanted, change }: AnalyticsProps) {
  const summary = useSummary({ job_id: wanted.job, ...(wanted.job === '' && datesOf(wanted)) })
  const performance = usePerformance()
  return (
    <>
      <SummaryCard result={summary} wanted={wanted} />
      <SeriesCard wanted={wanted} change={change} />
      <KpiCards wanted={wanted} change={change} />
      {wanted.kpi !== '' && <KpiBreakdown key={wanted.kpi} wanted={wanted} change={change} />}
      <div className="analytics-pair">
        <ProtocolsCard wanted={wanted} />
        <TalkersCard wanted={wanted} change={change} />
      </div>
      <Section name="performance" note={t('analytics.performance.note')} result={performance} isEmpty={() => false}>
        {(answer) => <PerformanceFigures {...answer} />}
      </Section>
    </>
  )
}

/** Which job, and from which day to which. */
function Filters({ wanted, change }: AnalyticsProps) {
  return (
    <div className="analytics-filters">
      <JobSelect value={wanted.job} onChange={(job) => change({ job })} />
      {(['from', 'to'] as const).map((name) => (
        <label key={name} title={t('analytics.days')}>
          <span>{t(`analytics.${name}`)}</span>
          <input
            type="date"
            value={wanted[name]}
            min={name === 'to' ? wanted.from : undefined}
            max={name === 'from' ? wanted.to : undefined}
            onChange={({ target }) => change({ [name]: target.value })}
          />
        </label>
      ))}
    </div>
  )
}

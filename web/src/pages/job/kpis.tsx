import { Link } from 'wouter'
import { useMay } from '../../client/account.ts'
import { type Kpi, useKpis } from '../../client/analytics.ts'
import { t } from '../../words.ts'
import { Counts } from '../analytics/kpi-counts.tsx'
import { nameOf, valueOf } from '../analytics/kpi-words.ts'
import { readWanted } from '../analytics/wanted.ts'

/** What an engineer asks for first, in this order; those that the job has. */
const FIRST = [
  'asr',
  'ner',
  'srd_success',
  'call_setup',
  'ims_registration',
  'lte_attach',
  'pdn_connection',
  'registration_5g',
  'pdu_session',
  'pfcp_session',
  'diameter_answer',
  'gtp_response',
  'http2_response',
  'sip_response',
]
/** As many as stand in one line. */
const MOST = 7

/** Key figures of a job, with the way to all of them. */
export function JobKpis({ jobId }: { readonly jobId: string }) {
  const may = useMay('analytics:read')
  const { data } = useKpis({ job_id: jobId }, may)
  const kpis = FIRST.flatMap((name) => data?.kpis.find(({ kpi }) => kpi === name) ?? []).slice(0, MOST)
  if (kpis.length === 0) return null
  return (
    <div className="job-kpis" role="group" aria-label={t('analytics.ratios.title')}>
      {kpis.map((kpi) => (
        <JobKpi key={kpi.kpi} kpi={kpi} job={jobId} />
      ))}
      <span className="grow" />
      <Link href={`/analytics?job=${encodeURIComponent(jobId)}`}>{t('analytics.kpi.all')}</Link>
    </div>
  )
}

function JobKpi({ kpi, job }: { readonly kpi: Kpi; readonly job: string }) {
  const [short] = nameOf(kpi)
  const wanted = { ...readWanted(new URLSearchParams()), job }
  return (
    <span title={`${kpi.name}: ${kpi.definition} (${kpi.source})`}>
      {kpi.kind === 'ratio' ? short : t('analytics.kpi.p95', { name: short })} <b>{valueOf(kpi)}</b>{' '}
      <span className="small">
        (<Counts kpi={kpi} figures={kpi} wanted={wanted} />)
      </span>
    </span>
  )
}

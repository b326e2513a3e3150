import { ChevronRight } from 'lucide-react'
import { Link } from 'wouter'
import { nameOf, useCoverage, useJob, useJobs } from '../../client/jobs.ts'
import type { Job } from '../../client/records.ts'
import { bytes } from '../../numbers.ts'
import { Failure } from '../../parts/failure.tsx'
import { OwnTime } from '../../parts/own-time.tsx'
import { NotFound } from '../../shell/not-found.tsx'
import { useTitle } from '../../shell/title.ts'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'
import { Analysing } from '../jobs/job-row.tsx'
import { Figures } from './figures.tsx'
import { isNotKept, NotKept } from './not-kept.tsx'
import { SessionsTable } from './sessions-table.tsx'
import { TypeChips } from './type-chips.tsx'
import { QueryBar } from './query-bar.tsx'
import { useUnderstood, useWanted } from './wanted.ts'

export function JobPage({ jobId }: { readonly jobId: string }) {
  const { data, error, refetch } = useJobs()
  const job = useJob(({ job_id }) => job_id === jobId)
  useTitle(job ? visible(nameOf(job)) : t('nav.jobs'))
  if (error && !data) {
    return (
      <main className="page" id="main" tabIndex={-1}>
        <Failure error={error} onRetry={() => void refetch()} />
      </main>
    )
  }
  if (!data) return <main className="page" id="main" tabIndex={-1} />
  if (!job) return <NotFound />
  return (
    <main className="page job-page" id="main" tabIndex={-1}>
      <Head job={job} />
      {job.status === 'completed' ? <Found job={job} /> : <Unfinished job={job} />}
    </main>
  )
}

const TONES = { queued: '', running: 'run', completed: 'ok', failed: 'bad' } as const

function Head({ job }: { readonly job: Job }) {
  return (
    <div className="head">
      <nav className="crumb" aria-label={t('nav.where')}>
        <Link href="/">{t('nav.jobs')}</Link>
        <ChevronRight className="icon" aria-hidden="true" />
      </nav>
      <h1 className="cut">
        <bdi>{visible(nameOf(job))}</bdi>
      </h1>
      <span className={`tag ${TONES[job.status as keyof typeof TONES] ?? ''}`}>{t(`status.${job.status}`)}</span>
      {job.total_bytes !== undefined && <span className="dim small">{bytes(job.total_bytes)}</span>}
      {job.expires_at !== undefined && (
        <span className="dim small">
          {t('job.kept')} <OwnTime iso={job.expires_at} />
        </span>
      )}
    </div>
  )
}

function Unfinished({ job }: { readonly job: Job }) {
  return (
    <section className="card" aria-label={t('job.state')}>
      <div className="in">
        {job.status === 'running' && <Analysing job={job} />}
        {job.status === 'queued' && <p className="mid">{t('job.queued')}</p>}
        {job.status === 'failed' && (
          <>
            <p className="bad strong">{t('job.failed')}</p>
            <p className="mid">{visible(job.error ?? '')}</p>
          </>
        )}
      </div>
    </section>
  )
}

function Found({ job }: { readonly job: Job }) {
  const { data: coverage, error } = useCoverage(job.job_id, true)
  const { wanted, change } = useWanted()
  const understood = useUnderstood(job.job_id, wanted)
  if (isNotKept(error)) return <NotKept job={job} error={error} />
  return (
    <>
      {error ? <Failure error={error} /> : <Figures coverage={coverage} job={job} />}
      <TypeChips coverage={coverage} value={wanted.type} onChange={(type) => change({ type })} />
      <QueryBar jobId={job.job_id} wanted={wanted} onChange={change} />
      <SessionsTable jobId={job.job_id} wanted={understood} change={change} />
    </>
  )
}

import { useState } from 'react'
import { useSearchParams } from 'wouter'
import { useMay } from '../../client/account.ts'
import { useFreshJobs, useJobAction, useJobsWith } from '../../client/jobs.ts'
import { useValue } from '../../client/listeners.ts'
import type { Job } from '../../client/records.ts'
import { count } from '../../numbers.ts'
import { Confirm, type Question } from '../../parts/confirm.tsx'
import { Failure } from '../../parts/failure.tsx'
import { useTitle } from '../../shell/title.ts'
import { t } from '../../words.ts'
import { DropZone } from './drop.tsx'
import { FirstRun } from './first-run.tsx'
import { JobRow } from './job-row.tsx'
import { isOfState, isUnfinished, type JobsChoice, ofName, readChoice, writeChoice } from './jobs-choice.ts'
import { JobsHead } from './jobs-head.tsx'
import { UploadRow } from './upload-row.tsx'
import { uploads } from './uploading.ts'

export function JobsPage() {
  useTitle(t('nav.jobs'))
  const { data, error, refetch } = useFreshJobs()
  const sending = useValue(uploads.state)
  const isEmpty = data?.jobs.length === 0 && sending.length === 0
  return (
    <main className="page" id="main" tabIndex={-1}>
      <div className="wrap">
        {error && !data ? <Failure error={error} onRetry={() => void refetch()} /> : null}
        {isEmpty ? <FirstRun /> : data ? <JobLists jobs={data.jobs} /> : null}
      </div>
    </main>
  )
}

function JobLists({ jobs }: { readonly jobs: readonly Job[] }) {
  const [search, setSearch] = useSearchParams()
  const sending = useValue(uploads.state)
  const { mutate } = useJobAction()
  const may = useMay('jobs:write')
  const [question, setQuestion] = useState<Question>()
  const choice = readChoice(search)
  const change = (some: Partial<JobsChoice>): void =>
    setSearch((now) => writeChoice({ ...readChoice(now), ...some }), { replace: some.name !== undefined })
  const having = useJobsWith(choice.protocol)
  const named = ofName(jobs, choice.name).filter(({ job_id }) => choice.protocol === '' || having.data?.has(job_id))
  const shown = named.filter((job) => isOfState(job, choice.state))
  const [unfinished, finished] = [inTurn(shown.filter(isUnfinished)), shown.filter((job) => !isUnfinished(job))]
  const waiting = choice.state === 'all' ? Math.max(0, unfinished.length - MOST_UNFINISHED) : 0
  const showsUploads =
    sending.length > 0 && choice.protocol === '' && (choice.state === 'all' || choice.state === 'running')
  const rowOf = (job: Job) => (
    <JobRow key={job.job_id} job={job} act={(action) => mutate({ job, action })} ask={setQuestion} />
  )
  return (
    <>
      <JobsHead jobs={named} total={jobs.length} choice={choice} change={change} />
      {may && <DropZone />}
      {(showsUploads || unfinished.length > 0) && (
        <>
          <h2 className="section-title">{t('jobs.unfinished')}</h2>
          <section className="card" aria-label={t('jobs.unfinished')}>
            {showsUploads && sending.map((upload) => <UploadRow key={upload.id} upload={upload} />)}
            {unfinished.slice(0, unfinished.length - waiting).map(rowOf)}
            {waiting > 0 && (
              <button type="button" className="link job-more" onClick={() => change({ state: 'running' })}>
                {t('jobs.waiting', { count: waiting, number: count(waiting) })}
              </button>
            )}
          </section>
        </>
      )}
      {finished.length > 0 && (
        <>
          <h2 className="section-title">{t('jobs.finished')}</h2>
          <section className="card" aria-label={t('jobs.finished')}>
            {finished.map(rowOf)}
          </section>
        </>
      )}
      {having.error && <Failure error={having.error} onRetry={() => void having.refetch()} />}
      {shown.length === 0 && !showsUploads && !having.error && !having.isLoading && (
        <div className="nothing mid">
          <p>{t(choice.name === '' && choice.protocol === '' ? 'jobs.none' : 'jobs.noneSuch')}</p>
          <button type="button" className="button" onClick={() => change(ANY)}>
            {t('jobs.showAll')}
          </button>
        </div>
      )}
      <Confirm question={question} onClose={() => setQuestion(undefined)} />
    </>
  )
}

const ANY: JobsChoice = { state: 'all', name: '', protocol: '' }

/** Rows of jobs that are not done, so that these do not bury those that are. */
const MOST_UNFINISHED = 6

/** What runs, and then what waits, the next one first. */
function inTurn(unfinished: readonly Job[]): Job[] {
  const queue = unfinished.toReversed()
  return [...queue.filter(({ status }) => status === 'running'), ...queue.filter(({ status }) => status === 'queued')]
}

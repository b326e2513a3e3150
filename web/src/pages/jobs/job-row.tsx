import { RotateCw, Trash2, X } from 'lucide-react'
import { useRef } from 'react'
import { Link } from 'wouter'
import { useMay } from '../../client/account.ts'
import { type JobAction, nameOf, useCoverage } from '../../client/jobs.ts'
import { useValue } from '../../client/listeners.ts'
import { running } from '../../client/live.ts'
import type { Job } from '../../client/records.ts'
import { bytes, coarse, count, rate } from '../../numbers.ts'
import type { Question } from '../../parts/confirm.tsx'
import { OwnTime } from '../../parts/own-time.tsx'
import { useSeen } from '../../scroll/use-seen.ts'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'
import { Progress } from './progress.tsx'
import { Shares } from './shares.tsx'
import { Warnings } from './warnings.tsx'

export interface JobRowProps {
  readonly job: Job
  readonly act: (action: JobAction) => void
  readonly ask: (question: Question) => void
}

export function JobRow({ job, act, ask }: JobRowProps) {
  const name = visible(nameOf(job))
  return (
    <div className="job">
      <div className="job-name">
        {job.status === 'completed' ? (
          <Link className="file cut" href={`/jobs/${job.job_id}`}>
            <bdi>{name}</bdi>
          </Link>
        ) : (
          <span className="file cut">
            <bdi>{name}</bdi>
          </span>
        )}
        <div className="facts-line cut">
          <Facts job={job} />
        </div>
      </div>
      <div className="job-state">
        {job.status === 'completed' && <Completed job={job} />}
        {job.status === 'failed' && (
          <>
            <div className="bad strong small">{t('job.failed')}</div>
            <div className="mid small">{visible(job.error ?? '')}</div>
          </>
        )}
        {job.status === 'running' && <Analysing job={job} />}
        {job.status === 'queued' && <div className="mid small">{t('job.queued')}</div>}
      </div>
      <Actions job={job} act={act} ask={ask} />
    </div>
  )
}

function Actions({ job, act, ask }: JobRowProps) {
  const name = visible(nameOf(job))
  const remove = (): void =>
    ask({
      title: t('job.deleteTitle'),
      text: t('job.deleteText', { name }),
      action: t('action.delete'),
      onConfirm: () => act('delete'),
    })
  const may = useMay('jobs:write')
  const isUnfinished = job.status === 'queued' || job.status === 'running'
  return (
    <div className="job-actions">
      {job.status === 'completed' && (
        <Link className="button" href={`/jobs/${job.job_id}`} aria-label={t('job.openName', { name })}>
          {t('job.open')}
        </Link>
      )}
      {may && job.status === 'failed' && (
        <button type="button" className="button" onClick={() => act('retry')}>
          <RotateCw className="icon" aria-hidden="true" />
          {t('action.retry')}
        </button>
      )}
      {!may ? null : isUnfinished ? (
        <IconButton label={t('job.cancel', { name })} title={t('job.cancelTitle')} onClick={() => act('cancel')}>
          <X className="icon" />
        </IconButton>
      ) : (
        <IconButton label={t('job.delete', { name })} title={t('action.delete')} onClick={remove}>
          <Trash2 className="icon" />
        </IconButton>
      )}
    </div>
  )
}

interface IconButtonProps {
  readonly label: string
  readonly title: string
  readonly onClick: () => void
  readonly children: React.ReactNode
}

function IconButton({ label, title, onClick, children }: IconButtonProps) {
  return (
    <button type="button" className="icon-button" aria-label={label} title={title} onClick={onClick}>
      {children}
    </button>
  )
}

function Facts({ job }: { readonly job: Job }) {
  const facts = job.total_bytes === undefined ? [] : [bytes(job.total_bytes)]
  if (job.status === 'queued') return [t('job.inQueue'), ...facts].join(' · ')
  if (job.status === 'running') return [t('job.analysing'), ...facts].join(' · ')
  if (job.total_packets !== undefined)
    facts.push(t('job.packets', { packets: count(job.total_packets), count: job.total_packets }))
  const took = tookOf(job)
  return (
    <>
      {facts.map((fact) => `${fact} · `)}
      <OwnTime iso={job.completed_at ?? job.created_at} />
      {took !== undefined && t('job.took', { time: took })}
    </>
  )
}

function tookOf({ started_at, completed_at, status }: Job): string | undefined {
  if (status !== 'completed' || started_at === undefined || completed_at === undefined) return undefined
  return coarse((Date.parse(completed_at) - Date.parse(started_at)) / 1000)
}

export function Analysing({ job }: { readonly job: Job }) {
  const state = useValue(running).get(job.job_id)
  const percent = Math.max(job.progress, state?.progress ?? 0)
  const packets = state ? t('progress.packets', { packets: count(state.packets) }) : ''
  const speed = state?.speed === undefined ? '' : t('progress.speed', { speed: rate(state.speed) })
  return (
    <>
      <div className="line">
        <span>
          <b>{percent} %</b>
          {packets && ` · ${packets}`}
          {speed}
        </span>
        <span className="mid">{state?.left === undefined ? '' : t('progress.left', { time: coarse(state.left) })}</span>
      </div>
      <Progress name={nameOf(job)} percent={percent} />
    </>
  )
}

/** What a job read is asked for once its row is in sight: there may be hundreds of them. */
function Completed({ job }: { readonly job: Job }) {
  const line = useRef<HTMLDivElement>(null)
  const { data } = useCoverage(job.job_id, useSeen(line))
  const failed = data?.sessions.by_outcome['failed'] ?? 0
  return (
    <>
      <div className="line" ref={line}>
        <span>
          <b>{count(job.session_count ?? 0)}</b> {t('job.sessions', { count: job.session_count ?? 0 })}
        </span>
        {data &&
          (failed > 0 ? (
            <span className="bad">{t('job.failedSessions', { failed: count(failed) })}</span>
          ) : (
            <span className="mid">{t('job.noneFailed')}</span>
          ))}
      </div>
      <Shares protocols={data?.protocols ?? []} />
      <Warnings coverage={data} />
    </>
  )
}

import { nameOf, useJobs } from '../client/jobs.ts'
import { visible } from '../text.ts'
import { t } from '../words.ts'

export interface JobSelectProps {
  /** Id of the chosen job; empty for all. */
  readonly value: string
  readonly onChange: (job: string) => void
}

/** One of the completed jobs, or all. */
export function JobSelect({ value, onChange }: JobSelectProps) {
  const { data } = useJobs()
  const jobs = (data?.jobs ?? []).filter(({ status }) => status === 'completed')
  const isKnown = value === '' || jobs.some(({ job_id }) => job_id === value)
  return (
    <label>
      <span>{t('analytics.job')}</span>
      <select value={value} onChange={({ target }) => onChange(target.value)}>
        <option value="">{t('analytics.allJobs')}</option>
        {!isKnown && <option value={value}>{visible(value, 36)}</option>}
        {jobs.map((job) => (
          <option key={job.job_id} value={job.job_id}>
            {visible(nameOf(job), 48)}
          </option>
        ))}
      </select>
    </label>
  )
}

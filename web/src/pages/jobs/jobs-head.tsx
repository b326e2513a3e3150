import { Plus, Search } from 'lucide-react'
import { useMay } from '../../client/account.ts'
import type { Job } from '../../client/records.ts'
import { count } from '../../numbers.ts'
import { Segments } from '../../parts/segments.tsx'
import { t } from '../../words.ts'
import { isOfState, type JobsChoice, STATES } from './jobs-choice.ts'
import { ProtocolSelect } from './protocol-select.tsx'
import { chooseFiles } from './uploading.ts'

/** With fewer jobs all of them are in sight. */
const FEW = 8

export interface JobsHeadProps {
  /** Those of the wanted name and protocol. */
  readonly jobs: readonly Job[]
  readonly total: number
  readonly choice: JobsChoice
  readonly change: (some: Partial<JobsChoice>) => void
}

/** Which jobs are shown, and the way to more. */
export function JobsHead({ jobs, total, choice, change }: JobsHeadProps) {
  const may = useMay('jobs:write')
  const choices = STATES.map((value) => ({
    value,
    label: `${t(`jobs.state.${value}`)} ${count(jobs.filter((job) => isOfState(job, value)).length)}`,
  }))
  return (
    <div className="head jobs-head">
      <h1 className="page-title">{t('nav.jobs')}</h1>
      <span className="grow" />
      {(total > FEW || choice.protocol !== '') && (
        <ProtocolSelect value={choice.protocol} onChange={(protocol) => change({ protocol })} />
      )}
      {(total > FEW || choice.name !== '') && (
        <label className="query jobs-find">
          <Search className="icon" aria-hidden="true" />
          <span className="hidden">{t('jobs.find')}</span>
          <input
            type="search"
            value={choice.name}
            placeholder={t('jobs.find')}
            spellCheck={false}
            onChange={({ target }) => change({ name: target.value })}
          />
        </label>
      )}
      <Segments
        label={t('jobs.status')}
        choices={choices}
        value={choice.state}
        onChange={(state) => change({ state })}
      />
      {may && (
        <button type="button" className="button primary" onClick={chooseFiles}>
          <Plus className="icon" aria-hidden="true" />
          {t('jobs.add')}
        </button>
      )}
    </div>
  )
}

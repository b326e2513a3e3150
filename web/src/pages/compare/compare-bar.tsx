import { ArrowLeftRight } from 'lucide-react'
import type { Session } from '../../client/records.ts'
import { CopyLink } from '../../parts/copy-link.tsx'
import { JobCrumb } from '../../parts/job-crumb.tsx'
import { Segments } from '../../parts/segments.tsx'
import { t } from '../../words.ts'
import { FindGood } from './find-good-button.tsx'
import { ALIGNMENTS, type Change, type CompareState } from './state.ts'
import { swapped } from './use-compare-keys.ts'

export interface CompareBarProps {
  readonly left: Session
  readonly state: CompareState
  readonly change: Change
}

/** Where one is, and how the two stand beside each other. */
export function CompareBar({ left, state, change }: CompareBarProps) {
  return (
    <div className="session-bar">
      <JobCrumb sessionId={left.session_id} />
      <h1>{t('compare.title')}</h1>
      <span className="grow" />
      <Segments
        label={t('compare.align')}
        choices={ALIGNMENTS.map((value) => ({ value, label: t(`compare.by.${value}`) }))}
        value={state.align}
        onChange={(align) => change({ align })}
      />
      <label className="compare-only">
        {t('compare.only')}
        <input
          type="checkbox"
          role="switch"
          className="switch"
          checked={state.only}
          onChange={({ target }) => change({ only: target.checked })}
        />
      </label>
      <button
        type="button"
        className="button"
        aria-label={t('compare.swap')}
        title={t('compare.swap')}
        onClick={() => change(swapped(state))}
      >
        <ArrowLeftRight className="icon" aria-hidden="true" />
      </button>
      {left.outcome !== 'success' && <FindGood session={left} />}
      <CopyLink />
    </div>
  )
}

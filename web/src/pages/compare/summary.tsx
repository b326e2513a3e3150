import type { Session } from '../../client/records.ts'
import { count } from '../../numbers.ts'
import { visible } from '../../text.ts'
import { verdictWords } from '../../verdict.ts'
import { t } from '../../words.ts'
import type { Found } from './comparison.ts'

export interface SummaryProps {
  readonly left: Session
  readonly right: Session
  readonly found: Found
}

/** How far the two went the same way, how each ended, and how much of them differs. */
export function Summary({ left, right, found }: SummaryProps) {
  const { counts, cut } = found
  return (
    <div className="verdict compare-summary" role="status">
      <p>
        <b>{sameUpTo(found)}</b>{' '}
        <span className="mid">
          {t('compare.ends', {
            left: verdictWords(left.outcome, left.verdict),
            right: verdictWords(right.outcome, right.verdict),
          })}
        </span>
        {cut && <span className="warn"> {t('compare.cut', { left: count(cut[0]), right: count(cut[1]) })}</span>}
      </p>
      <span className="grow" />
      <div className="facts">
        <span>
          <b>{count(counts.same + counts.values + counts.differs)}</b> {t('compare.count.aligned')}
        </span>
        <span className="bad">
          <b className="bad">{count(counts.values + counts.differs)}</b> {t('compare.count.differ')}
        </span>
        <span className="warn">
          <b className="warn">{count(counts.left)}</b> {t('compare.count.left')}
        </span>
        <span className="ok">
          <b className="ok">{count(counts.right)}</b> {t('compare.count.right')}
        </span>
      </div>
    </div>
  )
}

function sameUpTo({ pairs }: Found): string {
  const first = pairs.findIndex(({ likeness }) => likeness !== 'same' && likeness !== 'values')
  if (pairs.length === 0) return t('compare.nothing')
  if (first < 0) return t('compare.allSame')
  if (first === 0) return t('compare.fromStart')
  return t('compare.sameUpTo', { message: visible(pairs[first - 1]?.left?.name ?? '', 48) })
}

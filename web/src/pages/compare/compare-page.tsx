import { useMemo } from 'react'
import { Link } from 'wouter'
import type { Session } from '../../client/records.ts'
import { isUnknown } from '../../client/request.ts'
import { useSession } from '../../client/sessions.ts'
import { byTime } from '../../compare/align.ts'
import { Failure } from '../../parts/failure.tsx'
import { NotFound } from '../../shell/not-found.tsx'
import { useTitle } from '../../shell/title.ts'
import { type KeyHint, KeyHints } from '../../parts/key-hints.tsx'
import { t } from '../../words.ts'
import { CompareBar } from './compare-bar.tsx'
import { comparisonOf } from './comparison.ts'
import { PairDetail } from './pair-detail.tsx'
import { PairTable } from './pair-table.tsx'
import { pairId } from './pair-id.ts'
import type { Change, CompareState } from './state.ts'
import { Summary } from './summary.tsx'
import { useCompareKeys } from './use-compare-keys.ts'
import { useCompareState } from './use-compare-state.ts'

const HINTS: readonly KeyHint[] = [
  ['n p', 'compare.hint.difference'],
  ['v', 'compare.hint.swap'],
  ['d', 'compare.hint.only'],
  ['Esc', 'compare.hint.back'],
]

/** Two sessions side by side. */
export function ComparePage() {
  const [state, change] = useCompareState()
  useTitle(t('compare.title'))
  const left = useSession(state.left)
  const right = useSession(state.right)
  if (state.left === '' || state.right === '') return <Choose />
  const failed = [left, right].find(({ error }) => error)
  if (isUnknown(failed?.error)) return <NotFound />
  if (failed) {
    return (
      <main className="page" id="main" tabIndex={-1}>
        <Failure error={failed.error} onRetry={() => void failed.refetch()} />
      </main>
    )
  }
  if (!left.data || !right.data) return <main className="page" id="main" tabIndex={-1} aria-busy="true" />
  return <Compared left={left.data} right={right.data} state={state} change={change} />
}

/** Nothing to compare yet: how that is done. */
function Choose() {
  return (
    <main className="page" id="main" tabIndex={-1}>
      <div className="nothing">
        <h1>{t('compare.none')}</h1>
        <p className="mid">{t('compare.how')}</p>
        <Link className="button" href="/">
          {t('notFound.action')}
        </Link>
      </div>
    </main>
  )
}

interface ComparedProps {
  readonly left: Session
  readonly right: Session
  readonly state: CompareState
  readonly change: Change
}

function Compared({ left, right, state, change }: ComparedProps) {
  const found = useMemo(() => comparisonOf(left, right), [left, right])
  const pairs = useMemo(() => {
    const ordered = state.align === 'time' ? byTime(found.pairs) : found.pairs
    return state.only ? ordered.filter(({ likeness }) => likeness !== 'same') : ordered
  }, [found, state.align, state.only])
  const selected = pairs.findIndex((pair) => pairId(pair) === state.message)
  // By time a message stands alone, and is compared with its counterpart all the same.
  const pair = found.pairs.find((one) => idsOf(one).includes(state.message))
  const select = (index: number): void => {
    const one = pairs[index]
    if (one) change({ message: pairId(one) })
  }
  useCompareKeys({ pairs, selected, state, change, select })
  return (
    <main className="compare-page" id="main" tabIndex={-1}>
      <CompareBar left={left} state={state} change={change} />
      <Summary left={left} right={right} found={found} />
      <div className={pair ? 'compare-work' : 'compare-work closed'}>
        <PairTable
          left={left}
          right={right}
          columns={found.columns}
          pairs={pairs}
          selected={selected}
          onSelect={select}
        />
        <PairDetail left={left} right={right} found={found} pair={pair} state={state} change={change} />
      </div>
      <KeyHints hints={HINTS} />
    </main>
  )
}

function idsOf(pair: Parameters<typeof pairId>[0]): string[] {
  const { left: _, ...alone } = pair
  return [pairId(pair), ...(pair.right ? [pairId(alone)] : [])]
}

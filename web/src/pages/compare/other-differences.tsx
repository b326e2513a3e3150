import type { Pair } from '../../compare/align.ts'
import { type Difference, differencesOf } from '../../compare/differences.ts'
import { count } from '../../numbers.ts'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'
import { pairId } from './pair-id.ts'
import type { Change } from './state.ts'

const MOST = 12
/** Pairs that are looked into: what is behind them is told by its row. */
const MOST_PAIRS = 500

export interface OtherDifferencesProps {
  readonly pairs: readonly Pair[]
  readonly selected: Pair | undefined
  readonly change: Change
}

/** Fields that differ in other messages than the selected one, each field and its values once. */
export function OtherDifferences({ pairs, selected, change }: OtherDifferencesProps) {
  const found = differencesIn(pairs.filter((pair) => pair !== selected))
  if (found.length === 0) return null
  return (
    <section className="evidence">
      <h3>{t(selected ? 'compare.others' : 'compare.all')}</h3>
      <ul>
        {found.slice(0, MOST).map(({ pair, field }) => (
          <li key={`${pairId(pair)} ${field.path}`} className="compare-other">
            <span className="cut">{field.path}</span>
            <span className="mono">
              <bdi>{short(field.left)}</bdi> / <bdi>{short(field.right)}</bdi>
            </span>
            <span className="said">
              <button type="button" className="link" onClick={() => change({ message: pairId(pair) })}>
                {visible(pair.left?.name ?? '', 48)}
              </button>
            </span>
          </li>
        ))}
      </ul>
      {found.length > MOST && <p className="dim small">{t('compare.more', { count: count(found.length - MOST) })}</p>}
    </section>
  )
}

interface Found {
  readonly pair: Pair
  readonly field: Difference
}

function differencesIn(pairs: readonly Pair[]): Found[] {
  const known = new Set<string>()
  return pairs
    .filter(({ values }) => values > 0)
    .slice(0, MOST_PAIRS)
    .flatMap((pair) => {
      const fields = pair.left && pair.right ? differencesOf(pair.left.event, pair.right.event) : []
      // Another answer has other fields: of these only what both have tells something.
      const isOther = pair.likeness === 'differs'
      return fields
        .filter(({ left, right }) => !isOther || (left !== undefined && right !== undefined))
        .map((field): Found => ({ pair, field }))
    })
    .filter(({ field: { path, left, right, isExpected } }) => {
      const key = JSON.stringify([path, left, right])
      return !isExpected && !known.has(key) && known.add(key)
    })
}

function short(value: string | undefined): string {
  return value === undefined ? '–' : visible(value, 20)
}

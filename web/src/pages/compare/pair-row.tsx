import { memo } from 'react'
import type { Pair } from '../../compare/align.ts'
import type { Columns } from '../../compare/columns.ts'
import type { MessageRow } from '../../ladder/rows.ts'
import { duration, signed } from '../../numbers.ts'
import { Glyph } from '../../parts/glyph.tsx'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'
import { Arrow } from './arrow.tsx'

export interface PairRowProps {
  readonly pair: Pair
  readonly index: number
  readonly isSelected: boolean
  readonly columns: Columns
  readonly column: number
  readonly onSelect: (index: number) => void
}

/** Drawn again only when it changes: scrolling moves all rows at once. */
export const PairRow = memo(function PairRow(props: PairRowProps) {
  const { pair, index, isSelected, columns, column, onSelect } = props
  const { left, right, likeness } = pair
  return (
    <div
      id={`pair-${index}`}
      className={`pair ${likeness}${isSelected ? ' selected' : ''}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      onClick={() => onSelect(index)}
    >
      <Side
        row={left}
        isMissing={likeness === 'right'}
        columns={columns.ofLeft}
        count={columns.all.length}
        column={column}
      />
      <Middle pair={pair} />
      <Side
        row={right}
        isMissing={likeness === 'left'}
        columns={columns.ofRight}
        count={columns.all.length}
        column={column}
      />
    </div>
  )
})

interface SideProps {
  readonly row: MessageRow | undefined
  /** The session has no such message; else it stands in a row of its own. */
  readonly isMissing: boolean
  readonly columns: readonly number[]
  readonly count: number
  readonly column: number
}

function Side({ row, isMissing, columns, count, column }: SideProps) {
  if (!row) {
    return (
      <span role="gridcell" className={isMissing ? 'pair-side absent' : 'pair-side elsewhere'}>
        {column > 0 && <Lifelines count={count} column={column} />}
        {isMissing && <span>{t('compare.absent')}</span>}
      </span>
    )
  }
  const name = visible(row.name, 64)
  const words = `${name} ${visible(row.detail)}`.trim()
  return (
    <span role="gridcell" className={row.fails ? 'pair-side fails' : 'pair-side'} title={words}>
      {column > 0 ? (
        <>
          <Arrow row={row} from={columns[row.from] ?? 0} to={columns[row.to] ?? 0} count={count} column={column} />
          <span className="hidden">{words}</span>
        </>
      ) : (
        <span className={`pair-name p-${row.look}`}>
          <Glyph look={row.look} /> {name}
          <span className="wide dim">
            {' '}
            <bdi>{visible(row.event.source, 48)}</bdi> → <bdi>{visible(row.event.destination, 48)}</bdi>
          </span>
        </span>
      )}
      {row.fails && <span className="hidden">{t('table.fails')}</span>}
    </span>
  )
}

function Lifelines({ count, column }: { readonly count: number; readonly column: number }) {
  return (
    <svg className="pair-arrow" width={count * column} height="28" aria-hidden="true">
      {Array.from({ length: count }, (_, i) => (
        <path key={i} className="life" d={`M${(i + 0.5) * column} 0v28`} />
      ))}
    </svg>
  )
}

/** A pair whose times drifted apart so far since the one before is worth a look. */
const LONG_MS = 1000

function Middle({ pair: { likeness, left, right, values, later, since } }: { readonly pair: Pair }) {
  const isLong = Math.abs(since ?? 0) >= LONG_MS
  return (
    <span role="gridcell" className="pair-middle">
      <span className="mono dim num wide">{left ? duration(left.at) : ''}</span>
      <span>
        {likeness === 'differs' && <span className="tag bad">{t('compare.differs')}</span>}
        {likeness === 'values' && <span className="tag run">{t('compare.values', { count: values })}</span>}
        {likeness === 'left' && <span className="tag warn">{t('compare.onlyLeft')}</span>}
        {likeness === 'right' && <span className="tag ok">{t('compare.onlyRight')}</span>}
        {later !== undefined && likeness === 'same' && (
          <span className={isLong ? 'mono warn strong' : 'mono dim'}>{signed(later)}</span>
        )}
      </span>
      <span className="mono dim wide">{right ? duration(right.at) : ''}</span>
    </span>
  )
}

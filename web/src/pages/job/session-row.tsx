import { memo } from 'react'
import { Link } from 'wouter'
import type { ListedSession } from '../../client/records.ts'
import { t } from '../../words.ts'
import type { Column } from './columns.tsx'

export interface RowProps {
  readonly columns: readonly Column[]
  readonly index: number
  readonly session: ListedSession | undefined
  readonly isSelected: boolean
  /** It waits for another one to be compared with. */
  readonly isMarked: boolean
  readonly onSelect: (index: number) => void
}

/** Drawn again only when it changes: scrolling moves all rows at once. */
export const Row = memo(function Row({ columns, index, session, isSelected, isMarked, onSelect }: RowProps) {
  return (
    <div
      className={`row${isSelected ? ' selected' : ''}${isMarked ? ' marked' : ''}`}
      role="row"
      aria-rowindex={index + 2}
      onPointerDown={() => onSelect(index)}
    >
      {columns.map((column, i) => (
        <span
          key={column.name}
          role="cell"
          className={`c-${column.name}${column.isNumber ? ' num' : ''}`}
          title={session && column.title?.(session)}
        >
          {session === undefined ? (
            <i className="ghost" />
          ) : i === 0 ? (
            <Link className="row-link" href={`/sessions/${session.session_id}`}>
              {column.cell(session)}
              {isMarked && <span className="hidden">{t('compare.isMarked')}</span>}
            </Link>
          ) : (
            column.cell(session)
          )}
        </span>
      ))}
    </div>
  )
})

import type { SessionsWanted } from '../../client/sessions.ts'
import { t } from '../../words.ts'
import { choice, choose, moved, movedTo } from './columns-choice.ts'
import { type Column, sortLabel } from './columns.tsx'

export interface HeaderProps {
  readonly wanted: SessionsWanted
  readonly change: (change: Partial<SessionsWanted>) => void
  readonly columns: readonly Column[]
}

export function Header({ columns, wanted, change }: HeaderProps) {
  return (
    <div className="rows-head" role="rowgroup">
      <div className="row" role="row">
        {columns.map((column) => (
          <HeaderCell key={column.name} column={column} sort={wanted.sort} onSort={(sort) => change({ sort })} />
        ))}
      </div>
    </div>
  )
}

interface HeaderCellProps {
  readonly column: Column
  readonly sort: string
  readonly onSort: (sort: string) => void
}

function HeaderCell({ column, sort, onSort }: HeaderCellProps) {
  const { name, isNumber = false } = column
  const by = sort === '' ? 'start_time' : sort.replace(/^-/, '')
  const isSorted = column.sort === by
  const isDown = sort.startsWith('-')
  const sorted = isSorted ? (isDown ? 'descending' : 'ascending') : undefined
  const label = t(`column.${name}`)
  return (
    <span role="columnheader" className={isNumber ? 'num' : ''} aria-sort={sorted} {...movable(name)}>
      {column.sort === undefined ? (
        label
      ) : (
        <button
          type="button"
          title={`${sortLabel(name)}. ${t('sessions.moveColumn')}`}
          onClick={() => onSort(isSorted && !isDown ? `-${column.sort}` : (column.sort ?? ''))}
        >
          {label}
          {isSorted && <span className="sorted"> {isDown ? '↓' : '↑'}</span>}
        </button>
      )}
    </span>
  )
}

/** A head is dragged to another one's place, or moved by Alt and the arrows where its button has the focus. */
function movable(name: string): React.HTMLAttributes<HTMLElement> {
  return {
    draggable: true,
    onDragStart: (event) => event.dataTransfer.setData(DRAGGED, name),
    onDragOver: (event) => {
      if (event.dataTransfer.types.includes(DRAGGED)) event.preventDefault()
    },
    onDrop: (event) => {
      const dragged = event.dataTransfer.getData(DRAGGED)
      if (dragged === '') return
      event.preventDefault()
      choose(movedTo(choice.value, dragged, name))
    },
    onKeyDown: (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
      if (!event.altKey || by === undefined) return
      event.preventDefault()
      choose(moved(choice.value, name, by))
    },
  }
}

const DRAGGED = 'application/x-column'

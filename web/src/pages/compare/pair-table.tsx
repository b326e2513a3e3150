import { useEffect, useRef } from 'react'
import type { Session } from '../../client/records.ts'
import type { Pair } from '../../compare/align.ts'
import type { Columns } from '../../compare/columns.ts'
import { offsetOf, scrolledOf, tall } from '../../scroll/tall.ts'
import { useWindow } from '../../scroll/use-window.ts'
import { t } from '../../words.ts'
import { PairRow } from './pair-row.tsx'
import { SideHead } from './side-head.tsx'

export interface PairTableProps {
  readonly left: Session
  readonly right: Session
  readonly columns: Columns
  readonly pairs: readonly Pair[]
  readonly selected: number
  readonly onSelect: (index: number) => void
}

const ROW = 28
const HEAD = 84
const OVERSCAN = 12
const MIDDLE = 206
const NARROW_MIDDLE = 72
const SMALLEST_COLUMN = 48
const LARGEST_COLUMN = 160
/** On these, and where nodes are many, there is no room for two ladders: messages are told by their names. */
const NARROW = 760

/** The rows of both sessions, a pair a row; only those in sight are drawn. */
export function PairTable({ left, right, columns, pairs, selected, onSelect }: PairTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const { top, width, height } = useWindow(scroller)
  const whole = tall(pairs.length * ROW)
  const offset = offsetOf(whole, top, height)
  const near = Math.floor(offset / ROW)
  const from = Math.max(0, near - OVERSCAN)
  const to = Math.min(pairs.length, near + Math.ceil(height / ROW) + OVERSCAN)
  useFollow(scroller, selected, pairs.length)
  const isNarrow = globalThis.innerWidth <= NARROW
  const room = (width - MIDDLE) / 2 / Math.max(1, columns.all.length)
  const column = isNarrow || room < SMALLEST_COLUMN ? 0 : Math.floor(Math.min(LARGEST_COLUMN, room))
  const side = column * columns.all.length
  const sides = column === 0 ? 'minmax(0, 1fr)' : `${side}px`
  const tracks = `${sides} ${isNarrow ? NARROW_MIDDLE : MIDDLE}px ${sides}`
  return (
    <div className="pairs-scroll" ref={scroller}>
      <div
        role="grid"
        tabIndex={0}
        aria-label={t('compare.table')}
        aria-rowcount={pairs.length + 1}
        aria-activedescendant={selected >= from && selected < to ? `pair-${selected}` : undefined}
        className={column === 0 ? 'pair-grid named' : 'pair-grid'}
        style={{ '--tracks': tracks, '--head': `${HEAD}px` } as React.CSSProperties}
      >
        <div className="pair-head" role="row" aria-rowindex={1}>
          <SideHead side="left" session={left} columns={columns} column={column} />
          <span role="columnheader" className="pair-difference">
            <span className="wide">ms</span>
            <span>{t('compare.difference')}</span>
            <span className="wide">ms</span>
          </span>
          <SideHead side="right" session={right} columns={columns} column={column} />
        </div>
        <div role="rowgroup" style={{ height: whole.physical }}>
          <div style={{ transform: `translateY(${top + from * ROW - offset}px)` }}>
            {pairs.slice(from, to).map((pair, i) => (
              <PairRow
                key={from + i}
                pair={pair}
                index={from + i}
                isSelected={from + i === selected}
                columns={columns}
                column={column}
                onSelect={onSelect}
              />
            ))}
          </div>
        </div>
        {pairs.length === 0 && <p className="nothing mid">{t('compare.alike')}</p>}
      </div>
    </div>
  )
}

/** Brings the selected row into sight. */
function useFollow(scroller: React.RefObject<HTMLDivElement | null>, selected: number, rows: number): void {
  useEffect(() => {
    const element = scroller.current
    if (!element || selected < 0) return
    const whole = tall(rows * ROW)
    const view = element.clientHeight - HEAD
    const offset = offsetOf(whole, element.scrollTop, element.clientHeight)
    const at = selected * ROW
    if (at >= offset && at + ROW <= offset + view) return
    element.scrollTop = scrolledOf(whole, Math.max(0, at - view / 3), element.clientHeight)
  }, [scroller, selected, rows])
}

import { ChevronLeft, ChevronRight } from 'lucide-react'
import { t } from '../words.ts'
import { beyond, type Layout } from './layout.ts'

export interface BeyondProps {
  readonly layout: Layout
  readonly zoom: number
  /** What is in sight, in pixels of the page. */
  readonly left: number
  readonly width: number
  readonly onMove: (by: number) => void
}

/** Says of columns that are out of sight that there are some, on which side, and brings them. */
export function Beyond({ layout, zoom, left, width, onMove }: BeyondProps) {
  if (width === 0) return null
  const hidden = beyond(layout, { left: left / zoom, width: width / zoom })
  const step = Math.max(layout.columnWidth * zoom, width - (layout.gutter + layout.columnWidth) * zoom)
  return (
    <>
      {hidden.left > 0 && (
        <button
          type="button"
          className="beyond"
          style={{ left: layout.gutter * zoom + 4 }}
          aria-label={t('ladder.moreLeft', { count: hidden.left })}
          onClick={() => onMove(-step)}
        >
          <ChevronLeft className="icon" />
          {hidden.left}
        </button>
      )}
      {hidden.right > 0 && (
        <button
          type="button"
          className="beyond right"
          aria-label={t('ladder.moreRight', { count: hidden.right })}
          onClick={() => onMove(step)}
        >
          {hidden.right}
          <ChevronRight className="icon" />
        </button>
      )}
    </>
  )
}

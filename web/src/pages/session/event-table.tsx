import { memo, useEffect, useRef } from 'react'
import { endWords, placeOf } from '../../ladder/node-words.ts'
import type { Node } from '../../ladder/nodes.ts'
import type { MediaRow, MessageRow, Row } from '../../ladder/rows.ts'
import { lookOf } from '../../looks.ts'
import { duration, lossText } from '../../numbers.ts'
import { Glyph } from '../../parts/glyph.tsx'
import { useKeptScroll } from '../../scroll/kept.ts'
import { offsetOf, scrolledOf, tall } from '../../scroll/tall.ts'
import { useWindow } from '../../scroll/use-window.ts'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'

export interface EventTableProps {
  readonly rows: readonly Row[]
  readonly nodes: readonly Node[]
  readonly selected: number
  /** Seen by all; else it is there for those who cannot see the ladder. */
  readonly isShown: boolean
  readonly timeOf: (row: Row) => string
  readonly onSelect: (index: number) => void
}

const WIDE_ROW = 26
const NARROW_ROW = 51
const NARROW = 760
const OVERSCAN = 12
const NAMES = ['time', 'delta', 'message', 'from', 'to', 'protocol', 'detail'] as const

/** The messages as a table. The focus lives here when the ladder is drawn, so that it can be heard. */
export function EventTable(props: EventTableProps) {
  const { rows, nodes, selected, isShown, timeOf, onSelect } = props
  const scroller = useRef<HTMLDivElement>(null)
  const { top, height } = useWindow(scroller)
  const rowHeight = globalThis.innerWidth <= NARROW ? NARROW_ROW : WIDE_ROW
  const whole = tall(rows.length * rowHeight)
  const offset = offsetOf(whole, top, height)
  const near = isShown ? Math.floor(offset / rowHeight) : Math.max(0, selected)
  const from = Math.max(0, near - OVERSCAN)
  const to = Math.min(rows.length, near + Math.ceil((isShown ? height : 0) / rowHeight) + OVERSCAN)
  useEffect(() => {
    const element = scroller.current
    if (!isShown || !element || selected < 0) return
    const y = selected * rowHeight
    const now = offsetOf(whole, element.scrollTop, element.clientHeight)
    const bottom = now + element.clientHeight - WIDE_ROW
    if (y < now || y + rowHeight > bottom) {
      element.scrollTop = scrolledOf(whole, Math.max(0, y - element.clientHeight / 3), element.clientHeight)
    }
    // Only another selection moves the table; scrolling is the reader's.
  }, [selected, isShown])
  useKeptScroll(scroller, 'table', isShown)
  return (
    <div className={isShown ? 'events' : 'hidden'} ref={scroller}>
      <div
        role="grid"
        tabIndex={0}
        aria-label={t('table.title')}
        aria-rowcount={rows.length + 1}
        aria-activedescendant={selected >= 0 ? `row-${selected}` : undefined}
      >
        <div className="event-head" role="row" aria-rowindex={1}>
          {NAMES.map((name) => (
            <span key={name} role="columnheader" className={`e-${name}`}>
              {t(`table.${name}`)}
            </span>
          ))}
        </div>
        <div role="rowgroup" className="events-body" style={{ height: whole.physical }}>
          <div style={{ transform: `translateY(${top + from * rowHeight - offset}px)` }}>
            {rows.slice(from, to).map((row, i) => (
              <EventRow
                key={from + i}
                row={row}
                index={from + i}
                isSelected={from + i === selected}
                nodes={nodes}
                timeOf={timeOf}
                onSelect={onSelect}
              />
            ))}
          </div>
        </div>
      </div>
    </div>
  )
}

interface EventRowProps extends Pick<EventTableProps, 'nodes' | 'timeOf' | 'onSelect'> {
  readonly row: Row
  readonly index: number
  readonly isSelected: boolean
}

/** Drawn again only when it changes: scrolling moves all rows at once. */
const EventRow = memo(function EventRow({ row, index, isSelected, nodes, timeOf, onSelect }: EventRowProps) {
  if (row.kind === 'phase') {
    return (
      <div className="event phase" role="row" aria-rowindex={index + 2}>
        <span role="gridcell" className="e-phase">
          <b>{row.name}</b> <span className={row.outcome === 'failed' ? 'bad' : 'mid'}>{row.fact}</span>
        </span>
      </div>
    )
  }
  if (row.kind === 'gap') {
    return (
      <div className="event gap" role="row" aria-rowindex={index + 2}>
        <span role="gridcell" className="e-gap warn">
          <b>{duration(row.length)}</b> {row.reason === '' ? t('table.gap') : row.reason}
        </span>
      </div>
    )
  }
  const { name, protocol, detail, from, to, fails, isMember } = cellsOf(row)
  return (
    <div
      id={`row-${index}`}
      className={`event p-${lookOf(protocol)}${fails ? ' fails' : ''}${isMember ? ' member' : ''}${isSelected ? ' selected' : ''}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      onClick={() => onSelect(index)}
    >
      <span role="gridcell" className="e-time mono">
        {timeOf(row)}
      </span>
      <span role="gridcell" className="e-delta mono dim">
        {index > 0 ? `+${duration(row.delta)}` : ''}
      </span>
      <span role="gridcell" className="e-message">
        <Glyph look={lookOf(protocol)} /> {visible(name)}
        {fails && <span className="hidden">{t('table.fails')}</span>}
        {isMember && <span className="hidden">{t('member.row')}</span>}
      </span>
      <span role="gridcell" className="e-from">
        <End node={nodes[from]} />
      </span>
      <span role="gridcell" className="e-to">
        <End node={nodes[to]} />
      </span>
      <span role="gridcell" className="e-protocol">
        {protocol}
      </span>
      <span role="gridcell" className="e-detail">
        <span className="narrow">
          <bdi>{endWords(nodes[from], nodes)}</bdi> → <bdi>{endWords(nodes[to], nodes)}</bdi>
          {detail === '' ? '' : ' · '}
        </span>
        {detail}
      </span>
    </div>
  )
})

interface Cells {
  readonly name: string
  readonly protocol: string
  readonly detail: string
  readonly from: number
  readonly to: number
  readonly fails: boolean
  readonly isMember: boolean
}

function cellsOf(row: MessageRow | MediaRow): Cells {
  if (row.kind === 'message') {
    const { name, detail, from, to, fails, isMember, event, again } = row
    const times = again.length > 0 ? ` ×${again.length + 1}` : ''
    return { name: `${name}${times}`, protocol: event.protocol, detail, from, to, fails, isMember }
  }
  const [first] = row.lanes
  const detail = row.lanes
    .map(({ media }) => {
      if (!media) return t('media.none')
      const mos = media.mos === undefined ? '' : `${t('media.mos', { mos: media.mos.toFixed(2) })}, `
      return `${mos}${t('media.loss', { loss: lossText(media.loss) })}`
    })
    .join(' · ')
  const codec = first?.media?.codec ?? ''
  return {
    name: `RTP ${codec}`.trim(),
    protocol: 'RTP',
    detail,
    from: first?.from ?? 0,
    to: first?.to ?? 0,
    fails: false,
    isMember: false,
  }
}

/** What an end is, and where. */
function End({ node }: { readonly node: Node | undefined }) {
  const place = node ? visible(placeOf(node)) : ''
  return (
    <bdi>
      {endWords(node)} {place !== '' && <span className="dim">{place}</span>}
    </bdi>
  )
}

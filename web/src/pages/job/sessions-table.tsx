import { useQueries } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { useLocation } from 'wouter'
import { useCoverage } from '../../client/jobs.ts'
import { useValue } from '../../client/listeners.ts'
import type { ListedSession } from '../../client/records.ts'
import { useSettled } from '../../client/settled.ts'
import { ALL_JOBS, PAGE, sessionsQuery, type SessionsWanted, useSessions } from '../../client/sessions.ts'
import { count } from '../../numbers.ts'
import { forgetMark, marked } from '../../compare/marked.ts'
import { Failure } from '../../parts/failure.tsx'
import { useKept, useKeptScroll } from '../../scroll/kept.ts'
import { offsetOf, scrolledOf, tall } from '../../scroll/tall.ts'
import { useWindow, type Window } from '../../scroll/use-window.ts'
import { useKeys } from '../../shell/keys.ts'
import { typeName } from '../../session-names.ts'
import { t } from '../../words.ts'
import { useMark } from '../compare/use-mark.ts'
import { choice, shown } from './columns-choice.ts'
import { COLUMNS, type Column, fitting, type Listed } from './columns.tsx'
import { PrintedList } from './printed-list.tsx'
import { Row } from './session-row.tsx'
import { Header } from './sessions-head.tsx'

export interface SessionsTableProps {
  readonly jobId: string
  readonly wanted: SessionsWanted
  readonly change: (change: Partial<SessionsWanted>) => void
}

const WIDE_ROW = 29
const NARROW_ROW = 56
const HEAD = 30
const OVERSCAN = 8
/** Rows without words while it is not known how many there are. */
const AWAITED = 8
/** So many of all jobs are put into one order; a narrower query shows the rest. */
const MOST_MERGED = 10_000
const NARROW = 760

/** The sessions of a job: as many as there are, of which only those in sight are asked for and drawn. */
export function SessionsTable({ jobId, wanted, change }: SessionsTableProps) {
  const first = useSessions(jobId, wanted, true)
  const scroller = useRef<HTMLDivElement>(null)
  const window = useWindow(scroller)
  useKeptScroll(scroller, 'list', first.data !== undefined)
  const isAwaited = first.data === undefined && first.error === null
  const found = first.data?.total ?? 0
  const total = jobId === ALL_JOBS ? Math.min(found, MOST_MERGED) : found
  const drawn = isAwaited ? AWAITED : total
  const rowHeight = globalThis.innerWidth <= NARROW ? NARROW_ROW : WIDE_ROW
  const range = rangeOf(window, drawn, rowHeight)
  const rows = useRows(jobId, wanted, range)
  const { selected, setSelected } = useSelection(scroller.current, { total, rowHeight, rows })
  useFromTop(scroller, wanted, setSelected)
  const wide = useColumns(useListed(jobId))
  const columns = rowHeight === NARROW_ROW ? COLUMNS : wide
  const waiting = useValue(marked)
  const isNothing = first.data !== undefined && total === 0
  return (
    <section className="card grid" aria-label={t('sessions.title')} aria-busy={isAwaited || first.isPlaceholderData}>
      <PrintedList jobId={jobId} wanted={wanted} columns={wide} total={found} />
      <div className="rows-scroll" ref={scroller} tabIndex={-1}>
        {first.error && !first.data ? (
          <Failure error={first.error} onRetry={() => void first.refetch()} />
        ) : isNothing ? (
          <Nothing jobId={jobId} wanted={wanted} change={change} />
        ) : (
          <div role="table" aria-label={t('sessions.title')} aria-rowcount={total + 1} style={tracksOf(columns)}>
            <Header columns={columns} wanted={wanted} change={change} />
            <div className="rows-body" role="rowgroup" style={{ height: tall(drawn * rowHeight).physical }}>
              <div style={{ transform: `translateY(${range.top}px)` }}>
                {Array.from({ length: range.to - range.from }, (_, i) => range.from + i).map((index) => (
                  <Row
                    key={index}
                    columns={columns}
                    index={index}
                    session={rows.get(index)}
                    isSelected={index === selected}
                    isMarked={rows.get(index)?.session_id === waiting}
                    onSelect={setSelected}
                  />
                ))}
              </div>
            </div>
          </div>
        )}
      </div>
      <Foot total={total} found={found} window={window} rowHeight={rowHeight} />
    </section>
  )
}

interface Range {
  /** Rows drawn; `to` is the first that is not. */
  readonly from: number
  readonly to: number
  /** Where the first of them stands in the element. */
  readonly top: number
}

function rangeOf({ top, height }: Window, total: number, rowHeight: number): Range {
  const rows = tall(total * rowHeight)
  const offset = offsetOf(rows, top, height)
  const first = Math.floor(offset / rowHeight)
  const from = Math.max(0, first - OVERSCAN)
  const to = Math.min(total, Math.ceil((offset + height) / rowHeight) + OVERSCAN)
  return { from, to, top: top - (offset - from * rowHeight) }
}

/** Rows by index, of the pages that are in sight. */
function useRows(jobId: string, wanted: SessionsWanted, { from, to }: Range): Map<number, ListedSession> {
  const pages = new Set<number>()
  for (let index = from; index < to; index++) pages.add(Math.floor(index / PAGE) + 1)
  const settled = useSettled([...pages].join(' '), SETTLE_MS)
  const numbers = settled === '' ? [] : settled.split(' ').map(Number)
  const results = useQueries({ queries: numbers.map((page) => sessionsQuery(jobId, wanted, page)) })
  const rows = new Map<number, ListedSession>()
  results.forEach(({ data }, i) => {
    data?.sessions.forEach((session, n) => rows.set((numbers[i]! - 1) * PAGE + n, session))
  })
  return rows
}

const SETTLE_MS = 120

interface Selectable {
  readonly total: number
  readonly rowHeight: number
  readonly rows: ReadonlyMap<number, ListedSession>
}

function useSelection(scroller: HTMLElement | null, { total, rowHeight, rows }: Selectable) {
  const [selected, setSelected] = useKept('row', -1)
  const [, go] = useLocation()
  const mark = useMark()
  const move = (by: number): void => {
    const next = Math.max(0, Math.min(total - 1, selected + by))
    setSelected(next)
    if (scroller) reveal(scroller, next, total, rowHeight)
  }
  const page = Math.max(1, Math.floor((scroller?.clientHeight ?? 0) / rowHeight) - 2)
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    PageDown: () => move(page),
    PageUp: () => move(-page),
    Home: () => move(-total),
    End: () => move(total),
    ' ': () => {
      const session = rows.get(selected)
      if (session) mark(session.session_id)
    },
    Enter: () => {
      const session = rows.get(selected)
      if (session) go(`/sessions/${session.session_id}`)
    },
  })
  return { selected, setSelected }
}

/** Another choice or order is looked at from its first row. */
function useFromTop(
  scroller: React.RefObject<HTMLElement | null>,
  { type, query, sort }: SessionsWanted,
  select: (index: number) => void,
): void {
  const seen = useRef(false)
  useEffect(() => {
    if (seen.current) {
      scroller.current?.scrollTo({ top: 0 })
      select(-1)
    }
    seen.current = true
    // Whoever selects is another function each time.
  }, [type, query, sort])
}

function reveal(scroller: HTMLElement, index: number, total: number, rowHeight: number): void {
  const rows = tall(total * rowHeight)
  const view = scroller.clientHeight
  const offset = offsetOf(rows, scroller.scrollTop, view)
  const top = index * rowHeight
  if (top < offset) scroller.scrollTop = scrolledOf(rows, top, view)
  else if (top + rowHeight + HEAD > offset + view)
    scroller.scrollTop = scrolledOf(rows, top + rowHeight + HEAD - view, view)
}

/** The columns that are shown where there is room for more than two lines a session. */
function useColumns({ severalDays, severalCaptures }: Listed): readonly Column[] {
  const wanted = useValue(choice)
  return useMemo(() => fitting(shown(wanted), { severalDays, severalCaptures }), [wanted, severalDays, severalCaptures])
}

function useListed(jobId: string): Listed {
  const isAll = jobId === ALL_JOBS
  const { first_time = '', last_time = '' } = useCoverage(jobId, !isAll).data?.capture ?? {}
  return { severalDays: isAll || first_time.slice(0, 10) !== last_time.slice(0, 10), severalCaptures: isAll }
}

function tracksOf(columns: readonly Column[]): React.CSSProperties {
  const least = columns.reduce((sum, { width }) => sum + Number.parseInt(/\d+/.exec(width)?.[0] ?? '0', 10), 0)
  const tracks = columns.map(({ width }) => width).join(' ')
  return { '--columns': tracks, '--rows': `${least}px` } as React.CSSProperties
}

function Nothing({ jobId, wanted, change }: SessionsTableProps) {
  const isAll = jobId !== ALL_JOBS && wanted.query === '' && wanted.type === ''
  return (
    <div className="nothing">
      <p>{t(isAll ? 'sessions.noneAtAll' : 'sessions.none')}</p>
      {wanted.query !== '' && (
        <button type="button" className="button" onClick={() => change({ query: '' })}>
          {t('sessions.dropQuery')}
        </button>
      )}
      {wanted.type !== '' && (
        <button type="button" className="button" onClick={() => change({ type: '' })}>
          {t('sessions.dropType', { type: typeName(wanted.type) })}
        </button>
      )}
    </div>
  )
}

interface FootProps {
  readonly total: number
  /** How many there are, also those that are not listed. */
  readonly found: number
  readonly window: Window
  readonly rowHeight: number
}

function Foot({ total, found, window, rowHeight }: FootProps) {
  const offset = offsetOf(tall(total * rowHeight), window.top, window.height)
  const from = Math.min(total, Math.floor(offset / rowHeight) + 1)
  const to = Math.min(total, Math.max(from, Math.floor((offset + window.height - HEAD) / rowHeight)))
  return (
    <div className="table-foot">
      <span>{total === 0 ? '' : t('sessions.rows', { from: count(from), to: count(to), total: count(total) })}</span>
      {found > total && <span className="warn">{t('found.most', { total: count(found), most: count(total) })}</span>}
      <span className="grow" />
      <Marked />
      <span className="wide">
        <kbd>j</kbd> <kbd>k</kbd> {t('hint.move')}
      </span>
      <span className="wide">
        <kbd>Enter</kbd> {t('hint.open')}
      </span>
      <span className="wide">
        <kbd>/</kbd> {t('hint.query')}
      </span>
    </div>
  )
}

/** That a session waits for another one to be compared with. */
function Marked() {
  const waiting = useValue(marked)
  return (
    <span role="status">
      {waiting !== '' && (
        <>
          {t('compare.marked')}{' '}
          <button type="button" className="link" onClick={forgetMark}>
            {t('compare.forget')}
          </button>
        </>
      )}
    </span>
  )
}

import { memo, useCallback, useDeferredValue, useEffect, useMemo, useRef } from 'react'
import { useMay } from '../../client/account.ts'
import type { Session } from '../../client/records.ts'
import { Ladder, type Reveal } from '../../ladder/ladder.tsx'
import { isOfHeartbeats } from '../../ladder/messages.ts'
import { nodesOf, type Nodes } from '../../ladder/nodes.ts'
import { isBetween } from '../../ladder/phases.ts'
import { type MessageRow, type Row, rowsOf } from '../../ladder/rows.ts'
import { count } from '../../numbers.ts'
import { Segments } from '../../parts/segments.tsx'
import { firstFrameOf } from '../../verdict.ts'
import { type KeyHint, KeyHints } from '../../parts/key-hints.tsx'
import { t } from '../../words.ts'
import { inkOf } from './coloring.ts'
import { EventTable } from './event-table.tsx'
import { Filters } from './filters.tsx'
import { MessageDetail } from './message-detail.tsx'
import { Printed } from './printed.tsx'
import type { SessionState } from './state.ts'
import { timeOf } from './times.ts'
import { useColumns } from './use-columns.ts'
import { useLadderKeys } from './use-ladder-keys.ts'
import type { SessionShown } from './use-session-state.ts'

const HINTS: readonly KeyHint[] = [
  ['j k', 'hint.move'],
  ['e', 'hint.error'],
  ['Esc', 'hint.back'],
  ['r', 'hint.raw'],
  ['d', 'hint.sdp'],
  ['m', 'hint.media'],
  ['s', 'hint.columns'],
  ['c', 'hint.color'],
  ['t', 'hint.time'],
  ['f', 'hint.filter'],
]

/** What brings the messages that are not there yet. */
interface More {
  readonly isPending: boolean
  readonly mutate: () => void
}

export interface WorkProps extends SessionShown {
  readonly session: Session
  readonly more: More
}

/** The messages of a session: filters, ladder or table, and what is selected. */
export function Work({ session, more, state, view, change }: WorkProps) {
  const seesBytes = useMay('packets:raw')
  const nodes = useNodes(session, view)
  const columns = useColumns(nodes, view, change)
  const rows = useRows(session, nodes, view)
  const selected = rows.findIndex((row) => !isBetween(row) && row.event?.event_id === state.message)
  const firstFailure = useMemo(() => firstFailureOf(session, rows), [session, rows])
  const reveal = useRef<Reveal>(undefined)
  const setReveal = useReveal(reveal, selected)
  const select = useCallback(
    (index: number) => {
      const row = rows[index]
      if (row && !isBetween(row) && row.event) change({ message: row.event.event_id })
    },
    [rows, change],
  )
  useLadderKeys({
    rows,
    selected,
    state,
    change,
    select: (index, third) => (select(index), reveal.current?.(index, third)),
  })
  const shownTime = useMemo(() => timeOf(session, state.time), [session, state.time])
  const ink = useMemo(() => inkOf(state.coloring), [state.coloring])
  const row = rows[selected]
  // The ladder answers first: who holds a key need not wait for what each message says.
  const read = useDeferredValue(row)
  return (
    <>
      <div className={row ? 'work' : 'work closed'}>
        <Filters session={session} nodes={nodes} columns={columns} state={view} change={change} />
        <div className="stage">
          <Tools session={session} more={more} rows={rows} state={view} change={change} />
          {rows.length === 0 ? (
            <p className="nothing mid">{t('ladder.empty')}</p>
          ) : state.view === 'ladder' ? (
            <Ladder
              rows={rows}
              nodes={nodes.all}
              zoom={state.zoom / 100}
              columns={columns}
              selected={selected}
              firstFailure={firstFailure}
              time={state.time}
              timeOf={shownTime}
              inkOf={ink}
              onSelect={select}
              onReveal={setReveal}
            />
          ) : null}
          <EventTable
            rows={rows}
            nodes={nodes.all}
            selected={selected}
            isShown={state.view === 'table'}
            timeOf={shownTime}
            onSelect={select}
          />
        </div>
        {row && read && !isBetween(read) && (
          <MessageDetail row={read} session={session} wanted={view.tab} change={change} />
        )}
      </div>
      <Printed session={session} state={view} />
      <KeyHints hints={seesBytes ? HINTS : HINTS.filter(([, hint]) => hint !== 'hint.raw')} />
    </>
  )
}

function useNodes(session: Session, { apart, order, ungrouped }: SessionState): Nodes {
  return useMemo(() => nodesOf(session, { apart, order, ungrouped }), [session, apart, order, ungrouped])
}

function useRows(session: Session, nodes: Nodes, state: SessionState): readonly Row[] {
  const { errors, fold, heartbeats, bars, sdp, protocols, nodes: hidden, outside, unfolded } = state
  return useMemo(
    () =>
      rowsOf(session, nodes, {
        errorsOnly: errors,
        fold,
        heartbeats: heartbeats || isOfHeartbeats(session),
        media: bars,
        sdp,
        protocols,
        nodes: hidden,
        outside,
        unfolded,
      }),
    [session, nodes, errors, fold, heartbeats, bars, sdp, protocols, hidden, outside, unfolded],
  )
}

/** The row of what failed first, as the verdict tells it, else the first that tells of a failure. */
function firstFailureOf({ outcome, verdict }: Session, rows: readonly Row[]): number {
  if (outcome !== 'failed') return -1
  const frame = firstFrameOf(verdict)
  const named = rows.find((row): row is MessageRow => isFailing(row) && row.event.frame === frame)
  // On its way to where the verdict was read it was the same failure already.
  return rows.findIndex((row) => isFailing(row) && (named === undefined || row.name === named.name))
}

function isFailing(row: Row): row is MessageRow {
  return row.kind === 'message' && row.fails
}

/** Shows the selected row when the ladder is there, and when another is selected from elsewhere. */
function useReveal(reveal: React.RefObject<Reveal | undefined>, selected: number): (reveal: Reveal) => void {
  const shown = useRef(-1)
  useEffect(() => {
    if (selected >= 0 && shown.current !== selected) reveal.current?.(selected, true)
    shown.current = selected
  }, [reveal, selected])
  return useCallback(
    (next) => {
      const isFirst = reveal.current === undefined
      reveal.current = next
      if (isFirst && shown.current >= 0) next(shown.current, true)
    },
    [reveal],
  )
}

interface ToolsProps extends Pick<WorkProps, 'session' | 'more' | 'state' | 'change'> {
  readonly rows: readonly Row[]
}

const Tools = memo(function Tools({ session, more, rows, state, change }: ToolsProps) {
  const messages = rows.reduce((sum, row) => sum + (row.kind === 'message' ? 1 + row.again.length : 0), 0)
  const failing = rows.filter((row) => row.kind === 'message' && row.fails).length
  return (
    <div className="tools">
      <Segments
        label={t('time.label')}
        choices={[
          { value: 'start', label: t('time.start') },
          { value: 'clock', label: t('time.clock') },
        ]}
        value={state.time}
        onChange={(time) => change({ time })}
      />
      <span className="grow" />
      {session.events_truncated && <Truncated session={session} more={more} />}
      <span>{[told('messages', messages), told('streams', session.media.length)].filter(Boolean).join(', ')}</span>
      {failing > 0 && <span className="tag bad">{t('session.failing', { failing: count(failing) })}</span>}
      <span className="dim wide">{state.zoom} %</span>
    </div>
  )
})

/** How many there are, if any. */
function told(what: 'messages' | 'streams', many: number): string {
  return many === 0 ? '' : t(`session.${what}`, { count: many, number: count(many) })
}

/** There are more messages than were asked for. */
function Truncated({ session, more }: Pick<WorkProps, 'session' | 'more'>) {
  return (
    <>
      <span className="warn">
        {t('session.truncated', { shown: count(session.events.length), all: count(session.events_count) })}
      </span>
      <button type="button" className="button" disabled={more.isPending} onClick={() => more.mutate()}>
        {t('session.more')}
      </button>
    </>
  )
}

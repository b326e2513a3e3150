import { isBetween } from '../../ladder/phases.ts'
import type { Row } from '../../ladder/rows.ts'
import { useKeys } from '../../shell/keys.ts'
import { type Change, clampZoom, COLORINGS, type SessionState } from './state.ts'

export interface LadderKeysOptions {
  readonly rows: readonly Row[]
  readonly selected: number
  readonly state: SessionState
  readonly change: Change
  readonly select: (index: number, third?: boolean) => void
}

const PAGE = 20
const ZOOM_STEP = 10

/** Keys of the ladder; those of sngrep where it has them. */
export function useLadderKeys({ rows, selected, state, change, select }: LadderKeysOptions): void {
  const move = (by: number): void => {
    const index = nextSelectable(rows, selected, by)
    if (index >= 0) select(index)
  }
  const failure = (way: 1 | -1): void => {
    const index = nextFailing(rows, selected, way)
    if (index >= 0) select(index, true)
  }
  const fold = (unfolds: boolean): void => {
    const row = rows[selected]
    if (row?.kind !== 'message') return
    const unfolded = new Set(state.unfolded)
    if (unfolds) unfolded.add(row.event.event_id)
    else unfolded.delete(row.event.event_id)
    change({ unfolded })
  }
  const coloring = COLORINGS[(COLORINGS.indexOf(state.coloring) + 1) % COLORINGS.length]!
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    PageDown: () => move(PAGE),
    PageUp: () => move(-PAGE),
    Home: () => move(-rows.length),
    End: () => move(rows.length),
    ArrowRight: () => fold(true),
    ArrowLeft: () => fold(false),
    e: () => failure(1),
    E: () => failure(-1),
    Escape: () => change({ message: '' }),
    r: () => change({ tab: 'text' }),
    d: () => change({ sdp: !state.sdp }),
    m: () => change({ bars: !state.bars }),
    s: () => change({ apart: !state.apart }),
    c: () => change({ coloring }),
    t: () => change({ time: state.time === 'start' ? 'clock' : 'start' }),
    f: () => document.querySelector<HTMLElement>('.filters input')?.focus(),
    '+': () => change({ zoom: clampZoom(state.zoom + ZOOM_STEP) }),
    '-': () => change({ zoom: clampZoom(state.zoom - ZOOM_STEP) }),
    '0': () => change({ zoom: 100 }),
  })
}

/** The row that many rows on, or the nearest to it that can be selected. */
function nextSelectable(rows: readonly Row[], from: number, by: number): number {
  const wanted = Math.max(0, Math.min(rows.length - 1, from + by))
  const way = by < 0 ? -1 : 1
  const isFree = (i: number): boolean => {
    const row = rows[i]
    return row !== undefined && !isBetween(row) && row.event !== undefined
  }
  for (let i = wanted; i >= 0 && i < rows.length; i += way) if (isFree(i)) return i
  for (let i = wanted; i >= 0 && i < rows.length; i -= way) if (isFree(i)) return i
  return -1
}

function nextFailing(rows: readonly Row[], from: number, way: 1 | -1): number {
  for (let n = 1; n <= rows.length; n++) {
    const i = (((from + way * n) % rows.length) + rows.length) % rows.length
    const row = rows[i]
    if (row?.kind === 'message' && row.fails) return i
  }
  return -1
}

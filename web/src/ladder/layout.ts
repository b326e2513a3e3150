import type { Row } from './rows.ts'

/** How times are told. */
export type TimeMode = 'start' | 'clock'

/** Of times since the start; those of the day, with hours and milliseconds, take more. */
export const GUTTER = 112
const CLOCK_GUTTER = 148
export const HEADER = 66
const SMALLEST_COLUMN = 64
/** Columns are rather so narrow than out of sight. */
const TIGHTEST_COLUMN = 48
const LARGEST_COLUMN = 400
const MESSAGE = 24
const HEIGHTS: Readonly<Record<Row['kind'], number>> = { message: MESSAGE, media: 46, gap: 30, phase: 26 }
const MARGIN_BELOW = 20

/** Where everything stands, in pixels at a zoom of 1. Never changes while one scrolls. */
export interface Layout {
  readonly rows: readonly Row[]
  /** Tops of the rows, and at the end the height of all. */
  readonly tops: Float64Array
  /** Middles of the columns. */
  readonly columns: readonly number[]
  readonly columnWidth: number
  /** Width of the times at the left, which cover what is scrolled under them. */
  readonly gutter: number
  readonly width: number
  readonly height: number
}

const NONE: ReadonlySet<number> = new Set()

export interface Columns {
  readonly count: number
  /** Those that have no place: their middle is NaN. */
  readonly hidden?: ReadonlySet<number>
  readonly time?: TimeMode
}

/** @param room width that is there, at a zoom of 1 */
export function layOut(rows: readonly Row[], { count, hidden = NONE, time = 'start' }: Columns, room: number): Layout {
  const shown = count - hidden.size
  const gutter = gutterOf(time)
  const wide = (room - gutter) / Math.max(1, shown)
  const columnWidth = wide < TIGHTEST_COLUMN ? SMALLEST_COLUMN : Math.min(LARGEST_COLUMN, wide)
  const tops = new Float64Array(rows.length + 1)
  rows.forEach((row, i) => (tops[i + 1] = tops[i]! + HEIGHTS[row.kind]))
  return {
    rows,
    tops,
    columnWidth,
    columns: middles(count, hidden, (place) => gutter + (place + 0.5) * columnWidth),
    gutter,
    width: Math.max(room, gutter + shown * columnWidth),
    height: tops[rows.length]! + MARGIN_BELOW,
  }
}

export function gutterOf(time: TimeMode): number {
  return time === 'clock' ? CLOCK_GUTTER : GUTTER
}

function middles(count: number, hidden: ReadonlySet<number>, middleOf: (place: number) => number): number[] {
  let place = 0
  return Array.from({ length: count }, (_, i) => (hidden.has(i) ? Number.NaN : Math.floor(middleOf(place++)) + 0.5))
}

/** The row at a height: the last one that begins at or above it. */
export function rowAt({ tops }: Pick<Layout, 'tops'>, y: number): number {
  let low = 0
  let high = tops.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (tops[middle + 1]! <= y) low = middle + 1
    else high = middle
  }
  return Math.min(low, tops.length - 2)
}

/** Beside an arrow that is brought into sight: half a narrow column. */
const BESIDE_ARROW = SMALLEST_COLUMN / 2

/**
 * How far to the right a view has to be moved so that a row's arrows are in it, the gutter covering its left end; their
 * left ends come first where they are longer than the view.
 */
export function acrossTo(
  { rows, columns, gutter }: Layout,
  index: number,
  view: { left: number; width: number },
): number {
  const row = rows[index]
  const arrows = row?.kind === 'message' ? [row] : row?.kind === 'media' ? row.lanes : []
  const ends = arrows.flatMap(({ from, to }) => [columns[from]!, columns[to]!]).filter((end) => end >= 0)
  if (ends.length === 0) return view.left
  const most = Math.max(0, Math.min(...ends) - BESIDE_ARROW - gutter)
  const least = Math.max(...ends) + BESIDE_ARROW - view.width
  return Math.min(most, Math.max(least, view.left))
}

/** How many columns have their middle out of a view, on each side of it, the gutter covering its left end. */
export function beyond(
  { columns, gutter }: Layout,
  view: { left: number; width: number },
): { left: number; right: number } {
  const left = columns.filter((x) => x < view.left + gutter).length
  return { left, right: columns.filter((x) => x > view.left + view.width).length }
}

export interface Label {
  readonly x: number
  readonly anchor: 'start' | 'middle' | 'end'
}

const INSIDE = 20
const BESIDE = 8

type Span = readonly [from: number, to: number]

/**
 * Where a label of a width stands over an arrow: in its middle where it fits; else from its left end over the next
 * lifelines, or, where that would leave the canvas, up to its right end.
 */
export function placeLabel([left, right]: Span, width: number, [from, to]: Span): Label {
  if (width <= right - left - INSIDE) return { x: (left + right) / 2, anchor: 'middle' }
  if (left + BESIDE + width <= to - BESIDE) return { x: left + BESIDE, anchor: 'start' }
  return { x: Math.max(right - BESIDE, from + width), anchor: 'end' }
}

import { duration } from '../numbers.ts'
import { t } from '../words.ts'
import { type Layout, placeLabel } from './layout.ts'
import { paintMedia } from './paint-media.ts'
import type { Ink, Pen, Point, Run } from './pen.ts'
import { isBetween, type PhaseRow } from './phases.ts'
import type { GapRow, MediaRow, MessageRow, Row } from './rows.ts'

/** What is drawn differently from one moment to the next. */
export interface Scene {
  readonly layout: Layout
  readonly from: number
  /** The first row that is not drawn. */
  readonly to: number
  /** Width of what is seen, and how far it is scrolled to the right. */
  readonly view: number
  readonly left: number
  /** Where what is seen ends: lines go on to there below the last row. */
  readonly bottom: number
  readonly selected: number
  readonly hovered: number
  readonly firstFailure: number
  readonly timeOf: (row: Row) => string
  readonly inkOf: (row: MessageRow) => Ink
}

/** Where times and deltas end, from the right of the gutter. */
const TIME_RIGHT = 62
const DELTA_RIGHT = 6
const LABEL_Y = 12.5
const LINE_Y = 18.5
const HALO_GUTTER = 4

/** Rows, sorted by what is drawn so that the pen changes seldom: grounds, lifelines, lines, labels, gutter. */
export function paintRows(pen: Pen, scene: Scene): void {
  for (let i = scene.from; i < scene.to; i++) paintGround(pen, scene, i)
  paintLifelines(pen, scene)
  const { rows, tops } = scene.layout
  for (let i = scene.from; i < scene.to; i++) {
    const row = rows[i]!
    if (row.kind === 'message') paintArrow(pen, scene, row, tops[i]!)
    else if (row.kind === 'media') paintMedia(pen, scene, row, tops[i]!)
    else if (row.kind === 'gap') paintGap(pen, scene, row, tops[i]!)
    else paintPhase(pen, scene, row, tops[i]!)
  }
  for (let i = scene.from; i < scene.to; i++) {
    const row = rows[i]!
    if (row.kind === 'message') paintLabel(pen, scene, row, i)
  }
  pen.flush()
  paintGutter(pen, scene)
  pen.flush()
}

/** What a row stands on. */
function groundOf({ selected, hovered, layout }: Scene, i: number): Ink {
  const row = layout.rows[i]!
  if (i === selected) return 'accent-soft'
  if (row.kind === 'message' && row.fails) return 'bad-soft'
  if (row.kind === 'phase') return 'surface-2'
  return i === hovered && row.kind !== 'gap' ? 'surface-2' : 'surface'
}

function paintGround(pen: Pen, scene: Scene, i: number): void {
  const ink = groundOf(scene, i)
  if (ink === 'surface') return
  const { tops, width } = scene.layout
  pen.box({ x: 0, y: tops[i]!, width: Math.max(width, scene.view), height: tops[i + 1]! - tops[i]! }, { fill: ink })
}

function endOf({ layout, to, bottom }: Scene): number {
  return to >= layout.rows.length ? Math.max(bottom, layout.tops[to]!) : layout.tops[to]!
}

function paintLifelines(pen: Pen, scene: Scene): void {
  const { layout, from } = scene
  const top = layout.tops[from]!
  const bottom = endOf(scene)
  for (const x of layout.columns) if (!Number.isNaN(x)) pen.line([x, top], [x, bottom], { ink: 'lifeline' })
}

const HEAD = 8
const TAIL = 4
const LOOP: readonly [width: number, height: number] = [28, 8]

function paintArrow(pen: Pen, scene: Scene, row: MessageRow, top: number): void {
  const [x0, x1] = [scene.layout.columns[row.from]!, scene.layout.columns[row.to]!]
  const y = top + LINE_Y
  const ink = row.fails ? 'bad' : scene.inkOf(row)
  const stroke = { ink, width: row.fails ? pen.arrow + 0.5 : pen.arrow, ...(row.answers && { dash: [4, 3] }) }
  if (x0 === x1) return paintLoop(pen, row, [x0, y], stroke)
  const way = Math.sign(x1 - x0)
  const tip = x1 - way
  if (row.again.length > 0) pen.line([x0 + way * 6, y + 3], [tip - way * 9, y + 3], { ...stroke, alpha: 0.4 })
  pen.line([x0 + way * TAIL, y], [tip - way * (row.answers ? 1 : 6), y], stroke)
  paintHead(pen, row, [tip, y], way, ink)
  pen.glyph(row.look, [x0, y], HEAD)
  if (row.fails) paintCross(pen, [(x0 + x1) / 2, y])
  return undefined
}

/** Filled for a request, open for an answer. */
function paintHead(pen: Pen, row: MessageRow, [x, y]: Point, way: number, ink: Ink): void {
  if (row.answers) {
    const points: Point[] = [
      [x - way * 7, y - 4],
      [x - way * 0.5, y],
      [x - way * 7, y + 4],
    ]
    pen.shape(points, { stroke: { ink, width: row.fails ? pen.arrow + 0.5 : pen.arrow }, open: true })
    return
  }
  const points: Point[] = [
    [x, y],
    [x - way * HEAD, y - 4],
    [x - way * HEAD, y + 4],
  ]
  pen.shape(points, { fill: ink })
}

/** To itself: a loop to the right of its lifeline. */
function paintLoop(pen: Pen, row: MessageRow, [x, y]: Point, stroke: { ink: Ink; width: number }): void {
  const [width, height] = LOOP
  const points: Point[] = [
    [x + TAIL, y - height],
    [x + width, y - height],
    [x + width, y],
    [x + 5, y],
  ]
  pen.shape(points, { stroke, open: true })
  paintHead(pen, row, [x + 1, y], -1, stroke.ink)
  pen.glyph(row.look, [x, y - height], HEAD)
}

function paintCross(pen: Pen, [x, y]: Point): void {
  pen.disc([x, y], 4.8, 'bad')
  for (const way of [1, -1]) pen.line([x - 2, y - 2 * way], [x + 2, y + 2 * way], { ink: 'surface', width: 1.5 })
}

const BETWEEN = 6

/** The runs of a message's label: its name, how often it came, and its detail. */
function labelRuns(row: MessageRow, ink: Ink): Run[] {
  const runs: Run[] = [{ text: row.name, ink, font: 'name' }]
  const times = row.again.length > 0 ? row.again.length + 1 : row.beats
  if (times > 1) runs.push({ text: `×${times}`, ink: 'ink', font: 'name', gap: BETWEEN - 1 })
  const detail = row.again.length > 0 ? sentAgain(row) : row.detail
  if (detail !== '') runs.push({ text: detail, ink: 'ink-3', font: 'detail', gap: BETWEEN })
  return runs
}

const MOST_TIMES = 2

function sentAgain({ event, again, detail }: MessageRow): string {
  const first = BigInt(event.timestamp_ns)
  const later = again.map(({ timestamp_ns }) => duration(Number(BigInt(timestamp_ns) - first) / 1e6))
  const times = later.length > MOST_TIMES ? [later[0]!, later.at(-1)!] : later
  const key =
    later.length > MOST_TIMES ? 'ladder.againUntil' : times.length === 1 ? 'ladder.againOnce' : 'ladder.againTwice'
  const words = t(key, { first: times[0] ?? '', last: times.at(-1) ?? '' })
  return detail === '' ? words : `${detail} · ${words}`
}

interface Label {
  readonly runs: readonly Run[]
  readonly x: number
  readonly anchor: 'start' | 'middle' | 'end'
  /** From where to where it is read. */
  readonly from: number
  readonly to: number
}

function labelOf(pen: Pen, scene: Scene, row: MessageRow): Label {
  const { layout } = scene
  const [x0, x1] = [layout.columns[row.from]!, layout.columns[row.to]!]
  const runs = labelRuns(row, row.fails ? 'bad' : scene.inkOf(row))
  const width = runs.reduce((sum, run) => sum + (run.gap ?? 0) + pen.measure(run), 0)
  const isLoop = x0 === x1
  const right = isLoop ? x0 + LOOP[0] : Math.max(x0, x1)
  const left = isLoop ? right : Math.min(x0, x1)
  const { x, anchor } = placeLabel([left, right], width, [layout.gutter, layout.width])
  const from = x - { start: 0, middle: width / 2, end: width }[anchor]
  return { runs, x, anchor, from, to: from + width }
}

function paintLabel(pen: Pen, scene: Scene, row: MessageRow, i: number): void {
  const { runs, x, anchor } = labelOf(pen, scene, row)
  pen.text({ x, y: scene.layout.tops[i]! + LABEL_Y, runs, anchor, halo: groundOf(scene, i) })
}

/** A wait: never to scale, but told. */
function paintGap(pen: Pen, { layout, view, left }: Scene, row: GapRow, top: number): void {
  pen.box({ x: layout.gutter, y: top + 4, width: layout.width - layout.gutter, height: 22 }, { fill: 'surface' })
  pen.hatch({ x: layout.gutter, y: top + 5, width: layout.width - layout.gutter, height: 20 })
  const runs: Run[] = [{ text: duration(row.length), ink: 'warn', font: 'pillStrong' }]
  if (row.reason !== '') runs.push({ text: row.reason, ink: 'warn', font: 'pill', gap: 7 })
  const width = runs.reduce((sum, run) => sum + (run.gap ?? 0) + pen.measure(run), 0) + 24
  const middle = left + (layout.gutter + Math.min(view, layout.width)) / 2
  const box = { x: middle - width / 2, y: top + 4.5, width, height: 21 }
  pen.box(box, { fill: 'surface', stroke: 'warn-line', radius: 10.5 })
  pen.text({ x: middle, y: top + 19, runs, anchor: 'middle' })
}

const PHASE_MARKS: Readonly<Record<string, Run>> = {
  success: { text: '✓', ink: 'ok', font: 'name' },
  failed: { text: '✕', ink: 'bad', font: 'name' },
}

/** A procedure begins: its name and one fact, and at the right how it went. */
function paintPhase(pen: Pen, { layout, view, left }: Scene, { name, fact, outcome }: PhaseRow, top: number): void {
  pen.box({ x: layout.gutter, y: top, width: layout.width - layout.gutter, height: 26 }, { fill: 'surface-2' })
  const failed = outcome === 'failed'
  const runs: Run[] = [
    { text: name, ink: 'ink', font: 'name' },
    { text: fact, ink: failed ? 'bad' : 'ink-3', font: 'detail', gap: BETWEEN + 2 },
  ]
  pen.text({ x: left + layout.gutter + FIRST_PADDING, y: top + 17, runs })
  const mark = PHASE_MARKS[outcome]
  const right = left + Math.min(view, layout.width) - 2 * FIRST_PADDING
  if (mark) pen.text({ x: right, y: top + 17, runs: [mark], anchor: 'end', halo: 'surface-2' })
}

/** Times and deltas, which stay where they are when one scrolls sideways. */
function paintGutter(pen: Pen, scene: Scene): void {
  const { layout, from, to, left, selected, firstFailure } = scene
  const { rows, tops, gutter } = layout
  const bottom = endOf(scene)
  if (left > 0)
    pen.box({ x: left, y: tops[from]!, width: gutter - 1, height: bottom - tops[from]! }, { fill: 'surface' })
  pen.line([left + gutter - 0.5, tops[from]!], [left + gutter - 0.5, bottom], { ink: 'line' })
  for (let i = from; i < to; i++) {
    const row = rows[i]!
    const y = tops[i]! + (row.kind === 'media' ? 22 : 16)
    if (left > 0 && groundOf(scene, i) !== 'surface') {
      const box = { x: left, y: tops[i]!, width: gutter - HALO_GUTTER, height: tops[i + 1]! - tops[i]! }
      pen.box(box, { fill: groundOf(scene, i) })
    }
    if (!isBetween(row)) {
      const runs: Run[] = [{ text: scene.timeOf(row), ink: 'ink-2', font: 'time' }]
      pen.text({ x: left + gutter - TIME_RIGHT, y, runs, anchor: 'end' })
      if (i > 0) paintDelta(pen, row, [left + gutter - DELTA_RIGHT, y])
    }
    if (row.kind === 'message' && row.isMember) paintMember(pen, left, tops[i]!, tops[i + 1]!)
    if (i === selected) pen.box({ x: left, y: tops[i]!, width: 3, height: tops[i + 1]! - tops[i]! }, { fill: 'accent' })
    if (i === firstFailure) paintFirst(pen, scene, row, tops[i]!)
  }
}

/** A bar at the far left: what is of another session that belongs to the story. */
function paintMember(pen: Pen, left: number, top: number, bottom: number): void {
  pen.box({ x: left, y: top, width: 3, height: bottom - top }, { fill: 'control' })
}

function paintDelta(pen: Pen, row: MessageRow | MediaRow, [x, y]: Point): void {
  const run: Run = {
    text: `+${duration(row.delta)}`,
    ink: row.isSlow ? 'warn' : 'ink-3',
    font: row.isSlow ? 'slow' : 'delta',
  }
  pen.text({ x, y, runs: [run], anchor: 'end' })
}

const FIRST_PADDING = 8

/** At the right of what is in sight, or at the left where the message's own label stands there. */
function paintFirst(pen: Pen, scene: Scene, row: Row, top: number): void {
  const { layout, left, view } = scene
  const run: Run = { text: t('ladder.firstFailure'), ink: 'surface', font: 'tag' }
  const width = pen.measure(run) + 2 * FIRST_PADDING
  const right = left + Math.min(view, layout.width) - width - FIRST_PADDING
  const label = row.kind === 'message' ? labelOf(pen, scene, row) : undefined
  const isCovered = label !== undefined && label.to > right - FIRST_PADDING && label.from < right + width
  const x = isCovered ? left + layout.gutter + FIRST_PADDING : right
  pen.box({ x, y: top + 4.5, width, height: 15 }, { fill: 'bad', radius: 7.5 })
  pen.text({ x: x + width / 2, y: top + 15.5, runs: [run], anchor: 'middle' })
}

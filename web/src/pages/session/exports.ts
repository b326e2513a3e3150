import type { Session } from '../../client/records.ts'
import { CanvasPen } from '../../ladder/canvas-pen.ts'
import { Colors } from '../../ladder/colors.ts'
import { gutterOf, HEADER, layOut, type Layout } from '../../ladder/layout.ts'
import { hiddenPlaces } from '../../ladder/ladder.tsx'
import { isOfHeartbeats } from '../../ladder/messages.ts'
import { placeOf } from '../../ladder/node-words.ts'
import { nodesOf, type Node } from '../../ladder/nodes.ts'
import { paintRows, type Scene } from '../../ladder/paint.ts'
import type { Pen } from '../../ladder/pen.ts'
import { rowsOf } from '../../ladder/rows.ts'
import { SvgPen } from '../../ladder/svg-pen.ts'
import { download } from '../../parts/download.ts'
import { inkOf } from './coloring.ts'
import { headlineOf } from './headline.ts'
import { csvOf, mermaidOf, textOf } from './text-exports.ts'
import type { SessionState } from './state.ts'
import { timeOf } from './times.ts'

/** What the page makes of what it shows. */
export type Format = 'text' | 'mermaid' | 'svg' | 'png' | 'csv'

const NOTHING: ReadonlySet<string> = new Set()
const COLUMN = 140
const SCALE = 2
const UNTITLED: Title = []
const TITLE_LINE = 18
const TITLE_GAP = 12
/** Canvases have bounds: beyond them an image is less sharp, and then cut, which its name says. */
const TALLEST_IMAGE = 16_000

/** Saves a session in a format, as it is shown: with its filters. */
export async function exportSession(
  session: Session,
  state: SessionState,
  { format, capture }: { format: Format; capture: string | undefined },
): Promise<void> {
  const name = session.session_id
  if (format === 'csv')
    return save(`${name}${session.events_truncated ? '-part' : ''}.csv`, 'text/csv', csvOf(session.events))
  if (format === 'text') return save(`${name}.txt`, 'text/plain', textExport(session, state, format))
  if (format === 'mermaid') return save(`${name}.mmd`, 'text/plain', textExport(session, state, format))
  const title = headlineOf(session, capture)
  if (format === 'svg') return save(`${name}.svg`, 'image/svg+xml', svgExport(session, state, title))
  const picture = pictureOf(session, state, title)
  return save(`${name}${isCut(picture) ? '-part' : ''}.png`, 'image/png', await pngExport(session, state, title))
}

/** A ladder as text, or as a diagram of Mermaid. */
export function textExport(session: Session, state: SessionState, format: 'text' | 'mermaid'): string {
  const picture = pictureOf(session, state)
  return format === 'text' ? textOf(picture) : mermaidOf(picture)
}

/** A ladder as a picture that can be read at any size. */
export function svgExport(session: Session, state: SessionState, title: Title = UNTITLED): string {
  const colors = new Colors()
  try {
    return drawSvg(pictureOf(session, state, title), colors)
  } finally {
    colors.dispose()
  }
}

export async function pngExport(session: Session, state: SessionState, title: Title): Promise<Blob> {
  const colors = new Colors()
  try {
    return await drawPng(pictureOf(session, state, title), colors)
  } finally {
    colors.dispose()
  }
}

function isCut(picture: Picture): boolean {
  return heightOf(picture) > TALLEST_IMAGE
}

function heightOf({ layout, title }: Picture): number {
  return layout.height + aboveOf(title)
}

/** Room over the rows. */
function aboveOf(title: Title): number {
  return HEADER + (title.length === 0 ? 0 : title.length * TITLE_LINE + TITLE_GAP)
}

/** Lines over the columns. */
type Title = readonly string[]

export interface Picture {
  readonly title: Title
  readonly nodes: readonly Node[]
  readonly layout: Layout
  readonly timeOf: Scene['timeOf']
  readonly inkOf: Scene['inkOf']
}

function pictureOf(session: Session, state: SessionState, title: Title = UNTITLED): Picture {
  const { errors, fold, heartbeats, bars, sdp, protocols, nodes: hidden, outside } = state
  const nodes = nodesOf(session, state)
  const left = { protocols, nodes: hidden, outside }
  const beats = { heartbeats: heartbeats || isOfHeartbeats(session) }
  const shown = { errorsOnly: errors, fold, ...beats, media: bars, sdp, ...left, unfolded: NOTHING }
  const rows = rowsOf(session, nodes, shown)
  const places = hiddenPlaces(nodes.all, hidden)
  const columns = { count: nodes.all.length, hidden: places, time: state.time }
  const room = gutterOf(state.time) + COLUMN * (nodes.all.length - places.size)
  const layout = layOut(rows, columns, room)
  return { title, nodes: nodes.all, layout, timeOf: timeOf(session, state.time), inkOf: inkOf(state.coloring) }
}

function paint(pen: Pen, { title, nodes, layout, ...looks }: Picture): void {
  title.forEach((line, i) => {
    const run = {
      text: fitted(pen, line, layout.width - 2 * TITLE_GAP),
      ink: i === 0 ? 'ink' : 'ink-3',
      font: 'name',
    } as const
    pen.text({ x: TITLE_GAP, y: -aboveOf(title) + TITLE_GAP + (i + 0.5) * TITLE_LINE, runs: [run] })
  })
  nodes.forEach((node, i) => {
    const x = layout.columns[i]!
    if (Number.isNaN(x)) return
    const runs = [{ text: node.role ?? node.name ?? node.address, ink: 'ink', font: 'laneStrong' }] as const
    pen.text({ x, y: -32, runs, anchor: 'middle' })
    // Several may have one role.
    pen.text({ x, y: -18, runs: [{ text: placeOf(node), ink: 'ink-3', font: 'time' }], anchor: 'middle' })
  })
  pen.line([0, -8], [layout.width, -8], { ink: 'line-2' })
  const none = { selected: -1, hovered: -1, firstFailure: -1 }
  paintRows(pen, {
    layout,
    from: 0,
    to: layout.rows.length,
    view: layout.width,
    left: 0,
    bottom: layout.height,
    ...none,
    ...looks,
  })
}

/** As much of a line as there is room for. */
function fitted(pen: Pen, line: string, room: number): string {
  let text = line
  while (text.length > 1 && pen.measure({ text, font: 'name' }) > room) text = `${text.slice(0, -2)}…`
  return text
}

function measuring(colors: Colors): CanvasPen {
  return new CanvasPen(document.createElement('canvas').getContext('2d')!, colors)
}

function drawSvg(picture: Picture, colors: Colors): string {
  const ruler = measuring(colors)
  const pen = new SvgPen(colors, (run) => ruler.measure(run), aboveOf(picture.title))
  paint(pen, picture)
  return pen.file(picture.layout.width, heightOf(picture), picture.title)
}

async function drawPng(picture: Picture, colors: Colors): Promise<Blob> {
  const canvas = document.createElement('canvas')
  const { width } = picture.layout
  const height = heightOf(picture)
  const scale = Math.max(1, Math.min(SCALE, TALLEST_IMAGE / height))
  canvas.width = width * scale
  canvas.height = Math.min(TALLEST_IMAGE, height * scale)
  const pen = new CanvasPen(canvas.getContext('2d')!, colors)
  pen.begin(scale, 0, -aboveOf(picture.title), { width, height })
  paint(pen, picture)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The image could not be made')))),
  )
}

function save(name: string, type: string, content: string | Blob): void {
  const address = URL.createObjectURL(new Blob([content], { type }))
  download(address, name)
  URL.revokeObjectURL(address)
}

import { useEffect, useRef } from 'react'
import { useValue } from '../client/listeners.ts'
import { theme } from '../shell/looks-chosen.ts'
import { Colors } from './colors.ts'
import type { Layout } from './layout.ts'
import { isBetween } from './phases.ts'
import type { MediaRow, MessageRow, Row } from './rows.ts'
import { t } from '../words.ts'

export interface MinimapProps {
  readonly layout: Layout
  /** What is in sight, in pixels of the rows. */
  readonly offset: number
  readonly view: number
  readonly onMove: (offset: number) => void
}

const WIDTH = 34
const INSET = 3
const LATER_MS = 60
const INK_OF_GAP = 'surface-3'
const INK_OF_MEDIA = 'rtp'
const FAILING = 'bad'

/** The whole ladder at a glance: a mark a message, failing ones last so that nothing hides them. */
export function Minimap({ layout, offset, view, onMove }: MinimapProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const value = useValue(theme)
  useEffect(() => {
    const [element, holder] = [canvas.current, box.current]
    if (!element || !holder) return undefined
    // The ladder itself is drawn first.
    let timer: ReturnType<typeof setTimeout> | undefined
    const later = (): void => {
      clearTimeout(timer)
      timer = setTimeout(() => drawMap(element, layout, holder.clientHeight), LATER_MS)
    }
    const observer = new ResizeObserver(later)
    observer.observe(holder)
    return () => {
      clearTimeout(timer)
      observer.disconnect()
    }
  }, [layout, value])
  const share = (part: number): string => `${(100 * part) / Math.max(1, Math.max(layout.height, view))}%`
  const move = (event: React.PointerEvent): void => {
    const { top, height } = event.currentTarget.getBoundingClientRect()
    const scale = Math.max(layout.height, view) / height
    onMove((event.clientY - top) * scale - view / 2)
  }
  return (
    <div
      className="minimap"
      ref={box}
      title={t('ladder.overview')}
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        move(event)
      }}
      onPointerMove={(event) => event.buttons === 1 && move(event)}
      onWheel={(event) => onMove(offset + event.deltaY)}
    >
      <canvas ref={canvas} />
      <i className="minimap-window" style={{ top: share(offset), height: share(Math.min(view, layout.height)) }} />
    </div>
  )
}

/** Marks of one ink and one kind are drawn together: a canvas changes its ink slowly. */
function drawMap(canvas: HTMLCanvasElement, layout: Layout, height: number): void {
  const scale = devicePixelRatio
  canvas.width = WIDTH * scale
  canvas.height = height * scale
  const context = canvas.getContext('2d')
  if (!context) return
  context.scale(scale, scale)
  const marks = new Map<string, Mark[]>()
  const seen = new Set<string>()
  const share = height / Math.max(layout.height, height)
  layout.rows.forEach((row, i) => {
    const mark = markOf(layout, row, i, share)
    // Where rows are closer than pixels, one mark stands for all that would lie under it.
    const place = `${mark.ink} ${Math.round(mark.top * scale)} ${Math.round(mark.left)} ${Math.round(mark.right)}`
    if (seen.has(place)) return
    seen.add(place)
    const same = marks.get(mark.ink)
    if (same) same.push(mark)
    else marks.set(mark.ink, [mark])
  })
  const colors = new Colors()
  const inks = [...marks.keys()].sort((a, b) => Number(a === FAILING) - Number(b === FAILING))
  for (const ink of inks) {
    context.fillStyle = colors.of(ink)
    context.globalAlpha = ink === INK_OF_MEDIA ? 0.5 : 1
    for (const { left, right, top, thickness } of marks.get(ink)!) {
      context.fillRect(left, top, Math.max(2, right - left), thickness)
    }
  }
  colors.dispose()
}

interface Mark {
  readonly ink: string
  readonly left: number
  readonly right: number
  readonly top: number
  readonly thickness: number
}

function markOf(layout: Layout, row: Row, i: number, share: number): Mark {
  const [top, bottom] = [layout.tops[i]! * share, layout.tops[i + 1]! * share]
  if (isBetween(row)) {
    return { ink: INK_OF_GAP, left: INSET, right: WIDTH - INSET, top, thickness: Math.max(1, bottom - top) }
  }
  const [left, right] = extent(layout, row)
  const isFailing = row.kind === 'message' && row.fails
  const thickness = row.kind === 'media' ? Math.max(2, (bottom - top) * 0.7) : isFailing ? 3 : 2
  const ink = row.kind === 'media' ? INK_OF_MEDIA : isFailing ? FAILING : row.look
  return { ink, left, right, top: (top + bottom - thickness) / 2, thickness }
}

function extent({ columns }: Layout, row: MessageRow | MediaRow): [left: number, right: number] {
  const ends = row.kind === 'message' ? [row.from, row.to] : [row.lanes[0]?.from ?? 0, row.lanes[0]?.to ?? 0]
  const step = (WIDTH - 2 * INSET) / Math.max(1, columns.length - 1)
  return [INSET + Math.min(...ends) * step, INSET + Math.max(...ends) * step]
}

import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useValue } from '../client/listeners.ts'
import { useKeptScroll } from '../scroll/kept.ts'
import { offsetOf, scrolledOf, tall } from '../scroll/tall.ts'
import { useWindow } from '../scroll/use-window.ts'
import { theme } from '../shell/looks-chosen.ts'
import { t } from '../words.ts'
import { Beyond } from './beyond.tsx'
import { CanvasPen } from './canvas-pen.ts'
import { Colors } from './colors.ts'
import { type ColumnTools, LadderHeader } from './header.tsx'
import { acrossTo, HEADER, layOut, type Layout, rowAt, type TimeMode } from './layout.ts'
import { Minimap } from './minimap.tsx'
import type { Node } from './nodes.ts'
import { paintRows, type Scene } from './paint.ts'
import { isBetween } from './phases.ts'
import type { Row } from './rows.ts'

export interface LadderProps {
  readonly rows: readonly Row[]
  readonly nodes: readonly Node[]
  readonly zoom: number
  readonly selected: number
  readonly firstFailure: number
  readonly columns: ColumnTools
  readonly time: TimeMode
  readonly timeOf: Scene['timeOf']
  readonly inkOf: Scene['inkOf']
  readonly onSelect: (index: number) => void
  /** Takes what shows a row: called again whenever it changed. */
  readonly onReveal: (reveal: Reveal) => void
}

/** It changes with the columns, and not while one scrolls. */
const Header = memo(LadderHeader)

/** Brings a row into sight; `third` at one third of the height, so that what led there is seen. */
export type Reveal = (index: number, third?: boolean) => void

const SHARE = 1 / 3

/** The ladder: one canvas for the rows in sight, and the header above it. */
export function Ladder(props: LadderProps) {
  const { rows, nodes, zoom, selected, onSelect, onReveal } = props
  const scroller = useRef<HTMLDivElement>(null)
  const seen = useWindow(scroller)
  const [hovered, setHovered] = useState(-1)
  const layout = useMemo(() => {
    const columns = { count: nodes.length, hidden: hiddenPlaces(nodes, props.columns.hidden), time: props.time }
    return layOut(rows, columns, Math.max(1, seen.width) / zoom)
  }, [rows, nodes, seen.width, zoom, props.columns.hidden, props.time])
  const view = Math.max(0, seen.height - HEADER) / zoom
  const body = tall(layout.height * zoom)
  const offset = offsetOf(body, seen.top, view * zoom) / zoom
  useReveal({ scroller, layout, zoom, onReveal })
  useKeptScroll(scroller, 'ladder', view > 0)
  useRevealAcross({ scroller, layout, zoom, selected, width: seen.width })
  const at = (event: React.PointerEvent): number => {
    const y = event.clientY - event.currentTarget.getBoundingClientRect().top
    return offset + y / zoom < layout.tops[rows.length]! ? rowAt(layout, offset + y / zoom) : -1
  }
  const move = (to: number): void => {
    if (scroller.current) scroller.current.scrollTop = scrolledOf(body, to * zoom, view * zoom)
  }
  const moveAcross = (by: number): void => scroller.current?.scrollBy({ left: by })
  return (
    <div className="ladder">
      <div className="ladder-scroll" ref={scroller} tabIndex={0} role="group" aria-label={t('view.ladder')}>
        <Header
          nodes={nodes}
          layout={layout}
          zoom={zoom}
          timeLabel={t(`time.in.${props.time}`)}
          tools={props.columns}
        />
        <div className="ladder-body" style={{ height: body.physical, width: layout.width * zoom }}>
          <Drawing
            {...props}
            layout={layout}
            hovered={hovered}
            offset={offset}
            left={seen.left / zoom}
            width={seen.width}
            height={view * zoom}
            onPointerMove={(event) => setHovered(at(event))}
            onPointerLeave={() => setHovered(-1)}
            onPointerDown={(event) => {
              const index = at(event)
              if (index >= 0 && index !== selected && !isBetween(rows[index]!)) onSelect(index)
            }}
          />
        </div>
      </div>
      <Beyond layout={layout} zoom={zoom} left={seen.left} width={seen.width} onMove={moveAcross} />
      <Minimap layout={layout} offset={offset} view={view} onMove={move} />
    </div>
  )
}

export function hiddenPlaces(nodes: readonly Node[], hidden: ReadonlySet<string>): ReadonlySet<number> {
  return new Set(nodes.flatMap(({ key }, i) => (hidden.has(key) ? [i] : [])))
}

interface RevealOptions {
  readonly scroller: React.RefObject<HTMLDivElement | null>
  readonly layout: Layout
  readonly zoom: number
  readonly onReveal: (reveal: Reveal) => void
}

function useReveal({ scroller, layout, zoom, onReveal }: RevealOptions): void {
  const reveal = useCallback<Reveal>(
    (index, third = false) => {
      const element = scroller.current
      const [top, bottom] = [layout.tops[index], layout.tops[index + 1]]
      // What is opened beside it may have taken of its height a moment ago.
      const view = element ? (element.clientHeight - HEADER) / zoom : 0
      if (!element || top === undefined || bottom === undefined || view <= 0) return
      const body = tall(layout.height * zoom)
      const offset = offsetOf(body, element.scrollTop, view * zoom) / zoom
      let wanted = offset
      if (third && (top < offset || bottom > offset + view)) wanted = top - view * SHARE
      else if (top < offset) wanted = top
      else if (bottom > offset + view) wanted = bottom - view
      if (wanted !== offset) element.scrollTop = scrolledOf(body, Math.max(0, wanted) * zoom, view * zoom)
    },
    [scroller, layout, zoom],
  )
  useEffect(() => onReveal(reveal), [reveal, onReveal])
}

interface AcrossOptions extends Pick<RevealOptions, 'scroller' | 'layout' | 'zoom'> {
  readonly selected: number
  readonly width: number
}

/** The arrow that was selected is in sight from end to end, also beside the detail that opens next to it. */
function useRevealAcross({ scroller, layout, zoom, selected, width }: AcrossOptions): void {
  useEffect(() => {
    const element = scroller.current
    if (!element || selected < 0 || width === 0) return
    const left = element.scrollLeft / zoom
    const wanted = acrossTo(layout, selected, { left, width: width / zoom })
    if (wanted !== left) element.scrollLeft = wanted * zoom
  }, [scroller, layout, zoom, selected, width])
}

interface DrawingProps extends LadderProps {
  readonly layout: Layout
  readonly hovered: number
  readonly offset: number
  readonly left: number
  /** Of the canvas, in pixels of the page. */
  readonly width: number
  readonly height: number
  readonly onPointerMove: (event: React.PointerEvent) => void
  readonly onPointerLeave: () => void
  readonly onPointerDown: (event: React.PointerEvent) => void
}

function Drawing(props: DrawingProps) {
  const { layout, zoom, offset, left, width, height, selected, hovered, firstFailure, timeOf, inkOf } = props
  const canvas = useRef<HTMLCanvasElement>(null)
  const pen = usePen(canvas)
  useEffect(() => {
    const element = canvas.current
    if (!element || !pen || width === 0 || height <= 0) return
    const scale = devicePixelRatio
    if (element.width !== Math.round(width * scale)) element.width = Math.round(width * scale)
    if (element.height !== Math.round(height * scale)) element.height = Math.round(height * scale)
    pen.begin(scale * zoom, left, offset, { width: width / zoom, height: height / zoom })
    if (layout.rows.length === 0) return
    const from = rowAt(layout, offset)
    const to = Math.min(layout.rows.length, rowAt(layout, offset + height / zoom) + 1)
    const seen = { view: width / zoom, left, bottom: offset + height / zoom }
    paintRows(pen, { layout, from, to, ...seen, selected, hovered, firstFailure, timeOf, inkOf })
  }, [pen, layout, zoom, offset, left, width, height, selected, hovered, firstFailure, timeOf, inkOf])
  return (
    <canvas
      ref={canvas}
      className="ladder-canvas"
      role="img"
      aria-label={t('ladder.summary', { messages: layout.rows.length, nodes: props.nodes.length })}
      style={{ width, height }}
      onPointerMove={props.onPointerMove}
      onPointerLeave={props.onPointerLeave}
      onPointerDown={props.onPointerDown}
    />
  )
}

/** A pen in the colours of the theme; a new one when it changes. */
function usePen(canvas: React.RefObject<HTMLCanvasElement | null>): CanvasPen | undefined {
  const value = useValue(theme)
  const [pen, setPen] = useState<CanvasPen>()
  useEffect(() => {
    const context = canvas.current?.getContext('2d', { alpha: false })
    if (!context) return undefined
    const colors = new Colors()
    setPen(new CanvasPen(context, colors))
    return () => colors.dispose()
  }, [canvas, value])
  return pen
}

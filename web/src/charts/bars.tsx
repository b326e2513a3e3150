import 'uplot/dist/uPlot.min.css'
import { useEffect, useRef, useState } from 'react'
import uPlot from 'uplot'
import { useValue } from '../client/listeners.ts'
import { Colors } from '../ladder/colors.ts'
import { count } from '../numbers.ts'
import { theme } from '../shell/looks-chosen.ts'
import { STEPS, UTC_AXIS } from './utc-axis.ts'

export interface BarsProps {
  /** Seconds since 1970, and how many. */
  readonly at: readonly number[]
  readonly counts: readonly number[]
  /** Seconds that a bar stands for. */
  readonly length: number
  /** What is seen, for those who cannot see it. */
  readonly summary: string
  /** What is said of the bar under the pointer; -1 where there is none. */
  readonly says: (index: number) => string
  readonly onOpen?: ((index: number) => void) | undefined
}

const HEIGHT = 220
/** There is room for so many bars at least: one alone is no wall. */
const FEWEST = 11
/** Bars fill so much of their time, and are no wider than so many pixels. */
const FILL = [0.86, 64] as const

/** Counts over time, in UTC. */
export function Bars({ at, counts, length, summary, says, onOpen }: BarsProps) {
  const place = useRef<HTMLDivElement>(null)
  const open = useRef(onOpen)
  const [hovered, setHovered] = useState(-1)
  const colors = useValue(theme)
  useEffect(() => {
    open.current = onOpen
  })
  useEffect(() => {
    const element = place.current
    if (!element) return undefined
    const chart = new uPlot(
      options({ width: element.clientWidth, length, at, onHover: setHovered }),
      padded(at, counts, length),
      element,
    )
    const click = (): void => {
      if (typeof chart.cursor.idx === 'number') open.current?.(chart.cursor.idx)
    }
    chart.over.addEventListener('click', click)
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: HEIGHT }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      chart.destroy()
    }
  }, [at, counts, length, colors])
  return (
    <>
      <div className={onOpen ? 'chart opens' : 'chart'} ref={place} role="img" aria-label={summary} />
      <p className="dim small chart-says">{says(hovered)}</p>
    </>
  )
}

/** Where there are few, nothing follows them: so the width of a bar is that of its time. */
function padded(at: readonly number[], counts: readonly number[], length: number): uPlot.AlignedData {
  const missing = Math.max(0, FEWEST + 1 - at.length)
  const last = at.at(-1) ?? 0
  const later = Array.from({ length: missing }, (_, i) => last + (i + 1) * length)
  return [
    [...at, ...later],
    [...counts, ...later.map(() => 0)],
  ]
}

interface OptionsOf {
  readonly width: number
  readonly length: number
  readonly at: readonly number[]
  readonly onHover: (index: number) => void
}

function options({ width, length, at, onHover }: OptionsOf): uPlot.Options {
  const colors = new Colors()
  const [ink, line, accent] = [colors.of('ink-3'), colors.of('line'), colors.of('accent')]
  const font = `11px ${colors.font(false)}`
  colors.dispose()
  const [first, last] = [at[0] ?? 0, at.at(-1) ?? 0]
  const axis = { stroke: ink, font, ticks: { show: false }, grid: { stroke: line, width: 1 } }
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: {
      x: { range: [first - length * 0.1, Math.max(last, first + FEWEST * length) + length * 1.1] },
      y: { range: (_, __, most) => [0, Math.max(1, most * 1.08)] },
    },
    axes: [
      { ...axis, grid: { show: false }, ...UTC_AXIS, incrs: STEPS.filter((step) => step >= length) },
      { ...axis, size: 56, incrs: WHOLE, values: (_, ticks) => ticks.map(count) },
    ],
    series: [
      {},
      {
        paths: uPlot.paths.bars!({ size: [...FILL], align: 1 }),
        fill: accent,
        points: { show: false },
      },
    ],
    hooks: { setCursor: [({ cursor }) => onHover(cursor.idx ?? -1)] },
  }
}

/** Nothing is counted by halves. */
const WHOLE = [1, 2, 5]
  .flatMap((step) => Array.from({ length: 10 }, (_, power) => step * 10 ** power))
  .sort((a, b) => a - b)

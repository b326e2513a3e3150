import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useValue } from '../../client/listeners.ts'
import type { Series } from '../../client/media.ts'
import { Colors } from '../../ladder/colors.ts'
import { theme } from '../../shell/looks-chosen.ts'
import { t } from '../../words.ts'
import { inkOf, lineOf, type Measure } from './media-lines.ts'

const HEIGHT = 150
const FONT_SIZE = 11
const AXIS_WIDTH = 44
const AXIS_HEIGHT = 26
const SYNC = 'media'

export interface ChartProps {
  readonly measure: Measure
  /** By stream; those that are not there yet have no line. */
  readonly series: readonly (Series | undefined)[]
  /** When the session began, in ms since 1970: the ladder's time. */
  readonly begin: number
}

/** One measure of all streams over time. */
export function MediaChart({ measure, series, begin }: ChartProps) {
  const holder = useRef<HTMLDivElement>(null)
  const shade = useValue(theme)
  const name = t(`media.series.${measure}`)
  useEffect(() => {
    const element = holder.current
    if (!element || series.every((one) => one === undefined)) return undefined
    const plot = draw(element, { measure, series, begin })
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      plot.destroy()
    }
  }, [measure, series, begin, shade])
  return (
    <figure className="media-chart">
      <figcaption className="small mid">{name}</figcaption>
      <div ref={holder} role="img" aria-label={t('media.series.chart', { name })} style={{ height: HEIGHT }} />
    </figure>
  )
}

function draw(element: HTMLElement, { measure, series: all, begin }: ChartProps): uPlot {
  const colors = new Colors()
  const there = all.flatMap((one, i) => (one ? [{ one, ink: inkOf(i) }] : []))
  const data = uPlot.join(there.map(({ one }) => lineOf(one, measure, begin)))
  const axis = {
    stroke: colors.of('ink-3'),
    font: `${FONT_SIZE}px ${colors.font(false)}`,
    grid: { stroke: colors.of('line'), width: 1 },
    ticks: { show: false },
  }
  const lines = there.map(({ ink }): uPlot.Series => ({
    stroke: colors.of(ink),
    width: 1.5,
    points: { show: false },
    // A step without a packet says nothing: the line goes on to the next that has one.
    spanGaps: true,
    ...(measure === 'loss' && { paths: uPlot.paths.stepped!({ align: 1 }) }),
  }))
  const plot = new uPlot(
    {
      width: element.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { sync: { key: SYNC }, y: false },
      scales: { x: { time: false }, y: { range: (_, __, high) => [0, Math.max(1, high * 1.1)] } },
      axes: [
        { ...axis, size: AXIS_HEIGHT, values: (_, splits) => splits.map((second) => `${second} s`) },
        { ...axis, size: AXIS_WIDTH },
      ],
      series: [{}, ...lines],
    },
    data,
    element,
  )
  colors.dispose()
  return plot
}

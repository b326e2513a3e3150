import { useEffect, useRef } from 'react'
import { useValue } from '../../client/listeners.ts'
import type { Series } from '../../client/media.ts'
import { Colors } from '../../ladder/colors.ts'
import { theme } from '../../shell/looks-chosen.ts'
import { type PlacedTrack, peaks } from '../../wav.ts'

const HEIGHT = 56
const MARK = 4

export interface WaveformProps {
  readonly placed: PlacedTrack
  /** Seconds from left to right. */
  readonly length: number
  /** Tells where packets were lost. */
  readonly series: Series | undefined
  readonly label: string
}

/** What is heard, drawn, with marks where packets were lost. */
export function Waveform({ placed, length, series, label }: WaveformProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const shade = useValue(theme)
  useEffect(() => {
    const element = canvas.current
    if (!element) return undefined
    const observer = new ResizeObserver(() => draw(element, { placed, length, series }))
    observer.observe(element)
    return () => observer.disconnect()
  }, [placed, length, series, shade])
  return <canvas ref={canvas} className="waveform" role="img" aria-label={label} />
}

function draw(canvas: HTMLCanvasElement, { placed, length, series }: Omit<WaveformProps, 'label'>): void {
  const scale = devicePixelRatio
  const width = canvas.clientWidth
  canvas.width = width * scale
  canvas.height = HEIGHT * scale
  const context = canvas.getContext('2d')
  if (!context || length === 0 || width === 0) return
  context.scale(scale, scale)
  const colors = new Colors()
  const middle = HEIGHT / 2
  for (const { at_ms, lost } of series?.buckets ?? []) {
    if (lost === 0 || !series) continue
    const x = ((placed.begin + at_ms / 1000) / length) * width
    const wide = Math.max(1, (series.bucket_ms / 1000 / length) * width)
    context.fillStyle = colors.of('bad-soft')
    context.fillRect(x, 0, wide, HEIGHT)
    context.fillStyle = colors.of('bad')
    context.fillRect(x, HEIGHT - MARK, wide, MARK)
  }
  context.fillStyle = colors.of('rtp')
  peaks(placed, length, width).forEach(([low, high], x) => {
    context.fillRect(x, middle - high * middle, 1, Math.max(1, (high - low) * middle))
  })
  colors.dispose()
}

import { type Look, SHAPES } from '../looks.ts'
import type { Colors } from './colors.ts'
import {
  type Box,
  type FontName,
  FONTS,
  type Ink,
  type Pen,
  type Point,
  type Run,
  type Stroke,
  type TextLine,
} from './pen.ts'

const HALO = 5
const MOST_MEASURED = 20_000
const HATCH = 6

const paths = new Map<Look, Path2D>()

function pathOf(look: Look): Path2D {
  let path = paths.get(look)
  if (!path) paths.set(look, (path = new Path2D(SHAPES[look])))
  return path
}

interface Waiting {
  readonly run: Run
  readonly x: number
  readonly y: number
  readonly halo: Ink | undefined
}

/** Draws on a canvas. Widths of texts are remembered: the same names come again and again. */
export class CanvasPen implements Pen {
  readonly arrow: number
  readonly #context: CanvasRenderingContext2D
  readonly #colors: Colors
  readonly #fonts: Readonly<Record<FontName, string>>
  readonly #widths = new Map<string, number>()
  #font = ''
  /** Waiting to be drawn font by font: setting one costs more than a word. */
  #texts: Waiting[] = []

  constructor(context: CanvasRenderingContext2D, colors: Colors) {
    this.#context = context
    this.#colors = colors
    this.arrow = colors.arrow()
    const families = [colors.font(false), colors.font(true)]
    const fonts = Object.entries(FONTS).map(([name, [weight, size, mono]]) => [
      name,
      `${weight} ${size}px ${families[Number(mono)]}`,
    ])
    this.#fonts = Object.fromEntries(fonts) as Record<FontName, string>
  }

  /** Begins anew: what the canvas held is gone, and its state with it. */
  begin(scale: number, left: number, top: number, { width, height }: Pick<Box, 'width' | 'height'>): void {
    const context = this.#context
    context.setTransform(scale, 0, 0, scale, 0, 0)
    context.fillStyle = this.#colors.of('surface')
    context.fillRect(0, 0, width, height)
    context.translate(-left, -top)
    context.lineJoin = 'round'
    this.#font = ''
  }

  box({ x, y, width, height }: Box, look: { fill?: Ink; alpha?: number; stroke?: Ink; radius?: number }): void {
    const context = this.#context
    if (look.radius === undefined && look.fill !== undefined && look.stroke === undefined) {
      context.fillStyle = this.#colors.of(look.fill)
      context.fillRect(x, y, width, height)
      return
    }
    context.beginPath()
    context.roundRect(x, y, width, height, look.radius ?? 0)
    this.#finish({ ...look, stroke: look.stroke === undefined ? undefined : { ink: look.stroke, width: 1 } })
  }

  line([x0, y0]: Point, [x1, y1]: Point, stroke: Stroke): void {
    this.#context.beginPath()
    this.#context.moveTo(x0, y0)
    this.#context.lineTo(x1, y1)
    this.#stroke(stroke)
  }

  shape(points: readonly Point[], look: { fill?: Ink; alpha?: number; stroke?: Stroke; open?: boolean }): void {
    this.#context.beginPath()
    points.forEach(([x, y], i) => (i === 0 ? this.#context.moveTo(x, y) : this.#context.lineTo(x, y)))
    if (!look.open) this.#context.closePath()
    this.#finish(look)
  }

  disc([x, y]: Point, radius: number, fill: Ink): void {
    this.#context.beginPath()
    this.#context.arc(x, y, radius, 0, 2 * Math.PI)
    this.#finish({ fill })
  }

  glyph(look: Look, [x, y]: Point, size: number): void {
    const context = this.#context
    const scale = size / 10
    context.save()
    context.translate(x - size / 2, y - size / 2)
    context.scale(scale, scale)
    context.fillStyle = this.#colors.of(look)
    context.fill(pathOf(look))
    context.restore()
  }

  hatch({ x, y, width, height }: Box): void {
    const context = this.#context
    context.save()
    context.beginPath()
    context.rect(x, y, width, height)
    context.clip()
    context.beginPath()
    for (let at = x - height; at < x + width; at += HATCH) {
      context.moveTo(at, y + height)
      context.lineTo(at + height, y)
    }
    this.#stroke({ ink: 'line', width: 1 })
    context.restore()
  }

  text({ x, y, runs, anchor = 'start', halo }: TextLine): void {
    const widths = runs.map((run) => this.measure(run))
    const width = runs.reduce((sum, run, i) => sum + (run.gap ?? 0) + widths[i]!, 0)
    let at = anchor === 'start' ? x : anchor === 'middle' ? x - width / 2 : x - width
    runs.forEach((run, i) => {
      at += run.gap ?? 0
      this.#texts.push({ run, x: at, y, halo })
      at += widths[i]!
    })
  }

  flush(): void {
    const texts = this.#texts
    this.#texts = []
    texts.sort((one, other) => (one.run.font < other.run.font ? -1 : one.run.font > other.run.font ? 1 : 0))
    for (const { run, x, y, halo } of texts) {
      if (halo === undefined) continue
      this.#setFont(run.font)
      this.#context.strokeStyle = this.#colors.of(halo)
      this.#context.lineWidth = HALO
      this.#context.strokeText(run.text, x, y)
    }
    for (const { run, x, y } of texts) {
      this.#setFont(run.font)
      this.#context.fillStyle = this.#colors.of(run.ink)
      this.#context.fillText(run.text, x, y)
    }
  }

  measure({ text, font }: Pick<Run, 'text' | 'font'>): number {
    const key = `${font} ${text}`
    const known = this.#widths.get(key)
    if (known !== undefined) return known
    if (this.#widths.size >= MOST_MEASURED) this.#widths.clear()
    this.#setFont(font)
    const { width } = this.#context.measureText(text)
    this.#widths.set(key, width)
    return width
  }

  #setFont(name: FontName): void {
    const font = this.#fonts[name]
    if (font === this.#font) return
    this.#context.font = font
    this.#font = font
  }

  #finish({ fill, alpha, stroke }: { fill?: Ink; alpha?: number; stroke?: Stroke | undefined }): void {
    if (fill !== undefined) {
      this.#context.globalAlpha = alpha ?? 1
      this.#context.fillStyle = this.#colors.of(fill)
      this.#context.fill()
      this.#context.globalAlpha = 1
    }
    if (stroke) this.#stroke(stroke)
  }

  #stroke({ ink, width = 1, dash = [], alpha = 1 }: Stroke): void {
    const context = this.#context
    context.strokeStyle = this.#colors.of(ink)
    context.lineWidth = width
    context.globalAlpha = alpha
    if (dash.length > 0) context.setLineDash([...dash])
    context.stroke()
    if (dash.length > 0) context.setLineDash([])
    context.globalAlpha = 1
  }
}

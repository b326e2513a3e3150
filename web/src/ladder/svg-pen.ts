import { type Look, SHAPES } from '../looks.ts'
import type { Colors } from './colors.ts'
import { type Box, FONTS, type Ink, type Pen, type Point, type Run, type Stroke, type TextLine } from './pen.ts'

/** Draws the same picture as a file of its own, in the colours of the page. */
export class SvgPen implements Pen {
  readonly arrow: number
  readonly #parts: string[] = []
  readonly #colors: Colors
  readonly #measure: Pen['measure']
  readonly #above: number

  /** @param above room over the rows */
  constructor(colors: Colors, measure: Pen['measure'], above: number) {
    this.#colors = colors
    this.arrow = colors.arrow()
    this.#measure = measure
    this.#above = above
  }

  /** The file: everything that was drawn, on a ground of its own. */
  file(width: number, height: number, title: readonly string[]): string {
    const size = `width="${number(width)}" height="${number(height)}" viewBox="0 0 ${number(width)} ${number(height)}"`
    const ground = `<rect width="100%" height="100%" fill="${this.#colors.of('surface')}"/>`
    const named = title.length === 0 ? '' : `<title>${escaped(title.join(' · '))}</title>`
    const rows = `<g transform="translate(0 ${this.#above})">${this.#parts.join('\n')}</g>`
    return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${named}${ground}${rows}</svg>\n`
  }

  box({ x, y, width, height }: Box, look: { fill?: Ink; alpha?: number; stroke?: Ink; radius?: number }): void {
    const place = `x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}"`
    const stroke = look.stroke === undefined ? undefined : { ink: look.stroke }
    this.#parts.push(`<rect ${place} rx="${look.radius ?? 0}" ${this.#look({ ...look, stroke })}/>`)
  }

  line([x0, y0]: Point, [x1, y1]: Point, stroke: Stroke): void {
    const d = `M${number(x0)} ${number(y0)}L${number(x1)} ${number(y1)}`
    this.#parts.push(`<path d="${d}" ${this.#look({ stroke })}/>`)
  }

  shape(points: readonly Point[], look: { fill?: Ink; alpha?: number; stroke?: Stroke; open?: boolean }): void {
    const d = points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${number(x)} ${number(y)}`).join('')
    this.#parts.push(`<path d="${d}${look.open ? '' : 'z'}" ${this.#look(look)}/>`)
  }

  disc([x, y]: Point, radius: number, fill: Ink): void {
    this.#parts.push(`<circle cx="${number(x)}" cy="${number(y)}" r="${radius}" ${this.#look({ fill })}/>`)
  }

  glyph(look: Look, [x, y]: Point, size: number): void {
    const place = `translate(${number(x - size / 2)} ${number(y - size / 2)}) scale(${number(size / 10)})`
    this.#parts.push(`<path transform="${place}" d="${SHAPES[look]}" fill="${this.#colors.of(look)}"/>`)
  }

  hatch({ x, y, width, height }: Box): void {
    const d = `M${number(x)} ${number(y + height / 2)}h${number(width)}`
    const look = this.#look({ stroke: { ink: 'line', width: height, dash: [1, 5] } })
    this.#parts.push(`<path d="${d}" ${look}/>`)
  }

  text({ x, y, runs, anchor = 'start', halo }: TextLine): void {
    const set = halo === undefined ? '' : this.#halo(halo)
    const spans = runs.map(({ text, ink, font, gap = 0 }) => {
      const [weight, size, mono] = FONTS[font]
      const family = escaped(this.#colors.font(mono))
      const look = `font-family="${family}" font-weight="${weight}" font-size="${size}" fill="${this.#colors.of(ink)}"`
      return `<tspan dx="${gap}" ${look}>${escaped(text)}</tspan>`
    })
    this.#parts.push(
      `<text x="${number(x)}" y="${number(y)}" text-anchor="${anchor}" ${set} xml:space="preserve">${spans.join('')}</text>`,
    )
  }

  /** A file keeps the order of what is drawn. */
  flush(): void {}

  measure(run: Pick<Run, 'text' | 'font'>): number {
    return this.#measure(run)
  }

  #halo(ink: Ink): string {
    return `stroke="${this.#colors.of(ink)}" stroke-width="5" stroke-linejoin="round" paint-order="stroke"`
  }

  #look({ fill, alpha, stroke }: { fill?: Ink; alpha?: number; stroke?: Stroke | undefined }): string {
    const parts = [`fill="${fill === undefined ? 'none' : this.#colors.of(fill)}"`]
    if (alpha !== undefined) parts.push(`fill-opacity="${alpha}"`)
    if (!stroke) return parts.join(' ')
    parts.push(`stroke="${this.#colors.of(stroke.ink)}" stroke-width="${stroke.width ?? 1}"`)
    if (stroke.dash && stroke.dash.length > 0) parts.push(`stroke-dasharray="${stroke.dash.join(' ')}"`)
    if (stroke.alpha !== undefined) parts.push(`stroke-opacity="${stroke.alpha}"`)
    return parts.join(' ')
  }
}

function number(value: number): string {
  return String(Math.round(value * 100) / 100)
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text of others as text; what no XML file may hold is left out. */
function escaped(text: string): string {
  return text
    .replace(/[&<>"]/g, (char) => ENTITIES[char]!)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
}

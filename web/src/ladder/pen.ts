import type { Look } from '../looks.ts'

/** A colour by its token, without the dashes: `sip`, `bad-soft`. */
export type Ink = string

export interface Stroke {
  readonly ink: Ink
  readonly width?: number
  readonly dash?: readonly number[]
  readonly alpha?: number
}

/** A piece of a line of text. */
export interface Run {
  readonly text: string
  readonly ink: Ink
  readonly font: FontName
  /** Space before it. */
  readonly gap?: number
}

export interface TextLine {
  readonly x: number
  /** The baseline. */
  readonly y: number
  readonly runs: readonly Run[]
  readonly anchor?: 'start' | 'middle' | 'end'
  /** The ground that the text is set off against. */
  readonly halo?: Ink
}

export type Point = readonly [x: number, y: number]

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Draws: on a canvas, or as SVG. What is drawn knows neither. */
export interface Pen {
  box(box: Box, look: { fill?: Ink; alpha?: number; stroke?: Ink; radius?: number }): void
  line(from: Point, to: Point, stroke: Stroke): void
  shape(points: readonly Point[], look: { fill?: Ink; alpha?: number; stroke?: Stroke; open?: boolean }): void
  disc(center: Point, radius: number, fill: Ink): void
  glyph(look: Look, center: Point, size: number): void
  hatch(box: Box): void
  /** Texts lie over all that was drawn before the next `flush`. */
  text(line: TextLine): void
  flush(): void
  /** Width of a message's line. */
  readonly arrow: number
  measure(run: Pick<Run, 'text' | 'font'>): number
}

export type FontName =
  | 'name'
  | 'detail'
  | 'time'
  | 'delta'
  | 'slow'
  | 'lane'
  | 'laneStrong'
  | 'pill'
  | 'pillStrong'
  | 'tag'

/** Fonts: weight, size in px, and whether it is the one of fixed width. */
export const FONTS: Readonly<Record<FontName, readonly [weight: number, size: number, mono: boolean]>> = {
  name: [600, 11.5, false],
  detail: [400, 11, false],
  time: [400, 11, true],
  delta: [400, 10, true],
  slow: [700, 10, true],
  lane: [400, 10.5, false],
  laneStrong: [700, 10.5, false],
  pill: [400, 11, false],
  pillStrong: [700, 11, false],
  tag: [700, 10, false],
}

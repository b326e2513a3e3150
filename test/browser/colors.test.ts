import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const css = readFileSync(join(import.meta.dirname, '../../web/src/style/tokens.css'), 'utf8')
const [usual = '', high = ''] = css.split(":root[data-contrast='more'] {")

type Color = readonly [number, number, number]

/** Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB. */
const SIGHT: Readonly<Record<string, readonly [Color, Color, Color]>> = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}
/** `of`: which half of a pair; `least`: contrast of texts to their ground, WCAG 2.2 1.4.3 and 1.4.6. */
const THEMES = [
  { name: 'light', of: 1, css: usual, least: 4.5 },
  { name: 'dark', of: 2, css: usual, least: 4.5 },
  { name: 'light, high contrast', of: 1, css: high, least: 7 },
  { name: 'dark, high contrast', of: 2, css: high, least: 7 },
] as const
const PROTOCOLS = ['sip', 'diameter', 'gtp', 's1ap', 'pfcp', 'http2', 'rtp', 'other', 'bad']
const TEXTS = [...PROTOCOLS, 'ink', 'ink-2', 'ink-3', 'accent', 'ok', 'warn', 'mos5', 'mos4', 'mos3', 'mos2', 'mos1']
const LEAST_DISTANCE = 10

const linear = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)

function token(name: string, { css: from, of }: (typeof THEMES)[number]): Color {
  const hex = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(from)?.[of] ?? ''
  const parts = [1, 3, 5].map((at) => linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255))
  return parts as unknown as Color
}

function luminance([r, g, b]: Color): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: Color, other: Color): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

function seen(color: Color, matrix: readonly [Color, Color, Color]): Color {
  const dot = (row: Color): number => row.reduce((sum, factor, i) => sum + factor * color[i]!, 0)
  return matrix.map((row) => Math.min(1, Math.max(0, dot(row)))) as unknown as Color
}

const f = (value: number): number => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116)

/** CIE L*a*b*, D65. */
function lab([r, g, b]: Color): Color {
  const x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047
  const z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883
  const [fx, fy, fz] = [f(x), f(luminance([r, g, b])), f(z)]
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)]
}

function distance(one: Color, other: Color): number {
  const [a, b] = [lab(one), lab(other)]
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
}

describe.each(THEMES)('colours of the theme: $name', (theme) => {
  it.each(Object.entries(SIGHT))('tell protocols and failures apart with %s sight', (_, matrix) => {
    const colors = PROTOCOLS.map((name) => [name, seen(token(name, theme), matrix)] as const)
    const close = colors.flatMap(([name, color], i) =>
      colors
        .slice(i + 1)
        .filter((other) => distance(color, other[1]) < LEAST_DISTANCE)
        .map((other) => `${name} ${other[0]}`),
    )
    expect(close).toEqual([])
  })

  const texts = theme.least === 7 ? TEXTS.filter((name) => !name.startsWith('ink-')) : TEXTS
  it.each(texts)('%s can be read', (name) => {
    expect(contrast(token(name, theme), token('surface', theme))).toBeGreaterThanOrEqual(theme.least)
  })
})

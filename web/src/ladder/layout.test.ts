import { describe, expect, it } from 'vitest'
import { acrossTo, beyond, GUTTER, layOut, placeLabel, rowAt } from './layout.ts'
import type { GapRow, MediaRow, MessageRow } from './rows.ts'

const gap: GapRow = { kind: 'gap', length: 1000, reason: '', at: 0 }
const media: MediaRow = { kind: 'media', at: 0, delta: 0, isSlow: false, lanes: [] }

describe('rows stand under each other', () => {
  const layout = layOut([gap, media, gap], { count: 3 }, 800)

  it('each with its height', () => {
    expect([...layout.tops]).toEqual([0, 30, 76, 106])
  })

  const places: [y: number, row: number][] = [
    [0, 0],
    [29.9, 0],
    [30, 1],
    [75, 1],
    [76, 2],
    [5000, 2],
    [-5, 0],
  ]
  it.each(places)('at %f is row %i', (y, row) => {
    expect(rowAt(layout, y)).toBe(row)
  })

  it('the lifelines lie on half pixels, right of the gutter', () => {
    expect(layout.columns.every((x) => x % 1 === 0.5 && x > GUTTER)).toBe(true)
  })

  it('the gutter has room for times of the day, and nothing lies under it', () => {
    const clock = layOut([], { count: 3, time: 'clock' }, 800)
    expect(clock.gutter).toBeGreaterThan(GUTTER)
    expect(Math.min(...clock.columns)).toBeGreaterThan(clock.gutter)
  })

  it('columns become narrow where that keeps all of them in sight', () => {
    expect(layOut([], { count: 14 }, GUTTER + 14 * 50)).toMatchObject({ columnWidth: 50, width: GUTTER + 14 * 50 })
  })

  it('more columns make the ladder wider than its room', () => {
    expect(layOut([], { count: 30 }, 800).width).toBe(GUTTER + 30 * 64)
  })
})

describe('columns that are out of sight', () => {
  const layout = layOut([], { count: 30 }, GUTTER + 640)
  it.each([
    ['none where all fit', layOut([], { count: 3 }, 800), 0, { left: 0, right: 0 }],
    ['those to the right', layout, 0, { left: 0, right: 20 }],
    ['those under the gutter and before it', layout, 320, { left: 5, right: 15 }],
    ['none that was hidden', layOut([], { count: 30, hidden: new Set([29]) }, GUTTER + 640), 0, { left: 0, right: 19 }],
  ])('are counted: %s', (_, wide, left, want) => {
    expect(beyond(wide, { left, width: GUTTER + 640 })).toEqual(want)
  })
})

describe('an arrow that is brought into sight', () => {
  const arrow = { kind: 'message', from: 8, to: 9 } as MessageRow
  const long = { kind: 'message', from: 19, to: 0 } as MessageRow
  const layout = layOut([arrow, long, gap], { count: 20 }, 800)
  const cases: { it: string; row: number; left: number; want: (x: readonly number[]) => number }[] = [
    { it: 'stays where it is seen whole', row: 0, left: 200, want: () => 200 },
    { it: 'comes in from the right, to its end', row: 0, left: 0, want: (x) => x[9]! + 32 - 600 },
    { it: 'comes out from under the gutter', row: 0, left: 900, want: (x) => x[8]! - 32 - GUTTER },
    { it: 'shows its left end where it is too long', row: 1, left: 500, want: (x) => x[0]! - 32 - GUTTER },
    { it: 'moves nothing where there is no arrow', row: 2, left: 77, want: () => 77 },
  ]
  it.each(cases)('$it', ({ row, left, want }) => {
    expect(acrossTo(layout, row, { left, width: 600 })).toBe(want(layout.columns))
  })
})

describe('a label', () => {
  const cases: { it: string; width: number; left: number; right: number; want: [number, string] }[] = [
    { it: 'stands in the middle where it fits', width: 60, left: 200, right: 300, want: [250, 'middle'] },
    { it: 'runs on to the right where it does not', width: 100, left: 200, right: 300, want: [208, 'start'] },
    { it: 'ends at the right where it would leave the canvas', width: 100, left: 700, right: 780, want: [772, 'end'] },
    { it: 'never runs into the gutter', width: 700, left: 150, right: 250, want: [GUTTER + 700, 'end'] },
  ]
  it.each(cases)('$it', ({ width, left, right, want }) => {
    const { x, anchor } = placeLabel([left, right], width, [GUTTER, 800])
    expect([x, anchor]).toEqual(want)
  })
})

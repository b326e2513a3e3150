import { describe, expect, it } from 'vitest'
import { type Interval, series } from './buckets.ts'

const at = (text: string): string => `${text}:00:00.000Z`
const HOURS = [
  { hour: at('2025-12-28T23'), count: 1 },
  { hour: at('2025-12-29T01'), count: 2 },
]

describe('a series', () => {
  const cases: { it: string; interval: Interval; from?: string; to?: string; want: [string, number][] }[] = [
    {
      it: 'runs from the first count to the last, empty hours included',
      interval: '1h',
      want: [
        [at('2025-12-28T23'), 1],
        [at('2025-12-29T00'), 0],
        [at('2025-12-29T01'), 2],
      ],
    },
    {
      it: 'by day is of UTC',
      interval: '1d',
      want: [
        [at('2025-12-28T00'), 1],
        [at('2025-12-29T00'), 2],
      ],
    },
    {
      it: 'by week begins on Monday',
      interval: '1w',
      want: [
        [at('2025-12-22T00'), 1],
        [at('2025-12-29T00'), 2],
      ],
    },
    {
      it: 'runs over the dates that are asked for, the end not included',
      interval: '1d',
      from: at('2025-12-27T10'),
      to: at('2025-12-29T00'),
      want: [
        [at('2025-12-27T00'), 0],
        [at('2025-12-28T00'), 1],
      ],
    },
    { it: 'of no time is empty', interval: '1h', from: at('2025-12-28T23'), to: at('2025-12-28T23'), want: [] },
  ]
  it.each(cases)('$it', ({ interval, from, to, want }) => {
    const points = series(HOURS, { interval, from, to }).map(({ timestamp, count }) => [timestamp, count])
    expect(points).toEqual(want)
  })

  it('of nothing is empty', () => {
    expect(series([], { interval: '1h' })).toEqual([])
  })

  it('over too long a time is refused', () => {
    const from = at('2020-01-01T00')
    expect(() => series([], { interval: '1h', from, to: at('2021-02-20T17') })).toThrow('10000 points')
    expect(series([], { interval: '1h', from, to: at('2021-02-20T16') })).toHaveLength(10_000)
  })
})

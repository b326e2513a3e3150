import { describe, expect, it } from 'vitest'
import { boundsOf } from './analytics.ts'

describe('a time that touches so many weeks', () => {
  it.each([
    { weeks: 1, interval: '1h', want: [0, 168] },
    { weeks: 3, interval: '1h', want: [168, 504] },
    { weeks: 60, interval: '1h', want: [9744, 10_080] },
    { weeks: 60, interval: '1d', want: [406, 420] },
    { weeks: 0, interval: '1w', want: [0, 0] },
  ])('$weeks has as many of $interval', ({ weeks, interval, want }) => {
    expect(boundsOf(weeks, interval)).toEqual(want)
  })
})

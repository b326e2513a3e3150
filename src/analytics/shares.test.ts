import { array, assert, nat, pre, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { percentages } from './shares.ts'

describe('percentages', () => {
  const cases: { it: string; counts: number[]; want: number[] }[] = [
    { it: 'of nothing', counts: [], want: [] },
    { it: 'of no packets', counts: [0, 0], want: [0, 0] },
    { it: 'of thirds: the first takes what is left', counts: [1, 1, 1], want: [33.4, 33.3, 33.3] },
    { it: 'of one in a million', counts: [999_999, 1], want: [100, 0] },
    { it: 'with the largest remainder first', counts: [26, 33, 60], want: [21.9, 27.7, 50.4] },
  ]
  it.each(cases)('$it', ({ counts, want }) => {
    expect(percentages(counts)).toEqual(want)
  })

  it('always sum to 100', () => {
    assert(
      property(array(nat({ max: 1e12 }), { minLength: 1, maxLength: 30 }), (counts) => {
        pre(counts.some((count) => count > 0))
        const tenths = percentages(counts).map((share) => Math.round(share * 10))
        expect(tenths.reduce((sum, tenth) => sum + tenth, 0)).toBe(1000)
      }),
    )
  })
})

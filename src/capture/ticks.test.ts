import { describe, expect, it } from 'vitest'
import { Resolution } from './ticks.ts'

describe('ticks of a capture', () => {
  it.each([
    { it: 'are split into seconds and nanoseconds', code: 6, high: 0, low: 1_500_000, is: [1, 500_000_000] },
    { it: 'beyond the year 9999 stay there', code: 6, high: 0x80000000, low: 0, is: [253_402_300_799, 775_808_000] },
    { it: 'so do those of nanoseconds without end', code: 0, high: 0xffffffff, low: 5, is: [253_402_300_799, 0] },
  ])('$it', ({ code, high, low, is }) => {
    const into = { seconds: 0, nanoseconds: 0 }
    new Resolution(code, 0).split(high, low, into)
    expect([into.seconds, into.nanoseconds]).toEqual(is)
  })

  it('an offset does not lead before the year 0', () => {
    const into = { seconds: 0, nanoseconds: 0 }
    new Resolution(6, -Number.MAX_SAFE_INTEGER).split(0, 1, into)
    expect(into.seconds).toBe(-62_167_219_200)
  })
})

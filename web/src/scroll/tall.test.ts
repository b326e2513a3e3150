import { describe, expect, it } from 'vitest'
import { offsetOf, scrolledOf, TALLEST, tall } from './tall.ts'

const VIEW = 800

describe('scrolling', () => {
  it('is as it is where a browser can do it', () => {
    expect(offsetOf(tall(100_000), 1234, VIEW)).toBe(1234)
  })

  const heights = [TALLEST + 1, 29_000_000, 1e9]
  it.each(heights)('reaches both ends of %i pixels', (real) => {
    const rows = tall(real)
    expect(rows.physical).toBe(TALLEST)
    expect(offsetOf(rows, 0, VIEW)).toBe(0)
    expect(offsetOf(rows, TALLEST - VIEW, VIEW)).toBe(real - VIEW)
  })

  it.each(heights)('finds the way back in %i pixels', (real) => {
    const rows = tall(real)
    expect(offsetOf(rows, scrolledOf(rows, 1_234_567, VIEW), VIEW)).toBeCloseTo(1_234_567, 3)
  })
})

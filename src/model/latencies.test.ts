import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Latencies } from './latencies.ts'

function of(values: readonly number[]): Latencies {
  const latencies = new Latencies()
  for (const value of values) latencies.add(value)
  return latencies
}

/** Nearest rank by its definition. */
function exact(values: readonly number[], percent: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil((percent / 100) * values.length) - 1]!
}

const lists = fc.array(
  fc.integer({ min: 0, max: 40_000_000 }).map((microseconds) => microseconds / 1000),
  {
    minLength: 1,
    maxLength: 200,
  },
)

describe('percentiles of latencies', () => {
  const cases: { it: string; values: number[]; percent: number; want: number | undefined }[] = [
    { it: 'of none are unknown', values: [], percent: 50, want: undefined },
    { it: 'of one are it', values: [7.25], percent: 99, want: 7.25 },
    { it: 'of zero are zero', values: [0, 0], percent: 50, want: 0 },
    { it: 'are by nearest rank: half of four is the second', values: [40, 10, 30, 20], percent: 50, want: 20 },
    { it: 'are by nearest rank: 95 % of twenty is the 19th', values: range(20), percent: 95, want: 190 },
    { it: 'of all are the longest', values: [3, 1, 2.5], percent: 100, want: 3 },
  ]
  it.each(cases)('$it', ({ values, percent, want }) => {
    expect(of(values).percentile(percent)).toBe(want)
  })

  it('are measured values, and at most 1 % above the exact one', () => {
    fc.assert(
      fc.property(lists, fc.constantFrom(50, 95, 99, 100), (values, percent) => {
        const told = of(values).percentile(percent)!
        const wanted = exact(values, percent)
        expect(values).toContain(told)
        expect(told).toBeGreaterThanOrEqual(wanted)
        expect(told).toBeLessThanOrEqual(wanted * 1.0101)
      }),
    )
  })

  it('are the same whether measured together or added up, in any order', () => {
    fc.assert(
      fc.property(lists, lists, (some, others) => {
        const [one, other] = [of(some).packed(), of(others).packed()]
        const added = Latencies.unpack(one)
        added.merge(other)
        const turned = Latencies.unpack(other)
        turned.merge(one)
        expect(added.packed()).toEqual(of([...some, ...others]).packed())
        expect(turned.packed()).toEqual(added.packed())
        expect(added.count).toBe(some.length + others.length)
      }),
    )
  })
})

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => (i + 1) * 10)
}

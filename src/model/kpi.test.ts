import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { figuresOf, kpisOf } from './kpi.ts'
import { Latencies } from './latencies.ts'
import { KPIS } from './tables-kpis.ts'

const RATIO = KPIS.find(({ kpi }) => kpi === 'ser')!
const LATENCY = KPIS.find(({ kpi }) => kpi === 'sdd')!

describe('figures of a ratio', () => {
  const cases: { it: string; met: number; counted: number; want: object | undefined }[] = [
    { it: 'of nothing is unknown', met: 0, counted: 0, want: undefined },
    { it: 'a measured 0 is 0', met: 0, counted: 8, want: { percent: 0, numerator: 0, denominator: 8 } },
    { it: 'three decimals', met: 2, counted: 3, want: { percent: 66.667, numerator: 2, denominator: 3 } },
    { it: 'all', met: 5, counted: 5, want: { percent: 100, numerator: 5, denominator: 5 } },
    {
      it: 'all but one is never told as all',
      met: 9_999_999,
      counted: 10_000_000,
      want: { percent: 99.999, numerator: 9_999_999, denominator: 10_000_000 },
    },
  ]
  it.each(cases)('$it', ({ met, counted, want }) => {
    expect(figuresOf(RATIO, { met, counted, latencies: new Latencies() })).toEqual(want)
  })
})

describe('figures of a latency', () => {
  it('of nothing are unknown', () => {
    expect(figuresOf(LATENCY, { met: 0, counted: 0, latencies: new Latencies() })).toBeUndefined()
  })
  it('are percentiles, the longest and how many', () => {
    const latencies = Latencies.unpack([1, 10, 1, 20, 2, 30])
    const want = { count: 4, p50_ms: 20, p95_ms: 30, p99_ms: 30, max_ms: 30 }
    expect(figuresOf(LATENCY, { met: 0, counted: 4, latencies })).toEqual(want)
  })
})

describe('definitions', () => {
  it('have names of their own, and a source each', () => {
    expect(new Set(KPIS.map(({ kpi }) => kpi)).size).toBe(KPIS.length)
    for (const { source, definition } of KPIS) expect(`${source}${definition}`.length).toBeGreaterThan(20)
  })
  it('are told in docs/kpis.md as they are here', () => {
    const told = readFileSync(new URL('../../docs/kpis.md', import.meta.url), 'utf8')
    for (const { kpi, name, definition, source } of KPIS) {
      expect(told).toContain(`| \`${kpi}\` | ${name} | ${definition} | ${source} |`)
    }
  })

  it('go with what a job tells, in their order and without what was not counted', () => {
    const row = { dimension: '', value: '', met: 1, counted: 2, latencies: [] } as const
    const byPeer = { ...row, dimension: 'peer', value: '10.0.0.1' } as const
    const told = kpisOf([
      { ...row, kpi: 'asr' },
      { ...byPeer, kpi: 'ner' },
      { ...row, kpi: 'ser' },
    ])
    expect(told.map(({ kpi, percent }) => [kpi, percent])).toEqual([
      ['ser', 50],
      ['asr', 50],
    ])
  })
})

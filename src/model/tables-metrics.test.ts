import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { METRICS } from './tables-metrics.ts'

describe('metrics of a session', () => {
  it('have names of their own, and each says what was measured', () => {
    expect(new Set(METRICS.map(({ metric }) => metric)).size).toBe(METRICS.length)
    expect(new Set(METRICS.map(({ name }) => name)).size).toBe(METRICS.length)
    for (const { says, source } of METRICS) expect([says.length > 5, source.length > 5]).toEqual([true, true])
  })

  it('have the unit in their name where it is time', () => {
    for (const { metric, unit } of METRICS) expect([metric, metric.endsWith('_ms')]).toEqual([metric, unit === 'ms'])
  })

  it('are told in docs/metrics.md as they are here', () => {
    const told = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8')
    const rows = told.split('\n').filter((line) => line.startsWith('| `'))
    expect(rows).toEqual(METRICS.map((one) => `| \`${one.metric}\` | ${one.name} | ${one.says} | ${one.source} |`))
  })
})

import { describe, expect, it } from 'vitest'
import type { Session } from '../../client/records.ts'
import type { Row } from '../../ladder/rows.ts'
import { timeOf } from './times.ts'

/** 23:59:59.900 on the day before clocks go forward in Europe. */
const events = [{ timestamp_ns: '1774742399900000000' }] as unknown as Session['events']
const at = (ms: number): Row => ({ kind: 'gap', length: 0, reason: '', at: ms })

describe('the times beside messages', () => {
  const cases: [mode: 'start' | 'clock', ms: number, want: string][] = [
    ['start', 174, '0.174'],
    ['start', 3_723_400, '62:03'],
    ['clock', 0, '23:59:59.900'],
    ['clock', 99.9999, '23:59:59.999'],
    ['clock', 100, '00:00:00.000'],
    ['clock', 3_600_100, '01:00:00.000'],
    ['clock', 7_200_100, '02:00:00.000'],
  ]
  it.each(cases)('by %s at %f ms: %s', (mode, ms, want) => {
    expect(timeOf({ events }, mode)(at(ms))).toBe(want)
  })
})

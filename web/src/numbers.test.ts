import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  bytes,
  clock,
  coarse,
  count,
  day,
  dayAndTime,
  duration,
  inBothZones,
  lossText,
  milliseconds,
  percent,
} from './numbers.ts'

const cases: [written: string, want: string][] = [
  [count(0), '0'],
  [count(1234), '1\u202f234'],
  [count(12_486_001), '12\u202f486\u202f001'],
  [bytes(512), '512 B'],
  [bytes(4_100_000_000), '4.1 GB'],
  [bytes(999_960), '1.0 MB'],
  [bytes(165_488), '165 kB'],
  [percent(0), '0 %'],
  [percent(0.0000001), '<\u20090.1 %'],
  [percent(0.99999), '>\u200999.9 %'],
  [percent(1), '100 %'],
  [percent(0.0166), '1.7 %'],
  [duration(0), '0 ms'],
  [duration(0.031), '0.03 ms'],
  [duration(0.996), '1.0 ms'],
  [lossText(0), '0.0'],
  [lossText(0.0002), '<0.1'],
  [lossText(0.0166), '1.7'],
  [lossText(0.9998), '>99.9'],
  [lossText(1), '100.0'],
  [milliseconds(0.268), '0.27'],
  [milliseconds(17.46), '17.5'],
  [duration(12), '12 ms'],
  [duration(3.14), '3.1 ms'],
  [duration(170), '170 ms'],
  [duration(999.6), '1.00 s'],
  [duration(2990), '2.99 s'],
  [duration(64_200), '1:04.2'],
  [clock(47_000), '0:47.0'],
  [clock(59_990), '1:00.0'],
  [clock(3_731_000), '1:02:11.0'],
  [dayAndTime('2025-12-25T14:02:11.204Z'), '2025-12-25 14:02:11.204'],
  [coarse(0.2), '< 1 s'],
  [coarse(25), '25 s'],
  [coarse(180), '3 min'],
]

describe('numbers', () => {
  it.each(cases)('%s', (written, want) => {
    expect(written).toBe(want)
  })
})

describe('times by the clock of the reader', () => {
  afterEach(() => vi.unstubAllEnvs())

  const cases: { it: string; zone: string; iso: string; now: string; want: [day: string, time: string] }[] = [
    {
      it: 'say their zone in winter',
      zone: 'America/New_York',
      iso: '2026-01-15T14:02:11.204Z',
      now: '2026-01-15T20:00:00.000Z',
      want: ['today', '09:02 EST'],
    },
    {
      it: 'say another one in summer, also where it began only meanwhile',
      zone: 'America/New_York',
      iso: '2026-03-08T07:30:00.000Z',
      now: '2026-03-09T06:30:00.000Z',
      want: ['yesterday', '03:30 EDT'],
    },
    {
      it: 'begin a day with 00',
      zone: 'UTC',
      iso: '2026-01-15T00:05:00.000Z',
      now: '2026-01-15T01:00:00.000Z',
      want: ['today', '00:05 UTC'],
    },
  ]
  it.each(cases)('$it', ({ zone, iso, now, want }) => {
    vi.stubEnv('TZ', zone)
    const told = day(iso, new Date(now))
    expect([told.day, told.time]).toEqual(want)
  })

  it('stand under those of captures, where these differ', () => {
    vi.stubEnv('TZ', 'America/New_York')
    const [utc, own] = inBothZones('2026-01-15T02:05:11.204Z').split('\n')
    expect(utc).toBe('2026-01-15 02:05:11.204 UTC')
    expect(own).toMatch(/^Jan 14, 2026, 21:05:11 EST$/)
    vi.stubEnv('TZ', 'UTC')
    expect(inBothZones('2026-01-15T02:05:11.204Z')).toBe('2026-01-15 02:05:11.204 UTC')
  })
})

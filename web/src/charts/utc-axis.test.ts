import { afterEach, describe, expect, it, vi } from 'vitest'
import { labels, ticks } from './utc-axis.ts'

const HOUR = 3600
const DAY = 24 * HOUR
const seconds = (iso: string): number => Date.parse(iso) / 1000

const cases: { it: string; from: string; to: string; step: number; want: string[] }[] = [
  {
    it: 'hours of the night in which summer time begins',
    from: '2026-03-28T23:10:00Z',
    to: '2026-03-29T03:00:00Z',
    step: HOUR,
    want: ['00:00\n29 Mar 2026', '01:00', '02:00', '03:00'],
  },
  {
    it: 'a day that begins',
    from: '2026-10-24T12:00:00Z',
    to: '2026-10-25T12:00:00Z',
    step: 12 * HOUR,
    want: ['12:00\n24 Oct 2026', '00:00\n25 Oct', '12:00'],
  },
  {
    it: 'weeks from Monday',
    from: '2026-10-13T00:00:00Z',
    to: '2026-11-02T00:00:00Z',
    step: 7 * DAY,
    want: ['19 Oct\n2026', '26 Oct', '2 Nov'],
  },
  {
    it: 'quarters',
    from: '2025-09-20T00:00:00Z',
    to: '2026-04-02T00:00:00Z',
    step: 91 * DAY,
    want: ['Oct\n2025', 'Jan\n2026', 'Apr'],
  },
  {
    it: 'years',
    from: '2023-06-01T00:00:00Z',
    to: '2026-04-02T00:00:00Z',
    step: 2 * 365 * DAY,
    want: ['2024', '2026'],
  },
]

describe.each(['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'])('ticks read in %s', (zone) => {
  afterEach(() => vi.unstubAllEnvs())

  it.each(cases)('tell $it', ({ from, to, step, want }) => {
    vi.stubEnv('TZ', zone)
    expect(labels(ticks(seconds(from), seconds(to), step), step)).toEqual(want)
  })
})

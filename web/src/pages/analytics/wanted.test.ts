import { describe, expect, it } from 'vitest'
import { bucketQuery, datesOf, readWanted, sessionsLink, writeWanted } from './wanted.ts'

const WEEK = { timestamp: '2026-01-05T00:00:00.000Z', interval: '1w' } as const

describe('what analytics are of', () => {
  it.each([
    '',
    'job=a&from=2026-01-01&to=2026-01-31',
    'metric=jobs&interval=1d&by=bytes&series=table',
    'figures=table&kpi=ser&group=peer',
  ])('is the same after it was written: %s', (text) => {
    expect(new URLSearchParams(writeWanted(readWanted(new URLSearchParams(text)))).toString()).toBe(text)
  })

  it.each([
    'from=yesterday',
    'to=2026-13-01',
    'metric=calls',
    'interval=1m',
    'by=name',
    'series=x',
    'group=color',
    'figures=x',
  ])('does not take %s', (text) => {
    expect(writeWanted(readWanted(new URLSearchParams(text)))).toEqual({})
  })

  it('includes the last day', () => {
    expect(datesOf({ from: '2026-01-31', to: '2026-01-31' })).toEqual({
      start_date: '2026-01-31',
      end_date: '2026-02-01',
    })
  })
})

describe('a way to the sessions that are counted', () => {
  it.each([
    { job: '', q: 'ip == "::1"', want: '/sessions?q=ip+%3D%3D+%22%3A%3A1%22' },
    { job: 'a', type: 'VoLTE', want: '/jobs/a?type=VoLTE' },
    { job: 'a', want: '/jobs/a' },
  ])('is $want', ({ job, want, ...of }) => {
    expect(sessionsLink(job, of)).toBe(want)
  })

  it('is all of a bucket', () => {
    expect(bucketQuery(WEEK, { from: '', to: '' })).toBe(
      'start_time >= 2026-01-05T00:00:00.000Z && start_time < 2026-01-12T00:00:00.000Z',
    )
  })

  it('is of a bucket only what is within the dates', () => {
    expect(bucketQuery(WEEK, { from: '2026-01-06', to: '2026-01-07' })).toBe(
      'start_time >= 2026-01-06T00:00:00.000Z && start_time < 2026-01-08T00:00:00.000Z',
    )
  })
})

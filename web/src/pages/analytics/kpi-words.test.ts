import { describe, expect, it } from 'vitest'
import { countedLink, groupQuery, nameOf, percentText, valueOf } from './kpi-words.ts'

const ALL = { job: '', from: '', to: '' }

describe('a percentage', () => {
  it.each([
    [0, '0'],
    [100, '100'],
    [88.889, '88.9'],
    [30.769, '30.8'],
    [15.385, '15.4'],
    [0.001, '0.01'],
    [99.966, '99.97'],
    [99.999, '99.99'],
    [0.123, '0.12'],
    [50, '50'],
    [57.3, '57.3'],
  ])('%d is %s', (percent, want) => {
    expect(percentText(percent)).toBe(want)
  })
})

describe('a figure', () => {
  it('has a short name where it has one', () => {
    expect(nameOf({ name: 'SER: session establishment ratio' })).toEqual(['SER', 'session establishment ratio'])
    expect(nameOf({ name: 'LTE attach time' })).toEqual(['LTE attach time', ''])
  })
  it('is a ratio, or the 95th percentile of a delay, or not known', () => {
    expect([valueOf({ percent: 0 }), valueOf({ p95_ms: 12 }), valueOf({})]).toEqual(['0 %', '12 ms', '–'])
  })
  it('leads to the sessions that it counts', () => {
    expect(countedLink('ser', ALL)).toBe('/sessions?q=kpi+%3D%3D+ser')
    expect(countedLink('ser', { ...ALL, job: 'a' }, { counted: 'missed' })).toBe(
      '/jobs/a?q=kpi+%3D%3D+ser+%26%26+kpi_met+%21%3D+ser',
    )
    expect(countedLink('ser', ALL, { counted: 'met', besides: 'x' })).toBe('/sessions?q=kpi_met+%3D%3D+ser+%26%26+x')
  })
  it('by a value has the sessions that are put down to it; what is none has no query', () => {
    expect(groupQuery('asr', 'cause', '486 "Busy"')).toBe(String.raw`kpi.asr.cause == "486 \"Busy\""`)
    expect(groupQuery('asr', 'cause', '')).toBeUndefined()
  })
  it('leads nowhere where days choose the jobs', () => {
    expect(countedLink('ser', { ...ALL, from: '2026-01-01' })).toBeUndefined()
  })
})

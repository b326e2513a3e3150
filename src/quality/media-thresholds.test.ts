import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { MEDIA_VERDICTS } from '../model/session.ts'
import { SEVERITY, THRESHOLDS } from './media-thresholds.ts'

const page = readFileSync(new URL('../../docs/media.md', import.meta.url), 'utf8')

/** As the page writes them. */
function written({ value, unit }: { readonly value: number; readonly unit: string }): string {
  if (unit === 'ms') return value < 1000 ? `${value} ms` : `${value / 1000} s`
  return unit === 'share' ? `${value * 100} %` : `${value} ${unit}`
}

describe('the page on media', () => {
  it.each(Object.entries(THRESHOLDS))('tells the threshold %s and why', (name, threshold) => {
    expect(page).toContain(`| \`${name}\` | ${written(threshold)} | ${threshold.why} |`)
  })

  it.each(MEDIA_VERDICTS)('tells the kind %s and how grave it is', (kind) => {
    expect(page).toContain(`| \`${kind}\` | ${SEVERITY[kind]} |`)
  })
})

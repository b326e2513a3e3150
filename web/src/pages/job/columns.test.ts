import { expect, it, vi } from 'vitest'
import { SORTS } from '../../../../src/search/sort.ts'

it('columns sort by what the server sorts by', async () => {
  vi.stubGlobal('localStorage', { getItem: () => null })
  const { COLUMNS } = await import('./columns.tsx')
  const sorts = COLUMNS.flatMap(({ sort }) => sort ?? [])
  expect(sorts.length).toBeGreaterThan(8)
  expect(sorts.filter((sort) => !SORTS.includes(sort))).toEqual([])
})

import { expect, test } from 'vitest'
import { PairTable } from './pair-table.ts'

test('a pair keeps its place, whatever comes after it', () => {
  const table = new PairTable()
  const places: number[] = []
  for (let i = 0; i < 5000; i++) places.push(table.place(i % 7, i))
  expect(places).toEqual(Array.from({ length: 5000 }, (_, i) => i))
  for (let i = 0; i < 5000; i++) expect(table.place(i % 7, i)).toBe(i)
  expect(table.length).toBe(5000)
  expect([table.first(4321), table.second(4321)]).toEqual([4321 % 7, 4321])
})

test('the order within a pair counts', () => {
  const table = new PairTable()
  expect([table.place(1, 2), table.place(2, 1), table.place(1, 2)]).toEqual([0, 1, 0])
})

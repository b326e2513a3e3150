import { describe, expect, it } from 'vitest'
import { Members } from './members.ts'

describe('members by name', () => {
  it('are had by their names, each once, until they are taken or deleted', () => {
    const members = new Members<number>(10)
    for (const [name, member] of [
      ['a', 1],
      ['a', 2],
      ['a', 1],
      ['b', 1],
    ] as const)
      members.add(name, member)
    members.delete('a', 2)
    expect([members.of('a'), members.of('b'), members.of('c'), members.size]).toEqual([[1], [1], [], 2])
    expect([members.take('a'), members.of('a'), members.size]).toEqual([[1], [], 1])
  })

  it('leave in the order of their names when there is no more room', () => {
    const members = new Members<number>(3)
    for (let i = 0; i < 5; i++) members.add(i < 2 ? 'a' : 'b', i)
    expect([members.of('a'), members.of('b'), members.size]).toEqual([[], [2, 3, 4], 3])
  })

  it('make room for one of the same name', () => {
    const members = new Members<number>(1)
    members.add('a', 1)
    members.add('a', 2)
    expect([members.of('a'), members.size]).toEqual([[2], 1])
  })
})

it.each([1, 1_000_000])('a flood of members of %d names costs each as much as the one before', (names) => {
  const most = 50_000
  const members = new Members<number>(most)
  const add = (from: number): number => {
    const start = performance.now()
    for (let i = from; i < from + most; i++) members.add(`n${i % names}`, i)
    return performance.now() - start
  }
  const filling = add(0)
  let flood = 0
  for (let i = 1; i <= 4; i++) flood += add(i * most)
  expect(members.size).toBe(most)
  // Stepping over all that has left, each time, costs hundreds of times as much.
  expect(flood).toBeLessThan(60 * filling + 60)
})

import { expect, it } from 'vitest'
import { Bits } from './bits.ts'

it('holds just what was added, however far apart', () => {
  const bits = new Bits()
  const added = [0, 7, 8, 8191, 8192, 16_384, 100_000]
  for (const number of added) bits.add(number)
  const held = Array.from({ length: 200_000 }, (_, number) => number).filter((number) => bits.has(number))
  expect(held).toEqual(added)
})

import { expect, it } from 'vitest'
import { TokenBuckets } from './token-buckets.ts'

const MINUTE = 60_000

/** Takes a token where there is one. */
function took(buckets: TokenBuckets, caller: string, now: number): boolean {
  const { wait } = buckets.look(caller, now)
  if (wait === 0) buckets.take(caller, now)
  return wait === 0
}

it('gives what it holds at once, and then as fast as it is refilled', () => {
  const buckets = new TokenBuckets(60, MINUTE)
  for (let i = 0; i < 60; i++) expect(took(buckets, 'a', 0)).toBe(true)
  expect(buckets.look('a', 0)).toEqual({ remaining: 0, wait: 1000, full: MINUTE })
  expect(took(buckets, 'a', 999)).toBe(false)
  expect(took(buckets, 'a', 1000)).toBe(true)
  expect(took(buckets, 'a', 1001)).toBe(false)
})

it('holds no more than its size, however long nobody comes', () => {
  const buckets = new TokenBuckets(2, MINUTE)
  took(buckets, 'a', 0)
  expect(buckets.look('a', 1e12)).toMatchObject({ remaining: 1, wait: 0 })
})

it('does not mind a clock that is set back', () => {
  const buckets = new TokenBuckets(1, MINUTE)
  took(buckets, 'a', MINUTE)
  expect(buckets.look('a', 0)).toMatchObject({ wait: MINUTE })
})

it('remembers so many callers and no more, the latest', () => {
  const buckets = new TokenBuckets(1, MINUTE)
  for (let i = 0; i <= 50_000; i++) buckets.take(`caller ${i}`, 0)
  expect(buckets.look('caller 0', 0).wait).toBe(0)
  expect(buckets.look('caller 1', 0).wait).toBe(MINUTE)
  expect(buckets.look('caller 50000', 0).wait).toBe(MINUTE)
})

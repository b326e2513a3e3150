import { expect, it } from 'vitest'
import { isoMilliseconds, isoTime } from './moment.ts'

const cases: { it: string; at: number }[] = [
  { it: 'a moment of today', at: 1_767_225_599_999 },
  { it: 'the second after it', at: 1_767_225_600_000 },
  { it: 'a second that is remembered in the same place', at: 1_767_225_600_000 + 256_000 },
  { it: 'the first one again', at: 1_767_225_600_007 },
  { it: 'the start of time', at: 0 },
  { it: 'before 1970', at: -1 },
  { it: 'beyond 2038, where seconds have more than 31 bits', at: 4_294_967_296_500 },
]
for (const { it: name, at } of cases)
  it(`tells ${name} as a Date does`, () => expect(isoMilliseconds(at)).toBe(new Date(at).toISOString()))

it('cuts what is less than a millisecond', () => {
  expect(isoMilliseconds(1999.9)).toBe('1970-01-01T00:00:01.999Z')
  expect(isoMilliseconds(-0.5)).toBe('1969-12-31T23:59:59.999Z')
  expect(isoTime({ seconds: 1, nanoseconds: 999_999_999 })).toBe('1970-01-01T00:00:01.999Z')
})

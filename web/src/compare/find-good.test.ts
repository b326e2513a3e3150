import { describe, expect, it } from 'vitest'
import type { Session } from '../client/records.ts'
import { type Asked, conditionsOf, findGood } from './find-good.ts'

const session = {
  session_id: 'bad',
  type: 'VoLTE',
  subtype: 'volte',
  start_time: '2026-01-01T00:00:00.000Z',
  correlation_key: { callee: 'sip:+491710000002@ims.example' },
  participants: ['10.0.0.1:5060', '[2001:db8::1]:5060', '10.0.0.1:5062'],
} as unknown as Session

/** Answers the one asked for that `fits`, and notes how many were asked before. */
async function found(fits: (asked: Asked) => boolean) {
  const asked: Asked[] = []
  const good = await findGood(session, 'job', (one) => {
    asked.push(one)
    return Promise.resolve(fits(one) ? (session as never) : undefined)
  })
  return { common: good?.common, job: asked.at(-1)?.jobId, asked: asked.length, query: asked.at(-1)?.query }
}

describe('a good session like a bad one', () => {
  it('is looked for from what is nearest to what is only of the same type', () => {
    expect(conditionsOf(session)).toEqual([
      ['called', ['subtype == "volte"', 'callee == "sip:+491710000002@ims.example"']],
      ['ends', ['subtype == "volte"', 'ip == "10.0.0.1"', 'ip == "2001:db8::1"']],
      ['prefix', ['subtype == "volte"', 'callee starts_with "sip:+49171000"']],
      ['subtype', ['subtype == "volte"']],
      ['type', []],
    ])
  })

  it('is the one before it in time, where there is one', async () => {
    expect(await found(() => true)).toEqual({
      common: 'called',
      job: 'job',
      asked: 1,
      query: `success and subtype == "volte" and callee == "sip:+491710000002@ims.example" and start_time <= "${session.start_time}"`,
    })
  })

  it('is of another job where its own has none', async () => {
    expect(await found(({ jobId, query }) => jobId === '' && query.includes('ip =='))).toMatchObject({
      common: 'ends',
      job: '',
      asked: 13,
    })
  })

  it('may not be there, and what it is called by cannot end the query', async () => {
    expect(await found(() => false)).toMatchObject({ common: undefined, asked: 20 })
    const hostile = { ...session, correlation_key: { callee: 'a" or success or "\\' } }
    expect(conditionsOf(hostile)[0]?.[1][1]).toBe(String.raw`callee == "a\" or success or \"\\"`)
  })
})

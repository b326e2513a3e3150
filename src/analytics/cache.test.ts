import { describe, expect, it } from 'vitest'
import { AnswerCache } from './cache.ts'

describe('kept answers', () => {
  let now = 0
  const cache = (seconds: number): AnswerCache => new AnswerCache(seconds, () => now)

  it('stand for their time, and say since when', async () => {
    const answers = cache(60)
    let made = 0
    const ask = () => answers.get('key', async () => ++made)
    now = 1000
    expect(await ask()).toEqual({ value: 1, cached: false, cache_timestamp: '1970-01-01T00:00:01.000Z' })
    now = 60_999
    expect(await ask()).toEqual({ value: 1, cached: true, cache_timestamp: '1970-01-01T00:00:01.000Z' })
    now = 61_000
    expect(await ask()).toMatchObject({ value: 2, cached: false })
    expect(answers.hitRate).toBe(0.3333)
  })

  it('are made anew when the clock was set back, and not kept until it has caught up', async () => {
    const answers = cache(60)
    now = 3_600_000
    await answers.get('key', async () => 1)
    now = 0
    expect(await answers.get('key', async () => 2)).toMatchObject({ value: 2, cached: false })
  })

  it('are made once for all who ask at a time', async () => {
    const answers = cache(60)
    let made = 0
    const all = await Promise.all([1, 2, 3].map(() => answers.get('key', async () => ++made)))
    expect(all.map(({ value }) => value)).toEqual([1, 1, 1])
  })

  it('are none where making one failed', async () => {
    const answers = cache(60)
    await expect(answers.get('key', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await answers.get('key', async () => 'yes')).toMatchObject({ value: 'yes', cached: false })
  })

  it('are forgotten when cleared, or the oldest when there are too many, or always with 0 seconds', async () => {
    const answers = cache(60)
    const ask = async (key: string, of = answers) => (await of.get(key, async () => key)).cached
    await ask('a')
    answers.clear()
    expect(await ask('a')).toBe(false)
    for (let i = 0; i < 1000; i++) await ask(`key ${i}`)
    expect([await ask('a'), await ask('key 999')]).toEqual([false, true])
    const none = cache(0)
    expect([await ask('a', none), await ask('a', none)]).toEqual([false, false])
    expect(none.hitRate).toBe(0)
  })
})

import { copyFileSync, existsSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { exportSessions } from '../export/sessions.ts'
import { madeResult } from '../search/fixture.ts'
import { decodeBody } from '../pipeline/bodies.ts'
import { openResult } from '../store/results/reader.ts'
import { InspectPool } from './pool.ts'
import { Busy } from './questions.ts'
import { TooSlow } from './reader.ts'

const SESSIONS = 500
const made = madeResult(
  Array.from({ length: SESSIONS }, (_, i) => ({ session_id: `s${i}`, session_key: 'k'.repeat(999) })),
)
const pool = new InspectPool(1, 20_000)
afterAll(async () => {
  await pool.close()
  rmSync(made.folder, { recursive: true })
})

async function total(): Promise<number> {
  return (await pool.ask(made.path, 'sessions', { limit: 1 })).total
}

describe('a stream', () => {
  it('gives in pieces what there is', async () => {
    const pieces: Uint8Array[] = []
    for await (const piece of pool.stream(made.path, 'sessions', { format: 'json' })) pieces.push(piece)
    const result = openResult(made.path, decodeBody)
    expect(Buffer.concat(pieces).toString()).toBe([...exportSessions(result, 'json')].join(''))
    expect(pieces.length).toBeGreaterThan(5)
    result.close()
  })

  it('lets others be answered in between, and can be given up', async () => {
    let pieces = 0
    for await (const _ of pool.stream(made.path, 'sessions', { format: 'ndjson' })) {
      expect(await total()).toBe(SESSIONS)
      if (++pieces === 2) break
    }
    expect([pieces, await total()]).toEqual([2, SESSIONS])
  })

  it('of a file that is not there fails, and harms no other', async () => {
    const pieces = pool.stream(`${made.path}-not`, 'sessions', { format: 'json' })
    await expect(pieces.next()).rejects.toThrow(/open/)
    expect(await total()).toBe(SESSIONS)
  })
})

it('has no more streams at once than it may, and others again when one is over', async () => {
  const first = (): AsyncGenerator<Uint8Array> => pool.stream(made.path, 'sessions', { format: 'ndjson' })
  const begun = Array.from({ length: 32 }, first)
  for (const stream of begun) await stream.next()
  expect(pool.load.streams).toBe(32)
  await expect(first().next()).rejects.toBeInstanceOf(Busy)
  expect(await total()).toBe(SESSIONS)
  await begun[0]!.return(undefined)
  const another = first()
  expect((await another.next()).done).toBe(false)
  for (const stream of [...begun, another]) await stream.return(undefined)
  expect(pool.load).toEqual({ waiting: 0, streams: 0 })
})

it('answers others while one question takes too long, which ends alone', async () => {
  const two = new InspectPool(2, 5000)
  // More than a hundred million triples of sessions.
  const where = 'session_id IN (SELECT max(a.id || b.id || c.id) FROM sessions a, sessions b, sessions c)'
  const slow = two
    .ask(made.path, 'sessions', { condition: { where, parameters: [] } })
    .catch((error: unknown) => error as object)
  const others = Promise.all(Array.from({ length: 9 }, async () => two.ask(made.path, 'sessions', { limit: 1 })))
  expect(await Promise.race([slow, others])).toHaveLength(9)
  expect(await slow).toBeInstanceOf(TooSlow)
  await two.close()
})

/** What this process holds open of a file, there or deleted. */
function held(path: string): string[] {
  const links = readdirSync('/proc/self/fd').map((number) => {
    try {
      return readlinkSync(`/proc/self/fd/${number}`)
    } catch {
      return ''
    }
  })
  return links.filter((link) => link.startsWith(path))
}

it.runIf(existsSync('/proc/self/fd'))('holds no file open that is deleted', async () => {
  const copy = `${made.path}-copy`
  copyFileSync(made.path, copy)
  await pool.ask(copy, 'sessions', { limit: 1 })
  expect(held(copy)).not.toEqual([])
  rmSync(copy)
  pool.forget(copy)
  await expect.poll(() => held(copy)).toEqual([])
  await expect(pool.ask(copy, 'sessions', { limit: 1 })).rejects.toThrow('cannot be opened')
})

it('gives up what takes too long, and goes on', async () => {
  const hasty = new InspectPool(1, 1)
  const slow = (): Promise<unknown> => hasty.ask(made.path, 'sessions', {})
  await expect(slow()).rejects.toBeInstanceOf(TooSlow)
  await expect(hasty.stream(made.path, 'sessions', { format: 'json' }).next()).rejects.toBeInstanceOf(TooSlow)
  await hasty.close()
})

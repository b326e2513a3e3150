import { rmSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { exportSessions } from '../export/sessions.ts'
import { madeResult } from '../search/fixture.ts'
import { decodeBody } from '../pipeline/bodies.ts'
import { openResult } from '../store/results/reader.ts'
import { InspectPool, TooSlow } from './pool.ts'

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
    for await (const piece of pool.stream(made.path, 'sessions', { format: 'ndjson' })) {
      expect(piece.length).toBeGreaterThan(0)
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

it('gives up what takes too long, and goes on', async () => {
  const hasty = new InspectPool(1, 1)
  const slow = (): Promise<unknown> => hasty.ask(made.path, 'sessions', {})
  await expect(slow()).rejects.toBeInstanceOf(TooSlow)
  await expect(hasty.stream(made.path, 'sessions', { format: 'json' }).next()).rejects.toBeInstanceOf(TooSlow)
  await hasty.close()
})

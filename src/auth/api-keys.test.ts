import { afterEach, beforeEach, expect, it } from 'vitest'
import type { User } from '../model/user.ts'
import { openCatalogue } from '../store/catalogue/catalogue.ts'
import type { Catalogue } from '../store/catalogue/contract.ts'
import { sqliteDialect } from '../store/catalogue/sqlite.ts'
import { KeyRing } from './api-keys.ts'

const DAY = 86_400_000
const WANTED = { description: '', scopes: ['jobs:read'] } as const

let clock = 0
let catalogue: Catalogue
let keys: KeyRing
let owner: User
beforeEach(async () => {
  clock = Date.UTC(2026, 0, 1)
  catalogue = await openCatalogue(sqliteDialect(':memory:'))
  const created_at = new Date(clock).toISOString()
  await catalogue.users.add({ user_id: 'id', username: 'a', email: '', roles: ['user'], created_at, password_hash: '' })
  owner = (await catalogue.users.get('id'))!
  keys = new KeyRing(catalogue, () => clock)
})
afterEach(async () => catalogue.close())

it('is good for its days, and not a moment longer', async () => {
  const { api_key } = await keys.make(owner, { ...WANTED, expires_in_days: 2 })
  clock += 2 * DAY - 1
  expect(await keys.principal(api_key)).toMatchObject({ by: 'key', scopes: ['jobs:read'], user: { username: 'a' } })
  clock += 1
  await expect(keys.principal(api_key)).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' })
})

it('notes when it is used, once a minute', async () => {
  const { api_key } = await keys.make(owner, WANTED)
  const used: (string | null)[] = []
  for (const later of [0, 59_999, 1]) {
    clock += later
    await keys.principal(api_key)
    used.push((await catalogue.keys.list())[0]!.last_used)
  }
  expect(used).toEqual(['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', '2026-01-01T00:01:00.000Z'])
})

it('is one of a hundred at most', async () => {
  for (let i = 0; i < 100; i++) await keys.make(owner, WANTED)
  await expect(keys.make(owner, WANTED)).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
  await catalogue.keys.remove((await catalogue.keys.list())[0]!.key_id)
  await keys.make(owner, WANTED)
  expect((await catalogue.keys.list()).length).toBe(100)
})

it.each(['', 'cfv_', 'cfv_x', 'x'.repeat(10_000)])('is none of what nobody made: %#', async (key) => {
  await expect(keys.principal(key)).rejects.toMatchObject({ code: 'TOKEN_INVALID' })
})

import { afterEach, beforeEach, expect, it } from 'vitest'
import type { User } from '../model/user.ts'
import { openCatalogue } from '../store/catalogue/catalogue.ts'
import type { Catalogue } from '../store/catalogue/contract.ts'
import { sqliteDialect } from '../store/catalogue/sqlite.ts'
import { Accounts } from './accounts.ts'
import { KeyRing } from './api-keys.ts'
import { LoginDesk } from './logins.ts'
import { isAlive, LOCAL, reach } from './principal.ts'

const SETTINGS = { jwt_secret: 'x'.repeat(32), jwt_expiry_hours: 24, refresh_token_expiry_days: 30 }

let catalogue: Catalogue
let user: User
beforeEach(async () => {
  catalogue = await openCatalogue(sqliteDialect(':memory:'))
  user = await new Accounts(catalogue).create({ username: 'a', password: 'SecureP@ss123', roles: ['user', 'readonly'] })
})
afterEach(async () => catalogue.close())

it('lives as long as its login', async () => {
  const desk = new LoginDesk(catalogue, SETTINGS, Date.now)
  const principal = await desk.principal('token', (await desk.begin(user, 'token')).access_token)
  expect(await isAlive(principal, catalogue)).toBe(true)
  await desk.end(principal.id)
  expect(await isAlive(principal, catalogue)).toBe(false)
})

it('lives as long as its key', async () => {
  const keys = new KeyRing(catalogue, Date.now)
  const principal = await keys.principal((await keys.make(user, { description: '', scopes: ['jobs:read'] })).api_key)
  expect(await isAlive(principal, catalogue)).toBe(true)
  await catalogue.keys.remove(principal.id)
  expect(await isAlive(principal, catalogue)).toBe(false)
  expect(await isAlive(LOCAL, catalogue)).toBe(true)
})

it('with two roles reaches with each scope as far as the role that has it', async () => {
  const principal = { by: 'token', user, scopes: [], id: '' } as const
  expect(reach(principal, 'jobs:read')).toBe('all')
  expect(reach(principal, 'jobs:write')).toBe('own')
  expect(reach(principal, 'packets:raw')).toBe('own')
})

import { afterEach, beforeEach, expect, it } from 'vitest'
import type { User } from '../model/user.ts'
import { openCatalogue } from '../store/catalogue/catalogue.ts'
import type { Catalogue } from '../store/catalogue/contract.ts'
import { sqliteDialect } from '../store/catalogue/sqlite.ts'
import { LoginDesk } from './logins.ts'

const HOUR = 3_600_000
const SETTINGS = { jwt_secret: 'x'.repeat(32), jwt_expiry_hours: 24, refresh_token_expiry_days: 30 }

let clock = 0
let catalogue: Catalogue
let desk: LoginDesk
let user: User
beforeEach(async () => {
  clock = Date.UTC(2026, 0, 1)
  catalogue = await openCatalogue(sqliteDialect(':memory:'))
  const created_at = new Date(clock).toISOString()
  const roles = ['user'] as const
  await catalogue.users.add({ user_id: 'id', username: 'a', email: '', roles, created_at, password_hash: '' })
  user = (await catalogue.users.get('id'))!
  desk = new LoginDesk(catalogue, SETTINGS, () => clock)
})
afterEach(async () => catalogue.close())

it('takes an access token for its time, and not a moment longer', async () => {
  const { access_token, expires_in } = await desk.begin(user, 'token')
  expect(expires_in).toBe(86_400)
  clock += 24 * HOUR - 1000
  expect(await desk.principal('token', access_token)).toMatchObject({ by: 'token', user: { username: 'a' } })
  clock += 1000
  await expect(desk.principal('token', access_token)).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' })
})

it('takes one that was renewed at the last moment for all of its time', async () => {
  const { refresh_token } = await desk.begin(user, 'token')
  clock += 30 * 24 * HOUR - 1000
  const { access_token } = await desk.renew(refresh_token)
  clock += 23 * HOUR
  // Another login removes those that are over.
  await desk.begin(user, 'token')
  expect(await desk.principal('token', access_token)).toMatchObject({ by: 'token' })
  await expect(desk.renew(refresh_token)).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' })
  clock += 10 * HOUR
  await desk.begin(user, 'token')
  await expect(desk.principal('token', access_token)).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' })
})

it('prolongs a session each time that it is exchanged', async () => {
  let { refresh_token } = await desk.begin(user, 'session')
  for (let week = 0; week < 10; week++) {
    clock += 7 * 24 * HOUR
    const issued = await desk.exchange(refresh_token)
    expect(issued.refresh_expires_in).toBe(30 * 24 * 3600)
    refresh_token = issued.refresh_token
  }
  clock += 30 * 24 * HOUR
  await expect(desk.exchange(refresh_token)).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' })
})

it.each([0, 30_000])('takes a token that was exchanged %i ms ago, as another tab would', async (late) => {
  const { refresh_token } = await desk.begin(user, 'session')
  const first = await desk.exchange(refresh_token)
  clock += late
  const again = await desk.exchange(refresh_token)
  expect(await desk.exchange(again.refresh_token)).toMatchObject({ user: { user_id: 'id' } })
  expect(await desk.principal('session', first.access_token)).toMatchObject({ by: 'session' })
})

it('ends the session where a token comes that was exchanged longer ago', async () => {
  const { refresh_token } = await desk.begin(user, 'session')
  const first = await desk.exchange(refresh_token)
  clock += 30_001
  await expect(desk.exchange(refresh_token)).rejects.toMatchObject({ code: 'TOKEN_INVALID' })
  await expect(desk.principal('session', first.access_token)).rejects.toMatchObject({ code: 'TOKEN_INVALID' })
})

it('takes no API login for a session, nor a session for one', async () => {
  const api = await desk.begin(user, 'token')
  const session = await desk.begin(user, 'session')
  await expect(desk.principal('session', api.access_token)).rejects.toMatchObject({ code: 'TOKEN_INVALID' })
  await expect(desk.principal('token', session.access_token)).rejects.toMatchObject({ code: 'TOKEN_INVALID' })
  await expect(desk.exchange(api.refresh_token)).rejects.toMatchObject({ code: 'TOKEN_INVALID' })
  await expect(desk.renew(session.refresh_token)).rejects.toMatchObject({ code: 'TOKEN_INVALID' })
})

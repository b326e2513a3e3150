import { afterEach, beforeEach, expect, it } from 'vitest'
import { openCatalogue } from '../store/catalogue/catalogue.ts'
import type { Catalogue } from '../store/catalogue/contract.ts'
import { sqliteDialect } from '../store/catalogue/sqlite.ts'
import { Accounts } from './accounts.ts'

const PASSWORD = 'SecureP@ss123'

let catalogue: Catalogue
let accounts: Accounts
beforeEach(async () => {
  catalogue = await openCatalogue(sqliteDialect(':memory:'))
  accounts = new Accounts(catalogue)
})
afterEach(async () => catalogue.close())

it('has a first admin made where there is none, also beside other users', async () => {
  await accounts.create({ username: 'alice', password: PASSWORD, roles: ['user'] })
  expect(await accounts.makeFirstAdmin(PASSWORD)).toBeUndefined()
  expect(await accounts.authenticate('admin', PASSWORD)).toMatchObject({ roles: ['admin'] })
  await accounts.makeFirstAdmin('Another1Password')
  await expect(accounts.authenticate('admin', 'Another1Password')).rejects.toMatchObject({
    code: 'INVALID_CREDENTIALS',
  })
})

it('has none made of a user of that name', async () => {
  await accounts.create({ username: 'Admin', password: PASSWORD, roles: ['user'] })
  await expect(accounts.makeFirstAdmin(undefined)).rejects.toMatchObject({ code: 'USERNAME_EXISTS' })
})

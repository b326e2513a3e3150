import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Accounts } from '../auth/accounts.ts'
import { openCatalogue } from '../store/catalogue/catalogue.ts'
import type { Catalogue } from '../store/catalogue/contract.ts'
import { sqliteDialect } from '../store/catalogue/sqlite.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const PASSWORD = 'SecureP@ss123'

let folder = ''
/** Open all the while, as a server has it. */
let catalogue: Catalogue
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'accounts-'))
  catalogue = await openCatalogue(sqliteDialect(join(folder, 'catalogue.db')))
})
afterEach(async () => {
  await catalogue.close()
  rmSync(folder, { recursive: true })
})

function callflowd(args: string, input = ''): { status: number | null; stdout: string; stderr: string } {
  const env = { ...process.env, CALLFLOW_RESULTS_DIR: folder }
  return spawnSync(process.execPath, [MAIN, ...args.split(' ')], { encoding: 'utf8', input, env })
}

describe('users', () => {
  it('are added, listed, given new passwords and disabled, while a server runs on the same store', async () => {
    const added = callflowd('user add alice --role readonly user --email a@example.com', `${PASSWORD}\n`)
    expect(added).toMatchObject({ status: 0, stderr: '' })
    const accounts = new Accounts(catalogue)
    const user = await accounts.authenticate('alice', PASSWORD)
    expect(user).toMatchObject({ roles: ['readonly', 'user'], email: 'a@example.com' })
    expect(added.stdout).toBe(`${user.user_id}\n`)
    expect(callflowd('user list').stdout).toBe(`${user.user_id}\talice\treadonly,user\tactive\tnever\n`)

    expect(callflowd('user passwd alice', 'NewSecureP@ss456').status).toBe(0)
    await expect(accounts.authenticate('alice', PASSWORD)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
    await accounts.authenticate('alice', 'NewSecureP@ss456')

    expect(callflowd('user disable alice').status).toBe(0)
    await expect(accounts.authenticate('alice', 'NewSecureP@ss456')).rejects.toMatchObject({
      code: 'INVALID_CREDENTIALS',
    })
    const { entries } = await catalogue.audit.list({ page: 1, limit: 9 })
    expect(entries.map(({ action, address }) => `${action} ${address}`)).toEqual([
      'user.update cli',
      'password.change cli',
      'user.create cli',
    ])
  })

  const refused: [string, string, string][] = [
    ['user add alice', 'weak\n', 'Password needs 8 to 128 characters'],
    ['user add root', `${PASSWORD}\n`, 'there is a user of that name'],
    ['user add -bad-', `${PASSWORD}\n`, "unknown option '-bad-'"],
    ['user add a/b', `${PASSWORD}\n`, "'a/b' is no user's name"],
    ['user add alice --email nowhere', `${PASSWORD}\n`, "'nowhere' is no address"],
    ['user add alice', '', 'no password on standard input'],
    ['user add alice --role king', PASSWORD, 'Allowed choices are admin, user, readonly'],
    ['user passwd nobody', PASSWORD, "there is no user 'nobody'"],
    ['user disable root', '', 'The last admin cannot be removed'],
    ['key create --user root --scope all', '', 'Allowed choices are jobs:read'],
    ['key create --user nobody --scope jobs:read', '', "there is no user 'nobody'"],
    ['key create --user root --scope jobs:read --days 0', '', 'from 1 to 36500'],
    ['key revoke nothing', '', "there is no API key 'nothing'"],
  ]
  it.each(refused)('%s is refused in one line', async (args, input, words) => {
    await new Accounts(catalogue).create({ username: 'root', password: PASSWORD, roles: ['admin'] })
    const { status, stdout, stderr } = callflowd(args, input)
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toContain(words)
    expect(stderr).toMatch(/^callflowd: .*\n$/)
  })
})

describe('keys', () => {
  it('are made, shown once, and revoked', async () => {
    const owner = await new Accounts(catalogue).create({ username: 'alice', password: PASSWORD, roles: ['user'] })
    const made = callflowd('key create --user alice --scope jobs:read sessions:read --description CI --days 30')
    expect(made).toMatchObject({ status: 0, stderr: '' })
    const [, keyId = ''] = /^(\S+)\tcfv_\S{43}\n$/.exec(made.stdout) ?? []
    expect(await catalogue.keys.list(owner.user_id)).toMatchObject([
      { key_id: keyId, description: 'CI', scopes: ['jobs:read', 'sessions:read'] },
    ])
    expect(callflowd(`key revoke ${keyId}`).status).toBe(0)
    expect(await catalogue.keys.list()).toEqual([])
  })
})

describe('the configuration', () => {
  it('is printed as a file that would be taken, without the secret', () => {
    const { status, stdout } = callflowd('config --api-port 9999 --no-auth')
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      server: { port: 9999, bind_address: '127.0.0.1' },
      auth: { enabled: false, jwt_secret: '' },
      storage: { output_dir: folder },
    })
  })
})

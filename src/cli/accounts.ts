import { Accounts } from '../auth/accounts.ts'
import { KeyRing } from '../auth/api-keys.ts'
import { Auditor } from '../auth/audit.ts'
import { Refusal } from '../auth/refusal.ts'
import { type AuditAction, EMAIL, type Role, type Scope, type User, USERNAME } from '../model/user.ts'
import type { Catalogue } from '../store/catalogue/contract.ts'
import { BadInput } from './failure.ts'
import { readPassword } from './password.ts'
import { openStore, readConfig } from './store.ts'

export interface StoreOptions {
  readonly config?: string
}

/** What the commands on users and keys work with: the server's own store, which may be in use meanwhile. */
interface Store {
  readonly catalogue: Catalogue
  readonly accounts: Accounts
  readonly note: (action: AuditAction, target: string) => Promise<void>
}

async function inStore<T>({ config }: StoreOptions, work: (store: Store) => Promise<T>): Promise<T> {
  const catalogue = await openStore(readConfig(config === undefined ? {} : { config }))
  const audit = new Auditor(catalogue)
  const note = async (action: AuditAction, target: string): Promise<void> =>
    audit.note({ action, address: 'cli', target })
  try {
    return await work({ catalogue, accounts: new Accounts(catalogue), note })
  } catch (error) {
    if (error instanceof Refusal) throw new BadInput(error.message === '' ? WORDS[error.code] : error.message)
    throw error
  } finally {
    await catalogue.close()
  }
}

const WORDS: Partial<Record<Refusal['code'], string>> = {
  USERNAME_EXISTS: 'there is a user of that name',
  EMAIL_EXISTS: 'there is a user of that address',
}

async function found({ accounts }: Store, name: string): Promise<User> {
  const user = await accounts.named(name)
  if (!user) throw new BadInput(`there is no user '${name}'`)
  return user
}

export async function addUser(
  username: string,
  { role, email, ...options }: StoreOptions & { readonly role: readonly Role[]; readonly email?: string },
): Promise<void> {
  if (!new RegExp(USERNAME).test(username)) throw new BadInput(`'${username}' is no user's name`)
  if (email !== undefined && !new RegExp(EMAIL).test(email)) throw new BadInput(`'${email}' is no address`)
  const password = await readPassword()
  await inStore(options, async ({ accounts, note }) => {
    const user = await accounts.create({ username, password, email, roles: role })
    await note('user.create', user.user_id)
    print(user.user_id)
  })
}

export async function listUsers(options: StoreOptions): Promise<void> {
  await inStore(options, async ({ catalogue }) => {
    const { users } = await catalogue.users.list()
    for (const { user_id, username, roles, is_active, last_login } of users) {
      print([user_id, username, roles.join(), is_active ? 'active' : 'disabled', last_login ?? 'never'].join('\t'))
    }
  })
}

export async function changePassword(username: string, options: StoreOptions): Promise<void> {
  const password = await readPassword()
  await inStore(options, async (store) => {
    const { user_id } = await found(store, username)
    await store.accounts.setPassword(user_id, password)
    await store.note('password.change', user_id)
  })
}

export async function disableUser(username: string, options: StoreOptions): Promise<void> {
  await inStore(options, async (store) => {
    const { user_id } = await found(store, username)
    await store.accounts.update(user_id, { is_active: false })
    await store.note('user.update', user_id)
  })
}

export interface KeyOptions extends StoreOptions {
  readonly user: string
  readonly scope: readonly Scope[]
  readonly description: string
  readonly days?: number
}

export async function createKey({ user, scope, description, days, ...options }: KeyOptions): Promise<void> {
  await inStore(options, async (store) => {
    const keys = new KeyRing(store.catalogue, Date.now)
    const wanted = { description, scopes: scope, expires_in_days: days }
    const { key_id, api_key } = await keys.make(await found(store, user), wanted)
    await store.note('key.create', key_id)
    print(`${key_id}\t${api_key}`)
  })
}

export async function revokeKey(keyId: string, options: StoreOptions): Promise<void> {
  await inStore(options, async ({ catalogue, note }) => {
    if (!(await catalogue.keys.remove(keyId))) throw new BadInput(`there is no API key '${keyId}'`)
    await note('key.revoke', keyId)
  })
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

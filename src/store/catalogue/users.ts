import { sql, type Transaction } from 'kysely'
import type { Page, User } from '../../model/user.ts'
import type { NewUser, NotChanged, Taken, UserChange, Users } from './accounts-contract.ts'
import type { Database, Tables, UserTable } from './database.ts'

/** Undoes the transaction it is thrown in. */
class Refused extends Error {
  readonly why: NotChanged

  constructor(why: NotChanged) {
    super(why)
    this.why = why
  }
}

export class SqlUsers implements Users {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async add({ username, email, roles, ...user }: NewUser): Promise<Taken | undefined> {
    const row = {
      ...user,
      username,
      username_key: username.toLowerCase(),
      ...emailColumns(email),
      roles: JSON.stringify(roles),
      is_active: 1,
      last_login: null,
    }
    const { numInsertedOrUpdatedRows } = await this.#database
      .insertInto('users')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (numInsertedOrUpdatedRows === 1n) return undefined
    return (await this.byName(username)) ? 'USERNAME_EXISTS' : 'EMAIL_EXISTS'
  }

  async get(userId: string): Promise<User | undefined> {
    const row = await this.#database.selectFrom('users').selectAll().where('user_id', '=', userId).executeTakeFirst()
    return row && readUser(row)
  }

  async byName(username: string): Promise<{ user: User; password_hash: string } | undefined> {
    const row = await this.#database
      .selectFrom('users')
      .selectAll()
      .where('username_key', '=', username.toLowerCase())
      .executeTakeFirst()
    return row && { user: readUser(row), password_hash: row.password_hash }
  }

  async list(page?: Page): Promise<{ total: number; users: User[] }> {
    const { total } = await this.#database
      .selectFrom('users')
      .select((select) => select.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow()
    let query = this.#database.selectFrom('users').selectAll().orderBy('created_at').orderBy('username_key')
    if (page) query = query.limit(page.limit).offset((page.page - 1) * page.limit)
    return { total, users: (await query.execute()).map(readUser) }
  }

  async update(userId: string, { email, roles, is_active }: UserChange): Promise<NotChanged | undefined> {
    const change = {
      ...(email !== undefined && emailColumns(email)),
      ...(roles !== undefined && { roles: JSON.stringify(roles) }),
      ...(is_active !== undefined && { is_active: Number(is_active) }),
    }
    return this.#keepingAnAdmin(userId, async (transaction) => {
      if (email !== undefined && (await isTaken(transaction, email, userId))) throw new Refused('EMAIL_EXISTS')
      if (Object.keys(change).length > 0) {
        await transaction.updateTable('users').set(change).where('user_id', '=', userId).execute()
      }
      if (is_active === false) await endAccess(transaction, userId)
    })
  }

  async setPassword(userId: string, hash: string): Promise<void> {
    await this.#database.updateTable('users').set({ password_hash: hash }).where('user_id', '=', userId).execute()
  }

  async loggedIn(userId: string, at: string): Promise<void> {
    await this.#database.updateTable('users').set({ last_login: at }).where('user_id', '=', userId).execute()
  }

  async remove(userId: string): Promise<NotChanged | undefined> {
    return this.#keepingAnAdmin(userId, async (transaction) => {
      await endAccess(transaction, userId)
      await transaction.deleteFrom('saved_queries').where('user_id', '=', userId).execute()
      await transaction.deleteFrom('users').where('user_id', '=', userId).execute()
    })
  }

  /** Does it, unless the user is unknown, or no active admin would be left where there was one. */
  async #keepingAnAdmin(
    userId: string,
    change: (transaction: Transaction<Tables>) => Promise<void>,
  ): Promise<NotChanged | undefined> {
    try {
      await this.#database.transaction().execute(async (transaction) => {
        const known = await transaction.selectFrom('users').select('roles').where('user_id', '=', userId).execute()
        if (known.length === 0) throw new Refused('USER_NOT_FOUND')
        const before = await countAdmins(transaction)
        await change(transaction)
        if (before > 0 && (await countAdmins(transaction)) === 0) throw new Refused('LAST_ADMIN')
      })
      return undefined
    } catch (error) {
      if (error instanceof Refused) return error.why
      throw error
    }
  }
}

async function countAdmins(transaction: Transaction<Tables>): Promise<number> {
  const { count } = await transaction
    .selectFrom('users')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('is_active', '=', 1)
    .where(sql<boolean>`roles like '%"admin"%'`)
    .executeTakeFirstOrThrow()
  return count
}

async function isTaken(transaction: Transaction<Tables>, email: string, userId: string): Promise<boolean> {
  const others = await transaction
    .selectFrom('users')
    .select('user_id')
    .where('email_key', '=', email.toLowerCase())
    .where('user_id', '!=', userId)
    .execute()
  return others.length > 0
}

async function endAccess(transaction: Transaction<Tables>, userId: string): Promise<void> {
  for (const table of ['logins', 'api_keys'] as const) {
    await transaction.deleteFrom(table).where('user_id', '=', userId).execute()
  }
}

function emailColumns(email: string): Pick<UserTable, 'email' | 'email_key'> {
  return { email, email_key: email === '' ? null : email.toLowerCase() }
}

export function readUser(row: Omit<UserTable, 'password_hash'>): User {
  const { user_id, username, email, roles, is_active, created_at, last_login } = row
  const read = JSON.parse(roles) as User['roles']
  return { user_id, username, email, roles: read, is_active: is_active === 1, created_at, last_login }
}

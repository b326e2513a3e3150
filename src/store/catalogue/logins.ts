import type { Login, User } from '../../model/user.ts'
import type { Logins } from './accounts-contract.ts'
import type { Database } from './database.ts'
import { readUser } from './users.ts'

export class SqlLogins implements Logins {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async add(login: Login): Promise<void> {
    await this.#database.insertInto('logins').values(login).execute()
  }

  async get(loginId: string): Promise<{ login: Login; user: User } | undefined> {
    const login = await this.#database
      .selectFrom('logins')
      .selectAll()
      .where('login_id', '=', loginId)
      .executeTakeFirst()
    if (!login) return undefined
    const user = await this.#database
      .selectFrom('users')
      .selectAll()
      .where('user_id', '=', login.user_id)
      .executeTakeFirst()
    return user && { login, user: readUser(user) }
  }

  async rotate(
    loginId: string,
    { from, to, at, expires_at }: { from: string; to: string; at: string; expires_at: string },
  ): Promise<boolean> {
    const { numUpdatedRows } = await this.#database
      .updateTable('logins')
      .set({ refresh_id: to, previous_refresh_id: from, rotated_at: at, expires_at })
      .where('login_id', '=', loginId)
      .where('refresh_id', '=', from)
      .executeTakeFirst()
    return numUpdatedRows === 1n
  }

  async endRefresh(loginId: string): Promise<void> {
    await this.#database
      .updateTable('logins')
      .set({ refresh_id: null, previous_refresh_id: null })
      .where('login_id', '=', loginId)
      .execute()
  }

  async remove(loginId: string): Promise<void> {
    await this.#database.deleteFrom('logins').where('login_id', '=', loginId).execute()
  }

  async removeAll(userId: string, except = ''): Promise<void> {
    await this.#database.deleteFrom('logins').where('user_id', '=', userId).where('login_id', '!=', except).execute()
  }

  async removeExpired(before: string): Promise<void> {
    await this.#database.deleteFrom('logins').where('expires_at', '<', before).execute()
  }
}

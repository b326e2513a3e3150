import type { ApiKey, User } from '../../model/user.ts'
import type { ApiKeys } from './accounts-contract.ts'
import type { ApiKeyTable, Database } from './database.ts'
import { readUser } from './users.ts'

export class SqlApiKeys implements ApiKeys {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async add(key: ApiKey, hash: string): Promise<void> {
    await this.#database
      .insertInto('api_keys')
      .values({ ...key, hash, scopes: JSON.stringify(key.scopes) })
      .execute()
  }

  async byHash(hash: string): Promise<{ key: ApiKey; user: User } | undefined> {
    const row = await this.#database.selectFrom('api_keys').selectAll().where('hash', '=', hash).executeTakeFirst()
    if (!row) return undefined
    const user = await this.#database
      .selectFrom('users')
      .selectAll()
      .where('user_id', '=', row.user_id)
      .executeTakeFirst()
    return user && { key: readKey(row), user: readUser(user) }
  }

  async list(userId?: string): Promise<ApiKey[]> {
    let query = this.#database.selectFrom('api_keys').selectAll().orderBy('created_at', 'desc').orderBy('key_id')
    if (userId !== undefined) query = query.where('user_id', '=', userId)
    return (await query.execute()).map(readKey)
  }

  async used(keyId: string, at: string): Promise<void> {
    await this.#database.updateTable('api_keys').set({ last_used: at }).where('key_id', '=', keyId).execute()
  }

  async remove(keyId: string, userId?: string): Promise<boolean> {
    let query = this.#database.deleteFrom('api_keys').where('key_id', '=', keyId)
    if (userId !== undefined) query = query.where('user_id', '=', userId)
    const { numDeletedRows } = await query.executeTakeFirst()
    return numDeletedRows === 1n
  }
}

function readKey({ hash: _hash, scopes, ...row }: ApiKeyTable): ApiKey {
  return { ...row, scopes: JSON.parse(scopes) as ApiKey['scopes'] }
}

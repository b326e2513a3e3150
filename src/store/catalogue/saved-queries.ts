import type { SavedQuery } from '../../model/saved-query.ts'
import type { SavedQueries } from './accounts-contract.ts'
import type { Database } from './database.ts'

export class SqlSavedQueries implements SavedQueries {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async save(query: SavedQuery, most: number): Promise<SavedQuery | undefined> {
    const { user_id, name, type, q } = query
    return this.#database.transaction().execute(async (database) => {
      const own = await database.selectFrom('saved_queries').selectAll().where('user_id', '=', user_id).execute()
      const known = own.find((one) => one.name === name)
      if (!known && own.length >= most) return undefined
      if (!known) await database.insertInto('saved_queries').values(query).execute()
      else await database.updateTable('saved_queries').set({ type, q }).where('query_id', '=', known.query_id).execute()
      return known ? { ...known, type, q } : query
    })
  }

  async list(userId: string): Promise<SavedQuery[]> {
    return this.#database
      .selectFrom('saved_queries')
      .selectAll()
      .where('user_id', '=', userId)
      .orderBy('name')
      .execute()
  }

  async rename(queryId: string, userId: string, name: string): Promise<SavedQuery | 'unknown' | 'taken'> {
    return this.#database.transaction().execute(async (database) => {
      const own = await database.selectFrom('saved_queries').selectAll().where('user_id', '=', userId).execute()
      const known = own.find((one) => one.query_id === queryId)
      if (!known) return 'unknown'
      if (own.some((one) => one.name === name && one !== known)) return 'taken'
      await database.updateTable('saved_queries').set({ name }).where('query_id', '=', queryId).execute()
      return { ...known, name }
    })
  }

  async remove(queryId: string, userId: string): Promise<boolean> {
    const { numDeletedRows } = await this.#database
      .deleteFrom('saved_queries')
      .where('query_id', '=', queryId)
      .where('user_id', '=', userId)
      .executeTakeFirst()
    return numDeletedRows === 1n
  }
}

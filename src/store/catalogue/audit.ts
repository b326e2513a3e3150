import { sql } from 'kysely'
import type { AuditEntry, Page } from '../../model/user.ts'
import type { AuditLog } from './accounts-contract.ts'
import type { Database } from './database.ts'

export class SqlAuditLog implements AuditLog {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async add(entry: AuditEntry): Promise<void> {
    await this.#database.insertInto('audit').values(entry).execute()
  }

  async list({ page, limit }: Page): Promise<{ total: number; entries: AuditEntry[] }> {
    const { total } = await this.#database
      .selectFrom('audit')
      .select((select) => select.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow()
    const entries = await this.#database
      .selectFrom('audit')
      .selectAll()
      .orderBy('at', 'desc')
      .orderBy(sql`rowid`, 'desc')
      .limit(limit)
      .offset((page - 1) * limit)
      .execute()
    return { total, entries }
  }

  async removeBefore(at: string): Promise<void> {
    await this.#database.deleteFrom('audit').where('at', '<', at).execute()
  }
}

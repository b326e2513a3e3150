import type { Role } from '../../model/nodes.ts'
import type { Alias } from '../aliases.ts'
import type { Aliases } from './contract.ts'
import type { Database } from './database.ts'

/** Rows in one statement: SQLite takes 32,766 parameters, PostgreSQL 65,535. */
const ROWS = 1000

export class SqlAliases implements Aliases {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async list(): Promise<Alias[]> {
    const rows = await this.#database.selectFrom('aliases').selectAll().orderBy('address').execute()
    return rows.map(({ address, name, node_group, role }) => ({
      address,
      ...(name !== null && { name }),
      ...(node_group !== null && { group: node_group }),
      ...(role !== null && { role: role as Role }),
    }))
  }

  async replace(aliases: readonly Alias[]): Promise<void> {
    await this.#database.transaction().execute(async (database) => {
      await database.deleteFrom('aliases').execute()
      for (let at = 0; at < aliases.length; at += ROWS) {
        const rows = aliases.slice(at, at + ROWS).map(({ address, name = null, group = null, role = null }) => ({
          address,
          name,
          node_group: group,
          role,
        }))
        await database.insertInto('aliases').values(rows).execute()
      }
    })
  }
}

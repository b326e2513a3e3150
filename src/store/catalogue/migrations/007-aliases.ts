import type { SchemaModule } from 'kysely'

/** What people call the addresses of their network. */
export async function aliases(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('aliases')
    .addColumn('address', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text')
    .addColumn('node_group', 'text')
    .addColumn('role', 'text')
    .execute()
}

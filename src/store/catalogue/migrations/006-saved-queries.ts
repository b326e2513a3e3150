import type { SchemaModule } from 'kysely'

/** Queries that users keep under a name. */
export async function savedQueries(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('saved_queries')
    .addColumn('query_id', 'text', (column) => column.primaryKey())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('q', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addUniqueConstraint('saved_queries_by_name', ['user_id', 'name'])
    .execute()
}

import type { SchemaModule } from 'kysely'

/** The jobs, as catalogues had them before they were numbered: one of those is taken up as it is. */
export async function jobs(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('jobs')
    .ifNotExists()
    .addColumn('job_id', 'text', (column) => column.primaryKey())
    .addColumn('prefix', 'text', (column) => column.notNull().unique())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('progress', 'integer', (column) => column.notNull())
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('started_at', 'text')
    .addColumn('completed_at', 'text')
    .addColumn('capture', 'text', (column) => column.notNull())
    .addColumn('total_packets', 'bigint')
    .addColumn('total_bytes', 'bigint')
    .addColumn('session_count', 'bigint')
    .addColumn('error', 'text')
    .execute()
  await schema.createIndex('jobs_by_status').ifNotExists().on('jobs').columns(['status', 'created_at']).execute()
}

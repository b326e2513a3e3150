import type { SchemaModule } from 'kysely'

const COUNTS = ['session_count', 'packet_count', 'byte_count']

/** Columns beside `job_id`: those of text are the key, the others numbers. */
const COLUMNS: Readonly<Record<string, { text: readonly string[]; numbers: readonly string[] }>> = {
  job_protocols: { text: ['protocol'], numbers: COUNTS },
  job_talkers: { text: ['ip_address'], numbers: COUNTS },
  job_types: { text: ['type'], numbers: ['sessions', 'duration_ms'] },
  job_hours: { text: ['hour'], numbers: ['sessions'] },
  job_truncations: { text: [], numbers: [] },
}

/** What jobs measured, and what was counted since installation. */
export async function measures(schema: SchemaModule): Promise<void> {
  for (const [table, { text, numbers }] of Object.entries(COLUMNS)) {
    let query = schema.createTable(table)
    for (const name of ['job_id', ...text]) query = query.addColumn(name, 'text', (column) => column.notNull())
    for (const name of numbers) query = query.addColumn(name, 'bigint', (column) => column.notNull())
    const key = ['job_id', ...text] as const
    await query.addPrimaryKeyConstraint(`${table}_key`, key as unknown as never[]).execute()
  }
  await schema
    .createTable('runs')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('bytes_read', 'bigint', (column) => column.notNull())
    .addColumn('milliseconds', 'bigint', (column) => column.notNull())
    .execute()
  await schema
    .createTable('counters')
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('label', 'text', (column) => column.notNull())
    .addColumn('value', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('counters_key', ['name', 'label'])
    .execute()
}

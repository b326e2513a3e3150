import type { SchemaModule } from 'kysely'

/** What jobs measured, by job; and what was counted since installation, whatever was deleted since. */
export interface MeasureTables {
  job_protocols: Counts & { protocol: string }
  job_talkers: Counts & { ip_address: string }
  job_types: { job_id: string; type: string; sessions: number; duration_ms: number }
  /** `hour`: ISO 8601 UTC of its beginning. */
  job_hours: { job_id: string; hour: string; sessions: number }
  /** Jobs whose list of talkers is truncated. */
  job_truncations: { job_id: string }
  /** The last runs of jobs, kept when their jobs go. */
  runs: { id?: number; bytes_read: number; milliseconds: number }
  counters: { name: string; label: string; value: number }
}

interface Counts {
  job_id: string
  session_count: number
  packet_count: number
  byte_count: number
}

/** The tables whose rows go with their job. */
export const OF_JOB = ['job_protocols', 'job_talkers', 'job_types', 'job_hours', 'job_truncations'] as const

const COUNTS = ['session_count', 'packet_count', 'byte_count']

/** Columns beside `job_id`: those of text are the key, the others numbers. */
const COLUMNS: Readonly<Record<(typeof OF_JOB)[number], { text: readonly string[]; numbers: readonly string[] }>> = {
  job_protocols: { text: ['protocol'], numbers: COUNTS },
  job_talkers: { text: ['ip_address'], numbers: COUNTS },
  job_types: { text: ['type'], numbers: ['sessions', 'duration_ms'] },
  job_hours: { text: ['hour'], numbers: ['sessions'] },
  job_truncations: { text: [], numbers: [] },
}

/** Makes the tables where they are missing. */
export async function createMeasureTables(schema: SchemaModule): Promise<void> {
  for (const table of OF_JOB) {
    const { text, numbers } = COLUMNS[table]
    let query = schema.createTable(table).ifNotExists()
    for (const name of ['job_id', ...text]) query = query.addColumn(name, 'text', (column) => column.notNull())
    for (const name of numbers) query = query.addColumn(name, 'bigint', (column) => column.notNull())
    const key = ['job_id', ...text] as const
    await query.addPrimaryKeyConstraint(`${table}_key`, key as unknown as never[]).execute()
  }
  await schema
    .createTable('runs')
    .ifNotExists()
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('bytes_read', 'bigint', (column) => column.notNull())
    .addColumn('milliseconds', 'bigint', (column) => column.notNull())
    .execute()
  await schema
    .createTable('counters')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('label', 'text', (column) => column.notNull())
    .addColumn('value', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('counters_key', ['name', 'label'])
    .execute()
}

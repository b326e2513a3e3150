import type { SchemaModule } from 'kysely'

/** What kinds of keys came with a job. */
export async function keys(schema: SchemaModule): Promise<void> {
  await schema.alterTable('jobs').addColumn('keys', 'text').execute()
}

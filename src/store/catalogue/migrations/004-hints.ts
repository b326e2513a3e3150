import type { SchemaModule } from 'kysely'

/** What whoever asked for a job knows better than the packets tell. */
export async function hints(schema: SchemaModule): Promise<void> {
  await schema.alterTable('jobs').addColumn('hints', 'text').execute()
}

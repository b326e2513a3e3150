import type { SchemaModule } from 'kysely'

/** Key figures of jobs, over all and by what they can be broken down by; talkers of all jobs in order of address. */
export async function kpis(schema: SchemaModule): Promise<void> {
  let table = schema.createTable('job_kpis')
  for (const name of ['job_id', 'dimension', 'kpi', 'value', 'latencies']) {
    table = table.addColumn(name, 'text', (column) => column.notNull())
  }
  for (const name of ['counted', 'met']) table = table.addColumn(name, 'bigint', (column) => column.notNull())
  await table
    .addPrimaryKeyConstraint('job_kpis_key', ['job_id', 'dimension', 'kpi', 'value'] as unknown as never[])
    .execute()
  await schema
    .createIndex('job_talkers_by_address')
    .on('job_talkers')
    .columns(['ip_address', 'job_id', 'session_count', 'packet_count', 'byte_count'])
    .execute()
}

import type { SchemaModule } from 'kysely'

/** Users, their keys and logins, the audit log; jobs get an owner and the name of their file. */
export async function users(schema: SchemaModule): Promise<void> {
  await schema.alterTable('jobs').addColumn('owner', 'text').execute()
  await schema.alterTable('jobs').addColumn('filename', 'text').execute()
  await schema.createIndex('jobs_by_owner').on('jobs').columns(['owner', 'created_at']).execute()
  await makeUsers(schema)
  await makeKeysAndLogins(schema)
  await schema
    .createTable('audit')
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('username', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .execute()
  await schema.createIndex('audit_by_time').on('audit').column('at').execute()
}

async function makeUsers(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('users')
    .addColumn('user_id', 'text', (column) => column.primaryKey())
    .addColumn('username', 'text', (column) => column.notNull())
    .addColumn('username_key', 'text', (column) => column.notNull().unique())
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('email_key', 'text', (column) => column.unique())
    .addColumn('roles', 'text', (column) => column.notNull())
    .addColumn('is_active', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('last_login', 'text')
    .addColumn('password_hash', 'text', (column) => column.notNull())
    .execute()
}

async function makeKeysAndLogins(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('api_keys')
    .addColumn('key_id', 'text', (column) => column.primaryKey())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('description', 'text', (column) => column.notNull())
    .addColumn('scopes', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text')
    .addColumn('last_used', 'text')
    .execute()
  await schema
    .createTable('logins')
    .addColumn('login_id', 'text', (column) => column.primaryKey())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('refresh_id', 'text')
    .addColumn('previous_refresh_id', 'text')
    .addColumn('rotated_at', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .execute()
  for (const table of ['api_keys', 'logins']) {
    await schema.createIndex(`${table}_by_user`).on(table).column('user_id').execute()
  }
}

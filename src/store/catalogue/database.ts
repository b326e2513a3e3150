import type { Kysely } from 'kysely'
import type { JobStatus } from '../../model/job.ts'
import type { SavedQuery } from '../../model/saved-query.ts'
import type { AuditEntry, Login } from '../../model/user.ts'
import type { MeasureTables } from './measure-tables.ts'

export interface JobTable {
  job_id: string
  /** First 12 hexadecimal digits of the id. */
  prefix: string
  status: JobStatus
  progress: number
  attempt: number
  created_at: string
  started_at: string | null
  completed_at: string | null
  capture: string
  /** Id of the user whose job it is; null where it came without users. */
  owner: string | null
  /** What the uploader called the file. */
  filename: string | null
  /** JSON. */
  hints: string | null
  /** JSON. */
  keys: string | null
  total_packets: number | null
  total_bytes: number | null
  session_count: number | null
  error: string | null
}

export interface UserTable {
  user_id: string
  username: string
  /** The name in lower case: names that differ in case only are one. */
  username_key: string
  email: string
  /** The address in lower case; null where none was given. */
  email_key: string | null
  /** JSON. */
  roles: string
  is_active: number
  created_at: string
  last_login: string | null
  password_hash: string
}

export interface ApiKeyTable {
  key_id: string
  user_id: string
  /** SHA-256 of the key, in hexadecimal. */
  hash: string
  description: string
  /** JSON. */
  scopes: string
  created_at: string
  expires_at: string | null
  last_used: string | null
}

interface AliasTable {
  address: string
  name: string | null
  /** Without the word that SQL has for itself. */
  node_group: string | null
  role: string | null
}

/** The tables of the catalogue. */
export interface Tables extends MeasureTables {
  jobs: JobTable
  users: UserTable
  api_keys: ApiKeyTable
  aliases: AliasTable
  logins: { -readonly [Name in keyof Login]: Login[Name] }
  saved_queries: { -readonly [Name in keyof SavedQuery]: SavedQuery[Name] }
  audit: { -readonly [Name in keyof AuditEntry]: AuditEntry[Name] }
}

export type Database = Kysely<Tables>

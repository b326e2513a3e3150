export const ROLES = ['admin', 'user', 'readonly'] as const
export type Role = (typeof ROLES)[number]

/** What a request may need; tokens have the scopes of their user's roles, API keys those they were made with. */
export const SCOPES = [
  'jobs:read',
  'jobs:write',
  'sessions:read',
  'packets:raw',
  'media:listen',
  'analytics:read',
  'users:admin',
] as const
export type Scope = (typeof SCOPES)[number]

/** What users may be called, and addresses, as regular expressions. */
export const USERNAME = '^[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}$'
export const EMAIL = '^(?!.{255})[^\\s@]+@[^\\s@]+$'

/** A user as the catalogue keeps it, without the password's hash. Times are ISO 8601 UTC with milliseconds. */
export interface User {
  readonly user_id: string
  readonly username: string
  /** Empty where none was given. */
  readonly email: string
  readonly roles: readonly Role[]
  readonly is_active: boolean
  readonly created_at: string
  readonly last_login: string | null
}

/** An API key; the key itself is nowhere but with its owner. */
export interface ApiKey {
  readonly key_id: string
  readonly user_id: string
  readonly description: string
  readonly scopes: readonly Scope[]
  readonly created_at: string
  readonly expires_at: string | null
  readonly last_used: string | null
}

/** One login: its tokens live as long as this record does. */
export interface Login {
  readonly login_id: string
  readonly user_id: string
  /** `session`: by the web application's cookies, whose refresh tokens are good once. */
  readonly kind: 'token' | 'session'
  /** Id of the refresh token in force; null where it was ended before the access token. */
  readonly refresh_id: string | null
  /** The one before, and when it was exchanged. */
  readonly previous_refresh_id: string | null
  readonly rotated_at: string | null
  readonly created_at: string
  readonly expires_at: string
}

export type AuditAction =
  | 'login'
  | 'logout'
  | 'password.change'
  | 'user.create'
  | 'user.update'
  | 'user.delete'
  | 'key.create'
  | 'key.revoke'
  | 'job.delete'
  | 'aliases.update'
  | 'download'

/** Who did what to what. */
export interface AuditEntry {
  readonly at: string
  readonly action: AuditAction
  readonly outcome: 'done' | 'refused'
  /** Who; empty where nobody is known. */
  readonly user_id: string
  readonly username: string
  /** Where from: an address, or `cli`. */
  readonly address: string
  /** Id of the user, key, job or session concerned; may be empty. */
  readonly target: string
}

/** A page of a list: the first is 1. */
export interface Page {
  readonly page: number
  readonly limit: number
}

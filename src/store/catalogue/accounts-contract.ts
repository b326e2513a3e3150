import type { SavedQuery } from '../../model/saved-query.ts'
import type { ApiKey, AuditEntry, Login, Page, User } from '../../model/user.ts'

export type NewUser = Pick<User, 'user_id' | 'username' | 'email' | 'roles' | 'created_at'> & {
  readonly password_hash: string
}

/** Why users were not changed. */
export type Taken = 'USERNAME_EXISTS' | 'EMAIL_EXISTS'
export type NotChanged = 'USER_NOT_FOUND' | 'EMAIL_EXISTS' | 'LAST_ADMIN'

export interface UserChange {
  readonly email?: string
  readonly roles?: User['roles']
  readonly is_active?: boolean
}

/** Names and addresses are compared without regard to case. */
export interface Users {
  /** Adds an active user; says what was taken, nothing otherwise. */
  add(user: NewUser): Promise<Taken | undefined>
  get(userId: string): Promise<User | undefined>
  byName(username: string): Promise<{ readonly user: User; readonly password_hash: string } | undefined>
  /** Oldest first. */
  list(page?: Page): Promise<{ total: number; users: User[] }>
  /** Disabling ends the user's logins and keys. */
  update(userId: string, change: UserChange): Promise<NotChanged | undefined>
  setPassword(userId: string, hash: string): Promise<void>
  loggedIn(userId: string, at: string): Promise<void>
  /** Removes a user with logins, keys and saved queries; the last active admin stays. */
  remove(userId: string): Promise<NotChanged | undefined>
}

export interface ApiKeys {
  add(key: ApiKey, hash: string): Promise<void>
  byHash(hash: string): Promise<{ readonly key: ApiKey; readonly user: User } | undefined>
  /** Newest first; of all users where none is named. */
  list(userId?: string): Promise<ApiKey[]>
  used(keyId: string, at: string): Promise<void>
  /** False where there is none, or it is another user's than the one named. */
  remove(keyId: string, userId?: string): Promise<boolean>
}

export interface SavedQueries {
  /** Saves it in place of the user's other one of that name, which keeps its id; undefined where `most` are there. */
  save(query: SavedQuery, most: number): Promise<SavedQuery | undefined>
  /** By name. */
  list(userId: string): Promise<SavedQuery[]>
  /** Calls it otherwise: `unknown` where the user has none of that id, `taken` where another one is called so. */
  rename(queryId: string, userId: string, name: string): Promise<SavedQuery | 'unknown' | 'taken'>
  /** False where the user has none of that id. */
  remove(queryId: string, userId: string): Promise<boolean>
}

export interface Logins {
  add(login: Login): Promise<void>
  get(loginId: string): Promise<{ readonly login: Login; readonly user: User } | undefined>
  /** Exchanges a refresh token, once; false where it is not the one in force any more. */
  rotate(loginId: string, exchange: { from: string; to: string; at: string; expires_at: string }): Promise<boolean>
  /** Ends the refresh token and leaves the access token. */
  endRefresh(loginId: string): Promise<void>
  remove(loginId: string): Promise<void>
  /** Ends all logins of a user but one. */
  removeAll(userId: string, except?: string): Promise<void>
  removeExpired(before: string): Promise<void>
}

export interface AuditLog {
  add(entry: AuditEntry): Promise<void>
  /** Newest first. */
  list(page: Page): Promise<{ total: number; entries: AuditEntry[] }>
  removeBefore(at: string): Promise<void>
}

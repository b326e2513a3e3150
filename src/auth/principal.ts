import { type Scope, SCOPES, type User } from '../model/user.ts'
import type { Catalogue } from '../store/catalogue/contract.ts'
import { type Reach, reachOf } from './scopes.ts'

/** Who asks. */
export interface Principal {
  /** How that is known; `local`: the server has no users, and serves this machine only. */
  readonly by: 'token' | 'session' | 'key' | 'local'
  /** Absent where the server has no users. */
  readonly user?: User
  readonly scopes: readonly Scope[]
  /** Id of the login, or of the API key. */
  readonly id: string
}

/** Whoever asks a server without users. */
export const LOCAL: Principal = { by: 'local', scopes: SCOPES, id: '' }

/** Whose jobs one sees with a scope. */
export function reach({ user }: Principal, scope: Scope): Reach {
  return user ? reachOf(user, scope) : 'all'
}

/** Whether what somebody was known by is still there: the login or the key, and the user. */
export async function isAlive({ by, id, user }: Principal, catalogue: Catalogue): Promise<boolean> {
  if (by === 'local') return true
  if (by !== 'key') return (await catalogue.logins.get(id))?.user.is_active === true
  return (await catalogue.keys.list(user!.user_id)).some(({ key_id }) => key_id === id)
}

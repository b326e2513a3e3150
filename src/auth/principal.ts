import { type Scope, SCOPES, type User } from '../model/user.ts'
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

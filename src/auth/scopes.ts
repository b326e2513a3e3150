import { type Role, type Scope, SCOPES, type User } from '../model/user.ts'

/** What each role may do, and whose jobs it does it to. */
const ROLE: Readonly<Record<Role, { readonly reach: Reach; readonly scopes: readonly Scope[] }>> = {
  admin: { reach: 'all', scopes: SCOPES },
  user: {
    reach: 'own',
    scopes: ['jobs:read', 'jobs:write', 'sessions:read', 'packets:raw', 'media:listen', 'analytics:read'],
  },
  readonly: { reach: 'all', scopes: ['jobs:read', 'sessions:read', 'analytics:read'] },
}

export type Reach = 'all' | 'own'

/** The scopes of a user's roles together. */
export function scopesOf({ roles }: Pick<User, 'roles'>): Scope[] {
  return SCOPES.filter((scope) => roles.some((role) => ROLE[role].scopes.includes(scope)))
}

/** How far a user reaches with a scope: a role reaches with its own scopes only. */
export function reachOf({ roles }: Pick<User, 'roles'>, scope: Scope): Reach {
  return roles.some((role) => ROLE[role].reach === 'all' && ROLE[role].scopes.includes(scope)) ? 'all' : 'own'
}

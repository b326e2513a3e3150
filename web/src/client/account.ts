import { useMutation, useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Static } from 'typebox'
import type {
  AuditAnswer,
  CreatedKey,
  KeysAnswer,
  UsersAnswer,
  WebSession,
  WebSessionState,
} from '../../../src/api/account-schemas.ts'
import { queryClient } from './query-client.ts'
import { ask, renew, send } from './request.ts'

export type Account = Static<typeof WebSessionState>

export type Keys = Static<typeof KeysAnswer>['api_keys']
export type NewKey = Static<typeof CreatedKey>
export type Users = Static<typeof UsersAnswer>
export type Audit = Static<typeof AuditAnswer>

const ACCOUNT = ['account']
const KEYS = ['keys']
const USERS = ['users']
const AUDIT = ['audit']
/** Entries of a page of the audit log. */
const MOST_ENTRIES = 25
/** Remembers that there was a login, and nothing of it: without one there is nothing to renew. */
const WAS_HERE = 'was-logged-in'

export function useAccount(): UseQueryResult<Account> {
  return useQuery({ queryKey: ACCOUNT, queryFn: readAccount, staleTime: Number.POSITIVE_INFINITY })
}

async function readAccount(): Promise<Account> {
  const account = await ask<Account>('/api/v1/session')
  if (!account.users || account.user || localStorage.getItem(WAS_HERE) === null) return account
  return (await renew()) ? ask<Account>('/api/v1/session') : account
}

/** Whether the server has users, as far as it told. */
export function hasUsers(): boolean {
  return queryClient.getQueryData<Account>(ACCOUNT)?.users ?? false
}

/** Renews the session where that is due; fails where it is over. */
export async function stayIn(): Promise<void> {
  await ask('/api/v1/jobs?limit=1')
}

/** Whether somebody may do what needs a scope; without users everybody may. */
export function useMay(scope: string): boolean {
  const { data } = useAccount()
  if (!data) return false
  return !data.users || (data.user?.scopes ?? []).includes(scope)
}

export interface Credentials {
  readonly username: string
  readonly password: string
}

export function useLogIn() {
  return useMutation({
    mutationFn: (credentials: Credentials) => send<Static<typeof WebSession>>('POST', '/api/v1/session', credentials),
    onSuccess: ({ user }) => {
      localStorage.setItem(WAS_HERE, '1')
      queryClient.setQueryData<Account>(ACCOUNT, (known) => known && { ...known, user })
    },
  })
}

export function useRegister() {
  return useMutation({
    mutationFn: (wanted: Credentials & { readonly email?: string }) =>
      send<unknown>('POST', '/api/v1/auth/register', wanted),
  })
}

export async function logOut(): Promise<void> {
  await send('DELETE', '/api/v1/session').catch(() => undefined)
  localStorage.removeItem(WAS_HERE)
  forgetUser()
}

/** What was shown to one user is not for the next. */
export function forgetUser(): void {
  queryClient.setQueryData<Account>(ACCOUNT, (known) => known && { ...known, user: null })
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ACCOUNT[0] })
}

export function useChangePassword() {
  return useMutation({
    mutationFn: (change: { old_password: string; new_password: string }) =>
      send<unknown>('POST', '/api/v1/auth/change-password', change),
  })
}

export function useKeyList(): UseQueryResult<Keys> {
  return useQuery({
    queryKey: KEYS,
    queryFn: async ({ signal }) => (await ask<Static<typeof KeysAnswer>>('/api/v1/auth/apikeys', { signal })).api_keys,
  })
}

export interface WantedKey {
  readonly description: string
  readonly scopes: readonly string[]
  readonly expires_in_days?: number
}

export function useNewKey() {
  return useMutation({
    mutationFn: (wanted: WantedKey) => send<NewKey>('POST', '/api/v1/auth/apikeys', wanted),
    onSettled: () => queryClient.invalidateQueries({ queryKey: KEYS }),
  })
}

export function useRevokeKey() {
  return useMutation({
    mutationFn: (keyId: string) => send<unknown>('DELETE', `/api/v1/auth/apikeys/${encodeURIComponent(keyId)}`),
    onSettled: () => queryClient.invalidateQueries({ queryKey: KEYS }),
  })
}

const MOST_USERS = 1000

export function useUserList(): UseQueryResult<Users> {
  return useQuery({
    queryKey: USERS,
    queryFn: ({ signal }) => ask<Users>(`/api/v1/users?limit=${MOST_USERS}`, { signal }),
  })
}

interface UserChange {
  readonly roles?: readonly string[]
  readonly is_active?: boolean
  readonly password?: string
}

/** Makes, changes or removes a user. */
/** A page of the audit log; the first is 1. */
export function useAudit(page: number): UseQueryResult<Audit> {
  return useQuery({
    queryKey: [...AUDIT, page],
    queryFn: ({ signal }) => ask<Audit>(`/api/v1/audit?page=${page}&limit=${MOST_ENTRIES}`, { signal }),
    placeholderData: (before) => before,
  })
}

export function useUserAction() {
  return useMutation({
    mutationFn: (action: UserAction) => run(action),
    onSettled: () => Promise.all([USERS, AUDIT].map((queryKey) => queryClient.invalidateQueries({ queryKey }))),
  })
}

export type UserAction =
  | { readonly do: 'add'; readonly user: Credentials & { readonly roles: readonly string[] } }
  | { readonly do: 'change'; readonly id: string; readonly change: UserChange }
  | { readonly do: 'remove'; readonly id: string }

function run(action: UserAction): Promise<unknown> {
  if (action.do === 'add') return send('POST', '/api/v1/users', action.user)
  const path = `/api/v1/users/${encodeURIComponent(action.id)}`
  return action.do === 'change' ? send('PUT', path, action.change) : send('DELETE', path)
}

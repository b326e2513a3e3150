import { useMutation, useQuery } from '@tanstack/react-query'
import type { Static } from 'typebox'
import type { SavedQueriesAnswer } from '../../../src/api/schemas.ts'
import { queryClient } from './query-client.ts'
import { ask, send } from './request.ts'

export type SavedQuery = Static<typeof SavedQueriesAnswer>['queries'][number]

const KEY = ['saved-queries']
const PATH = '/api/v1/saved-queries'
const NONE: readonly SavedQuery[] = []

/** What the user has saved. Asked for when somebody looks. */
export function useSavedQueries(enabled: boolean): readonly SavedQuery[] {
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => (await ask<Static<typeof SavedQueriesAnswer>>(PATH, { signal })).queries,
    enabled,
  })
  return data ?? NONE
}

export function useSaveQuery() {
  return useMutation({
    mutationFn: (query: Pick<SavedQuery, 'name' | 'type' | 'q'>) => send<SavedQuery>('PUT', PATH, query),
    onSettled: () => queryClient.invalidateQueries({ queryKey: KEY }),
  })
}

export function useRenameQuery() {
  return useMutation({
    mutationFn: ({ id, name }: { readonly id: string; readonly name: string }) =>
      send<SavedQuery>('PUT', `${PATH}/${encodeURIComponent(id)}`, { name }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: KEY }),
  })
}

export function useForgetQuery() {
  return useMutation({
    mutationFn: (id: string) => send<unknown>('DELETE', `${PATH}/${encodeURIComponent(id)}`),
    onSettled: () => queryClient.invalidateQueries({ queryKey: KEY }),
  })
}

import { useQuery } from '@tanstack/react-query'
import type { Static } from 'typebox'
import type { SearchFieldsAnswer } from '../../../src/api/schemas.ts'
import { ask } from './request.ts'

export type SearchField = Static<typeof SearchFieldsAnswer>['fields'][number]

const NONE: readonly SearchField[] = []

/** What queries may name. Asked for when somebody begins to write one. */
export function useSearchFields(enabled: boolean): readonly SearchField[] {
  const { data } = useQuery({
    queryKey: ['search-fields'],
    queryFn: ({ signal }) => ask<Static<typeof SearchFieldsAnswer>>('/api/v1/search/fields', { signal }),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return data?.fields ?? NONE
}

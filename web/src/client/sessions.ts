import { keepPreviousData, useMutation, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import type { Session, Sessions } from './records.ts'
import { ask } from './request.ts'

/** Which sessions of a job, and in which order. */
export interface SessionsWanted {
  readonly type: string
  readonly query: string
  /** A column, with `-` before it where the largest comes first. */
  readonly sort: string
}

export const PAGE = 200

/** In place of a job's id: sessions of all jobs that one may see. */
export const ALL_JOBS = ''

function sessionsPath(jobId: string, { type, query, sort }: SessionsWanted, page: number, limit = PAGE): string {
  const search = new URLSearchParams({ page: String(page), limit: String(limit) })
  if (type !== '') search.set('type', type)
  if (query !== '') search.set('q', query)
  if (sort !== '') search.set('sort', sort)
  return `/api/v1/${jobId === ALL_JOBS ? '' : `jobs/${encodeURIComponent(jobId)}/`}sessions?${search}`
}

export function useSession(sessionId: string): UseQueryResult<Session> {
  return useQuery({
    queryKey: ['session', sessionId],
    queryFn: ({ signal }) => ask<Session>(`/api/v1/sessions/${encodeURIComponent(sessionId)}`, { signal }),
    enabled: sessionId !== '',
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** Events that the server gives at once. */
const MOST_EVENTS = 10_000

/** Asks for the events of a session that are not there yet, as many as come at once. */
export function useMoreEvents(session: Session) {
  const client = useQueryClient()
  const { session_id, events } = session
  return useMutation({
    mutationFn: () => {
      const search = new URLSearchParams({
        events_page: String(Math.floor(events.length / MOST_EVENTS) + 1),
        events_limit: String(MOST_EVENTS),
      })
      return ask<Session>(`/api/v1/sessions/${encodeURIComponent(session_id)}?${search}`)
    },
    onSuccess: (page) =>
      client.setQueryData<Session>(
        ['session', session_id],
        (known) => known && { ...page, events: [...known.events, ...page.events] },
      ),
  })
}

/** The first page, which also says how many there are. */
export function useSessions(jobId: string, wanted: SessionsWanted, enabled: boolean): UseQueryResult<Sessions> {
  return useQuery({ ...sessionsQuery(jobId, wanted, 1), enabled, placeholderData: keepPreviousData })
}

export function sessionsQuery(jobId: string, wanted: SessionsWanted, page: number) {
  return {
    queryKey: ['sessions', jobId, wanted, page],
    queryFn: ({ signal }: { signal: AbortSignal }) => ask<Sessions>(sessionsPath(jobId, wanted, page), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  }
}

/** The first session in an order; undefined where there is none. */
export async function firstSession(
  jobId: string,
  wanted: SessionsWanted,
): Promise<Sessions['sessions'][number] | undefined> {
  const { sessions } = await ask<Sessions>(sessionsPath(jobId, wanted, 1, 1))
  return sessions[0]
}

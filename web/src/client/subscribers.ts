import { keepPreviousData, useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Static } from 'typebox'
import type { SubscriberAnswer, SubscribersAnswer } from '../../../src/api/subscriber-schemas.ts'
import type { Event, Link, ListedSession, Procedure } from './records.ts'
import { ask } from './request.ts'

export type Subscribers = Static<typeof SubscribersAnswer>
export type Subscriber = Omit<Static<typeof SubscriberAnswer>, 'session_list' | 'procedures'> & {
  readonly procedures: readonly Procedure[]
  readonly session_list: readonly (ListedSession & { readonly role: string; readonly linked_by: readonly Link[] })[]
}
export type TimelineEvent = Event & { readonly session_id: string }

interface Timeline {
  readonly page: number
  readonly total: number
  readonly events: readonly TimelineEvent[]
}

export interface SubscribersWanted {
  /** An identity of any kind; empty for everybody. */
  readonly find: string
  /** Id of the one job; empty for all. */
  readonly job: string
  readonly page: number
}

export const PAGE = 50
/** Events that the server gives at once. */
const MOST_EVENTS = 1000

/** Kinds of identity that a text can be, the likeliest first. */
export function kindsOf(text: string): readonly string[] {
  if (/^(?:\d{1,3}\.){3}\d{1,3}$/.test(text) || /^[0-9a-f]*:[0-9a-f:.]+$/i.test(text)) return ['ip']
  if (/^(?:imsi|nai)-/i.test(text)) return ['supi']
  if (/^(?:sips?|tel):/i.test(text)) return ['impu']
  if (text.includes('@')) return ['impi', 'impu']
  if (/^\d{14,16}$/.test(text)) return ['imsi', 'imei', 'msisdn', 'impi']
  return /^\+?\d+$/.test(text) ? ['msisdn', 'impi', 'imsi'] : ['impi', 'impu']
}

export function useSubscribers(wanted: SubscribersWanted): UseQueryResult<Subscribers> {
  return useQuery({
    queryKey: ['subscribers', wanted],
    queryFn: ({ signal }) => find(wanted, signal),
    placeholderData: keepPreviousData,
  })
}

/** Asks for one kind after the other, until somebody has such an identity. */
async function find({ find: text, job, page }: SubscribersWanted, signal: AbortSignal): Promise<Subscribers> {
  const common = { page: String(page), limit: String(PAGE), ...(job !== '' && { job_id: job }) }
  const kinds = kindsOf(text)
  for (const kind of text === '' ? [] : kinds.slice(0, -1)) {
    const found = await read({ ...common, [kind]: text }, signal)
    if (found.total > 0) return found
  }
  return read({ ...common, ...(text !== '' && { [kinds.at(-1)!]: text }) }, signal)
}

function read(asked: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Subscribers> {
  return ask<Subscribers>(`/api/v1/subscribers?${new URLSearchParams(asked)}`, { signal })
}

export function useSubscriber(id: string): UseQueryResult<Subscriber> {
  return useQuery({
    queryKey: ['subscriber', id],
    queryFn: ({ signal }) => ask<Subscriber>(`/api/v1/subscribers/${encodeURIComponent(id)}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** The events of all of a subscriber's sessions, page by page. */
export function useTimeline(id: string, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: ['subscriber-ladder', id],
    queryFn: ({ pageParam, signal }) => {
      const search = new URLSearchParams({ page: String(pageParam), limit: String(MOST_EVENTS) })
      return ask<Timeline>(`/api/v1/subscribers/${encodeURIComponent(id)}/ladder?${search}`, { signal })
    },
    initialPageParam: 1,
    getNextPageParam: ({ page, total }) => (page * MOST_EVENTS < total ? page + 1 : undefined),
    staleTime: Number.POSITIVE_INFINITY,
    enabled,
  })
}

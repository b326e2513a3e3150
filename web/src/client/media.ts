import { type UseQueryResult, useQueries } from '@tanstack/react-query'
import type { Static } from 'typebox'
import type { SeriesAnswer } from '../../../src/api/schemas.ts'
import { readWav, type Track } from '../wav.ts'
import type { Media } from './records.ts'
import { ask, askBytes } from './request.ts'

export type Series = Static<typeof SeriesAnswer>

/** Enough for a screen. */
const POINTS = 400

function path(sessionId: string, streamId: string, what: string): string {
  return `/api/v1/sessions/${encodeURIComponent(sessionId)}/media/${encodeURIComponent(streamId)}/${what}`
}

export interface SeriesFound {
  readonly series: readonly (Series | undefined)[]
  /** Why one is not there, and will not come. */
  readonly error: Error | undefined
}

/** Streams over time, those that are there already. */
export function useSeries(sessionId: string, media: readonly Media[]): SeriesFound {
  return useQueries({
    queries: media.map(({ stream_id }) => ({
      queryKey: ['series', sessionId, stream_id],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        ask<Series>(path(sessionId, stream_id, `series?points=${POINTS}`), { signal }),
      staleTime: Number.POSITIVE_INFINITY,
    })),
    combine: seriesOf,
  })
}

export interface Loaded {
  readonly tracks: readonly (Track | undefined)[]
  readonly isLoading: boolean
  readonly error: Error | undefined
}

/** The audio of streams, of those that are wanted: each is noted by the server, so none is asked for twice. */
export function useAudio(sessionId: string, media: readonly Media[], isWanted: (stream: Media) => boolean): Loaded {
  return useQueries({
    queries: media.map((stream) => ({
      queryKey: ['audio', sessionId, stream.stream_id],
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        readWav(await askBytes(path(sessionId, stream.stream_id, 'audio'), { signal })),
      enabled: isWanted(stream),
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 60_000,
      retry: false,
    })),
    combine: loadedOf,
  })
}

function dataOf<T>(results: readonly UseQueryResult<T>[]): (T | undefined)[] {
  return results.map(({ data }) => data)
}

function errorOf(results: readonly UseQueryResult[]): Error | undefined {
  return results.find(({ error }) => error)?.error ?? undefined
}

function seriesOf(results: readonly UseQueryResult<Series>[]): SeriesFound {
  return { series: dataOf(results), error: errorOf(results) }
}

function loadedOf(results: readonly UseQueryResult<Track>[]): Loaded {
  return {
    tracks: dataOf(results),
    isLoading: results.some(({ isFetching }) => isFetching),
    error: errorOf(results),
  }
}

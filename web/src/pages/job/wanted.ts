import { useEffect, useState } from 'react'
import { useSearchParams } from 'wouter'
import { Refused } from '../../client/request.ts'
import { type SessionsWanted, useSessions } from '../../client/sessions.ts'

export interface WantedState {
  readonly wanted: SessionsWanted
  readonly change: (change: Partial<SessionsWanted>) => void
}

/** Which sessions are asked for: it stands in the address, so that it can be given on. */
export function useWanted(): WantedState {
  const [search, setSearch] = useSearchParams()
  return {
    wanted: readWanted(search),
    // By what stands there now: what was typed is told later than a chip that was pressed meanwhile.
    change: (change) => setSearch((now) => writeWanted({ ...readWanted(now), ...change }), { replace: true }),
  }
}

function readWanted(search: URLSearchParams): SessionsWanted {
  return { type: search.get('type') ?? '', query: search.get('q') ?? '', sort: search.get('sort') ?? '' }
}

/** What an address says of it. */
export function writeWanted({ type, query: q, sort }: SessionsWanted): Record<string, string> {
  return Object.fromEntries(Object.entries({ type, q, sort }).filter(([, value]) => value !== ''))
}

const INVALID = 400

/** What the server did not understand of a query; undefined where it did. */
export function wrongIn(error: unknown): Refused | undefined {
  return error instanceof Refused && error.status === INVALID ? error : undefined
}

/** What is shown: what is wanted, or, where that is wrong, what was understood last. */
export function useUnderstood(jobId: string, wanted: SessionsWanted): SessionsWanted {
  const { data, error, isPlaceholderData } = useSessions(jobId, wanted, true)
  const [understood, setUnderstood] = useState<SessionsWanted>({ ...wanted, query: '' })
  const key = JSON.stringify(wanted)
  const isGood = data !== undefined && !isPlaceholderData
  useEffect(() => {
    if (isGood) setUnderstood(JSON.parse(key) as SessionsWanted)
  }, [isGood, key])
  return wrongIn(error) ? understood : wanted
}

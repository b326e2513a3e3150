import { useSearchParams } from 'wouter'
import type { SessionsWanted } from '../../client/sessions.ts'

export interface WantedState {
  readonly wanted: SessionsWanted
  readonly change: (change: Partial<SessionsWanted>) => void
}

/** Which sessions are asked for: it stands in the address, so that it can be given on. */
export function useWanted(): WantedState {
  const [search, setSearch] = useSearchParams()
  const wanted = { type: search.get('type') ?? '', query: search.get('q') ?? '', sort: search.get('sort') ?? '' }
  return {
    wanted,
    change: (change) => {
      const { type, query: q, sort } = { ...wanted, ...change }
      const given = Object.entries({ type, q, sort }).filter(([, value]) => value !== '')
      setSearch(Object.fromEntries(given), { replace: true })
    },
  }
}

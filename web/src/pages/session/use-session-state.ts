import { useMemo } from 'react'
import { useSearchParams } from 'wouter'
import { type Change, readState, type SessionState, type View, writeState } from './state.ts'

/** Where there is no room for columns, messages are a list first. */
export const narrow = matchMedia('(max-width: 760px)')

export function useSessionState(): readonly [SessionState, Change] {
  const [search, setSearch] = useSearchParams()
  const usual: View = narrow.matches ? 'table' : 'ladder'
  const state = useMemo(() => readState(search, usual), [search, usual])
  const change: Change = (some) =>
    setSearch((now) => writeState({ ...readState(now, usual), ...some }, usual), { replace: some.view === undefined })
  return [state, change]
}

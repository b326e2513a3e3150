import { useMemo } from 'react'
import { useSearchParams } from 'wouter'
import { type Change, type CompareState, readState, writeState } from './state.ts'

export function useCompareState(): readonly [CompareState, Change] {
  const [search, setSearch] = useSearchParams()
  const state = useMemo(() => readState(search), [search])
  const change: Change = (some) => setSearch((now) => writeState({ ...readState(now), ...some }), { replace: true })
  return [state, change]
}

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useSearchParams } from 'wouter'
import { isOpened, narrow, OPENED } from '../../shell/back.ts'
import { type Change, readState, type SessionState, type View, writeState } from './state.ts'

export interface SessionShown {
  readonly state: SessionState
  /** `state` with no message: it stays the same while one goes from message to message. */
  readonly view: SessionState
  readonly change: Change
}

/** Of the history: by default the one that is there. */
interface Entry {
  readonly replace?: true
  readonly state: object | null
}

type Write = (some: Partial<SessionState>, entry?: Entry) => void

/**
 * How a session is shown, as the address says it. Where messages are gone through, the address follows: browsers take no
 * more than 200 changes of it in 10 s, and a key that is held makes 300.
 */
export function useSessionState(): SessionShown {
  const [search, setSearch] = useSearchParams()
  const usual: View = narrow.matches ? 'table' : 'ladder'
  const others = withoutMessage(search)
  const view = useMemo(() => readState(new URLSearchParams(others), usual), [others, usual])
  const told = search.get('m') ?? ''
  const write = useCallback<Write>(
    (some, entry = { replace: true, state: history.state as object | null }): void =>
      setSearch((now) => writeState({ ...readState(now, usual), ...some }, usual), entry),
    [setSearch, usual],
  )
  const { selected, select, settle } = useSelected(told, write)
  const message = selected ?? told
  const latest = useRef(message)
  useEffect(() => {
    latest.current = message
  })
  const change = useCallback<Change>(
    (some) => {
      const isFirst = narrow.matches && latest.current === '' && Boolean(some.message)
      if (some.message === '' && isOpened()) history.back()
      else if (isOnlyMessage(some) && !isFirst) select(some.message)
      else if (isFirst) write({ ...settle(), ...some }, { state: OPENED })
      else write({ ...settle(), ...some }, some.view === undefined ? undefined : { state: null })
    },
    [select, settle, write],
  )
  const state = useMemo(() => ({ ...view, message }), [view, message])
  return { state, view, change }
}

/** Least time between two addresses, ms. */
const REST_MS = 200

/** What is selected, while the address does not tell it yet. */
function useSelected(told: string, write: Write) {
  const [selected, setSelected] = useState<string>()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const waiting = useRef<string>(undefined)
  /** Gives what waits to be told, which whoever asks tells with the rest. */
  const settle = useCallback((): Partial<SessionState> => {
    const message = waiting.current
    clearTimeout(timer.current)
    timer.current = waiting.current = undefined
    setSelected(undefined)
    return message === undefined ? {} : { message }
  }, [])
  const select = useCallback(
    (message: string): void => {
      setSelected(message)
      waiting.current = message
      const tell = (): void => {
        timer.current = undefined
        if (waiting.current === undefined) return setSelected(undefined)
        write({ message: waiting.current })
        waiting.current = undefined
        timer.current = setTimeout(tell, REST_MS)
      }
      if (timer.current === undefined) tell()
    },
    [write],
  )
  useEffect(() => {
    addEventListener('popstate', settle)
    return () => {
      removeEventListener('popstate', settle)
      clearTimeout(timer.current)
    }
  }, [settle])
  return { selected: selected === told ? undefined : selected, select, settle }
}

function withoutMessage(search: URLSearchParams): string {
  const others = new URLSearchParams(search)
  others.delete('m')
  return others.toString()
}

function isOnlyMessage(some: Partial<SessionState>): some is { readonly message: string } {
  return some.message !== undefined && Object.keys(some).length === 1
}

import { useEffect, useRef } from 'react'

/** Where there is no room for columns: what is opened lies over the rest, and back closes it. */
export const narrow = matchMedia('(max-width: 760px)')

/** What an entry of the history holds that something was opened with. */
export const OPENED = { opened: true } as const

/** Whether back closes what was opened last. */
export function isOpened(): boolean {
  const state: unknown = history.state
  return typeof state === 'object' && state !== null && Reflect.get(state, 'opened') === true
}

/** Lets back close what is open on a narrow screen, in place of leaving the page below it. */
export function useBackCloses(isOpen: boolean, close: () => void): void {
  const latest = useRef(close)
  useEffect(() => {
    latest.current = close
  })
  useEffect(() => {
    if (!isOpen || !narrow.matches) return undefined
    history.pushState(OPENED, '')
    let isLeft = false
    const back = (): void => {
      isLeft = true
      latest.current()
    }
    addEventListener('popstate', back, { once: true })
    return () => {
      removeEventListener('popstate', back)
      if (!isLeft && isOpened()) history.back()
    }
  }, [isOpen])
}

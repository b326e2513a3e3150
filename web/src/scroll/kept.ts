import { type RefObject, useEffect, useState } from 'react'

/** Browsers take only so many changes of their history in some seconds. */
const REST_MS = 100

/** What the page's entry in the history holds besides its address: it is there again by back, forward and reload. */
function kept(name: string): number | undefined {
  const state: unknown = history.state
  const value: unknown = typeof state === 'object' && state !== null ? Reflect.get(state, name) : undefined
  return typeof value === 'number' ? value : undefined
}

function keep(name: string, value: number): void {
  const state = history.state as Record<string, unknown> | null
  if (state?.[name] !== value) history.replaceState({ ...state, [name]: value }, '')
}

/** As `useState`, for what is kept. */
export function useKept(name: string, usual: number): readonly [number, (value: number) => void] {
  const [value, setValue] = useState(() => kept(name) ?? usual)
  const change = (next: number): void => {
    keep(name, next)
    setValue(next)
  }
  return [value, change]
}

/** Keeps where an element is scrolled to; it is scrolled there again once `isThere`: what it holds has its height. */
export function useKeptScroll(element: RefObject<HTMLElement | null>, name: string, isThere: boolean): void {
  useEffect(() => {
    const scroller = element.current
    if (!scroller || !isThere) return undefined
    const before = kept(name)
    if (before !== undefined) scroller.scrollTop = before
    let timer: ReturnType<typeof setTimeout> | undefined
    const later = (): void => {
      timer ??= setTimeout(() => {
        timer = undefined
        keep(name, scroller.scrollTop)
      }, REST_MS)
    }
    scroller.addEventListener('scroll', later, { passive: true })
    return () => {
      // The entry in the history is another one by now.
      clearTimeout(timer)
      scroller.removeEventListener('scroll', later)
    }
  }, [element, name, isThere])
}

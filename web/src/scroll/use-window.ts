import { type RefObject, useLayoutEffect, useState } from 'react'

export interface Window {
  readonly top: number
  readonly left: number
  readonly width: number
  readonly height: number
}

const NOTHING: Window = { top: 0, left: 0, width: 0, height: 0 }

/** Follows where an element is scrolled to, and its size; at most once a frame. */
export function useWindow(element: RefObject<HTMLElement | null>): Window {
  const [window, setWindow] = useState(NOTHING)
  useLayoutEffect(() => {
    const scroller = element.current
    if (!scroller) return undefined
    let frame = 0
    const measure = (): void => {
      frame = 0
      const { scrollTop: top, scrollLeft: left, clientWidth: width, clientHeight: height } = scroller
      setWindow((before) =>
        before.top === top && before.left === left && before.width === width && before.height === height
          ? before
          : { top, left, width, height },
      )
    }
    const later = (): void => {
      frame ||= requestAnimationFrame(measure)
    }
    measure()
    scroller.addEventListener('scroll', later, { passive: true })
    const observer = new ResizeObserver(later)
    observer.observe(scroller)
    return () => {
      cancelAnimationFrame(frame)
      scroller.removeEventListener('scroll', later)
      observer.disconnect()
    }
  }, [element])
  return window
}

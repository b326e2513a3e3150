import { type RefObject, useEffect, useState } from 'react'

/** What comes near is asked for before it is looked at. */
const NEAR = '300px'

/** Whether an element has been in sight, or near: what it shows can wait till then. */
export function useSeen(element: RefObject<HTMLElement | null>): boolean {
  const [isSeen, setSeen] = useState(false)
  useEffect(() => {
    const watched = element.current
    if (!watched || isSeen) return undefined
    const observer = new IntersectionObserver((entries) => setSeen(entries.some((one) => one.isIntersecting)), {
      rootMargin: NEAR,
    })
    observer.observe(watched)
    return () => observer.disconnect()
  }, [element, isSeen])
  return isSeen
}

import { useLocation } from 'wouter'
import { mark } from '../../compare/marked.ts'
import { comparePath } from './state.ts'

/** Marks a session; the second one that is marked is compared with the first. */
export function useMark(): (sessionId: string) => void {
  const [, go] = useLocation()
  return (sessionId) => {
    const both = mark(sessionId)
    if (both) go(comparePath(...both))
  }
}

import { Listeners } from '../client/listeners.ts'

const KEY = 'marked'

/** Id of the session that waits for another one to be compared with; empty where none does. It ends with the tab. */
export const marked = new Listeners<string>(sessionStorage.getItem(KEY) ?? '')

/** Marks a session; with another one marked before, gives the two that are to be compared, and marks none. */
export function mark(sessionId: string): readonly [left: string, right: string] | undefined {
  const before = marked.value
  const isSecond = before !== '' && before !== sessionId
  put(before === '' ? sessionId : '')
  return isSecond ? [before, sessionId] : undefined
}

export function forgetMark(): void {
  put('')
}

function put(sessionId: string): void {
  sessionStorage.setItem(KEY, sessionId)
  marked.set(sessionId)
}

// How a call is given up: RFC 3261 §15. By a BYE on the hop nearest the one who sent it.
import { byesOf } from './sip-byes.ts'
import type { SipDraft, Transaction } from './sip-draft.ts'
import { answersOf } from './sip-timing.ts'

/** Without an answer for as long, a BYE has none: 64·T1, RFC 3261 §17.1.2.2. */
const TIMER_F_MS = 32_000

/**
 * Whether somebody answered the end of a call; undefined where the capture does not go on for long enough to tell.
 * @param end of the capture, ms since the epoch of the job
 */
export function isReleaseAnswered(draft: SipDraft, end: number): boolean | undefined {
  const byes = byesOf(draft)
  if (byes.some((bye) => answersOf(bye).status !== undefined)) return true
  return byes.some(({ at }) => at !== undefined && end - at >= TIMER_F_MS) ? false : undefined
}

/** The BYE that stood unanswered, in a capture that holds what the other side said. */
export function unansweredRelease(draft: SipDraft, end: number): object | undefined {
  if (isReleaseAnswered(draft, end) !== false) return undefined
  const bye = byesOf(draft).find(({ at }) => at !== undefined)
  if (!bye || !draft.transactions.some((one) => comesBack(one, bye))) return undefined
  return { request: 'BYE', repeats: bye.repeats ?? 0, frame: bye.frame, clause: 'RFC 3261 §15.1.1' }
}

/** Whether it shows that packets from where a request went to where that came from were captured. */
function comesBack(one: Transaction, asked: Transaction): boolean {
  const [from, to] = [hostOf(asked.destination), hostOf(asked.source)]
  const [source, destination] = [hostOf(one.source), hostOf(one.destination)]
  if (source === from && destination === to) return one.at !== undefined
  const { status, provisional, trying } = one.own
  const isAnswered = status !== undefined || provisional !== undefined || trying !== undefined
  return source === to && destination === from && isAnswered
}

/** `ip:port`, `[ip]:port` or a bare address, as endpoints are written, without the port. */
export function hostOf(endpoint: string): string {
  const colon = endpoint.lastIndexOf(':')
  const isPort = colon > 0 && (endpoint.charCodeAt(colon - 1) === CLOSING_BRACKET || endpoint.indexOf(':') === colon)
  return isPort ? endpoint.slice(0, colon) : endpoint
}

const CLOSING_BRACKET = ']'.charCodeAt(0)

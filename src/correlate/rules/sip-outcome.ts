import type { Outcome } from '../../model/session.ts'
import type { SipDraft, Transaction } from './sip-draft.ts'
import { answersOf, asksAgain, attemptsOf } from './sip-timing.ts'

export interface Result {
  readonly outcome: Outcome
  readonly verdict: Readonly<Record<string, unknown>>
}

/** Kind and category of final answers: DOMAIN 4.3.10 and 5.4. Ranges at the end. */
const KINDS: readonly (readonly [from: number, to: number, kind: string, category: string])[] = [
  [486, 486, 'busy', 'user'],
  [600, 600, 'busy', 'user'],
  [480, 480, 'no_answer', 'user'],
  [603, 603, 'rejected', 'user'],
  [607, 608, 'rejected', 'user'],
  [487, 487, 'cancelled', 'user'],
  [404, 404, 'not_found', 'subscriber'],
  [604, 604, 'not_found', 'subscriber'],
  [484, 484, 'not_found', 'subscriber'],
  [403, 403, 'rejected', 'subscriber'],
  [401, 401, 'auth_failed', 'auth'],
  [407, 407, 'auth_failed', 'auth'],
  [408, 408, 'timeout', 'network'],
  [503, 503, 'server_failure', 'resource'],
  [580, 580, 'server_failure', 'resource'],
  [300, 399, 'redirected', 'redirect'],
  [400, 499, 'rejected', 'protocol'],
  [500, 599, 'server_failure', 'network'],
  [600, 699, 'rejected', 'user'],
]

/** Without any answer, as many transmissions are a timeout and no cut-off capture: RFC 3261 timer B. */
const TIMER_B_RETRANSMISSIONS = 6

function failure(status: number, frame: number | undefined): Result {
  const [, , kind, category] = KINDS.find(([from, to]) => status >= from && status <= to) ?? [
    0,
    0,
    'failed',
    'protocol',
  ]
  const verdict = { kind, category, protocol: 'SIP', code: status, ...(frame !== undefined && { frame }) }
  return { outcome: kind === 'cancelled' ? 'cancelled' : 'failed', verdict }
}

function incomplete(kind: string): Result {
  return { outcome: 'incomplete', verdict: { kind, category: 'capture_incomplete', protocol: 'SIP' } }
}

/** How a call went: by the last attempt, on the hop nearest the caller. */
export function callResult(draft: SipDraft): Result {
  const last = attemptsOf(draft).at(-1)
  if (!last) return incomplete('incomplete_capture')
  const { status, frame } = answersOf(last)
  if (status === undefined) return unanswered(draft, last)
  if (status < 300) return answeredResult(draft)
  if (draft.cancelled !== undefined && status === 487) return failure(487, draft.cancelled_frame)
  return failure(status, frame)
}

function answeredResult(draft: SipDraft): Result {
  const isEnded = draft.transactions.some((one) => one.method === 'BYE')
  if (!isEnded) return incomplete('incomplete_capture')
  return { outcome: 'success', verdict: { kind: 'answered' } }
}

function unanswered(draft: SipDraft, last: Transaction): Result {
  if (draft.cancelled !== undefined) return failure(487, draft.cancelled_frame)
  const { provisional } = answersOf(last)
  if (provisional === undefined && draft.retransmissions >= TIMER_B_RETRANSMISSIONS) {
    const verdict = { kind: 'timeout', category: 'network', protocol: 'SIP', timer: 'B', frame: last.frame }
    return { outcome: 'failed', verdict }
  }
  return incomplete('incomplete_capture')
}

/** How a registration, subscription or single request went: by its last final answer that asks for no other try. */
export function requestResult(draft: SipDraft, success: string): Result {
  const final = draft.transactions.map(answersOf).findLast((one) => one.status !== undefined)
  if (final?.status === undefined) return incomplete('incomplete_capture')
  if (final.status < 300) return { outcome: 'success', verdict: { kind: success } }
  if (asksAgain(final.status) && (final.status === 401 || final.status === 407)) return incomplete('challenged')
  return failure(final.status, final.frame)
}

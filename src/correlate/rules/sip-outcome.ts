import type { Outcome } from '../../model/session.ts'
import { isTakenBack, takesBack } from './sip-binding.ts'
import { byesOf } from './sip-byes.ts'
import type { Answers, SipDraft, Transaction } from './sip-draft.ts'
import { hostOf, unansweredRelease } from './sip-release.ts'
import { answersOf, attemptsOf } from './sip-timing.ts'
import { SIP_STATUS } from './tables-sip-status.ts'

export interface Result {
  readonly outcome: Outcome
  readonly verdict: Readonly<Record<string, unknown>>
  readonly isSilent?: boolean
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
  [580, 580, 'preconditions', 'resource'],
  [300, 399, 'redirected', 'redirect'],
  [400, 499, 'rejected', 'protocol'],
  [500, 599, 'server_failure', 'network'],
  [600, 699, 'rejected', 'user'],
]

/** Without any answer, as many transmissions are a timeout and no cut-off capture: RFC 3261 timer B. */
const TIMER_B_RETRANSMISSIONS = 6
/** So often is an answer repeated in 7.5 s, for which a lost ACK or two are no reason. */
const UNACKNOWLEDGED_REPEATS = 4
/** Timers B and F, 64·T1: RFC 3261 §17.1.1.2, §17.1.2.2. */
const TIMER_B_MS = 32_000

export function failure(status: number, frame: number | undefined, request?: string): Result {
  const [, , kind, category] = KINDS.find(([from, to]) => status >= from && status <= to) ?? [
    0,
    0,
    'failed',
    'protocol',
  ]
  const [name, clause] = SIP_STATUS[status] ?? []
  const isCall = request === undefined || request === 'INVITE'
  const verdict = {
    kind: isCall || (kind !== 'busy' && kind !== 'no_answer') ? kind : 'unavailable',
    category,
    protocol: 'SIP',
    ...(request !== undefined && { request }),
    code: status,
    ...(name !== undefined && { name, clause }),
    ...(kind === 'cancelled' && { ended_by: 'caller' }),
    ...(frame !== undefined && { frame }),
  }
  return { outcome: kind === 'cancelled' ? 'cancelled' : 'failed', verdict }
}

/** @param request what was not answered */
function incomplete(kind: string, request?: string): Result {
  const asked = request !== undefined && { request }
  return { outcome: 'incomplete', verdict: { kind, category: 'capture_incomplete', protocol: 'SIP', ...asked } }
}

/**
 * How a call went: by the last attempt, on the hop nearest the caller.
 * @param end of the capture, ms since the epoch of the job
 * @param legs of which any may not have been given up
 */
export function callResult(draft: SipDraft, end: number, legs: readonly SipDraft[]): Result {
  const last = attemptsOf(draft).at(-1)
  if (!last || goesOn(draft, last)) return unaskedResult(draft, end, legs)
  const { status, frame } = answersOf(last)
  if (status === undefined) return unanswered(draft, last, end)
  if (status < 300) return answeredResult(draft, end, legs)
  if (draft.cancelled !== undefined && status === 487) return failure(487, draft.cancelled_frame, 'INVITE')
  // Whoever is asked who he is, asks again.
  if (isChallenge(status) && attemptsOf(draft).length === 1) return incomplete('challenged')
  const { outcome, verdict } = failure(status, frame, 'INVITE')
  return { outcome, verdict: { ...verdict, ...wordsOf(last) } }
}

/** What a refusal says of why, and what another hop had answered where that is not what came to the caller. */
function wordsOf({ own, other }: Transaction): object {
  const stated = own.stated ?? (own.status === undefined || own.status === other.status ? other.stated : undefined)
  return { ...(stated !== undefined && { stated }), ...translated(own, other) }
}

/** A proxy may pass on another refusal than it got: RFC 3261 §16.7. */
function translated({ status: told = 0 }: Answers, { status: heard = 0, frame, stated }: Answers): object {
  if (told < 400 || heard < 400 || told === heard || isChallenge(heard) || heard === 487) return {}
  const name = SIP_STATUS[heard]?.[0]
  return {
    translated_from: {
      code: heard,
      ...(name !== undefined && { name }),
      frame,
      ...(stated !== undefined && { stated }),
    },
  }
}

function isChallenge(status: number): boolean {
  return status === 401 || status === 407
}

/** What was asked in a dialog that stood already; where an INVITE was answered unseen, it may have been the first one. */
function isMidway({ transactions }: SipDraft): boolean {
  const isUnseen = transactions.some((one) => one.method === 'INVITE' && one.at === undefined)
  return !isUnseen && transactions.some(({ method, initial }) => !initial && (method === 'INVITE' || method === 'BYE'))
}

/** The capture lacks the INVITE that came after the last one seen, but not what it was answered with. */
function goesOn({ transactions }: SipDraft, last: Transaction): boolean {
  const { status } = answersOf(last)
  if (status !== undefined && !isChallenge(status)) return false
  return transactions
    .slice(transactions.indexOf(last) + 1)
    .some((one) => one.method === 'INVITE' && !one.back && one.at === undefined && answersOf(one).status !== undefined)
}

/** The capture lacks the INVITE, and may have its final answer. */
function unaskedResult(draft: SipDraft, end: number, legs: readonly SipDraft[]): Result {
  if (isMidway(draft)) return incomplete('no_creation')
  const answered = draft.transactions.findLast(
    (one) => one.method === 'INVITE' && !one.back && answersOf(one).status !== undefined,
  )
  const { status, frame } = answered ? answersOf(answered) : {}
  if (answered === undefined || status === undefined) return incomplete('incomplete_capture')
  if (status < 300) return answeredResult(draft, end, legs)
  if (isChallenge(status)) return incomplete('challenged')
  const { outcome, verdict } = failure(status, frame, 'INVITE')
  return { outcome, verdict: { ...verdict, ...wordsOf(answered) } }
}

function answeredResult(draft: SipDraft, end: number, legs: readonly SipDraft[]): Result {
  const releases = [draft, ...legs].map((leg) => unansweredRelease(leg, end))
  const [bye] = byesOf(draft)
  const refused = refusedLater(draft)
  if (!bye) {
    const { outcome, verdict } = incomplete('unended')
    return { outcome, verdict: { ...verdict, ...refused } }
  }
  const [first] = attemptsOf(draft)
  const ended = bye.at !== undefined && first && { ended_by: enderOf(bye, first) }
  const stated = bye.stated !== undefined && { stated: bye.stated }
  const release = releases.find((one) => one !== undefined)
  const unanswered = release && { category: 'network', protocol: 'SIP', unanswered_release: release }
  return {
    outcome: 'success',
    verdict: { kind: 'answered', ...ended, ...stated, ...unanswered, ...unacknowledged(draft), ...refused },
  }
}

function isGranted(one: Transaction): boolean {
  return (answersOf(one).status ?? Infinity) < 300
}

/** What a call that stood was to be made, and was not at another try either: RFC 3261 §14, RFC 3311. */
function refusedLater({ transactions }: SipDraft): object | undefined {
  const changes = transactions.filter((one) => !one.initial && (one.method === 'INVITE' || one.method === 'UPDATE'))
  const refused = changes.find((one, i) => {
    const { status = 0 } = answersOf(one)
    if (status < 400 || status === 487 || isChallenge(status)) return false
    return !changes.slice(i + 1).some((other) => other.method === one.method && isGranted(other))
  })
  if (!refused) return undefined
  const { status = 0, frame } = answersOf(refused)
  return { refused_later: failure(status, frame, refused.method).verdict }
}

/** Who accepted got no ACK, and went on repeating: nothing came through to where its Contact or Record-Route tells. */
function unacknowledged(draft: SipDraft): object | undefined {
  const repeats = draft.repeated_answers ?? 0
  if (repeats < UNACKNOWLEDGED_REPEATS || attemptsOf(draft).at(-1)?.acknowledged !== undefined) return undefined
  return { category: 'network', protocol: 'SIP', unacknowledged: repeats, clause: 'RFC 3261 §13.3.1.4' }
}

/** On the hop where a request is seen first, it comes from where the INVITE came from, or from the other side. */
function enderOf(bye: Transaction, invite: Transaction): 'caller' | 'callee' {
  return hostOf(bye.source) === hostOf(invite.source) ? 'caller' : 'callee'
}

function unanswered(draft: SipDraft, last: Transaction, end: number): Result {
  if (draft.cancelled !== undefined) return failure(487, draft.cancelled_frame, 'INVITE')
  return silence(draft, last, end)
}

/** A request without any answer: a timeout where the capture went on for long enough to tell. */
function silence(draft: SipDraft, asked: Transaction | undefined, end: number): Result {
  if (asked?.at === undefined) return incomplete('incomplete_capture')
  const { method: request, frame, at } = asked
  const isOver = draft.retransmissions > 0 && end - at >= TIMER_B_MS
  const isSilent = isOver || draft.retransmissions >= TIMER_B_RETRANSMISSIONS
  if (!isSilent || answersOf(asked).provisional !== undefined) return incomplete('incomplete_capture', request)
  const timer = request === 'INVITE' ? 'B' : 'F'
  return {
    outcome: 'failed',
    verdict: { kind: 'timeout', category: 'network', protocol: 'SIP', request, timer, frame },
    isSilent: draft.retransmissions >= TIMER_B_RETRANSMISSIONS,
  }
}

/** How a registration, subscription or single request went: by its last final answer that asks for no other try. */
export function requestResult(draft: SipDraft, success: string, end: number): Result {
  const answered = draft.transactions.filter((one) => answersOf(one).status !== undefined)
  const last = answered.findLast((one) => !isChallenge(answersOf(one).status!)) ?? answered.at(-1)
  const { status, frame } = last ? answersOf(last) : {}
  if (last === undefined || status === undefined) return silence(draft, draft.transactions[0], end)
  if (status < 300) return { outcome: 'success', verdict: { kind: success } }
  if (isChallenge(status)) return incomplete('challenged')
  return failure(status, frame, last.method)
}

/** How it went, and what is left of the binding in the end. */
export function registrationResult(draft: SipDraft, end: number): Result {
  const result = requestResult(draft, 'registered', end)
  if (result.outcome !== 'success') return result
  const answered = draft.transactions.filter((one) => one.method === 'REGISTER' && answersOf(one).status !== undefined)
  const last = answered.findLast((one) => !isChallenge(answersOf(one).status!))
  if (last === undefined) return result
  const left = leftOf(answered.at(-1)!)
  if (takesBack(last)) {
    return { ...result, verdict: { kind: isTakenBack(draft) ? 'deregistered' : 'registration_ended', ...left } }
  }
  return { ...result, verdict: { kind: 'registered', ...lifetimeOf(last), ...left } }
}

/** What was asked for last and only challenged, so that nothing came of it. */
function leftOf(last: Transaction): object {
  const { status = 0, frame } = answersOf(last)
  if (!isChallenge(status)) return {}
  return { challenged_later: { request: takesBack(last) ? 'de-registration' : 'REGISTER', frame } }
}

function lifetimeOf(last: Transaction): object {
  const { granted } = answersOf(last)
  const asked = last.binding?.seconds
  if (granted === undefined) return {}
  return { granted_s: granted, ...(asked !== undefined && asked !== granted && { asked_s: asked }) }
}

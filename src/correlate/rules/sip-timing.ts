// Times of a SIP call: RFC 6076 and DOMAIN 5.1. What was not seen gives no metric.
import { roundMilliseconds } from '../../model/moment.ts'
import type { Metrics } from '../../model/session.ts'
import { registersOf, takesBack } from './sip-binding.ts'
import { byesOf } from './sip-byes.ts'
import type { Answers, SipDraft, Transaction } from './sip-draft.ts'

/** Answers that ask for another try of the same attempt: RFC 6076 §4.3, DOMAIN 4.3.3. */
const RETRY = new Set([401, 402, 407, 420, 422, 423, 488])
const CHALLENGE = new Set([401, 402, 407])

/** Answers where the request was seen first, or elsewhere when none were seen there. */
export function answersOf(transaction: Transaction): Answers {
  const { own, other } = transaction
  return own.status === undefined && own.provisional === undefined ? { ...own, ...other } : { ...other, ...own }
}

/** The INVITEs outside dialogs, in order: the attempts of one call. */
export function attemptsOf(draft: SipDraft): Transaction[] {
  return draft.transactions.filter((one) => one.method === 'INVITE' && one.initial && one.at !== undefined)
}

function isAccepted(transaction: Transaction): boolean {
  const { status } = answersOf(transaction)
  return status !== undefined && status < 300
}

/** Whether an answer asks the caller to try again rather than ending the attempt. */
function asksAgain(status: number): boolean {
  return RETRY.has(status) || isRedirected(status)
}

/** Final answers that are no failure even where nobody tried again: RFC 6076 §4.3.2. */
function isNoFailure(status: number): boolean {
  return CHALLENGE.has(status) || isRedirected(status)
}

function isRedirected(status: number): boolean {
  return status >= 300 && status < 400
}

export function callMetrics(draft: SipDraft): Metrics {
  const metrics: Metrics = {}
  const put = putter(metrics)
  const attempts = attemptsOf(draft)
  const [first] = attempts
  const last = attempts.at(-1)
  if (first && last) {
    const answers = answersOf(last)
    const start = first.at!
    const isAnswered = answers.status !== undefined && answers.status >= 200 && answers.status < 300
    const heard = firstHeard(attempts)
    put('trying_time_ms', start, answersOf(first).trying)
    put('pdd_ms', start, heard)
    if (isAnswered) answered(put, { start, last, answers, heard })
    else if (answers.status !== undefined && !isNoFailure(answers.status)) {
      put('srd_failure_ms', start, Math.min(heard ?? Infinity, answers.at!))
      put('failure_delay_ms', start, answers.at)
    }
    if (metrics['setup_time_ms'] !== undefined) metrics['setup_time_ms'] = Math.round(Number(metrics['setup_time_ms']))
    metrics['attempts'] = attempts.length
  }
  ended(put, draft, last)
  if (draft.retransmissions > 0) metrics['retransmissions'] = draft.retransmissions
  return metrics
}

type Put = (name: string, from: number | undefined, to: number | undefined) => void

/** Puts a time from one moment to another, where both are known and stand in that order. */
function putter(metrics: Metrics): Put {
  return (name, from, to) => {
    if (from !== undefined && to !== undefined && to >= from) metrics[name] = roundMilliseconds(to - from)
  }
}

interface AnsweredCall {
  readonly start: number
  readonly last: Transaction
  readonly answers: Answers
  readonly heard: number | undefined
}

function answered(put: Put, { start, last, answers, heard }: AnsweredCall): void {
  put('setup_time_ms', start, answers.at)
  put('setup_time_last_attempt_ms', last.at, answers.at)
  put('srd_success_ms', start, heard)
  put('ringing_time_ms', answers.ringing ?? answers.provisional, answers.at)
  put('alerting_ms', start, answers.ringing)
  put('answer_to_ack_ms', answers.at, last.acknowledged)
}

/** RFC 6076 §4.4, §4.5. */
function ended(put: Put, draft: SipDraft, last: Transaction | undefined): void {
  const byes = byesOf(draft)
  const bye = byes.find((one) => one.at !== undefined)
  if (!bye) return
  // A BYE that is challenged is sent again.
  const accepted = byes.find((one) => one.back === bye.back && isAccepted(one))
  if (accepted) put('sdd_ms', bye.at, answersOf(accepted).at)
  const answers = last && answersOf(last)
  if (answers?.status !== undefined && answers.status < 300) put('talk_time_ms', answers.at, bye.at)
}

/** The first sign of the called side: a provisional answer above 100, or the final one that stops the clock. */
function firstHeard(attempts: readonly Transaction[]): number | undefined {
  const last = attempts.at(-1)
  for (const attempt of attempts) {
    const { provisional, status, at } = answersOf(attempt)
    if (provisional !== undefined) return provisional
    if (status !== undefined && !(attempt === last ? isNoFailure : asksAgain)(status)) return at
  }
  return undefined
}

/** Registration: RFC 6076 §4.1, with and without the challenge; where there is only one's end, how long that took. */
export function registrationMetrics(draft: SipDraft): Metrics {
  const metrics: Metrics = {}
  const tries = registersOf(draft)
  const registering = tries.filter((one) => !takesBack(one))
  const [first] = registering.length > 0 ? registering : tries
  const done = tries.find((one) => one.at! >= first!.at! && answersOf(one).status === 200)
  if (done && first) {
    const put = putter(metrics)
    put(takesBack(first) ? 'deregistration_ms' : 'rrd_ms', first.at, answersOf(done).at)
    if (!takesBack(first)) put('rrd_last_ms', done.at, answersOf(done).at)
  }
  if (tries.length > 0) metrics['attempts'] = tries.length
  if (draft.retransmissions > 0) metrics['retransmissions'] = draft.retransmissions
  return metrics
}

/** A request and its final answer, whatever they are about. */
export function transactionMetrics(draft: SipDraft): Metrics {
  const metrics: Metrics = {}
  const first = draft.transactions.find((one) => one.at !== undefined)
  const answers = first && answersOf(first)
  if (first) putter(metrics)('response_time_ms', first.at, answers?.at)
  if (draft.retransmissions > 0) metrics['retransmissions'] = draft.retransmissions
  return metrics
}

import type { Outcome } from '../../model/session.ts'
import { type DiameterDraft, type Exchange, PEER_RESTART } from './diameter-draft.ts'

export interface Result {
  readonly outcome: Outcome
  readonly verdict: Readonly<Record<string, unknown>>
}

type Category = readonly [category: string, codes: readonly number[]]

/** Categories of DOMAIN 5.4 for Result-Codes; what is in no list is of its class. */
const OF_BASE: readonly Category[] = [
  ['redirect', [3006, 3011]],
  ['network', [3002, 3003, 3004, 3005, 3010, 4003, 5012]],
  ['auth', [4001, 5003]],
  ['resource', [4002, 5006]],
  ['subscriber', [5030, 5032, 5035]],
  ['policy', [4010, 4011, 4012, 5031]],
]

/** The same for Experimental-Result-Codes of 3GPP: TS 29.230 §8.1. */
const OF_3GPP: readonly Category[] = [
  ['subscriber', [4201, 4221, 4222, 4223, 5001, 5004, 5106, 5107, 5420, 5421, 5422, 5450, 5451, 5452, 5550]],
  ['auth', [4181, 5002, 5003, 5005, 5006, 5402]],
  ['resource', [4121, 4143, 5531]],
  ['network', [4101, 4144, 5068, 5423, 5454]],
  ['policy', [4261, 5061, 5062, 5063, 5064, 5065, 5066, 5067, 5140, 5141, 5142, 5143, 5144, 5147, 5148, 5570]],
]

/** What takes back a grant, and is no fault of the session: causes of aborts and of bearers, TS 29.214 §5.3.1, §5.3.13. */
const ABORTED_FOR: ReadonlyMap<string, readonly [kind: string, category: string]> = new Map([
  ['INSUFFICIENT_SERVER_RESOURCES', ['aborted', 'resource']],
  ['INSUFFICIENT_BEARER_RESOURCES', ['aborted', 'resource']],
  ['SPONSORED_DATA_CONNECTIVITY_DISALLOWED', ['aborted', 'policy']],
  ['INDICATION_OF_FAILED_RESOURCES_ALLOCATION', ['no_bearer', 'resource']],
  ['INDICATION_OF_LOSS_OF_BEARER', ['bearer_lost', 'radio']],
])

/** After so long without an answer there will be none: DOMAIN 5.4. Milliseconds. */
const PATIENCE_MS = 30_000
const TGPP = 10_415
const ABORT = 274
const TERMINATION = 275
const CREDIT_CONTROL = 272
const UNKNOWN_SESSION = 5002

export function categoryOf({ code = 0, vendor = 0 }: Pick<Exchange, 'code' | 'vendor'>): string {
  const lists = vendor === 0 ? OF_BASE : OF_3GPP
  const found = lists.find(([, codes]) => codes.includes(code))
  if (found !== undefined) return found[0]
  return code >= 4000 && code < 5000 ? 'network' : 'protocol'
}

function failure(exchange: Exchange): Result {
  const { code, name, vendor, answer_frame, abbreviation } = exchange
  const category = categoryOf(exchange)
  return {
    outcome: 'failed',
    verdict: {
      kind: category === 'redirect' ? 'redirected' : 'rejected',
      category,
      protocol: 'DIAMETER',
      ...(abbreviation !== '' && { request: abbreviation }),
      ...clauseOf(exchange),
      ...(code !== undefined && { code }),
      ...(name !== undefined && { name }),
      ...(vendor !== undefined && { vendor }),
      ...(answer_frame !== undefined && { frame: answer_frame }),
    },
  }
}

/** RFC 6733 §7.1.3 to §7.1.5 for the classes 3xxx to 5xxx; TS 29.230 §8.1 for results of 3GPP. */
export function clauseOf({ code = 0, vendor = 0 }: Pick<Exchange, 'code' | 'vendor'>): { clause?: string } {
  if (vendor === TGPP) return { clause: 'TS 29.230 §8.1' }
  const group = Math.floor(code / 1000)
  return vendor === 0 && group >= 3 && group <= 5 ? { clause: `RFC 6733 §7.1.${group}` } : {}
}

/**
 * How a session went: by its first exchange, which grants it or not; then by an abort for want of something; then by
 * the last answer. One that was granted and not yet ended is a success so far.
 */
export function resultOf(draft: DiameterDraft, end: number): Result {
  const { exchanges } = draft
  const answered = exchanges.filter((one) => one.answered !== undefined && one.hop === 1)
  const final = answered.filter((one) => !isOverruled(one, answered))
  const [first] = final
  const last = final.at(-1)
  if (first === undefined || last === undefined) return unanswered(exchanges, end)
  if (first.failed && first.command !== ABORT) return failure(first)
  const aborted = ABORTED_FOR.get(draft.abort_cause ?? '')
  if (aborted !== undefined) {
    const [kind, category] = aborted
    const verdict = { kind, category, protocol: 'DIAMETER', name: draft.abort_cause, frame: draft.abort_frame }
    return { outcome: 'failed', verdict }
  }
  if (last.failed && isEnd(last) && last.code === UNKNOWN_SESSION) return { outcome: 'success', verdict: goneOf(last) }
  if (last.failed) return failure(last)
  if (last.code !== undefined && last.code < 2000) return incomplete('challenged')
  if (first.cut) return incomplete('incomplete_capture')
  const besides = { ...unansweredLater(exchanges, end), ...refusedService(draft) }
  return { outcome: 'success', verdict: { ...endOf(draft, final), ...besides } }
}

/** Ended, lost with a node, of one that began anew the news of it, or going on. */
function endOf({ application_id, ended_by, restart }: DiameterDraft, final: readonly Exchange[]): Result['verdict'] {
  if (final.some(isEnd)) return { kind: final.every(isEnd) ? 'ended_only' : 'ended' }
  if (ended_by) return { kind: PEER_RESTART, category: 'network', ...ended_by, clause: 'RFC 6733 §8.16' }
  if (restart && application_id === 0) return { kind: PEER_RESTART, category: 'network', ...restart }
  return { kind: 'answered' }
}

/** What was to be ended was not there any more. */
function goneOf(last: Exchange): Result['verdict'] {
  const { code, name, answer_frame: frame } = last
  return { kind: 'gone', category: categoryOf(last), protocol: 'DIAMETER', code, name, frame }
}

/** Its request was granted, and not all that it asked for. */
function refusedService({ refused_service: refused }: DiameterDraft): object | undefined {
  return refused && { category: categoryOf(refused), protocol: 'DIAMETER', refused_service: refused }
}

/** What nobody answered of a session that was granted, for as long as one waits, and was not asked of another peer. */
function unansweredLater(exchanges: readonly Exchange[], end: number): object | undefined {
  const isSilent = ({ at, hop, answered, command }: Exchange): boolean =>
    hop === 1 &&
    at !== undefined &&
    answered === undefined &&
    end - at >= PATIENCE_MS &&
    !exchanges.some((other) => other.repeated === true && other.command === command && other.at! > at)
  const silent = exchanges.find(isSilent)
  if (!silent) return undefined
  const { abbreviation, type, frame } = silent
  const request = type === undefined ? abbreviation : `${abbreviation} ${type}`
  const told = { request, repeats: 0, frame }
  const what = isEnd(silent) ? { unanswered_release: told } : { unanswered_later: told }
  return { category: 'network', protocol: 'DIAMETER', ...what }
}

/**
 * A failed answer after which the same was asked again elsewhere, or of another peer; or which said that it might be
 * asked again (RFC 6733 §7.1.3, §7.1.4), and was granted then.
 */
function isOverruled(one: Exchange, answered: readonly Exchange[]): boolean {
  if (!one.failed) return false
  const isTransient = one.code !== undefined && one.code >= 3000 && one.code < 5000
  const isSame = ({ command, type, at }: Exchange): boolean =>
    command === one.command && type === one.type && (at ?? -Infinity) > (one.at ?? Infinity)
  return answered.some(
    (other) =>
      (other.repeated === true && other.command === one.command && other.at! > one.at!) ||
      (isTransient && !other.failed && isSame(other)),
  )
}

function isEnd({ command, type }: Exchange): boolean {
  return command === TERMINATION || (command === CREDIT_CONTROL && type === 'TERMINATION_REQUEST')
}

function unanswered(exchanges: readonly Exchange[], end: number): Result {
  const times = exchanges.map((one) => one.at).filter((at) => at !== undefined)
  const [first] = exchanges
  if (first !== undefined && times.length > 0 && end - Math.min(...times) >= PATIENCE_MS) {
    const request = first.abbreviation
    const verdict = { kind: 'timeout', category: 'network', protocol: 'DIAMETER', request, frame: first.frame }
    return { outcome: 'failed', verdict }
  }
  const { outcome, verdict } = incomplete('no_answer')
  return { outcome, verdict: { ...verdict, ...(first?.at !== undefined && { request: first.abbreviation }) } }
}

function incomplete(kind: string): Result {
  return { outcome: 'incomplete', verdict: { kind, category: 'capture_incomplete', protocol: 'DIAMETER' } }
}

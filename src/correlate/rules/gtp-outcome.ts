import type { Outcome } from '../../model/session.ts'
import { type GtpDraft, isCreation, PEER_RESTART, type Step } from './gtp-draft.ts'

interface Result {
  readonly outcome: Outcome
  readonly verdict: Readonly<Record<string, unknown>>
  readonly isSilent?: boolean
}

/** Categories of refusals (DOMAIN 5.4) by cause: TS 29.274 Table 8.4-1, TS 29.060 Table 38. What is in none is the network's. */
const CATEGORIES_2: Readonly<Record<string, readonly number[]>> = {
  auth: [92, 125],
  subscriber: [78, 82, 93, 96, 116, 117, 127, 129],
  resource: [73, 84, 91, 113, 114, 120],
  user: [87, 88, 123],
  policy: [83, 104, 119, 126, 130],
  protocol: [64, 65, 66, 67, 68, 69, 70, 74, 75, 76, 77, 80, 85, 86, 97, 98, 103, 105, 107],
}
const CATEGORIES_1: Readonly<Record<string, readonly number[]>> = {
  auth: [208, 209],
  subscriber: [194, 205, 219, 222, 231],
  resource: [199, 211, 212, 229, 230],
  user: [195, 196, 197, 232],
  policy: [220, 223],
  protocol: [192, 193, 198, 200, 201, 202, 203, 210, 214, 215, 216, 217, 218, 221, 227],
}

/** N3-REQUESTS is 3 or more: so many transmissions without an answer are a timeout, and no end of the capture. */
const TIMEOUT_REPEATS = 2
/** DOMAIN 5.4. */
const TIMEOUT_MS = 20_000

export function categoryOf(protocol: string, cause: number): string {
  const categories = protocol === 'GTPv2' ? CATEGORIES_2 : CATEGORIES_1
  return Object.entries(categories).find(([, causes]) => causes.includes(cause))?.[0] ?? 'network'
}

/** How a connection went: whether it came about, and whether it was taken down. */
export function connectionResult(draft: GtpDraft, end: number): Result {
  const creations = draft.steps.filter(isCreation)
  const isReleased = draft.steps.some((one) => isRelease(one) && one.cause_code !== undefined && one.failed !== true)
  if (creations.some((one) => one.cause_code !== undefined && one.failed !== true)) {
    return { outcome: 'success', verdict: isReleased ? { kind: 'released' } : endOf(draft) }
  }
  // Where several hops refuse, whoever did first.
  const [refused] = creations
    .filter((one) => one.failed === true)
    .toSorted((a, b) => (a.answer_frame ?? Infinity) - (b.answer_frame ?? Infinity))
  if (refused) return { outcome: 'failed', verdict: refusal(refused) }
  const waiting = creations.find((one) => one.repeats >= TIMEOUT_REPEATS || isLong(one, end))
  if (!waiting) return incomplete(creations.length === 0 ? 'no_creation' : 'incomplete_capture')
  const { protocol, frame, name } = waiting
  const verdict = {
    kind: 'timeout',
    category: 'network',
    protocol,
    request: `${name} Request`,
    timer: 'T3-RESPONSE',
    frame,
  }
  return { outcome: 'failed', verdict, isSilent: waiting.repeats >= TIMEOUT_REPEATS }
}

/** Not deleted by itself: with its set, with a node that began anew, because another took its place, or not at all. */
function endOf({ ended_by }: GtpDraft): Result['verdict'] {
  if (!ended_by) return { kind: 'active' }
  const isSuperseded = isCreation({ name: ended_by.ended_by })
  const kind = isSuperseded ? 'superseded' : ended_by.ended_by === PEER_RESTART ? PEER_RESTART : 'released'
  return { kind, category: 'network', ...ended_by }
}

/** Repeated, and the capture went on for T3-RESPONSE × N3-REQUESTS: TS 29.274 §7.6. */
function isLong({ at, repeats, answer_frame }: Step, end: number): boolean {
  return at !== undefined && answer_frame === undefined && repeats > 0 && end - at >= TIMEOUT_MS
}

/** How messages between two nodes went: whether all requests were answered, and nobody began anew. */
export function pathResult(draft: GtpDraft): Result {
  const refused = draft.steps.find((one) => one.failed === true)
  if (refused) return { outcome: 'failed', verdict: refusal(refused) }
  const [restart] = draft.restarts
  if (restart) return { outcome: 'success', verdict: { kind: PEER_RESTART, category: 'network', ...restart } }
  if (draft.answers > 0) return { outcome: 'success', verdict: { kind: 'answered' } }
  return incomplete('no_answer')
}

export function incomplete(kind: string): Result {
  return { outcome: 'incomplete', verdict: { kind, category: 'capture_incomplete', protocol: 'GTP' } }
}

function refusal({ protocol, name, cause_code = 0, cause_name, answer_frame }: Step): Result['verdict'] {
  const category = categoryOf(protocol, cause_code)
  const clause = protocol === 'GTPv2' ? 'TS 29.274 §8.4' : 'TS 29.060 §7.7.1'
  const what = { code: cause_code, name: cause_name, clause, frame: answer_frame }
  return { kind: 'rejected', category, protocol, request: `${name} Request`, ...what }
}

export function isRelease({ name }: Step): boolean {
  return name === 'Delete Session' || name === 'Delete PDP Context'
}

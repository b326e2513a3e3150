import type { Outcome } from '../../model/session.ts'
import { askedOf, type GtpDraft, isCreation, PEER_RESTART, type Step } from './gtp-draft.ts'

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
  const accepted = creations.filter((one) => one.cause_code !== undefined && one.failed !== true)
  if (accepted.some((one) => !creations.some((other) => other.failed === true && surrounds(other, one)))) {
    const ended = isReleased ? { kind: 'released' } : endOf(draft, end)
    return { outcome: 'success', verdict: { ...ended, ...refusedLater(draft) } }
  }
  // Where several hops refuse, whoever did first.
  const [refused] = creations
    .filter((one) => one.failed === true)
    .toSorted((a, b) => (a.answer_frame ?? Infinity) - (b.answer_frame ?? Infinity))
  if (refused) return { outcome: 'failed', verdict: refusal(refused) }
  const waiting = creations.find((one) => isSilent(one, end))
  if (!waiting) {
    const { outcome, verdict } = incomplete(creations.length === 0 ? 'no_creation' : 'incomplete_capture')
    return { outcome, verdict: { ...verdict, ...refusedLater(draft) } }
  }
  const { protocol, frame } = waiting
  const verdict = {
    kind: 'timeout',
    category: 'network',
    protocol,
    request: askedOf(waiting),
    timer: 'T3-RESPONSE',
    frame,
  }
  return { outcome: 'failed', verdict, isSilent: waiting.repeats >= TIMEOUT_REPEATS }
}

/** One hop of a creation goes on to the next, and is answered when that is: what the first says holds. */
function surrounds(outer: Step, inner: Step): boolean {
  if (outer.at === undefined || inner.at === undefined) return false
  return outer.at < inner.at && outer.at + (outer.latency ?? 0) >= inner.at + (inner.latency ?? 0)
}

/** Refusals that a node only passes on to whoever asked it: each procedure counts once, where it was refused. */
export function passedOn(steps: readonly Step[]): number {
  const refused = steps.filter((one) => one.failed === true)
  return refused.filter((outer) =>
    refused.some((inner) => askedOf(inner) === askedOf(outer) && surrounds(outer, inner)),
  ).length
}

/**
 * Not deleted by itself: with its set, by its network, with a node that began anew, because another took its place, or
 * not at all.
 */
function endOf({ ended_by, gone, steps, protocol }: GtpDraft, end: number): Result['verdict'] {
  if (gone) return { kind: 'gone', category: categoryOf(protocol, gone.code), protocol, ...gone }
  if (!ended_by) return { kind: 'active', ...unansweredRelease(steps, end) }
  const isSuperseded = isCreation({ name: ended_by.ended_by })
  const kind = isSuperseded ? 'superseded' : ended_by.ended_by === PEER_RESTART ? PEER_RESTART : 'released'
  return { kind, category: 'network', ...ended_by }
}

/** Nobody answered its deletion for as long as one waits. */
function unansweredRelease(steps: readonly Step[], end: number): object | undefined {
  const asked = steps.find((one) => isRelease(one) && isSilent(one, end))
  if (!asked) return undefined
  const { repeats, frame, protocol } = asked
  const clause = protocol === 'GTPv2' ? 'TS 29.274 §7.6' : 'TS 29.060 §7.6'
  return {
    category: 'network',
    protocol,
    unanswered_release: { request: askedOf(asked), repeats, frame, clause },
  }
}

/** What was refused of a connection that was there, and not granted at another try. */
function refusedLater({ steps }: GtpDraft): object | undefined {
  const isMended = (one: Step): boolean =>
    steps.some(
      (other) =>
        askedOf(other) === askedOf(one) && other.cause_code !== undefined && !other.failed && isAfter(other, one),
    )
  const [refused] = steps
    .filter((one) => one.failed === true && one.shared !== true && !isCreation(one) && !isGone(one) && !isMended(one))
    .toSorted((a, b) => (a.answer_frame ?? Infinity) - (b.answer_frame ?? Infinity))
  return refused && { refused_later: refusal(refused) }
}

function isAfter(one: Step, other: Step): boolean {
  return (one.at ?? Infinity) > (other.at ?? -Infinity)
}

/** Refusals that say that there is nothing to delete: TS 29.274 Table 8.4-1, TS 29.060 Table 38. */
const NOT_FOUND: ReadonlySet<unknown> = new Set([64, 192, 210])

function isGone(one: Step): boolean {
  return isRelease(one) && NOT_FOUND.has(one.cause_code)
}

function isSilent(one: Step, end: number): boolean {
  return one.answer_frame === undefined && (one.repeats >= TIMEOUT_REPEATS || isLong(one, end))
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

function refusal(step: Step): Result['verdict'] {
  const { protocol, cause_code = 0, cause_name, answer_frame } = step
  const category = categoryOf(protocol, cause_code)
  const clause = protocol === 'GTPv2' ? 'TS 29.274 §8.4' : 'TS 29.060 §7.7.1'
  const what = { code: cause_code, name: cause_name, clause, frame: answer_frame }
  return { kind: 'rejected', category, protocol, request: askedOf(step), ...what }
}

export function isRelease({ name }: Step): boolean {
  return name === 'Delete Session' || name === 'Delete PDP Context'
}

import type { MediaVerdict } from '../model/session.ts'
import type { SessionFacts } from './rules.ts'

/** What rules tell of how a session went, as far as the sentence needs it. */
interface Told {
  readonly kind?: unknown
  readonly protocol?: unknown
  /** Name of the request that was refused or not answered. */
  readonly request?: unknown
  readonly code?: unknown
  readonly name?: unknown
  readonly timer?: unknown
  readonly ended_by?: unknown
  /** How often an answer was repeated that nobody acknowledged. */
  readonly unacknowledged?: unknown
  readonly frame?: unknown
  readonly clause?: unknown
}

const UNKNOWN = 'not catalogued'

/** Ends that say more than a code does. */
const SENTENCES: Readonly<Record<string, string>> = {
  answered: 'Answered',
  registered: 'Registered',
  established: 'Established, and not seen to end',
  active: 'Set up, and not seen to end',
  released: 'Set up and released',
  ended: 'Granted and ended',
  completed: 'Completed',
  ciphered: 'What ended it is ciphered',
  challenged: 'Challenged to authenticate, and nothing came after it',
  incomplete_capture: 'The capture does not show how it ended',
  no_answer: 'No answer in the capture, which ends too early to tell',
  one_direction: 'Only one direction was captured: whether anybody answered cannot be told',
  no_signalling: 'The capture does not hold the signalling that set it up',
}

const REASONS: Readonly<Record<string, string>> = {
  busy: 'the called side was busy',
  no_answer: 'the called side did not answer',
  not_found: 'the called side is not known',
  auth_failed: 'authentication failed',
  server_failure: 'a server failed',
  redirected: 'another address was told',
  aborted: 'it was aborted',
  superseded: 'it was begun anew',
  let_go: 'the UE was let go before the end',
}

/**
 * The verdict with its sentence, and with what a code is called where rules do not know it. One place, for all
 * protocols: rules give the facts.
 */
export function withSentence({ outcome, verdict }: Pick<SessionFacts, 'outcome' | 'verdict'>): SessionFacts['verdict'] {
  if (verdict === undefined) return undefined
  const name = verdict['code'] !== undefined && verdict['name'] === undefined ? { name: UNKNOWN } : {}
  const told: Told = { ...verdict, ...name }
  return { ...verdict, ...name, text: `${sentenceOf(outcome, told)}.` }
}

/**
 * A call that was set up, and had something wrong with its media: the outcome stays, the category says so. What is no
 * more than worth knowing is no verdict on the call.
 */
export function withMedia(
  verdict: SessionFacts['verdict'],
  found: readonly MediaVerdict[],
  outcome: SessionFacts['outcome'],
): SessionFacts['verdict'] {
  const [worst] = found
  if (!verdict || !worst || worst.severity === 'info' || (outcome !== 'success' && outcome !== 'incomplete')) {
    return verdict
  }
  const category = outcome === 'success' ? { category: 'media' } : {}
  return { ...verdict, ...category, media: worst.kind, text: `${String(verdict['text'])} ${worst.text}` }
}

function sentenceOf(outcome: SessionFacts['outcome'], told: Told): string {
  const kind = typeof told.kind === 'string' ? told.kind : outcome
  if (outcome === 'cancelled') return `Given up ${by(told)}before it was answered${place(told)}`
  if (outcome === 'failed') return kind === 'timeout' ? timeout(told) : refusal(kind, told)
  const ended = typeof told.ended_by === 'string' ? `; the ${told.ended_by} ended it` : ''
  return `${SENTENCES[kind] ?? capital(kind.replaceAll('_', ' '))}${acknowledgement(told)}${ended}`
}

function acknowledgement({ unacknowledged, clause }: Told): string {
  if (typeof unacknowledged !== 'number') return ''
  return `, but never acknowledged: the answer was repeated ${unacknowledged} times${place({ clause })}`
}

function by({ ended_by }: Told): string {
  return typeof ended_by === 'string' ? `by the ${ended_by} ` : ''
}

function timeout({ request, timer, code, name, frame, ...rest }: Told): string {
  if (code !== undefined) return refusal('timeout', { request, code, name, frame, ...rest })
  const what = typeof request === 'string' ? request : 'the request'
  const expired = typeof timer === 'string' ? ` before timer ${timer} expired` : ''
  return `Nobody answered ${what}${expired}${place({ frame, ...rest })}`
}

function refusal(kind: string, told: Told): string {
  const { protocol, request, code, name } = told
  const reason = REASONS[kind]
  const what = [protocol, request].filter((word) => typeof word === 'string').join(' ')
  const words = [code, name].filter((word) => word !== undefined).map(String)
  const answer = words.length > 0 ? ` with ${words.join(' ')}` : ''
  return `${what === '' ? 'It' : what} failed${answer}${reason === undefined ? '' : `: ${reason}`}${place(told)}`
}

function place({ frame, clause }: Told): string {
  const told = [
    ...(typeof frame === 'number' ? [`frame ${frame}`] : []),
    ...(typeof clause === 'string' ? [clause] : []),
  ]
  return told.length === 0 ? '' : ` (${told.join(', ')})`
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

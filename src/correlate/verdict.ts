import type { MediaVerdict } from '../model/session.ts'
import type { SessionFacts } from './rules.ts'

/** What rules tell of how a session went, as far as the sentence needs it. */
interface Told {
  readonly kind?: unknown
  readonly protocol?: unknown
  /** Name of the request that was refused or not answered. */
  readonly request?: unknown
  /** The same where what was asked for is an operation within a message. */
  readonly operation?: unknown
  readonly code?: unknown
  readonly name?: unknown
  readonly timer?: unknown
  readonly ended_by?: unknown
  /** The end that closed the connection, and how (`FIN`). */
  readonly closed_by?: unknown
  readonly how?: unknown
  /** Name of the message that says no, where that tells more than what it answers; and the node that sent it. */
  readonly message?: unknown
  readonly sender?: unknown
  /** What was going on, where it is a procedure; and what should have come next. */
  readonly procedure?: unknown
  readonly missing?: unknown
  readonly consequence?: Told
  /** How often an answer was repeated that nobody acknowledged. */
  readonly unacknowledged?: unknown
  /** The request that should have ended it, and how often it was repeated. */
  /** What it was asked for after it had been set up, and did not get. */
  readonly refused_later?: Told
  /** One of several services, whose request was granted. */
  readonly refused_service?: Pick<Told, 'code' | 'name' | 'frame'> & { readonly rating_group?: unknown }
  /** Requests beside those that were answered. */
  readonly unanswered_requests?: unknown
  readonly unanswered_release?: Unheard
  /** Or another that came after it had been set up. */
  readonly unanswered_later?: Unheard
  /** What it asked for last, was challenged, and did not ask again. */
  readonly challenged_later?: Pick<Told, 'request' | 'frame'>
  readonly frame?: unknown
  readonly clause?: unknown
  /** Why, in the words of the one who refused or ended it; and another refusal that this one was made of. */
  readonly stated?: unknown
  readonly translated_from?: Pick<Told, 'code' | 'name' | 'frame' | 'stated'>
  /** Lifetimes of a registration in seconds: what the registrar gave, and what was asked for where that is other. */
  readonly granted_s?: unknown
  readonly asked_s?: unknown
}

type Unheard = Pick<Told, 'request' | 'frame' | 'clause'> & { readonly repeats?: unknown }

const UNKNOWN = 'not catalogued'

/** Ends that say more than a code does. */
const SENTENCES: Readonly<Record<string, string>> = {
  answered: 'Answered',
  deregistered: 'De-registered',
  registration_ended: 'Registered and de-registered',
  established: 'Established, and not seen to end',
  active: 'Set up, and not seen to end',
  released: 'Set up and released',
  gone: 'Set up; when it was to be ended, the peer knew it no more',
  superseded: 'Set up, and not seen deleted before another took its place',
  ended: 'Granted and ended',
  circuit_reset: 'Answered, and then its circuit was reset',
  ended_only: 'Ended; the capture begins after it was granted',
  completed: 'Completed',
  no_creation: 'The capture begins after it was set up',
  peer_restart: 'A node began anew, and what it had is gone',
  unanswered: 'Paged, and no answer was seen',
  delivered_to_sc: 'Delivered to the service centre',
  delivered_to_ue: 'Delivered to the UE',
  sent_away: 'Sent to another cell, where the answer is',
  ciphered: 'What ended it is ciphered',
  challenged: 'Challenged to authenticate, and nothing came after it',
  incomplete_capture: 'The capture does not show how it ended',
  superfluous: 'A packet that nobody waited for any more did not arrive',
  smaller_packets: 'Smaller packets are asked for',
  unread_status: 'Answered; how, cannot be read: its headers refer to some before the capture',
  unended: 'Answered, and not seen to end',
  no_answer: 'No answer was seen: the capture ends too early, or does not hold it',
  one_direction: 'Only one direction was captured: whether anybody answered cannot be told',
  no_signalling: 'The capture does not hold the signalling that set it up',
}

const REASONS: Readonly<Record<string, string>> = {
  busy: 'the called side was busy',
  no_answer: 'the called side did not answer, or could not be reached',
  not_found: 'no such user, number or name is known there',
  unavailable: 'the one asked for cannot be reached now',
  auth_failed: 'authentication failed',
  server_failure: 'a server failed or was overloaded',
  preconditions: 'the resources that the media needs were not granted',
  timeout: 'it was not answered in time',
  redirected: 'another address was told',
  circuit_reset: 'its circuit was reset before anybody answered',
}

/**
 * The verdict with its sentence, and with what a code is called where rules do not know it. One place, for all
 * protocols: rules give the facts.
 */
export function withSentence({ outcome, verdict }: Pick<SessionFacts, 'outcome' | 'verdict'>): SessionFacts['verdict'] {
  if (verdict === undefined) return undefined
  const name = verdict['code'] !== undefined && verdict['name'] === undefined ? { name: UNKNOWN } : {}
  const told: Told & { text?: string } = { ...verdict, ...name }
  told.text = `${sentenceOf(outcome, told)}${consequenceOf(told)}.`
  return told as SessionFacts['verdict']
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
  const kind = textOf(told.kind) ?? outcome
  if (outcome === 'cancelled') return cancelled(told)
  if (outcome === 'failed') return (FAILURES[kind] ?? refusal)(told, kind)
  const ended = textOf(told.ended_by)
  const by = ended === undefined || ended === kind ? '' : `; the ${ended} ended it${statement(told)}`
  return `${SENTENCES[kind] ?? capital(kind.replaceAll('_', ' '))}${lifetime(told)}${save(told)}${acknowledgement(told)}${by}${unheard(told.unanswered_release)}${unheard(told.unanswered_later)}${later(told)}${challenged(told)}${service(told)}`
}

function lifetime({ granted_s, asked_s }: Told): string {
  if (typeof granted_s !== 'number') return ''
  return ` for ${granted_s} s${typeof asked_s === 'number' ? ` (${asked_s} s asked for)` : ''}`
}

function save({ unanswered_requests: count }: Told): string {
  if (typeof count !== 'number') return ''
  return count === 1 ? ', save one request' : `, save ${count} requests`
}

function acknowledgement({ unacknowledged, clause }: Told): string {
  if (typeof unacknowledged !== 'number') return ''
  return `, but never acknowledged: the answer was repeated ${unacknowledged} times${place({ clause })}`
}

function service({ refused_service: told }: Told): string {
  if (told === undefined) return ''
  const { rating_group: group, code, name, frame } = told
  return `; rating group ${Number(group)} was refused with ${Number(code)} ${textOf(name) ?? UNKNOWN}${place({ frame })}`
}

/** What was refused, though it did not end it. */
function later({ refused_later: told }: Told): string {
  return told === undefined ? '' : `; ${refusal(told, '')}`
}

function challenged({ challenged_later: told }: Told): string {
  if (told === undefined) return ''
  const { request, frame } = told
  return `; its ${textOf(request) ?? 'last request'} was challenged, and nothing came after that${place({ frame })}`
}

function unheard(told: Unheard | undefined): string {
  if (told === undefined) return ''
  const { request, repeats, frame, clause } = told
  const times = repeats === 1 ? 'once' : `${Number(repeats)} times`
  const again = repeats === 0 ? '' : ` though it was repeated ${times}`
  return `; nobody answered its ${textOf(request) ?? 'end'}${again}${place({ frame, clause })}`
}

/** Failures that no message tells, or that a message tells in its own way. */
const FAILURES: Readonly<Record<string, (told: Told, kind: string) => string>> = {
  timeout: (told, kind) => {
    if (told.code !== undefined) return refusal(told, kind)
    return told.procedure === undefined ? timeout(told) : stopped(told)
  },
  aborted: (told) => `Granted, and then aborted${because(told)}`,
  no_bearer: (told) => `Granted, but there was no bearer for it${because(told)}`,
  bearer_lost: (told) => `Granted, and then its bearer was lost${because(told)}`,
  superseded: (told) => `${about(told)} was begun anew before it had ended, after ${after(told)}${place(told)}`,
  hung_up: (told) =>
    `${textOf(told.closed_by) ?? 'The peer'} closed the connection before it answered ${textOf(told.request) ?? 'the request'}${place(told)}`,
  let_go: (told, kind) => `${refusal(told, kind)}: the UE was let go before the end of ${about(told)}`,
}

function because(told: Told): string {
  const name = textOf(told.name)
  return `${name === undefined ? '' : `: ${name}`}${place(told)}`
}

/** What came of it in the end, where that was another message. */
function consequenceOf({ consequence }: Told): string {
  return consequence === undefined ? '' : `; it ended with ${refusal(consequence, '')}`
}

function cancelled(told: Told): string {
  const by = textOf(told.ended_by)
  if (told.procedure !== undefined) return `${about(told)} was given up: ${message(told)}${place(told)}`
  return `Given up ${by === undefined ? '' : `by the ${by} `}before it was answered${place(told)}`
}

function timeout(told: Told): string {
  const timer = textOf(told.timer)
  const expired = timer === undefined ? '' : ` before timer ${timer} expired`
  return `Nobody answered ${askedOf(told) ?? 'the request'}${expired}${place(told)}`
}

/** Nothing came after a step: the timer that ran out, where one did, and what should have come. */
function stopped(told: Told): string {
  const [timer, missing] = [textOf(told.timer), textOf(told.missing)]
  const expired = timer === undefined ? '' : `; timer ${timer} ran out${place({ clause: told.clause })}`
  const meaning = missing === undefined ? '' : `: ${missing.slice(0, 1).toLowerCase()}${missing.slice(1)}`
  return `${about(told)} stopped after ${after(told)}${place({ frame: told.frame })}${expired}${meaning}`
}

const about = ({ procedure }: Told): string => textOf(procedure) ?? 'It'
const after = ({ request }: Told): string => textOf(request) ?? 'its last message'

function refusal(told: Told, kind: string): string {
  const { protocol, code, name } = told
  const request = askedOf(told)
  const reason = REASONS[kind] === undefined ? '' : `: ${REASONS[kind]}`
  if (request === undefined && textOf(told.message) !== undefined) return `${message(told)}${reason}${place(told)}`
  const what = [protocol, request].filter((word) => typeof word === 'string' && word !== '').join(' ')
  const words = [code, name].filter((word) => word !== undefined).map(String)
  const answer = words.length > 0 ? ` with ${words.join(' ')}` : ''
  return `${what === '' ? 'It' : what} failed${answer}${reason}${statement(told)}${place(told)}${translation(told)}`
}

/** What was asked for, by name. */
function askedOf({ request, operation }: Told): string | undefined {
  return textOf(request) ?? textOf(operation)
}

function statement({ stated }: Told): string {
  return typeof stated === 'string' ? `, stated as ${stated}` : ''
}

function translation({ translated_from: told }: Told): string {
  if (told === undefined) return ''
  return `; another hop had answered ${Number(told.code)} ${textOf(told.name) ?? UNKNOWN}${statement(told)}${place({ frame: told.frame })}`
}

/** A message by its own name, with its cause and who sent it: `Attach reject: EPS services not allowed (7) from the MME`. */
function message({ message: called, name, code, sender }: Told): string {
  const number = typeof code === 'number' ? ` (${code})` : ''
  const cause = textOf(name) === undefined ? '' : `: ${textOf(name)!}${number}`
  const from = textOf(sender)
  return `${textOf(called) ?? 'It'}${cause}${from === undefined ? '' : ` from the ${from}`}`
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function place({ how, frame, clause }: Told): string {
  const told = [
    ...(typeof how === 'string' ? [how] : []),
    ...(typeof frame === 'number' ? [`frame ${frame}`] : []),
    ...(typeof clause === 'string' ? [clause] : []),
  ]
  return told.length === 0 ? '' : ` (${told.join(', ')})`
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

import type { KpiSample } from '../../model/kpi.ts'
import type { Message } from '../../model/message.ts'
import type { SessionDraft } from '../../model/relating.ts'
import type { GroupRow, LegFacts, StoryPart } from '../../model/rows.ts'
import type { Metrics } from '../../model/session.ts'
import type { CaptureFacts, Heartbeat, Rule, SessionFacts } from '../rules.ts'
import { type Beats, beatMetrics } from './beats.ts'
import { isTakenBack } from './sip-binding.ts'
import { byesOf } from './sip-byes.ts'
import { mergeDrafts, newDraft, note, type SipDraft, type Transaction } from './sip-draft.ts'
import { callKpis, registrationKpis, responseKpis, type SipTold } from './sip-kpis.ts'
import { callResult, registrationResult, requestResult, type Result } from './sip-outcome.ts'
import { hostOf } from './sip-release.ts'
import { answersOf, attemptsOf, callMetrics, registrationMetrics, transactionMetrics } from './sip-timing.ts'

const CALL_METHODS = new Set(['INVITE', 'BYE', 'PRACK', 'UPDATE', 'INFO', 'REFER'])

/** Session types by what a conversation is about, the weightiest first: DECISIONS, "Types". */
const TYPES: readonly (readonly [type: string, methods: ReadonlySet<string>])[] = [
  ['VoLTE', new Set(['INVITE', 'BYE'])],
  ['SIP_REGISTRATION', new Set(['REGISTER'])],
  ['SIP_SUBSCRIPTION', new Set(['SUBSCRIBE', 'NOTIFY', 'PUBLISH'])],
  ['SIP_MESSAGE', new Set(['MESSAGE'])],
  ['SIP_OPTIONS', new Set(['OPTIONS'])],
  ['VoLTE', CALL_METHODS],
]

/** SIP: calls, registrations, subscriptions, messages and pings, by Call-ID. */
export const sipRule: Rule<SipDraft> = {
  family: 'sip',
  draft: newDraft,
  note,
  heartbeat,
  aggregate: (beats) => ({ ...newDraft(), heartbeat: beats }),
  leg,
  part,
  session,
}

/** OPTIONS outside a dialog: RFC 3261 §11. */
function heartbeat({ details, where }: Message): Heartbeat | undefined {
  if (details['cseq_method'] !== 'OPTIONS' && details['method'] !== 'OPTIONS') return undefined
  const peers = [where.source.text, where.destination.text].toSorted().join('<->')
  if (details['method'] === 'OPTIONS') return details['to_tag'] === undefined ? { peers, part: 'request' } : undefined
  if (typeof details['status'] !== 'number') return undefined
  const { status } = details as { status: number }
  return { peers, part: status >= 200 && status < 300 ? 'success' : 'failure' }
}

function leg(draft: SipDraft): LegFacts | undefined {
  const [first] = attemptsOf(draft)
  if (!first) return undefined
  const last = attemptsOf(draft).at(-1)!
  const [bye] = byesOf(draft)
  const { at: answered = Infinity, status = 0 } = answersOf(last)
  const over = status >= 300 ? answered : ((bye && (answersOf(bye).at ?? bye.at)) ?? Infinity)
  const numbers = `${userOf(draft.from)}>${userOf(draft.to)}`
  return { asked: first.at!, answered, ended: over, from: hostOf(first.source), to: reachedBy(first), numbers }
}

/** The nodes that a request reached, hop by hop. */
function reachedBy({ destination, further = [] }: Transaction): string {
  return [...new Set([destination, ...further].map(hostOf))].join(' ')
}

function part(draft: SipDraft): StoryPart | undefined {
  if (attemptsOf(draft).length > 0) return 'call'
  const has = (wanted: string): boolean => draft.transactions.some(({ method }) => method === wanted)
  return has('REGISTER') ? 'registration' : has('MESSAGE') ? 'message' : undefined
}

function userOf(uri = ''): string {
  return /^(?:sips?|tel):([^@;]+)/i.exec(uri)?.[1]?.replace(/[-.()+\s]/g, '') ?? uri
}

/** The legs of a session: the pieces of one Call-ID put together, earliest first. */
function legsOf(groups: readonly GroupRow[]): SipDraft[] {
  const byKey = new Map<string, SipDraft[]>()
  for (const { key, draft } of groups) byKey.set(key, [...(byKey.get(key) ?? []), draft as SipDraft])
  return [...byKey.values()].map(mergeDrafts)
}

function session(draft: SessionDraft, { end }: CaptureFacts): SessionFacts {
  const legs = legsOf(draft.groups)
  if (legs[0]?.heartbeat) return heartbeatSession(legs[0].heartbeat)
  const primary = legs.find((one) => attemptsOf(one).length > 0) ?? legs[0]!
  const type = typeOf(legs)
  const result = resultOf(type, primary, { end, legs })
  const metrics = metricsOf(type, primary)
  const subtype = subtypeOf(type, legs)
  return {
    type,
    ...subtype,
    session_key: primary.call_id || withoutCallId(draft),
    correlation_key: correlationOf(draft, primary, legs),
    metrics,
    ...result,
    ...factsOf(type, legs),
    kpis: kpisOf(type, legs, {
      ...result,
      metrics,
      end,
      primary,
      ...(subtype.subtype && { application: subtype.subtype }),
    }),
  }
}

function kpisOf(type: string, legs: readonly SipDraft[], told: SipTold & { readonly primary: SipDraft }): KpiSample[] {
  const responses = legs.flatMap(responseKpis)
  if (type === 'VoLTE') return [...callKpis(told.primary, told), ...responses]
  return type === 'SIP_REGISTRATION' ? [...registrationKpis(told.primary, told), ...responses] : responses
}

/** Cut or damaged messages may have lost their Call-ID: the ends and the frame tell them apart. */
function withoutCallId({ groups: [group] }: SessionDraft): string {
  return `no-call-id:${group!.participants.map((end) => end.text).join('-')}#${group!.first_frame}`
}

function heartbeatSession(beats: Beats): SessionFacts {
  const { peers } = beats
  return {
    type: 'SIP_OPTIONS',
    session_key: peers,
    correlation_key: { peers },
    metrics: beatMetrics(beats),
    outcome: 'success',
    verdict: { kind: 'answered' },
  }
}

function typeOf(legs: readonly SipDraft[]): string {
  const methods = new Set(legs.flatMap((one) => one.transactions.map((transaction) => transaction.method)))
  if (legs.some((one) => one.cancelled !== undefined)) methods.add('INVITE')
  return TYPES.find(([, wanted]) => [...methods].some((method) => wanted.has(method)))?.[0] ?? 'OTHER'
}

function subtypeOf(type: string, legs: readonly SipDraft[]): { subtype?: string } {
  if (type === 'VoLTE') return { subtype: accessOf(legs) }
  return type === 'SIP_REGISTRATION' && legs.every(isTakenBack) ? { subtype: 'deregistration' } : {}
}

/** DOMAIN 4.4. */
function accessOf(legs: readonly SipDraft[]): string {
  const accesses = legs.map((one) => one.access ?? '')
  if (accesses.some((access) => access.startsWith('3GPP-NR'))) return 'vonr'
  if (accesses.some((access) => access.startsWith('3GPP-E-UTRAN'))) return 'volte'
  if (accesses.some((access) => access.startsWith('IEEE-802.11'))) return 'vowifi'
  return legs.some((one) => one.mmtel === true || one.tunnelled === true) ? 'volte' : 'sip_call'
}

function resultOf(type: string, draft: SipDraft, { end, legs }: { end: number; legs: readonly SipDraft[] }): Result {
  if (type === 'VoLTE') return callResult(draft, end, legs)
  return type === 'SIP_REGISTRATION' ? registrationResult(draft, end) : requestResult(draft, 'answered', end)
}

function metricsOf(type: string, draft: SipDraft): Metrics {
  if (type === 'VoLTE') return callMetrics(draft)
  return type === 'SIP_REGISTRATION' ? registrationMetrics(draft) : transactionMetrics(draft)
}

function correlationOf(draft: SessionDraft, primary: SipDraft, legs: readonly SipDraft[]): Record<string, unknown> {
  const served =
    draft.parties.find((party) => party.role === 'served') ?? draft.parties.find((party) => party.role === 'caller')
  const found = (name: 'imsi' | 'msisdn' | 'impi' | 'impu' | 'imei' | 'ue_ip'): object => {
    const value =
      served?.[name] ?? draft.parties.find((party) => party[name] !== undefined && party.role === served?.role)?.[name]
    return value === undefined ? {} : { [name]: value }
  }
  const icid = legs.find((one) => one.icid !== undefined)?.icid
  return {
    call_id: primary.call_id,
    ...(legs.length > 1 && { call_ids: legs.map((one) => one.call_id) }),
    ...(icid !== undefined && { icid }),
    ...(primary.from && { caller: primary.from }),
    ...(primary.to && { callee: primary.to }),
    ...found('imsi'),
    ...found('msisdn'),
    ...found('impi'),
    ...found('impu'),
    ...found('imei'),
    ...found('ue_ip'),
    ...(primary.event !== undefined && { event: primary.event }),
    ...(primary.contact !== undefined && primary.expires !== undefined && { contact: primary.contact }),
  }
}

/** Of an early or confirmed dialog; 487 is what becomes of the others of a fork: RFC 3261 §9.1. */
function stateOf(status: number): string {
  if (status < 200) return 'early'
  if (status < 300) return 'confirmed'
  return status === 487 ? 'cancelled' : 'ended'
}

function factsOf(type: string, legs: readonly SipDraft[]): { facts?: Record<string, unknown> } {
  if (type !== 'VoLTE') {
    const { authentication, sms } = legs[0] ?? {}
    const told = {
      ...(authentication !== undefined && { authentication }),
      ...(sms && { sms }),
      // Of which not all were answered, so that they stay by themselves.
      ...(type === 'SIP_OPTIONS' && { of_heartbeats: true }),
    }
    return Object.keys(told).length > 0 ? { facts: told } : {}
  }
  const facts: Record<string, unknown> = {}
  const dialogs = legs[0]?.dialogs ?? []
  if (dialogs.length > 0)
    facts['dialogs'] = dialogs.map(({ isTold: _isTold, ...one }) => ({ ...one, state: stateOf(one.status) }))
  const attempts = legs[0] ? attemptsOf(legs[0]) : []
  if (attempts.length > 1)
    facts['attempts'] = attempts.map((one) => ({ cseq: one.sequence, frame: one.frame, status: answersOf(one).status }))
  const branches = new Set(legs.flatMap((one) => attemptsOf(one).flatMap((attempt) => attempt.targets ?? [])))
  if (branches.size > 1) facts['branches'] = [...branches]
  const transfer = legs.find((one) => one.refer_to !== undefined)?.refer_to
  if (transfer !== undefined) facts['refer_to'] = transfer
  return Object.keys(facts).length > 0 ? { facts } : {}
}

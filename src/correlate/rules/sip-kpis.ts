// What SIP sessions add to key figures: RFC 6076, ITU-T E.425; tables-kpis.ts has the definitions.
import type { KpiPlace, KpiSample } from '../../model/kpi.ts'
import type { KpiName } from '../../model/tables-kpis.ts'
import { roundMilliseconds } from '../../model/moment.ts'
import type { Metrics } from '../../model/session.ts'
import { isTakenBack } from './sip-binding.ts'
import type { SipDraft, Transaction } from './sip-draft.ts'
import type { Result } from './sip-outcome.ts'
import { hostOf, isReleaseAnswered } from './sip-release.ts'
import { answersOf, attemptsOf } from './sip-timing.ts'
import { SIP_STATUS } from './tables-sip-status.ts'

const REQUEST_TIMEOUT = 408
const REQUEST_TERMINATED = 487
const EFFECTIVE = new Set([200, 480, 486, 600, 603])
const INEFFECTIVE = new Set([408, 500, 503, 504])
/** No end of a registration but its challenge: RFC 6076 §4.2. */
const CHALLENGES = new Set([401, 402, 407])

export interface SipTold extends Result {
  readonly metrics: Metrics
  readonly application?: string
  /** End of the capture, ms since the epoch of the job. */
  readonly end: number
}

/** Samples of a call; none where its INVITE was not seen. */
export function callKpis(draft: SipDraft, told: SipTold): KpiSample[] {
  const attempts = attemptsOf(draft)
  const [first, last] = [attempts[0], attempts.at(-1)]
  if (!first || !last) return []
  const status = finalOf(last, told)
  const of = { peer: hostOf(first.destination), application: told.application, cause: causeOf(status, told) }
  const rang = answersOf(last).ringing !== undefined
  const measured = [
    ...setup(first, last, of, told),
    ...latencies(of, told.metrics, {
      srd_success: 'srd_success_ms',
      srd_failure: 'srd_failure_ms',
      sdd: 'sdd_ms',
      sdt: 'talk_time_ms',
    }),
  ]
  return status === undefined ? measured : [...ratios(status, { draft, of, rang, end: told.end }), ...measured]
}

/** What `setup_time_ms` tells in whole milliseconds, and here as exactly as the other delays: it is never below the SRD. */
function setup(first: Transaction, last: Transaction, of: KpiPlace, { metrics }: SipTold): KpiSample[] {
  const { at } = answersOf(last)
  if (metrics['setup_time_ms'] === undefined || first.at === undefined || at === undefined) return []
  return [{ kpi: 'call_setup', latency_ms: roundMilliseconds(at - first.at), of }]
}

/** The answer that the call ended with; a timeout is a 408 (RFC 3261 §8.1.3.1). */
function finalOf(last: Transaction, { verdict }: SipTold): number | undefined {
  const { status } = answersOf(last)
  if (status !== undefined) return status
  if (verdict['kind'] === 'timeout') return REQUEST_TIMEOUT
  return verdict['kind'] === 'cancelled' ? REQUEST_TERMINATED : undefined
}

function causeOf(status: number | undefined, { verdict }: Pick<SipTold, 'verdict'>): string | undefined {
  if (verdict['kind'] === 'timeout' && verdict['code'] === undefined) return 'no answer'
  if (status === undefined) return undefined
  const name = status === 200 ? 'OK' : SIP_STATUS[status]?.[0]
  return name === undefined ? String(status) : `${status} ${name}`
}

interface Ended {
  readonly draft: SipDraft
  readonly of: KpiPlace
  /** A 180 was seen. */
  readonly rang: boolean
  readonly end: number
}

function ratios(status: number, { draft, of, rang, end }: Ended): KpiSample[] {
  const isAnswered = status === 200
  const isRedirected = status >= 300 && status < 400
  const isDelivered = EFFECTIVE.has(status) || (status === REQUEST_TERMINATED && rang)
  const isComplete = isAnswered ? isReleaseAnswered(draft, end) : false
  const ratio = (kpi: KpiName, met: boolean): KpiSample => ({ kpi, met, of })
  return [
    ...(isRedirected ? [] : [ratio('ser', isAnswered), ratio('seer', EFFECTIVE.has(status))]),
    ratio('isa', INEFFECTIVE.has(status)),
    ...(isComplete === undefined ? [] : [ratio('scr', isComplete)]),
    ratio('asr', isAnswered),
    ratio('ner', isDelivered),
  ]
}

/** Samples of a registration. One that only takes a registration back is none. */
export function registrationKpis(draft: SipDraft, told: SipTold): KpiSample[] {
  const tries = draft.transactions.filter(({ method, at }) => method === 'REGISTER' && at !== undefined)
  const [first] = tries
  if (!first) return []
  const isTimeout = told.verdict['kind'] === 'timeout'
  const ended = tries.map((one) => answersOf(one).status).filter((status) => status !== undefined)
  const final = ended.filter((status) => !CHALLENGES.has(status))
  const peer = hostOf(first.destination)
  const of = { peer, cause: causeOf(final.at(-1), told) }
  const attempts = final.map((status): KpiSample => ({
    kpi: 'ira',
    met: status >= 400,
    of: { peer, cause: causeOf(status, { verdict: {} }) },
  }))
  if (isTimeout) attempts.push({ kpi: 'ira', met: true, of })
  const isOver = told.outcome === 'success' || told.outcome === 'failed'
  const isNone = isTakenBack(draft)
  const isOfIms = draft.in_ims === true && isOver && !isNone
  return [
    ...(isOfIms ? [{ kpi: 'ims_registration' as const, met: told.outcome === 'success', of }] : []),
    ...attempts,
    ...(isNone ? [] : latencies(of, told.metrics, { rrd: 'rrd_ms' })),
  ]
}

/** How long requests other than INVITE took to be answered. */
export function responseKpis(draft: SipDraft): KpiSample[] {
  return draft.transactions.flatMap((one): KpiSample[] => {
    const { method, at: asked, destination } = one
    const { at, status } = answersOf(one)
    if (method === 'INVITE' || asked === undefined || at === undefined || at < asked) return []
    const of = { peer: hostOf(destination), request: method, cause: causeOf(status, { verdict: {} }) }
    return [{ kpi: 'sip_response', latency_ms: roundMilliseconds(at - asked), of }]
  })
}

function latencies(of: KpiPlace, metrics: Metrics, names: { readonly [Name in KpiName]?: string }): KpiSample[] {
  return Object.entries(names).flatMap(([kpi, name]): KpiSample[] => {
    const latency_ms = metrics[name]
    return typeof latency_ms === 'number' ? [{ kpi: kpi as KpiName, latency_ms, of }] : []
  })
}

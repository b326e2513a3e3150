import { roundMilliseconds } from '../../model/moment.ts'
import type { SessionDraft } from '../../model/relating.ts'
import type { Metrics, Outcome } from '../../model/session.ts'
import type { Rule, SessionFacts } from '../rules.ts'
import { type Failure, FIRST_FAILURE, type HttpDraft, mergeDrafts, newDraft, note } from './http2-draft.ts'
import { http2Kpis } from './http2-kpis.ts'

/** HTTP/2: in the 5G core what is done for one subscriber, elsewhere what is said on one connection (DOMAIN 4.8). */
export const http2Rule: Rule<HttpDraft> = {
  family: 'http2',
  draft: newDraft,
  note,
  heartbeat: () => undefined,
  aggregate: newDraft,
  leg: () => undefined,
  part: ({ kind }) => (kind === 'sba' ? 'services' : undefined),
  session,
}

function session(draft: SessionDraft): SessionFacts {
  const whole = mergeDrafts(draft.groups.map((group) => group.draft as HttpDraft))
  return {
    type: 'HTTP2',
    subtype: whole.kind,
    session_key: keyOf(whole),
    correlation_key: correlationOf(draft, whole),
    metrics: metricsOf(whole),
    ...resultOf(whole),
    ...(whole.kind === 'sba' && whole.exchanges.length > 0 && { facts: { exchanges: whole.exchanges } }),
    kpis: http2Kpis(whole),
  }
}

const NAMES = ['supi', 'suci', 'gpsi', 'pei', 'guti', 'ue_ip'] as const

function keyOf({ ids, kind, connection }: HttpDraft): string {
  const name = kind === 'sba' ? NAMES.find((one) => ids[one] !== undefined) : undefined
  return name === undefined ? `conn:${connection ?? '?'}` : `${name}:${ids[name]!}`
}

function correlationOf({ parties }: SessionDraft, whole: HttpDraft): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const name of ['imsi', 'msisdn', 'imei'] as const) {
    const value = parties.find((party) => party[name] !== undefined)?.[name]
    if (value !== undefined) found[name] = value
  }
  const { ids, pdu_session_ids: sessions, sm_context_ref, authority, connection } = whole
  return {
    ...ids,
    ...found,
    ...(sessions.length > 0 && { pdu_session_id: sessions[0], pdu_session_ids: sessions }),
    ...(sm_context_ref !== undefined && { sm_context_ref }),
    ...(authority !== undefined && { authority }),
    ...(connection !== undefined && { connection }),
  }
}

function metricsOf(whole: HttpDraft): Metrics {
  const { requests, answered, timed, failures, resets, heartbeats, latency_sum, latency_max, exchanges } = whole
  const first = exchanges.find(({ hop }) => hop === undefined)
  return {
    requests,
    ...(first && { latency_ms: first.latency_ms }),
    ...(timed > 1 && {
      latency_mean_ms: roundMilliseconds(latency_sum / timed),
      latency_max_ms: latency_max,
    }),
    no_answer: Math.max(0, requests - answered),
    failures,
    ...(resets > 0 && { resets }),
    ...(heartbeats > 0 && { heartbeats }),
  }
}

/** What stands behind an application error: DOMAIN 5.4, TS 29.500 §5.2.7.2, RFC 6749 §5.2, gRPC's status codes. */
const CATEGORIES: readonly (readonly [cause: RegExp, category: string])[] = [
  [/AUTHENTICATION|UNAUTHENTICATED|UNAUTHORIZED|ACCESS_TOKEN|SERVING_NETWORK_NOT|invalid_(?:client|grant)/, 'auth'],
  [/USER_|UE_|SUBSCRIPTION|CONTEXT_NOT_FOUND|ROAMING/, 'subscriber'],
  [/RESOURCE|CONGESTION|OVERLOAD/, 'resource'],
  [/DNN|SNSSAI|SLICE|POLICY|NOT_ALLOWED|NOT_AUTHORIZED|PERMISSION_DENIED/, 'policy'],
  [/^(?:unauthorized_client|invalid_scope)$/, 'policy'],
  [/^(?:DEADLINE_EXCEEDED|UNAVAILABLE)$/, 'network'],
]

/** What stands behind a status code or an application error. */
export function categoryOf(code: number, cause: string): string {
  const known = CATEGORIES.find(([pattern]) => pattern.test(cause))
  if (known) return known[1]
  if (code === 401) return 'auth'
  if (code === 403) return 'policy'
  if (code === 404) return 'subscriber'
  if (code === 429 || code === 503) return 'resource'
  return code >= 500 ? 'network' : 'protocol'
}

function rejection({ code = 0, ...told }: Failure): Readonly<Record<string, unknown>> {
  const category = categoryOf(code, told.name ?? '')
  // A response that succeeds may still say no: what it says is the cause, and not that it succeeded.
  const status = code >= FIRST_FAILURE ? { code } : {}
  return { kind: 'rejected', category, protocol: 'HTTP2', ...told, ...status }
}

function resultOf(whole: HttpDraft): { outcome: Outcome; verdict: Readonly<Record<string, unknown>> } {
  const { failing, succeeded, requests, answered, broken, kind, asked, unread } = whole
  const [failure] = Object.values(failing).toSorted((a, b) => a.frame - b.frame)
  // What a browser does not find fails nothing.
  if (failure && (kind === 'sba' || kind === 'grpc' || succeeded === 0)) {
    return { outcome: 'failed', verdict: rejection(failure) }
  }
  if (broken && succeeded === 0) {
    return { outcome: 'failed', verdict: { kind: 'reset', category: 'network', protocol: 'HTTP2', ...broken } }
  }
  if (unread > 0 && succeeded === 0) {
    return {
      outcome: 'incomplete',
      verdict: { kind: 'unread_status', category: 'capture_incomplete', protocol: 'HTTP2' },
    }
  }
  if (answered > 0 || succeeded > 0) {
    const unanswered = answered > 0 && requests > answered ? { unanswered_requests: requests - answered } : {}
    const refused = failure && { refused_later: rejection(failure) }
    return { outcome: 'success', verdict: { kind: 'answered', ...unanswered, ...refused } }
  }
  const seen = requests > 0 ? 'no_answer' : 'incomplete_capture'
  const request = asked === undefined ? {} : { request: asked }
  const verdict = { kind: seen, category: 'capture_incomplete', protocol: 'HTTP2', ...request }
  return { outcome: 'incomplete', verdict }
}

import type { Message } from '../../model/message.ts'
import { roundMilliseconds } from '../../model/moment.ts'
import type { StoryPart } from '../../model/rows.ts'
import type { SessionDraft } from '../../model/relating.ts'
import type { Metrics } from '../../model/session.ts'
import type { CaptureFacts, Heartbeat, Rule, SessionFacts } from '../rules.ts'
import { type Beats, beatMetrics } from './beats.ts'
import { type Exchange, type DiameterDraft, latencyOf, mergeDrafts, newDraft, note } from './diameter-draft.ts'
import { diameterKpis } from './diameter-kpis.ts'
import { resultOf } from './diameter-outcome.ts'

/** Capabilities-Exchange, Device-Watchdog, Disconnect-Peer: RFC 6733 §5.3–5.5. */
const BETWEEN_PEERS: ReadonlySet<unknown> = new Set([257, 280, 282])
const RX = 16777236
const GX = 16777238
const CREDIT_CONTROL_APPLICATION = 4
const AA = 265
const RE_AUTH = 258

/** What interfaces are for: policy of media and of bearers, subscriptions to the IMS, charging of its services. */
const PARTS: ReadonlyMap<string, StoryPart> = new Map([
  ['Rx', 'policy'],
  ['Gx', 'rules'],
  ['Cx', 'registrar'],
  ['Sh', 'registrar'],
  ['Ro', 'charging'],
  ['Rf', 'charging'],
])

/** Diameter: sessions by Session-Id and application; peers that keep each other's connection alive. */
export const diameterRule: Rule<DiameterDraft> = {
  family: 'diameter',
  draft: newDraft,
  note,
  heartbeat,
  aggregate: (beats) => ({ ...newDraft(), heartbeat: beats }),
  leg: () => undefined,
  part: (draft) => PARTS.get(subtypeOf(draft)),
  interface: subtypeOf,
  session,
}

/** One that tells of a restart is news. */
function heartbeat({ details, where }: Message): Heartbeat | undefined {
  if (!BETWEEN_PEERS.has(details['command_code']) || details['application_id'] !== 0) return undefined
  const ends = [where.source.text, where.destination.text].toSorted().join('<->')
  const peers = `${ends} ${String(details['command'])}`
  const isNews = details['peer_restarted'] === true
  if (details['request'] === true) return isNews ? undefined : { peers, part: 'request' }
  const isGood = !isNews && details['failed'] !== true && details['result_code'] !== undefined
  return { peers, part: isGood ? 'success' : 'failure' }
}

function session(draft: SessionDraft, { end }: CaptureFacts): SessionFacts {
  const whole = mergeDrafts(draft.groups.map((group) => group.draft as DiameterDraft))
  if (whole.heartbeat) return heartbeatSession(whole.heartbeat)
  return {
    type: 'DIAMETER',
    subtype: subtypeOf(whole),
    session_key: whole.session_id || withoutSessionId(draft, whole),
    correlation_key: correlationOf(draft, whole),
    metrics: metricsOf(whole),
    ...resultOf(whole, end),
    ...hopsOf(whole),
    kpis: diameterKpis(whole, subtypeOf(whole)),
  }
}

function heartbeatSession(beats: Beats): SessionFacts {
  const { peers } = beats
  const [ends] = peers.split(' ')
  return {
    type: 'DIAMETER',
    subtype: 'peer',
    // One pair of peers has a session of each command, and one of what failed between them.
    session_key: peers,
    correlation_key: { peers: ends, command: peers.slice(ends!.length + 1) },
    metrics: beatMetrics(beats),
    outcome: 'success',
    verdict: { kind: 'answered' },
  }
}

/** The interface; online charging is Gy for packets, Ro for services of the IMS (TS 32.299 §7.1.12). */
function subtypeOf({ application, application_id, service_context = '' }: DiameterDraft): string {
  if (application_id === 0) return 'peer'
  if (application_id !== CREDIT_CONTROL_APPLICATION || service_context === '') return application
  return service_context.includes('32251@') ? 'Gy' : /\b32\d{3}@/.test(service_context) ? 'Ro' : application
}

function withoutSessionId({ groups: [group] }: SessionDraft, { application_id }: DiameterDraft): string {
  const ends = group!.participants.map((end) => end.text).slice(0, 2)
  if (application_id === 0) return ends.toSorted().join('<->')
  return `no-session-id:${ends.join('-')}#${group!.first_frame}`
}

const IDENTITIES = ['imsi', 'msisdn', 'impi', 'impu', 'imei'] as const

function correlationOf(draft: SessionDraft, whole: DiameterDraft): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const name of IDENTITIES) {
    const value = draft.parties.find((party) => party[name] !== undefined && party.role !== 'callee')?.[name]
    if (value !== undefined) found[name === 'impu' ? 'public_identity' : name] = value
  }
  const { session_id, application, application_id, ue_ip, ue_prefix, apn, icid } = whole
  const isOfPeers = session_id === '' && application_id === 0
  return {
    ...(session_id !== '' && { session_id }),
    ...(isOfPeers && { peers: withoutSessionId(draft, whole) }),
    application,
    application_id,
    ...found,
    ...(ue_ip !== undefined && { ue_ip }),
    ...(ue_prefix !== undefined && { ue_ipv6: ue_prefix }),
    ...(apn !== undefined && { apn }),
    ...(icid !== undefined && { icid }),
  }
}

function metricsOf(whole: DiameterDraft): Metrics {
  const { exchanges, requests, retransmissions, failures, answered, untimed = 0 } = whole
  const { latency_sum, latency_max } = whole
  const first = exchanges.map(latencyOf).find((latency) => latency !== undefined)
  return {
    requests,
    ...(first !== undefined && { latency_ms: roundMilliseconds(first) }),
    ...(answered > 1 && {
      latency_mean_ms: roundMilliseconds(latency_sum / answered),
      latency_max_ms: roundMilliseconds(latency_max),
    }),
    ...named('rx_auth_ms', whole, RX, AA),
    ...named('gx_push_ms', whole, GX, RE_AUTH),
    no_answer: Math.max(0, requests - answered - untimed),
    retransmissions,
    failures,
  }
}

/** Of the first exchange of a command that was answered. */
function named(metric: string, whole: DiameterDraft, application: number, command: number): Metrics {
  if (whole.application_id !== application) return {}
  const latency = whole.exchanges
    .filter((one) => one.command === command)
    .map(latencyOf)
    .find((one) => one !== undefined)
  return latency === undefined ? {} : { [metric]: roundMilliseconds(latency) }
}

/** How long a hop took; not told where its answer stands before it. */
function waitOf({ at, answered }: Exchange): { no_response?: true; latency_ms?: number } {
  if (answered === undefined) return { no_response: true }
  return answered < at! ? {} : { latency_ms: roundMilliseconds(answered - at!) }
}

/** Where agents stand between: each hop of each request, and which of them nobody answered. */
function hopsOf({ exchanges }: DiameterDraft): { facts?: Record<string, unknown> } {
  const asked = exchanges.filter((one) => one.at !== undefined)
  if (!asked.some((one) => one.hop > 1 || one.repeated === true)) return {}
  const hops = asked.map((one) => ({
    request: one.abbreviation,
    frame: one.frame,
    from: one.source,
    to: one.destination,
    hop: one.hop,
    ...(one.repeated === true && { retransmission: true }),
    ...waitOf(one),
  }))
  return { facts: { hops } }
}

import type { Message } from '../../model/message.ts'
import { roundMilliseconds } from '../../model/moment.ts'
import type { SessionDraft } from '../../model/relating.ts'
import type { Metrics } from '../../model/session.ts'
import type { CaptureFacts, Heartbeat, Rule, SessionFacts } from '../rules.ts'
import { type Beats, beatMetrics } from './beats.ts'
import { askedOf, type GtpDraft, isCreation, mergeDrafts, newDraft, note, peersOf, type Step } from './gtp-draft.ts'
import { gtpKpis } from './gtp-kpis.ts'
import { connectionResult, incomplete, isRelease, passedOn, pathResult } from './gtp-outcome.ts'

const ECHO_REQUEST = 1
const ECHO_RESPONSE = 2

/** GTP: PDN connections and PDP contexts from creation to deletion, and what nodes say to each other. DOMAIN 4.7. */
export const gtpRule: Rule<GtpDraft> = {
  family: 'gtp',
  draft: newDraft,
  note,
  heartbeat,
  aggregate: (beats) => ({ ...newDraft(), kind: 'path', peers: beats.peers, heartbeat: beats }),
  leg: () => undefined,
  part: ({ kind }) => (kind === 'connection' ? 'connection' : undefined),
  session,
}

/** Echo: TS 29.274 §7.1, TS 29.060 §7.2, TS 29.281 §7.2. One that tells of a restart is news. */
function heartbeat({ details, protocol, where }: Message): Heartbeat | undefined {
  const type = details['message_type_code']
  if (type !== ECHO_REQUEST && type !== ECHO_RESPONSE) return undefined
  const peers = peersOf(protocol, where.source.address, where.destination.address)
  const isNews = details['peer_restarted'] === true
  if (type === ECHO_REQUEST) return isNews ? undefined : { peers, part: 'request' }
  return { peers, part: isNews ? 'failure' : 'success' }
}

function session({ groups }: SessionDraft, { end }: CaptureFacts): SessionFacts {
  const draft = mergeDrafts(groups.map((group) => group.draft as GtpDraft))
  if (draft.heartbeat) return heartbeatSession(draft.heartbeat)
  if (draft.kind === 'path') return pathSession(draft)
  if (draft.kind === 'tunnel') return tunnelSession(draft)
  const metrics = metricsOf(draft)
  const result = connectionResult(draft, end)
  return {
    type: 'GTP',
    subtype: draft.protocol === 'GTPv2' ? 'pdn_connection' : 'pdp_context',
    session_key: keyOf(draft, groups),
    correlation_key: correlationOf(draft),
    metrics,
    ...result,
    ...factsOf(draft),
    kpis: gtpKpis(draft, { ...result, metrics }),
  }
}

function heartbeatSession(beats: Beats): SessionFacts {
  const { peers } = beats
  return {
    type: 'GTP',
    subtype: 'path',
    session_key: peers,
    correlation_key: { peers },
    metrics: beatMetrics(beats),
    outcome: 'success',
    verdict: { kind: 'answered' },
  }
}

function pathSession(draft: GtpDraft): SessionFacts {
  const peers = draft.peers ?? ''
  return {
    type: 'GTP',
    subtype: draft.protocol === 'GTP′' ? 'charging' : 'path',
    session_key: peers,
    correlation_key: { peers },
    metrics: counted(draft),
    ...pathResult(draft),
    ...(draft.restarts.length > 0 && { facts: { restarts: draft.restarts } }),
  }
}

/** Messages about a tunnel whose creation nobody saw. */
function tunnelSession(draft: GtpDraft): SessionFacts {
  const tunnel = draft.peers ?? ''
  return {
    type: 'GTP',
    subtype: 'gtpu_only',
    session_key: `teid:${tunnel}`,
    correlation_key: { teids: [tunnel] },
    metrics: counted(draft),
    ...incomplete('no_signalling'),
  }
}

function keyOf({ told, ebi, tunnels }: GtpDraft, groups: SessionDraft['groups']): string {
  const subscriber = told['imsi'] === undefined ? undefined : `imsi:${told['imsi'] as string}`
  const equipment = (told['imei'] ?? told['imeisv']) as string | undefined
  const who = subscriber ?? (equipment === undefined ? undefined : `imei:${equipment}`)
  if (who !== undefined) return `${who}/${(told['apn'] ?? '') as string}/${ebi ?? ''}`.replace(/\/+$/, '')
  if (tunnels[0] !== undefined) return `teid:${tunnels[0]}`
  const [group] = groups
  return `${group!.participants.map((end) => end.text).join('-')}#${group!.first_frame}`
}

function correlationOf({ told, bearers, tunnels }: GtpDraft): Record<string, unknown> {
  const { imsi, msisdn, imei, imeisv, apn, ue_ipv4, ue_ipv6, charging_id } = told
  const known = { imsi, msisdn, imei: imei ?? imeisv, apn, ue_ip: ue_ipv4, ue_ipv6 }
  const charging = charging_id ?? bearers.find((one) => one['charging_id'] !== undefined)?.['charging_id']
  return {
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)),
    ...(bearers.length > 0 && { ebi: bearers.map((one) => one.ebi), bearers }),
    ...(tunnels.length > 0 && { teids: tunnels }),
    ...(charging !== undefined && { charging_id: charging }),
  }
}

/** DOMAIN 5.4. The hop on which a request was seen first is the outer one of those that it goes through. */
function metricsOf(draft: GtpDraft): Metrics {
  const [creation, inner] = inOrder(draft, isCreation)
  const [setup, ...setups] = inOrder(draft, ({ name }) => name === 'Create Bearer')
  const innerSetup = setups.find((one) => one.source !== setup?.source && one.at! < setup!.at! + (setup!.latency ?? 0))
  const total = creation?.latency
  const isWithin = total !== undefined && inner?.latency !== undefined && inner.latency <= total
  const isNested = isWithin && inner.at! <= creation!.at! + total
  return {
    ...measured('create_session_latency_ms', total),
    ...(isNested && {
      s5_create_session_latency_ms: inner.latency!,
      sgw_processing_ms: roundMilliseconds(total - inner.latency!),
    }),
    ...measured('bearer_setup_ms', setup?.latency),
    ...measured('s11_bearer_setup_ms', innerSetup?.latency),
    ...measured('modify_bearer_latency_ms', inOrder(draft, isModification)[0]?.latency),
    ...measured('delete_session_latency_ms', inOrder(draft, isRelease)[0]?.latency),
    ...counted(draft),
  }
}

function isModification(step: Step): boolean {
  const asked = askedOf(step)
  return asked === 'Modify Bearer Request' || asked === 'Update PDP Context Request'
}

function inOrder({ steps }: GtpDraft, wanted: (step: Step) => boolean): Step[] {
  return steps.filter((one) => one.at !== undefined && wanted(one)).toSorted((a, b) => a.at! - b.at!)
}

function measured(name: string, value: number | undefined): Metrics {
  return value === undefined ? {} : { [name]: value }
}

function counted(draft: GtpDraft): Metrics {
  const { retransmissions, relocations, error_indications, end_markers } = draft
  const failures = draft.failures - passedOn(draft.steps)
  const counts = { relocations, error_indications, end_markers }
  const seen = Object.entries(counts).filter(([, count]) => count > 0)
  return { retransmissions, failures, ...Object.fromEntries(seen) }
}

function factsOf(draft: GtpDraft): { facts?: Record<string, unknown> } {
  const { latest, moves, supersedes, restarts, steps } = draft
  const start = Math.min(...steps.flatMap(({ at }) => (at === undefined ? [] : [at])))
  const facts: Record<string, unknown> = { ...latest }
  if (moves.length > 0) {
    facts['teid_history'] = moves.map(({ ebi, tunnel, at, frame }) => ({
      ebi,
      tunnel,
      frame,
      after_ms: roundMilliseconds(at - start),
    }))
  }
  if (supersedes === true) facts['supersedes'] = true
  if (restarts.length > 0) facts['restarts'] = restarts
  return Object.keys(facts).length > 0 ? { facts } : {}
}

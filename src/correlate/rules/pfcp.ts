import type { Message } from '../../model/message.ts'
import type { Role } from '../../model/nodes.ts'
import type { SessionDraft } from '../../model/relating.ts'
import type { Metrics } from '../../model/session.ts'
import type { CaptureFacts, Heartbeat, Rule, SessionFacts } from '../rules.ts'
import { type Beats, beatMetrics } from './beats.ts'
import { pfcpKpis } from './pfcp-kpis.ts'
import { mergeDrafts, newDraft, note, type PfcpDraft } from './pfcp-draft.ts'

/** Heartbeat Request and Response: TS 29.244 §6.2.2. */
const HEARTBEAT_REQUEST = 1
const HEARTBEAT_RESPONSE = 2
/** Transmissions of a request (N1) after which nobody answers. */
const TRANSMISSIONS = 3

/** As long as a GTP-C peer waits for all its transmissions: DOMAIN 5.4. */
const PATIENCE_MS = 20_000
const ESTABLISHMENT = 'Session Establishment Request'

/** What stands behind a cause: DOMAIN 5.4. */
export const CATEGORIES: Readonly<Record<number, string>> = {
  70: 'policy',
  72: 'network',
  74: 'resource',
  75: 'resource',
  77: 'network',
  79: 'resource',
  80: 'policy',
  81: 'policy',
  86: 'resource',
}

/** PFCP: sessions between control and user plane, and what their nodes say to each other. */
export const pfcpRule: Rule<PfcpDraft> = {
  family: 'pfcp',
  draft: newDraft,
  note,
  heartbeat,
  aggregate: (beats) => ({ ...newDraft(), heartbeat: beats }),
  leg: () => undefined,
  part: ({ cp, up }) => (cp === undefined && up === undefined ? undefined : 'user-plane'),
  session,
}

/** One that tells of a restart is news. */
function heartbeat({ details, where }: Message): Heartbeat | undefined {
  const type = details['message_type_code']
  if (type !== HEARTBEAT_REQUEST && type !== HEARTBEAT_RESPONSE) return undefined
  const peers = [where.source.address, where.destination.address].toSorted().join('<->')
  if (details['peer_restarted'] === true) return type === HEARTBEAT_REQUEST ? undefined : { peers, part: 'failure' }
  return { peers, part: type === HEARTBEAT_REQUEST ? 'request' : 'success' }
}

function session(draft: SessionDraft, capture: CaptureFacts): SessionFacts {
  const merged = mergeDrafts(draft.groups.map((group) => group.draft as PfcpDraft))
  if (merged.heartbeat) return heartbeatSession(merged.heartbeat)
  const { peers, cp, up } = merged
  const isNode = peers !== undefined && cp === undefined && up === undefined
  const [group] = draft.groups
  const subtype = isNode ? 'node' : interfaceOf(merged, capture)
  const result = resultOf(merged, isNode, capture.end)
  return {
    type: 'PFCP',
    subtype,
    session_key: isNode ? peers : cp || up ? `seid:${cp ?? '?'}/${up ?? '?'}` : `frame:${group!.first_frame}`,
    correlation_key: isNode ? { peers } : correlationOf(draft, merged),
    metrics: metricsOf(merged),
    ...result,
    kpis: pfcpKpis(merged, { outcome: result.outcome, application: subtype }),
  }
}

function heartbeatSession(beats: Beats): SessionFacts {
  const { peers } = beats
  return {
    type: 'PFCP',
    subtype: 'heartbeat',
    session_key: peers,
    correlation_key: { peers },
    metrics: beatMetrics(beats),
    outcome: 'success',
    verdict: { kind: 'answered' },
  }
}

/**
 * Which reference point a session is of: by what only one core's rules have, else by what its control plane and the ends
 * of its tunnels do besides. Of an EPC, an SGW does not know the user's address. Where nothing tells, it is a session
 * and no more.
 */
function interfaceOf({ core, isExit, control, ue_ip, tunnels }: PfcpDraft, { roleOf }: CaptureFacts): string {
  const ends = [...(control === undefined ? [] : [control]), ...tunnels.map((one) => one.slice(one.indexOf('@') + 1))]
  const roles = new Set(ends.map(roleOf))
  const has = (some: readonly Role[]): boolean => some.some((role) => roles.has(role))
  const told = core ?? (has(FIVE_G) ? '5GC' : has(EPC) ? 'EPC' : undefined)
  if (told === undefined) return 'session'
  if (told === '5GC') return 'N4'
  return isExit === true || ue_ip !== undefined || (control !== undefined && roleOf(control) === 'PGW') ? 'Sxb' : 'Sxa'
}

const FIVE_G: readonly Role[] = ['SMF', 'UPF', 'gNB']
const EPC: readonly Role[] = ['SGW', 'PGW', 'SGW-U', 'PGW-U', 'eNB']

function correlationOf(draft: SessionDraft, { cp, up, ue_ip, dnn, tunnels }: PfcpDraft): Record<string, unknown> {
  const seids = [cp, up].filter((seid) => seid !== undefined)
  const found: Record<string, unknown> = {}
  for (const name of ['imsi', 'msisdn', 'supi', 'imei'] as const) {
    const value = draft.parties.find((party) => party[name] !== undefined)?.[name]
    if (value !== undefined) found[name] = value
  }
  return {
    seids,
    ...(ue_ip !== undefined && { ue_ip }),
    ...(dnn !== undefined && { dnn }),
    ...(tunnels.length > 0 && { teids: tunnels }),
    ...found,
  }
}

function metricsOf(draft: PfcpDraft): Metrics {
  const { establishment_ms, modifications, reports, retransmissions, rejections } = draft
  return {
    ...(establishment_ms !== undefined && { establishment_ms }),
    ...(modifications > 0 && { modifications }),
    ...(reports > 0 && { reports }),
    retransmissions,
    failures: rejections,
  }
}

function resultOf(
  draft: PfcpDraft,
  isNode: boolean,
  end: number,
): Pick<SessionFacts, 'outcome' | 'verdict' | 'isSilent'> {
  const { rejection, gone, asked, asked_at, asked_frame, answers, retransmissions } = draft
  if (rejection && (isNode || !isThere(draft))) return { outcome: 'failed', verdict: refusal(rejection) }
  const later = refusedLater(draft)
  if (gone) {
    const { code, name, frame } = gone
    const verdict = { kind: 'gone', category: 'protocol', protocol: 'PFCP', code, name, frame, ...later }
    return { outcome: 'success', verdict }
  }
  if (draft.deleted === true) return { outcome: 'success', verdict: { kind: 'released', ...later } }
  if (draft.ended && (draft.established === true || asked !== true))
    return { outcome: 'success', verdict: { category: 'network', ...draft.ended, ...later } }
  if (draft.established === true) {
    return { outcome: 'success', verdict: { kind: 'established', ...unansweredRelease(draft, end), ...later } }
  }
  if (isNode && answers > 0) return { outcome: 'success', verdict: { kind: 'answered' } }
  const isSilent = retransmissions >= TRANSMISSIONS - 1
  if (asked === true && answers === 0 && (isSilent || end - (asked_at ?? end) >= PATIENCE_MS)) {
    const what = { protocol: 'PFCP', request: ESTABLISHMENT, frame: asked_frame }
    return { outcome: 'failed', verdict: { kind: 'timeout', category: 'network', ...what }, isSilent }
  }
  const isUnheard = answers === 0 && (isNode || asked === true)
  const kind = isUnheard ? 'no_answer' : 'incomplete_capture'
  const verdict = { kind, category: 'capture_incomplete', protocol: 'PFCP', ...later }
  return { outcome: 'incomplete', verdict }
}

/** Established, or before the capture, as what was granted since then tells. */
function isThere({ established, asked, answers, rejections }: PfcpDraft): boolean {
  return established === true || (asked !== true && answers > rejections)
}

/** What was refused of a session that was there, and not granted at another try. */
function refusedLater({ unmended }: PfcpDraft): object | undefined {
  return unmended && { refused_later: refusal(unmended) }
}

function refusal(rejection: NonNullable<PfcpDraft['rejection']>): Record<string, unknown> {
  const category = CATEGORIES[rejection.code] ?? 'protocol'
  return { kind: 'rejected', category, protocol: 'PFCP', clause: 'TS 29.244 §8.2.1', ...rejection }
}

/** Nobody answered its deletion for as long as one waits; any other answer to it would have told. */
function unansweredRelease({ deleting }: PfcpDraft, end: number): object | undefined {
  if (!deleting || (deleting.repeats < TRANSMISSIONS - 1 && end - deleting.at < PATIENCE_MS)) return undefined
  const { repeats, frame } = deleting
  const release = { request: 'Session Deletion Request', repeats, frame, clause: 'TS 29.244 §6.4' }
  return { category: 'network', protocol: 'PFCP', unanswered_release: release }
}

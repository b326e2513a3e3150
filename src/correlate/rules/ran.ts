import type { SessionDraft } from '../../model/relating.ts'
import type { Metrics, Outcome } from '../../model/session.ts'
import type { Rule, SessionFacts } from '../rules.ts'
import { mergeDrafts, newDraft, note, noteReset, type RanDraft, type Trouble, type Words } from './ran-draft.ts'

/** A protocol of the radio network: what its sessions are called, and its ids. */
interface Family extends Words {
  readonly family: string
  readonly type: string
  /** Where the type alone does not tell the protocol. */
  readonly subtype?: string
  /** Names of the ids in keys of sessions. */
  readonly key: readonly [core: string, ran: string]
  /** Name of the bearers' ids. */
  readonly bearers: string
}

/** What nodes say to each other of no UE. */
const NODES = { type: 'OTHER', core: '', ran: '', key: ['', ''], bearers: 'erab_ids' } as const

const FAMILIES: readonly Family[] = [
  { family: 's1ap', type: 'S1AP', core: 'mme_ue_id', ran: 'enb_ue_id', key: ['mme', 'enb'], bearers: 'erab_ids' },
  {
    family: 'ngap',
    type: 'NGAP',
    core: 'amf_ue_id',
    ran: 'ran_ue_id',
    key: ['amf', 'ran'],
    bearers: 'pdu_session_ids',
  },
  { family: 'x2ap', type: 'X2AP', core: 'old_ue_id', ran: 'new_ue_id', key: ['old', 'new'], bearers: 'erab_ids' },
  {
    family: 'xnap',
    type: 'XnAP',
    core: 'old_ue_id',
    ran: 'new_ue_id',
    key: ['old', 'new'],
    bearers: 'pdu_session_ids',
  },
  {
    family: 'f1ap',
    type: 'OTHER',
    subtype: 'F1AP',
    core: 'cu_ue_id',
    ran: 'du_ue_id',
    key: ['cu', 'du'],
    bearers: 'drb_ids',
  },
  {
    family: 'e1ap',
    type: 'OTHER',
    subtype: 'E1AP',
    core: 'cp_ue_id',
    ran: 'up_ue_id',
    key: ['cp', 'up'],
    bearers: 'drb_ids',
  },
  { ...NODES, family: 'sbcap', subtype: 'SBc-AP' },
  { ...NODES, family: 'lcsap', subtype: 'LCS-AP', core: 'correlation_id', key: ['correlation', ''] },
  { ...NODES, family: 'm3ap', subtype: 'M3AP' },
  { ...NODES, family: 'm2ap', subtype: 'M2AP' },
  {
    family: 'rrc',
    type: 'OTHER',
    subtype: 'LTE-RRC',
    // The core has no part in it.
    core: '',
    ran: 'rnti',
    key: ['', 'rnti'],
    bearers: 'drb_ids',
  },
]

/** S1AP, NGAP and their kin: contexts of UEs, and what their nodes say to each other. */
export const RAN_RULES: readonly Rule<RanDraft>[] = FAMILIES.map((family) => ({
  family: family.family,
  draft: newDraft,
  note: (draft, message, key) => (key ? noteReset(draft, message, key) : note(draft, message, family)),
  heartbeat: () => undefined,
  aggregate: newDraft,
  leg: () => undefined,
  part: ({ contexts }) => (contexts.length === 0 ? undefined : 'access'),
  session: (draft, capture) => session(draft, family, capture.end),
}))

function session(draft: SessionDraft, family: Family, end: number): SessionFacts {
  const merged = mergeDrafts(draft.groups.map((group) => group.draft as RanDraft))
  const { peers, contexts, isPaging } = merged
  const [group] = draft.groups
  const isNode = contexts.length === 0 && isPaging !== true
  const paged = isPaging === true && contexts.length === 0
  return {
    type: family.type,
    subtype: family.subtype ?? (isNode ? 'node' : paged ? 'paging' : procedureOf(merged)),
    session_key: isNode ? (peers ?? '') : (keyOf(merged, family) ?? `frame:${group!.first_frame}`),
    correlation_key: isNode ? { peers } : correlationOf(draft, merged, family),
    metrics: metricsOf(merged),
    ...resultOf(merged, {
      isNode,
      paged,
      protocol: family.subtype ?? family.type,
      silence: end - (merged.latest_at ?? end),
    }),
  }
}

const PROCEDURES: Readonly<Record<string, string>> = {
  'Attach request': 'attach',
  'Registration request': 'registration',
  'Service request': 'service_request',
  'Extended service request': 'service_request',
  'Control plane service request': 'service_request',
  'Tracking area update request': 'tracking_area_update',
  'Detach request': 'detach',
  'Deregistration request (UE originating)': 'deregistration',
  HandoverRequest: 'handover',
  HandoverRequired: 'handover',
  PathSwitchRequest: 'handover',
}

/** What the UE came for. */
function procedureOf({ began }: RanDraft): string {
  return PROCEDURES[began ?? ''] ?? 'ue_context'
}

function keyOf({ contexts, tmsi }: RanDraft, { key: [core, ran] }: Family): string | undefined {
  const [context] = contexts
  if (context) {
    const given = [
      core === '' ? '' : `${core}:${context.core ?? '?'}`,
      ran === '' ? '' : `${ran}:${context.ran ?? '?'}`,
    ]
    return `${given.filter((id) => id !== '').join('/')}@${context.peers}`
  }
  return tmsi === undefined ? undefined : `tmsi:${tmsi}`
}

/** Where NAS is that of EPS. */
const OF_EPS: ReadonlySet<string> = new Set(['s1ap', 'rrc'])
const IDENTITIES = ['imsi', 'supi', 'imei', 'msisdn'] as const
const TOLD = ['tmsi', 'guti', 'tai', 'cell', 'ue_ip', 'mme_ue_s1ap_id', 'amf_ue_ngap_id'] as const

function correlationOf(draft: SessionDraft, merged: RanDraft, family: Family): Record<string, unknown> {
  const { contexts, apns, bearers, tunnels } = merged
  const last = contexts.at(-1)
  const found: Record<string, unknown> = {}
  for (const name of IDENTITIES) {
    const value = draft.parties.find((party) => party[name] !== undefined)?.[name]
    if (value !== undefined) found[name] = value
  }
  for (const name of TOLD) if (merged[name] !== undefined) found[name] = merged[name]
  return {
    ...(last?.core !== undefined && { [family.core]: last.core }),
    ...(last?.ran !== undefined && { [family.ran]: last.ran }),
    ...(contexts.length > 1 && { contexts }),
    ...found,
    ...(apns.length > 0 && { [OF_EPS.has(family.family) ? 'apns' : 'dnns']: apns }),
    ...(bearers.length > 0 && { [family.bearers]: bearers }),
    ...(tunnels.length > 0 && { teids: tunnels }),
  }
}

function metricsOf({ milestones, messages, failures, handovers }: RanDraft): Metrics {
  return { ...milestones.took, messages, failures, ...(handovers > 0 && { handovers }) }
}

/** Why a UE was let go against its will: DOMAIN 5.4. */
const LOST: Readonly<Record<string, string>> = {
  'radio-connection-with-ue-lost': 'radio',
  'failure-in-radio-interface-procedure': 'radio',
  'radio-resources-not-available': 'radio',
  'no-radio-resources-available-in-target-cell': 'radio',
  'authentication-failure': 'auth',
  'transport-resource-unavailable': 'resource',
  'control-processing-overload': 'resource',
  'not-enough-user-plane-processing-resources': 'resource',
  'hardware-failure': 'network',
  'resources-not-available-for-the-slice': 'resource',
  'release-due-to-pre-emption': 'resource',
}

/** Causes of NAS by what stands behind them: DOMAIN 5.4. */
const OF_NAS: readonly (readonly [category: string, codes: readonly number[]])[] = [
  ['subscriber', [2, 3, 5, 6, 7, 8, 11, 12, 13, 14, 15, 27, 28, 33, 62, 72, 73, 76, 91]],
  ['auth', [9, 10, 20, 21, 23, 24, 26, 29]],
  ['resource', [22, 65, 67, 69, 92]],
  ['network', [16, 17, 18, 19, 30, 34, 38, 42]],
]
const OF_GROUPS: Readonly<Record<string, string>> = {
  radioNetwork: 'radio',
  transport: 'network',
  misc: 'network',
  nas: 'auth',
}

export function categoryOf({ message, group, code, name }: Partial<Trouble>): string {
  const lost = LOST[name ?? '']
  if (lost !== undefined) return lost
  if (message === 'Authentication reject' || message === 'Security mode reject') return 'auth'
  const isNas = group !== undefined && /MM$|SM$/.test(group)
  if (isNas) return OF_NAS.find(([, codes]) => code !== undefined && codes.includes(code))?.[0] ?? 'network'
  return OF_GROUPS[group ?? ''] ?? 'protocol'
}

/** Where causes are named: TS 24.301, TS 24.501 for NAS; TS 36.413, TS 38.413 for what carries it. */
const CLAUSES: Readonly<Record<string, string>> = {
  EMM: 'TS 24.301 §9.9.3.9',
  ESM: 'TS 24.301 §9.9.4.4',
  '5GMM': 'TS 24.501 §9.11.3.2',
  '5GSM': 'TS 24.501 §9.11.4.2',
  S1AP: 'TS 36.413 §9.2.1.3',
  NGAP: 'TS 38.413 §9.3.1.2',
}

/** The clause that names the cause, by the layer that it is of; absent where there is no cause. */
export function clauseOf({ group = '', code }: Pick<Trouble, 'group' | 'code'>, protocol: string): { clause?: string } {
  const clause = CLAUSES[group] ?? CLAUSES[protocol]
  return code === undefined || clause === undefined ? {} : { clause }
}

interface About {
  readonly isNode: boolean
  /** Called, and no answer seen. */
  readonly paged: boolean
  readonly protocol: string
  /** Milliseconds of the capture after the last message. */
  readonly silence: number
}

interface Result {
  readonly outcome: Outcome
  readonly verdict: Readonly<Record<string, unknown>>
}

/** Without what these are answered with the UE has no service at all. */
const ENTRIES: Readonly<Record<string, string>> = {
  'Attach request': 'the attach',
  'Registration request': 'the registration',
}

const TITLES: Readonly<Record<string, string>> = {
  'Attach request': 'LTE attach',
  'Registration request': '5G registration',
}

/** What a UE asked for that was let go before it had it; undefined where that cannot be read. */
function unfinishedOf({ began = '', released, established, ciphered }: RanDraft): string | undefined {
  return released === true && established !== true && ciphered !== true ? ENTRIES[began] : undefined
}

/** What a UE asked for without ever being told, while the capture went on; undefined where that cannot be read. */
function silencedOf(draft: RanDraft, { protocol, silence }: About): Readonly<Record<string, unknown>> | undefined {
  const { began = '', ciphered, latest: request, latest_frame: frame } = draft
  const procedure = TITLES[began]
  if (procedure === undefined || ciphered === true || silence < PATIENCE_MS) return undefined
  return { kind: 'timeout', category: 'network', protocol, procedure, request, frame }
}
/** As long as procedures wait: their timers are 15 seconds and shorter. */
const PATIENCE_MS = 30_000

/** What a node could not make sense of, though it decided nothing. */
function resultOf(draft: RanDraft, about: About): Result {
  const { outcome, verdict } = decided(draft, about)
  const { error } = draft
  if (outcome === 'failed' || !error) return { outcome, verdict }
  const { protocol } = about
  const told = { category: categoryOf(error), protocol, ...error, ...clauseOf(error, protocol) }
  return { outcome, verdict: { ...verdict, refused_later: { kind: 'rejected', ...told } } }
}

function decided(draft: RanDraft, about: About): Result {
  const { isNode, paged, protocol } = about
  const { refusal, release, established, released, outcomes, asks, error } = draft
  if (refusal) {
    const verdict = {
      kind: 'rejected',
      category: categoryOf(refusal),
      protocol,
      ...refusal,
      ...clauseOf(refusal, protocol),
    }
    return { outcome: 'failed', verdict }
  }
  const lost = release && LOST[release.name ?? '']
  if (lost !== undefined) {
    const verdict = { kind: 'dropped', category: lost, protocol, ...release, ...clauseOf(release!, protocol) }
    return { outcome: 'failed', verdict }
  }
  if (isNode && outcomes === 0 && error) {
    const verdict = { kind: 'rejected', category: categoryOf(error), protocol, ...error, ...clauseOf(error, protocol) }
    return { outcome: 'failed', verdict }
  }
  if (isNode && outcomes > 0) return { outcome: 'success', verdict: { kind: 'answered' } }
  const unfinished = unfinishedOf(draft)
  if (unfinished !== undefined) {
    const told = { ...release, ...clauseOf(release ?? {}, protocol) }
    return {
      outcome: 'failed',
      verdict: { kind: 'let_go', category: 'network', protocol, procedure: unfinished, ...told },
    }
  }
  if (released === true) return { outcome: 'success', verdict: { kind: 'released', ...release } }
  if (established === true) return { outcome: 'success', verdict: { kind: 'established' } }
  const silenced = silencedOf(draft, about)
  if (silenced !== undefined) return { outcome: 'failed', verdict: silenced }
  const kind = paged ? 'unanswered' : isNode && asks === true ? 'no_answer' : 'incomplete_capture'
  return { outcome: 'incomplete', verdict: { kind, category: 'capture_incomplete', protocol } }
}

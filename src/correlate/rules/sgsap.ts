import type { Message } from '../../model/message.ts'
import type { SessionDraft } from '../../model/relating.ts'
import type { Outcome } from '../../model/session.ts'
import type { Rule, SessionFacts } from '../rules.ts'

interface Refusal {
  readonly name: string
  readonly code?: number
  readonly message: string
  readonly frame: number
}

interface SgsDraft {
  peers?: string
  mme?: string
  vlr?: string
  services: string[]
  /** The last that was not made good. */
  refusal?: Refusal | undefined
  last?: string
}

const MOST_SERVICES = 4
/** What began and is not over with the capture: an answer is to come. */
const ASKS: ReadonlySet<string> = new Set(['Location update request', 'Paging request', 'Alert request'])
/** What makes good a refusal before it. */
const ACCEPTS: ReadonlySet<string> = new Set(['Location update accept', 'Service request', 'Uplink unitdata'])
/** Nobody but the user can help that. */
const USER_CAUSES: ReadonlySet<number> = new Set([1, 2, 4, 5, 6, 13, 14])

/** SGsAP: a user of LTE at the MSC that serves his calls and short messages. */
export const sgsapRule: Rule<SgsDraft> = {
  family: 'sgsap',
  draft: () => ({ services: [] }),
  note,
  heartbeat: () => undefined,
  aggregate: () => ({ services: [] }),
  leg: () => undefined,
  session,
}

function note(draft: SgsDraft, { details, where, name }: Message): void {
  draft.peers ??= [where.source.address, where.destination.address].toSorted().join('<->')
  const { mme_name, vlr_name, service } = details as Readonly<Record<string, string | undefined>>
  if (mme_name !== undefined) draft.mme ??= mme_name
  if (vlr_name !== undefined) draft.vlr ??= vlr_name
  if (service !== undefined && draft.services.length < MOST_SERVICES && !draft.services.includes(service)) {
    draft.services.push(service)
  }
  draft.last = name
  if (ACCEPTS.has(name)) draft.refusal = undefined
  if (details['failed'] !== true) return
  const cause = details['cause'] as { code: number; name: string } | undefined
  draft.refusal = { message: name, frame: where.frame, name: cause?.name ?? name, ...(cause && { code: cause.code }) }
}

function session({ groups, parties }: SessionDraft): SessionFacts {
  const draft: SgsDraft = Object.assign({ services: [] }, ...groups.map((group) => group.draft as SgsDraft))
  const { peers = '', mme, vlr, services } = draft
  const imsi = parties.find((party) => party.imsi !== undefined)?.imsi
  return {
    type: 'OTHER',
    subtype: 'SGsAP',
    session_key: imsi === undefined ? peers : `${imsi}@${peers}`,
    correlation_key: {
      protocol: 'SGsAP',
      ...(imsi !== undefined && { imsi }),
      ...(mme !== undefined && { mme }),
      ...(vlr !== undefined && { vlr }),
      ...(services.length > 0 && { services }),
    },
    metrics: {},
    ...resultOf(draft),
  }
}

function resultOf({ refusal, last = '' }: SgsDraft): { outcome: Outcome; verdict: Readonly<Record<string, unknown>> } {
  const protocol = 'SGsAP'
  if (refusal) {
    const isOfUser = refusal.code !== undefined && USER_CAUSES.has(refusal.code) && !refusal.message.startsWith('Loc')
    const category = isOfUser ? 'user' : 'network'
    return { outcome: 'failed', verdict: { kind: 'rejected', category, protocol, ...refusal } }
  }
  if (ASKS.has(last)) {
    return { outcome: 'incomplete', verdict: { kind: 'incomplete_capture', category: 'capture_incomplete', protocol } }
  }
  return { outcome: 'success', verdict: { kind: 'answered' } }
}

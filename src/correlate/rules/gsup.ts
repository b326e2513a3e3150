import type { Message } from '../../model/message.ts'
import type { SessionDraft } from '../../model/relating.ts'
import type { Outcome } from '../../model/session.ts'
import type { Rule, SessionFacts } from '../rules.ts'

interface Refusal {
  readonly request: string
  readonly code?: number
  readonly name?: string
  readonly frame: number
}

interface GsupDraft {
  peers?: string
  procedure?: string
  imsi?: string
  domain?: string
  latency_ms?: number
  failures: number
  answered?: boolean
  asked?: string
  refusal?: Refusal
}

/** Of GMM (TS 24.008 §10.5.5.14), what the subscription is the reason of. */
const OF_SUBSCRIPTION: ReadonlySet<number> = new Set([2, 3, 6, 7, 8, 11, 12, 13, 14, 15])
const ANSWER = / (?:Result|Error)$/

/** GSUP: a procedure of a user at his register; and what the ends of IPA say of themselves. */
export const gsupRule: Rule<GsupDraft> = {
  family: 'gsup',
  draft: () => ({ failures: 0 }),
  note,
  heartbeat: () => undefined,
  aggregate: () => ({ failures: 0 }),
  leg: () => undefined,
  session,
}

function note(draft: GsupDraft, { details, where, name }: Message): void {
  draft.peers ??= [where.source.address, where.destination.address].toSorted().join('<->')
  const { procedure, imsi, domain } = details as Readonly<Record<string, string | undefined>>
  if (procedure !== undefined) draft.procedure ??= procedure
  else if (imsi !== undefined) draft.procedure ??= name
  if (imsi !== undefined) draft.imsi ??= imsi
  if (domain !== undefined) draft.domain ??= domain
  const latency = details['latency_ms'] as number | undefined
  if (latency !== undefined) draft.latency_ms ??= latency
  if (ANSWER.test(name)) draft.answered = true
  else draft.asked ??= name
  if (details['failed'] !== true) return
  draft.failures++
  const cause = details['cause'] as { code: number; name: string } | undefined
  draft.refusal ??= { request: procedure ?? name, frame: where.frame, ...cause }
}

function session({ groups }: SessionDraft): SessionFacts {
  const draft: GsupDraft = Object.assign({ failures: 0 }, ...groups.map((group) => group.draft as GsupDraft))
  const { peers = '', procedure, imsi, domain, latency_ms, failures } = draft
  return {
    type: 'OTHER',
    subtype: imsi === undefined ? 'IPA' : 'GSUP',
    session_key: imsi === undefined ? peers : `${imsi} ${procedure ?? ''}@${peers}`,
    correlation_key: {
      protocol: imsi === undefined ? 'IPA' : 'GSUP',
      ...(imsi !== undefined && { imsi }),
      ...(procedure !== undefined && { procedure }),
      ...(domain !== undefined && { domain }),
    },
    metrics: { ...(latency_ms !== undefined && { latency_ms }), failures },
    ...resultOf(draft),
  }
}

function resultOf(draft: GsupDraft): { outcome: Outcome; verdict: Readonly<Record<string, unknown>> } {
  const { refusal, answered, imsi, asked, procedure } = draft
  const protocol = 'GSUP'
  if (refusal) {
    const isOfUser = refusal.code !== undefined && OF_SUBSCRIPTION.has(refusal.code)
    const category = isOfUser ? 'subscriber' : 'network'
    return { outcome: 'failed', verdict: { kind: 'rejected', category, protocol, ...refusal } }
  }
  // What has no answer is told, and done.
  if (answered === true || imsi === undefined || asked === procedure) {
    return { outcome: 'success', verdict: { kind: 'answered' } }
  }
  const verdict = { kind: 'no_answer', category: 'capture_incomplete', protocol, request: procedure }
  return { outcome: 'incomplete', verdict }
}

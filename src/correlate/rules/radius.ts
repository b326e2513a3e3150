import type { Message } from '../../model/message.ts'
import type { SessionDraft } from '../../model/relating.ts'
import type { Outcome } from '../../model/session.ts'
import type { Rule, SessionFacts } from '../rules.ts'

const CHALLENGE = 11

interface Answer {
  readonly code: number
  readonly name: string
  readonly failed: boolean
  readonly frame: number
  readonly cause?: string
}

interface RadiusDraft {
  client?: string
  server?: string
  user?: string
  acct_session_id?: string
  nas?: string
  apn?: string
  latency_ms?: number
  retransmissions: number
  /** The first refusal, else the last answer. */
  answer?: Answer
}

/** RADIUS: an authentication with its rounds, or an accounting session. */
export const radiusRule: Rule<RadiusDraft> = {
  family: 'radius',
  draft: () => ({ retransmissions: 0 }),
  note,
  heartbeat: () => undefined,
  aggregate: () => ({ retransmissions: 0 }),
  leg: () => undefined,
  session,
}

function note(draft: RadiusDraft, { details, where, name }: Message): void {
  const isRequest = details['request'] === true
  const [client, server] = isRequest ? [where.source, where.destination] : [where.destination, where.source]
  draft.client ??= client.text
  draft.server ??= server.text
  const read = details as Readonly<Record<string, string | undefined>>
  const user = read['user_name'] ?? read['calling_station_id']
  const nas = read['nas_identifier'] ?? read['nas_ip_address']
  if (user !== undefined) draft.user ??= user
  if (nas !== undefined) draft.nas ??= nas
  if (read['acct_session_id'] !== undefined) draft.acct_session_id ??= read['acct_session_id']
  if (read['called_station_id'] !== undefined) draft.apn ??= read['called_station_id']
  if (details['retransmission'] === true) draft.retransmissions++
  if (isRequest) return
  if (details['latency_ms'] !== undefined) draft.latency_ms ??= details['latency_ms'] as number
  if (draft.answer?.failed) return
  const cause = read['error_cause'] ?? read['reply_message']
  const answer = { code: details['code'] as number, name, failed: details['failed'] === true, frame: where.frame }
  draft.answer = cause === undefined ? answer : { ...answer, cause }
}

function session({ groups, parties }: SessionDraft): SessionFacts {
  const draft: RadiusDraft = Object.assign({}, ...groups.map((group) => group.draft as RadiusDraft))
  const { client = '', server = '', user, nas, acct_session_id, apn, latency_ms, retransmissions } = draft
  const served = Object.assign({}, ...parties.map(({ imsi, msisdn, ue_ip }) => ({ imsi, msisdn, ue_ip }))) as {
    readonly imsi?: string
    readonly msisdn?: string
    readonly ue_ip?: string
  }
  const { imsi, msisdn, ue_ip } = served
  return {
    type: 'OTHER',
    subtype: 'RADIUS',
    session_key:
      acct_session_id === undefined ? `${client}>${server} ${user ?? ''}` : `${nas ?? client} ${acct_session_id}`,
    correlation_key: {
      protocol: 'RADIUS',
      ...(user !== undefined && { user_name: user }),
      ...(acct_session_id !== undefined && { acct_session_id }),
      ...(apn !== undefined && { called_station_id: apn }),
      ...(imsi !== undefined && { imsi }),
      ...(msisdn !== undefined && { msisdn }),
      ...(ue_ip !== undefined && { ue_ip }),
    },
    metrics: { ...(latency_ms !== undefined && { latency_ms }), retransmissions },
    ...resultOf(draft),
  }
}

function resultOf({ answer, retransmissions }: RadiusDraft): {
  outcome: Outcome
  verdict: Readonly<Record<string, unknown>>
} {
  const protocol = 'RADIUS'
  if (answer?.failed) {
    const { code, name, frame, cause } = answer
    const why = { protocol, code, name, ...(cause !== undefined && { stated: cause }), frame }
    return { outcome: 'failed', verdict: { kind: 'rejected', category: 'auth', ...why } }
  }
  if (answer && answer.code !== CHALLENGE) return { outcome: 'success', verdict: { kind: 'answered' } }
  if (!answer && retransmissions > 0) {
    return { outcome: 'failed', verdict: { kind: 'timeout', category: 'network', protocol } }
  }
  const kind = answer ? 'challenged' : 'no_answer'
  return { outcome: 'incomplete', verdict: { kind, category: 'capture_incomplete', protocol } }
}

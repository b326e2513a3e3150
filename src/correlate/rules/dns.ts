import type { Message } from '../../model/message.ts'
import type { SessionDraft } from '../../model/relating.ts'
import type { Outcome } from '../../model/session.ts'
import type { Rule, SessionFacts } from '../rules.ts'

interface DnsDraft {
  client?: string
  server?: string
  qname?: string
  qtype?: string
  enum_number?: string
  rcode?: string
  rcode_code?: number
  frame?: number
  latency_ms?: number
  /** Of the query. */
  asked_frame?: number
  retransmissions: number
}

const NOT_FOUND = 3

/** DNS: a query and its answer. */
export const dnsRule: Rule<DnsDraft> = {
  family: 'dns',
  draft: () => ({ retransmissions: 0 }),
  note,
  heartbeat: () => undefined,
  aggregate: () => ({ retransmissions: 0 }),
  leg: () => undefined,
  session,
}

function note(draft: DnsDraft, { details, where }: Message): void {
  const { response, qname, qtype, enum_number, rcode, rcode_code, latency_ms } = details as Partial<
    Omit<DnsDraft, 'retransmissions'> & { response: boolean }
  >
  const [client, server] = response === true ? [where.destination, where.source] : [where.source, where.destination]
  draft.client ??= client.text
  draft.server ??= server.text
  if (qname !== undefined) draft.qname ??= qname
  if (qtype !== undefined) draft.qtype ??= qtype
  if (enum_number !== undefined) draft.enum_number ??= enum_number
  if (response !== true) draft.asked_frame ??= where.frame
  if (details['retransmission'] === true) draft.retransmissions++
  if (rcode === undefined || rcode_code === undefined || draft.rcode !== undefined) return
  draft.rcode = rcode
  draft.rcode_code = rcode_code
  draft.frame = where.frame
  if (latency_ms !== undefined) draft.latency_ms = latency_ms
}

function session({ groups }: SessionDraft): SessionFacts {
  const draft: DnsDraft = Object.assign({}, ...groups.map((group) => group.draft as DnsDraft))
  const { client = '', server = '', qname = '', qtype = '', enum_number, latency_ms, retransmissions } = draft
  return {
    type: 'DNS',
    ...(qtype !== '' && { subtype: qtype }),
    session_key: `${client}>${server} ${qtype} ${qname}`,
    correlation_key: { client, server, qname, qtype, ...(enum_number !== undefined && { msisdn: enum_number }) },
    metrics: { ...(latency_ms !== undefined && { latency_ms }), retransmissions },
    ...resultOf(draft),
  }
}

interface Result {
  readonly outcome: Outcome
  readonly verdict: Readonly<Record<string, unknown>>
}

function resultOf(draft: DnsDraft): Result {
  const { rcode, rcode_code, qname = '', qtype = '', frame, asked_frame, retransmissions } = draft
  const protocol = 'DNS'
  const request = `${qtype} query for ${qname === '' ? 'the root' : qname}`
  if (rcode_code === 0) return { outcome: 'success', verdict: { kind: 'answered' } }
  if (rcode_code !== undefined) {
    const [kind, category] = rcode_code === NOT_FOUND ? ['not_found', 'subscriber'] : ['server_failure', 'network']
    return { outcome: 'failed', verdict: { kind, category, protocol, request, code: rcode_code, name: rcode, frame } }
  }
  if (retransmissions > 0) {
    return {
      outcome: 'failed',
      verdict: { kind: 'timeout', category: 'network', protocol, request, frame: asked_frame },
    }
  }
  return { outcome: 'incomplete', verdict: { kind: 'no_answer', category: 'capture_incomplete', protocol, request } }
}

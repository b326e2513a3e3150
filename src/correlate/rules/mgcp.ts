import type { Message } from '../../model/message.ts'
import type { SessionDraft } from '../../model/relating.ts'
import type { Outcome } from '../../model/session.ts'
import type { Heartbeat, Rule, SessionFacts } from '../rules.ts'

const PROTOCOL = 'MGCP'
const AUDIT = 'AUEP'
const DELETE = 'DLCX'
const FIRST_FINAL = 200
const FIRST_FAILURE = 400
/** Endpoints that the session names. */
const MOST_ENDPOINTS = 16
/** What the gateway cannot do now, is no fault of what it was asked: RFC 3435 §2.4. */
const SHORTAGES: ReadonlySet<number> = new Set([403, 404, 405, 406, 407, 409, 410, 501, 502, 520, 526, 529, 531, 540])

interface Refusal {
  readonly code: number
  readonly name: string
  readonly verb: string
  readonly frame: number
}

interface MgcpDraft {
  heartbeat?: { readonly peers: string; readonly count: number }
  agent?: string
  gateway?: string
  call_id?: string
  endpoints: string[]
  connections: string[]
  latency_ms?: number
  retransmissions: number
  failures: number
  /** The first. */
  refusal?: Refusal
  /** Commands that no final answer was seen to. */
  unanswered: string[]
  answered: boolean
}

function newDraft(): MgcpDraft {
  return {
    endpoints: [],
    connections: [],
    retransmissions: 0,
    failures: 0,
    unanswered: [],
    answered: false,
  }
}

/** MGCP: a call at a gateway with its connections, or what is done about an endpoint without one. */
export const mgcpRule: Rule<MgcpDraft> = {
  family: 'mgcp',
  draft: newDraft,
  note,
  heartbeat,
  aggregate: (peers, count) => ({ ...newDraft(), heartbeat: { peers, count } }),
  leg: () => undefined,
  part: () => 'gateway',
  session,
}

/** Agents ask an endpoint for nothing but whether it is there, again and again: RFC 3435 §4.4. */
function heartbeat({ details, where }: Message): Heartbeat | undefined {
  const verb = details['verb'] ?? details['answers']
  if (verb !== AUDIT || details['requested_info'] !== undefined) return undefined
  const peers = [where.source.address, where.destination.address].toSorted().join('<->')
  if (details['verb'] !== undefined) return { peers: `MGCP ${peers}`, part: 'request' }
  const code = details['code'] as number
  return { peers: `MGCP ${peers}`, part: code === FIRST_FINAL ? 'success' : 'failure' }
}

type Details = Readonly<Record<string, string | undefined>>

function note(draft: MgcpDraft, { details, where }: Message): void {
  const read = details as Details
  const verb = read['verb']
  if (read['call_id'] !== undefined) draft.call_id ??= read['call_id']
  addTo(draft.endpoints, read['specific_endpoint'] ?? (isOne(read['endpoint']) ? read['endpoint'] : undefined))
  for (const field of ['connection_id', 'second_connection_id']) addTo(draft.connections, read[field])
  if (details['retransmission'] === true) {
    draft.retransmissions++
    return
  }
  if (verb !== undefined) {
    draft.agent ??= where.source.text
    draft.gateway ??= where.destination.text
    draft.unanswered.push(verb)
    return
  }
  const code = details['code'] as number
  if (code < FIRST_FINAL) return
  draft.agent ??= where.destination.text
  draft.gateway ??= where.source.text
  const [name, answers] = [read['code_name'], read['answers']]
  noteAnswer(draft, { code, name: name ?? String(code), verb: answers ?? '', frame: where.frame })
  if (details['latency_ms'] !== undefined) draft.latency_ms ??= details['latency_ms'] as number
}

function noteAnswer(draft: MgcpDraft, answer: Refusal): void {
  const place = draft.unanswered.indexOf(answer.verb)
  if (place >= 0) draft.unanswered.splice(place, 1)
  const isRefused = answer.code >= FIRST_FAILURE
  if (isRefused) draft.failures++
  // What is deleted already need not be deleted again.
  if (isRefused && !(answer.verb === DELETE && draft.answered)) draft.refusal ??= answer
  draft.answered = true
}

/** Wildcards name many: RFC 3435 §2.1.2. */
function isOne(endpoint: string | undefined): boolean {
  return endpoint !== undefined && !endpoint.includes('*') && !endpoint.includes('$')
}

function addTo(list: string[], value: string | undefined): void {
  if (value !== undefined && list.length < MOST_ENDPOINTS && !list.includes(value)) list.push(value)
}

function session({ groups }: SessionDraft): SessionFacts {
  const drafts = groups.map((group) => group.draft as MgcpDraft).filter((draft) => draft.endpoints !== undefined)
  const draft = drafts.length === 1 ? drafts[0]! : drafts.reduce(merged, newDraft())
  if (draft.heartbeat) return heartbeatSession(draft.heartbeat)
  const { agent = '', gateway = '', call_id, endpoints, connections, latency_ms, retransmissions, failures } = draft
  const about = call_id === undefined ? (endpoints[0] ?? '') : `call ${call_id}`
  return {
    type: 'OTHER',
    subtype: PROTOCOL,
    session_key: `${agent}>${gateway} ${about}`.trimEnd(),
    correlation_key: {
      protocol: PROTOCOL,
      ...(call_id !== undefined && { call_id }),
      ...(endpoints.length > 0 && { endpoints }),
      ...(connections.length > 0 && { connections }),
    },
    metrics: { ...(latency_ms !== undefined && { latency_ms }), retransmissions, failures },
    ...resultOf(draft),
  }
}

function merged(one: MgcpDraft, other: MgcpDraft): MgcpDraft {
  for (const endpoint of other.endpoints) addTo(one.endpoints, endpoint)
  for (const connection of other.connections) addTo(one.connections, connection)
  return {
    ...other,
    ...Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)),
    retransmissions: one.retransmissions + other.retransmissions,
    failures: one.failures + other.failures,
    unanswered: [...one.unanswered, ...other.unanswered],
    answered: one.answered || other.answered,
  }
}

function heartbeatSession({ peers, count }: NonNullable<MgcpDraft['heartbeat']>): SessionFacts {
  return {
    type: 'OTHER',
    subtype: PROTOCOL,
    session_key: peers,
    correlation_key: { protocol: PROTOCOL, peers },
    metrics: { heartbeats: count },
    outcome: 'success',
    verdict: { kind: 'answered' },
  }
}

interface Result {
  readonly outcome: Outcome
  readonly verdict: Readonly<Record<string, unknown>>
}

function resultOf({ refusal, unanswered, answered, retransmissions }: MgcpDraft): Result {
  const protocol = PROTOCOL
  if (refusal) {
    const { code, name, frame, verb } = refusal
    const category = SHORTAGES.has(code) ? 'network' : 'protocol'
    return { outcome: 'failed', verdict: { kind: 'rejected', category, protocol, code, name, frame, operation: verb } }
  }
  if (unanswered.length > 0 && retransmissions > 0) {
    return { outcome: 'failed', verdict: { kind: 'timeout', category: 'network', protocol, operation: unanswered[0] } }
  }
  if (!answered || unanswered.length > 0) {
    return { outcome: 'incomplete', verdict: { kind: 'incomplete_capture', category: 'capture_incomplete', protocol } }
  }
  return { outcome: 'success', verdict: { kind: 'answered' } }
}

import type { Message } from '../../model/message.ts'
import type { SessionDraft } from '../../model/relating.ts'
import type { Outcome } from '../../model/session.ts'
import type { Heartbeat, Rule, SessionFacts } from '../rules.ts'
import { type Beats, beatMetrics } from './beats.ts'

/** What ends a connection or takes a termination out. */
const DELETIONS: ReadonlySet<string> = new Set(['DLCX', 'Subtract'])
const SUCCESS = 200
const FIRST_FAILURE = 400
/** Endpoints that the session names. */
const MOST_ENDPOINTS = 16
/** Commands at a time that wait for their answer. */
const MOST_UNANSWERED = 64
/** What the gateway cannot do now, is no fault of what it was asked: RFC 3435 §2.4, H.248.8. */
const SHORTAGES: ReadonlySet<number> = new Set([
  404, 405, 407, 409, 412, 432, 501, 502, 503, 510, 520, 526, 529, 530, 531, 540,
])

interface Refusal {
  readonly code: number
  readonly name: string
  readonly verb: string
  readonly frame: number
}

interface GatewayDraft {
  heartbeat?: Beats
  agent?: string
  gateway?: string
  call?: string
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

function newDraft(): GatewayDraft {
  return {
    endpoints: [],
    connections: [],
    retransmissions: 0,
    failures: 0,
    unanswered: [],
    answered: false,
  }
}

/** What a message says to or of a gateway, whichever protocol it is of. */
interface Told {
  /** What is asked for; left out of answers. */
  readonly verb?: string | undefined
  readonly isFromGateway: boolean
  /** Asks for nothing but a sign of life, or answers that. */
  readonly isBeat: boolean
  /** Of a final answer: its code, what that says, and what was asked for. */
  readonly code?: number
  readonly name?: string
  readonly answers?: string
  readonly call?: string | undefined
  readonly endpoints: readonly (string | undefined)[]
  readonly connections: readonly (string | undefined)[]
}

type Reader = (details: Message['details']) => Told

/** A call at a gateway with its connections or terminations, or what is done about an endpoint without one. */
function gatewayRule(family: string, protocol: string, read: Reader): Rule<GatewayDraft> {
  return {
    family,
    draft: newDraft,
    note: (draft, message) => note(draft, message, read(message.details)),
    heartbeat: ({ details, where }) => heartbeat(read(details), where, protocol),
    aggregate: (beats) => ({ ...newDraft(), heartbeat: beats }),
    leg: () => undefined,
    part: () => 'gateway',
    session: (draft) => session(draft, protocol),
  }
}

type Texts = Readonly<Record<string, string | undefined>>

/** Agents ask an endpoint for nothing but whether it is there, again and again: RFC 3435 §4.4. */
const readMgcp: Reader = (details) => {
  const { verb, answers, call_id, endpoint, specific_endpoint, code_name, ...read } = details as Texts
  const code = details['code'] as number | undefined
  const isFinal = code !== undefined && code >= SUCCESS
  return {
    verb,
    isFromGateway: verb === 'NTFY' || verb === 'RSIP',
    isBeat: (verb ?? answers) === 'AUEP' && read['requested_info'] === undefined,
    ...(isFinal && { code, name: code_name ?? String(code), answers: answers ?? '' }),
    call: call_id,
    endpoints: [specific_endpoint ?? endpoint],
    connections: [read['connection_id'], read['second_connection_id']],
  }
}

interface Command {
  readonly command: string
  readonly termination: string
}

/** Outside of contexts, and those that are to be chosen or are meant all: H.248.1 §6.1.1. */
const NO_CONTEXT: ReadonlySet<string> = new Set(['-', '$', '*'])

const readMegaco: Reader = (details) => {
  const { verb, answers, context = '-', code_name, kind } = details as Texts
  const code = (details['code'] as number | undefined) ?? SUCCESS
  const commands = (details['commands'] as readonly Command[] | undefined) ?? []
  const [first] = commands
  return {
    verb,
    isFromGateway: verb === 'Notify' || verb === 'ServiceChange',
    isBeat: (verb ?? answers) === 'AuditValue' && first?.termination.toUpperCase() === 'ROOT',
    ...(kind === 'reply' && { code, name: code_name ?? String(code), answers: answers ?? '' }),
    call: NO_CONTEXT.has(context) ? undefined : context,
    endpoints: commands.map(({ termination }) => termination),
    connections: [],
  }
}

export const GATEWAY_RULES: readonly Rule<GatewayDraft>[] = [
  gatewayRule('mgcp', 'MGCP', readMgcp),
  gatewayRule('megaco', 'H.248', readMegaco),
]

function heartbeat(told: Told, { source, destination }: Message['where'], protocol: string): Heartbeat | undefined {
  if (!told.isBeat) return undefined
  const peers = `${protocol} ${[source.address, destination.address].toSorted().join('<->')}`
  if (told.verb !== undefined) return { peers, part: 'request' }
  if (told.code === undefined) return undefined
  return { peers, part: told.code === SUCCESS ? 'success' : 'failure' }
}

function note(draft: GatewayDraft, { details, where }: Message, told: Told): void {
  const { verb, code, name = '', answers = '', isFromGateway } = told
  if (told.call !== undefined) draft.call ??= told.call
  for (const endpoint of told.endpoints) if (isOne(endpoint)) addTo(draft.endpoints, endpoint)
  for (const connection of told.connections) addTo(draft.connections, connection)
  if (details['retransmission'] === true) {
    draft.retransmissions++
    return
  }
  if (verb !== undefined) {
    const [agent, gateway] = isFromGateway ? [where.destination, where.source] : [where.source, where.destination]
    draft.agent ??= agent.text
    draft.gateway ??= gateway.text
    if (draft.unanswered.length < MOST_UNANSWERED) draft.unanswered.push(verb)
    return
  }
  if (code === undefined) return
  draft.agent ??= where.destination.text
  draft.gateway ??= where.source.text
  noteAnswer(draft, { code, name, verb: answers, frame: where.frame })
  if (details['latency_ms'] !== undefined) draft.latency_ms ??= details['latency_ms'] as number
}

function noteAnswer(draft: GatewayDraft, answer: Refusal): void {
  const place = draft.unanswered.indexOf(answer.verb)
  if (place >= 0) draft.unanswered.splice(place, 1)
  const isRefused = answer.code >= FIRST_FAILURE
  if (isRefused) draft.failures++
  // What is deleted already need not be deleted again.
  if (isRefused && !(DELETIONS.has(answer.verb) && draft.answered)) draft.refusal ??= answer
  draft.answered = true
}

/** Wildcards name many: RFC 3435 §2.1.2. */
function isOne(endpoint: string | undefined): boolean {
  return endpoint !== undefined && !endpoint.includes('*') && !endpoint.includes('$')
}

function addTo(list: string[], value: string | undefined): void {
  if (value !== undefined && list.length < MOST_ENDPOINTS && !list.includes(value)) list.push(value)
}

function session({ groups }: SessionDraft, protocol: string): SessionFacts {
  const drafts = groups.map((group) => group.draft as GatewayDraft).filter((draft) => draft.endpoints !== undefined)
  const draft = drafts.length === 1 ? drafts[0]! : drafts.reduce(merged, newDraft())
  if (draft.heartbeat) return heartbeatSession(draft.heartbeat, protocol)
  const { agent = '', gateway = '', call, endpoints, connections, latency_ms, retransmissions, failures } = draft
  const about = call === undefined ? (endpoints[0] ?? '') : `call ${call}`
  return {
    type: 'OTHER',
    subtype: protocol,
    session_key: `${agent}>${gateway} ${about}`.trimEnd(),
    correlation_key: {
      protocol,
      ...(call !== undefined && { call_id: call }),
      ...(endpoints.length > 0 && { endpoints }),
      ...(connections.length > 0 && { connections }),
    },
    metrics: { ...(latency_ms !== undefined && { latency_ms }), retransmissions, failures },
    ...resultOf(draft, protocol),
  }
}

function merged(one: GatewayDraft, other: GatewayDraft): GatewayDraft {
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

function heartbeatSession(beats: Beats, protocol: string): SessionFacts {
  const { peers } = beats
  return {
    type: 'OTHER',
    subtype: protocol,
    session_key: peers,
    correlation_key: { protocol, peers },
    metrics: beatMetrics(beats),
    outcome: 'success',
    verdict: { kind: 'answered' },
  }
}

interface Result {
  readonly outcome: Outcome
  readonly verdict: Readonly<Record<string, unknown>>
}

function resultOf(draft: GatewayDraft, protocol: string): Result {
  const { refusal, unanswered, answered, retransmissions } = draft
  if (refusal) {
    const { code, name, frame, verb } = refusal
    const category = SHORTAGES.has(code) ? 'network' : 'protocol'
    return { outcome: 'failed', verdict: { kind: 'rejected', category, protocol, code, name, frame, operation: verb } }
  }
  if (unanswered.length > 0 && retransmissions > 0) {
    return { outcome: 'failed', verdict: { kind: 'timeout', category: 'network', protocol, operation: unanswered[0] } }
  }
  if (!answered || unanswered.length > 0) {
    return { outcome: 'incomplete', verdict: { kind: 'no_answer', category: 'capture_incomplete', protocol } }
  }
  return { outcome: 'success', verdict: { kind: 'answered' } }
}

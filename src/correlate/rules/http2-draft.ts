import { appended } from '../../bytes/appended.ts'
import type { Message } from '../../model/message.ts'

/** Exchanges, PDU sessions and failures that are told of one session. */
const MOST_EXCHANGES = 64
const MOST_PDU_SESSIONS = 16
const MOST_FAILURES = 16
const SWITCHING_PROTOCOLS = 101
const FIRST_FINAL = 200
export const FIRST_FAILURE = 400
const NOT_FOUND = 404
const CANCEL = 'CANCEL'

export interface Failure {
  readonly code?: number
  readonly name?: string
  readonly request: string
  readonly frame: number
}

interface Answered {
  readonly request: string
  readonly status: number
  readonly latency_ms: number
  readonly frame: number
  /** Address that answered. */
  readonly server: string
  readonly hop?: number
}

const IDENTITIES = ['supi', 'suci', 'gpsi', 'pei', 'guti', 'dnn', 'snssai', 'ue_ip', 'ue_ipv6', 'charging_id'] as const
type Identity = (typeof IDENTITIES)[number]

/** What the rule keeps of the requests and responses of one subscriber, or of one connection. */
export interface HttpDraft {
  /** Client and server of the first message. */
  connection?: string
  authority?: string
  kind: 'sba' | 'nf_management' | 'grpc' | 'http'
  ids: Partial<Record<Identity, string>>
  pdu_session_ids: number[]
  /** Path of the session's context, as the core names it. */
  sm_context_ref?: string
  requests: number
  /** The first request. */
  asked?: string
  answered: number
  /** Of those, how many did not stand before their requests by the clock of another tap. */
  timed: number
  succeeded: number
  failures: number
  /** Answers of which only that they came can be read. */
  unread: number
  resets: number
  /** The first stream that was given up, or connection. */
  broken?: Pick<Failure, 'name' | 'frame'> & { readonly request?: string }
  /** Signs of life that were answered. */
  heartbeats: number
  latency_sum: number
  latency_max: number
  exchanges: Answered[]
  /** By request: what failed and was not tried again with success. */
  failing: Record<string, Failure>
}

export function newDraft(): HttpDraft {
  return {
    kind: 'http',
    ids: {},
    pdu_session_ids: [],
    requests: 0,
    answered: 0,
    timed: 0,
    succeeded: 0,
    failures: 0,
    unread: 0,
    resets: 0,
    heartbeats: 0,
    latency_sum: 0,
    latency_max: 0,
    exchanges: [],
    failing: {},
  }
}

export function note(draft: HttpDraft, message: Message): void {
  const { details, where } = message
  noteKind(draft, details)
  noteIdentities(draft, details)
  noteReset(draft, message)
  const isHop = details['hop'] !== undefined
  const isByClient = details['method'] === undefined ? details['sent_by'] === 'client' : details['pushed'] !== true
  const [client, server] = isByClient ? [where.source, where.destination] : [where.destination, where.source]
  draft.connection ??= `${client.text}-${server.text}`
  if (details['method'] === undefined) return noteResponse(draft, message)
  if (typeof details['authority'] === 'string') draft.authority ??= details['authority']
  draft.asked ??= message.name
  if (!isHop) draft.requests++
}

/** A stream that ends while it is answered has no event of its own. */
function noteReset(draft: HttpDraft, { details, where }: Message): void {
  const { error, reset, status, stream_id, request } = details as Record<string, string | undefined>
  const name = error ?? (status !== undefined && reset !== 'NO_ERROR' ? reset : undefined)
  if (name === undefined) return
  if (stream_id !== undefined && (error !== undefined || reset === CANCEL)) draft.resets++
  draft.broken ??= { name, frame: where.frame, ...(request !== undefined && { request }) }
}

function noteKind(draft: HttpDraft, { service, grpc_service }: Message['details']): void {
  if (typeof service === 'string') {
    if (!service.startsWith('nnrf-')) draft.kind = 'sba'
    else if (draft.kind !== 'sba') draft.kind = 'nf_management'
  } else if (grpc_service !== undefined && draft.kind === 'http') draft.kind = 'grpc'
}

function noteIdentities(draft: HttpDraft, { ids, headers, operation }: Message['details']): void {
  const told = (ids ?? {}) as Partial<Record<Identity, string>> & { pdu_session_id?: number }
  for (const name of IDENTITIES) if (told[name] !== undefined) draft.ids[name] ??= told[name]
  const { pdu_session_id: id } = told
  if (id !== undefined && !draft.pdu_session_ids.includes(id) && draft.pdu_session_ids.length < MOST_PDU_SESSIONS) {
    draft.pdu_session_ids = appended(draft.pdu_session_ids, id)
  }
  const { location } = (headers ?? {}) as { location?: string }
  if (operation === 'CreateSMContext' && location !== undefined) draft.sm_context_ref ??= location
}

/** What stands for a request in the list of failures: tried again, it is the same. */
function requestOf({ details }: Message): string {
  const { service_name: service, operation, request } = details as Record<string, string | undefined>
  return operation === undefined ? (request ?? '') : `${service} ${operation}`
}

/** Agreeing to another protocol is the answer; HTTP/2 answers the request itself: RFC 9110 §15.2.2, RFC 7540 §3.2. */
function isFinal(status: number, { headers }: Message['details']): boolean {
  const { upgrade = '' } = (headers ?? {}) as { upgrade?: string }
  return status >= FIRST_FINAL || (status === SWITCHING_PROTOCOLS && upgrade.toLowerCase() !== 'h2c')
}

/** A response all the same: what its status refers to was sent before the capture (RFC 7541 §2.3). */
function isUnread({ hpack_state, request, reset }: Message['details']): boolean {
  return hpack_state === 'partial' && request !== undefined && reset === undefined
}

function noteResponse(draft: HttpDraft, message: Message): void {
  const { details, where } = message
  const { status, latency_ms, hop } = details as { status?: number; latency_ms?: number; hop?: number }
  if (status === undefined ? !isUnread(details) : !isFinal(status, details)) return
  const request = requestOf(message)
  const isHeartbeat = details['heartbeat'] === true
  if (isHeartbeat) draft.heartbeats += hop === undefined ? 1 : 0
  else if (status !== undefined && latency_ms !== undefined && draft.exchanges.length < MOST_EXCHANGES) {
    const answered = { request, status, latency_ms, frame: where.frame, server: where.source.address }
    draft.exchanges = appended(draft.exchanges, hop === undefined ? answered : { ...answered, hop })
  }
  // The next hop repeats what the first says.
  if (hop !== undefined) return
  if (details['request'] !== undefined) draft.answered++
  if (latency_ms !== undefined) {
    draft.timed++
    draft.latency_sum += latency_ms
    draft.latency_max = Math.max(draft.latency_max, latency_ms)
  }
  const name = failureName(details)
  const isAbsent = status === NOT_FOUND && String(details['request']).startsWith('GET ')
  if (status === undefined && name === undefined) {
    draft.unread++
    return
  }
  if (status !== undefined && status < FIRST_FAILURE && name === undefined) {
    draft.succeeded++
    delete draft.failing[request]
    return
  }
  draft.failures++
  if (isAbsent || request in draft.failing || Object.keys(draft.failing).length >= MOST_FAILURES) return
  const called = name ?? reasonIn(message.name, status ?? 0)
  draft.failing[request] = {
    ...(status !== undefined && { code: status }),
    ...(called !== undefined && { name: called }),
    request,
    frame: where.frame,
  }
}

/** What a status is called, where the message is named by both: `404 Not Found`. */
function reasonIn(name: string, status: number): string | undefined {
  const start = `${status} `
  return name.startsWith(start) ? name.slice(start.length) : undefined
}

/** The cause that a response gives; an authentication may fail in a response that succeeds (TS 29.509 §6.1.6.3.4). */
function failureName({ problem, json, grpc_status_name, grpc_status }: Message['details']): string | undefined {
  const { cause, title } = (problem ?? {}) as { cause?: string; title?: string }
  if (cause !== undefined || title !== undefined) return cause ?? title
  const { authResult } = (json ?? {}) as { authResult?: unknown }
  if (authResult === 'AUTHENTICATION_FAILURE') return authResult
  return typeof grpc_status === 'number' && grpc_status !== 0 ? (grpc_status_name as string) : undefined
}

/** One of several pieces, earliest first: what the earlier ones say stands, counts are added. */
export function mergeDrafts(drafts: readonly HttpDraft[]): HttpDraft {
  const merged = newDraft()
  for (const draft of drafts) {
    const { connection, authority, sm_context_ref, broken, asked } = { ...draft, ...merged }
    Object.assign(merged, {
      ...(connection !== undefined && { connection }),
      ...(authority !== undefined && { authority }),
      ...(sm_context_ref !== undefined && { sm_context_ref }),
      ...(broken !== undefined && { broken }),
      ...(asked !== undefined && { asked }),
    })
    if (RANKS.indexOf(draft.kind) > RANKS.indexOf(merged.kind)) merged.kind = draft.kind
    merged.ids = { ...draft.ids, ...merged.ids }
    merged.pdu_session_ids = [...new Set([...merged.pdu_session_ids, ...draft.pdu_session_ids])]
    for (const count of COUNTS) merged[count] += draft[count]
    merged.latency_max = Math.max(merged.latency_max, draft.latency_max)
    merged.exchanges = [...merged.exchanges, ...draft.exchanges].slice(0, MOST_EXCHANGES)
    merged.failing = { ...merged.failing, ...draft.failing }
  }
  return merged
}

const RANKS = ['http', 'grpc', 'nf_management', 'sba'] as const
const COUNTS = [
  'requests',
  'answered',
  'timed',
  'succeeded',
  'failures',
  'unread',
  'resets',
  'heartbeats',
  'latency_sum',
] as const

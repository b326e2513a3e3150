// What a Diameter session's messages leave behind for it: its exchanges hop by hop (RFC 6733 §3), and sums over all.
import { appended } from '../../bytes/appended.ts'
import type { Key, Message } from '../../model/message.ts'
import type { Beats } from './beats.ts'

/** Exchanges that are kept: as many of the first as of the last. */
const MOST_EXCHANGES = 24

/** A request on one hop, and its answer. Times in ms since the epoch of the job. */
export interface Exchange {
  readonly command: number
  readonly abbreviation: string
  readonly hop_by_hop: string
  /** Ends that the request went between. */
  readonly source: string
  readonly destination: string
  /** When the request was seen; absent where only its answer was. */
  at?: number
  frame?: number
  /** CC-Request-Type, and what else tells one request of a session from another. */
  type?: string
  /** 1 where the request was seen first; a relay's is 2 and so on. */
  hop: number
  /** Sent again, to another peer or over another connection; and when it was sent first, where that was answered by none. */
  repeated?: boolean
  asked?: number
  answered?: number
  answer_frame?: number
  code?: number
  name?: string
  vendor?: number
  failed?: boolean
  /** The capture ends within the answer before it tells how it went. */
  cut?: boolean
}

export interface DiameterDraft {
  session_id: string
  application: string
  application_id: number
  exchanges: Exchange[]
  /** Requests where they were seen first, all hops' repeats, failed answers, and answers without a request. */
  requests: number
  retransmissions: number
  failures: number
  /** Latencies on first hops. */
  answered: number
  latency_sum: number
  latency_max: number
  /** Answered on first hops in a time that is not known: the answer stands before its request. */
  untimed?: number
  apn?: string
  icid?: string
  service_context?: string
  ue_ip?: string
  ue_prefix?: string
  /** Why a session was aborted, where it was. */
  abort_cause?: string
  abort_frame?: number
  release_cause?: string
  /** The first service that was refused where its request was granted: RFC 8506 §8.16. */
  refused_service?: {
    readonly rating_group: number
    readonly code: number
    readonly name: string
    readonly frame: number
  }
  /** Between peers: one of them has lost its sessions. */
  restart?: { readonly node: string; readonly frame: number; readonly counter: unknown }
  /** It was lost with a node that began anew. */
  ended_by?: { readonly ended_by: string; readonly frame: number }
  /** Not a conversation but signs of life between two peers. */
  heartbeat?: Beats
}

export function newDraft(): DiameterDraft {
  return {
    session_id: '',
    application: '',
    application_id: 0,
    exchanges: [],
    requests: 0,
    retransmissions: 0,
    failures: 0,
    answered: 0,
    latency_sum: 0,
    latency_max: 0,
  }
}

type Details = Readonly<Record<string, unknown>>

export const PEER_RESTART = 'peer_restart'

export function note(draft: DiameterDraft, message: Message, key?: Key): void {
  const { details, where } = message
  if (key !== undefined) {
    if (key.use === 'ended') draft.ended_by ??= { ended_by: PEER_RESTART, frame: where.frame }
    return
  }
  if (details['peer_restarted'] === true) {
    const node = text(details['origin_host'])
    draft.restart ??= { node, frame: where.frame, counter: details['origin_state_id'] }
  }
  if (draft.application === '') {
    draft.session_id = text(details['session_id'])
    draft.application = text(details['application'])
    draft.application_id = number(details['application_id']) ?? 0
  }
  describe(draft, details)
  if (details['request'] === true) noteRequest(draft, message)
  else noteAnswer(draft, message)
}

function describe(draft: DiameterDraft, details: Details): void {
  const put = (field: 'apn' | 'icid' | 'service_context' | 'ue_ip' | 'ue_prefix', value: unknown): void => {
    if (typeof value === 'string' && draft[field] === undefined) draft[field] = value
  }
  put('apn', details['apn'])
  put('icid', details['icid'])
  put('service_context', details['service_context_id'])
  put('ue_ip', details['framed_ip'] ?? details['pdp_address'])
  put('ue_prefix', details['framed_ipv6_prefix'])
}

function noteRequest(draft: DiameterDraft, { details, where }: Message): void {
  const [source, destination] = [where.source.text, where.destination.text]
  const hop = number(details['hop']) ?? 1
  const isRepeated = details['retransmission'] === true
  if (isRepeated) draft.retransmissions++
  else if (hop === 1) draft.requests++
  const cause = details['abort_cause'] ?? lostOf(details)
  if (typeof cause === 'string') {
    draft.abort_cause ??= cause
    draft.abort_frame ??= where.frame
  }
  const id = text(details['hop_by_hop'])
  const known = find(draft, id, source, destination)
  const at = where.time / 1e6
  if (known !== undefined && (known.at === undefined || isRepeated)) {
    known.at ??= at
    known.frame ??= where.frame
    if (known.answered !== undefined && !isRepeated) count(draft, known)
    return
  }
  const command = number(details['command_code']) ?? 0
  add(draft, {
    command,
    abbreviation: text(details['abbr']),
    hop_by_hop: id,
    source,
    destination,
    at,
    frame: where.frame,
    hop,
    ...typeOf(details),
    ...(isRepeated && { repeated: true, ...askedFirst(draft, command, hop) }),
  })
}

/** What a PCRF tells of the bearer behind a grant; the AF names the same actions where it asks to be told: TS 29.214 §5.3.13. */
function lostOf(details: Details): string | undefined {
  if (details['command_code'] !== RE_AUTH) return undefined
  const actions = details['specific_actions']
  return Array.isArray(actions) ? actions.find((action) => LOST.has(action as string)) : undefined
}

const RE_AUTH = 258
const LOST: ReadonlySet<string> = new Set(['INDICATION_OF_FAILED_RESOURCES_ALLOCATION', 'INDICATION_OF_LOSS_OF_BEARER'])

/** When the request was sent first that is now sent to another peer. */
function askedFirst({ exchanges }: DiameterDraft, command: number, hop: number): { asked?: number } {
  const before = exchanges.findLast((one) => one.command === command && one.hop === hop && one.at !== undefined)
  if (before === undefined || before.answered !== undefined) return {}
  return { asked: before.asked ?? before.at! }
}

function typeOf(details: Details): { type?: string } {
  const type = details['cc_request_type'] ?? details['accounting_record_type']
  return typeof type === 'string' ? { type } : {}
}

function noteAnswer(draft: DiameterDraft, { details, where, fault }: Message): void {
  if (details['retransmission'] === true) {
    draft.retransmissions++
    return
  }
  const [source, destination] = [where.destination.text, where.source.text]
  const id = text(details['hop_by_hop'])
  let exchange = find(draft, id, source, destination)
  if (exchange === undefined || exchange.answered !== undefined) {
    const command = number(details['command_code']) ?? 0
    const abbreviation = text(details['abbr']).replace(/A$/, 'R')
    exchange = { command, abbreviation, hop_by_hop: id, source, destination, hop: 1, ...typeOf(details) }
    add(draft, exchange)
  }
  exchange.answered = where.time / 1e6
  exchange.answer_frame = where.frame
  const [code, name, vendor] = [
    number(details['result_code']),
    details['result_name'],
    number(details['result_vendor']),
  ]
  if (code !== undefined) exchange.code = code
  else if (fault === 'cut') exchange.cut = true
  if (typeof name === 'string') exchange.name = name
  if (vendor !== undefined) exchange.vendor = vendor
  if (details['failed'] === true) {
    exchange.failed = true
    if (exchange.hop === 1) draft.failures++
  } else if (draft.refused_service === undefined) Object.assign(draft, refusedService(details, where.frame))
  count(draft, exchange)
}

const FIRST_FAILURE = 3000

function refusedService({ rating_groups: groups }: Details, frame: number): Pick<DiameterDraft, 'refused_service'> {
  if (!Array.isArray(groups)) return {}
  const refused = (groups as readonly Details[]).find(({ result_code: code }) => (number(code) ?? 0) >= FIRST_FAILURE)
  if (!refused) return {}
  const { rating_group, result_code, result_name } = refused
  const [group, code] = [number(rating_group) ?? 0, number(result_code)!]
  return { refused_service: { rating_group: group, code, name: text(result_name), frame } }
}

/** An answered exchange counts once, on the hop where its request was seen first. */
function count(draft: DiameterDraft, exchange: Exchange): void {
  const latency = latencyOf(exchange)
  const { at, answered, hop } = exchange
  if (hop === 1 && at !== undefined && answered !== undefined && answered < at) draft.untimed = (draft.untimed ?? 0) + 1
  if (latency === undefined || (exchange.repeated && exchange.asked === undefined)) return
  draft.answered++
  draft.latency_sum += latency
  draft.latency_max = Math.max(draft.latency_max, latency)
}

/** From the first transmission to the answer, on the hop where the request was seen first. Milliseconds. */
export function latencyOf({ at, asked, answered, hop }: Exchange): number | undefined {
  const from = asked ?? at
  return hop > 1 || from === undefined || answered === undefined || answered < from ? undefined : answered - from
}

function find(draft: DiameterDraft, id: string, source: string, destination: string): Exchange | undefined {
  return draft.exchanges.findLast(
    (one) => one.hop_by_hop === id && one.source === source && one.destination === destination,
  )
}

/** Room is made by forgetting what is neither among the first nor the latest. */
function add(draft: DiameterDraft, exchange: Exchange): void {
  if (draft.exchanges.length >= MOST_EXCHANGES) draft.exchanges.splice(MOST_EXCHANGES / 2, 1)
  draft.exchanges = appended(draft.exchanges, exchange)
}

/** One draft of the pieces of one session, in order. */
export function mergeDrafts(pieces: readonly DiameterDraft[]): DiameterDraft {
  const [first, ...rest] = pieces
  if (!first || rest.length === 0) return first ?? newDraft()
  const merged: DiameterDraft = { ...first, exchanges: first.exchanges.map((one) => ({ ...one })) }
  for (const piece of rest) {
    const sums = {
      requests: merged.requests + piece.requests,
      retransmissions: merged.retransmissions + piece.retransmissions,
      failures: merged.failures + piece.failures,
      answered: merged.answered + piece.answered,
      latency_sum: merged.latency_sum + piece.latency_sum,
      latency_max: Math.max(merged.latency_max, piece.latency_max),
    }
    const untimed = (merged.untimed ?? 0) + (piece.untimed ?? 0)
    Object.assign(merged, { ...piece, ...merged, ...sums, ...(untimed > 0 && { untimed }) })
    for (const exchange of piece.exchanges) mergeExchange(merged, exchange)
  }
  return merged
}

/** A request may stand in one piece, and its answer in the next. */
function mergeExchange(merged: DiameterDraft, exchange: Exchange): void {
  const { hop_by_hop, source, destination } = exchange
  const known = find(merged, hop_by_hop, source, destination)
  const isHalf = known?.answered === undefined && exchange.at === undefined
  if (known === undefined || !isHalf) {
    add(merged, exchange)
    return
  }
  Object.assign(known, { ...exchange, ...known })
  count(merged, known)
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

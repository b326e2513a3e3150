import type { Key, Message } from '../../model/message.ts'
import type { Beats } from './beats.ts'
import { coreOf, interfacesOf } from './pfcp-core.ts'

/** Messages that open, change and close a session, and the ones that answer them: TS 29.244 Table 7.3-1. */
/** Answers without a cause: TS 29.244 §7.4.2.2. */
const HEARTBEAT_RESPONSE = 2
const ESTABLISHMENT_REQUEST = 50
const ESTABLISHMENT_RESPONSE = 51
const MODIFICATION_RESPONSE = 53
const DELETION_REQUEST = 54
const DELETION_RESPONSE = 55
const REPORT_REQUEST = 56
const REPORT_RESPONSE = 57
const FIRST_REJECTION = 64
/** TS 29.244 Table 8.2.1-1. */
const SESSION_NOT_FOUND = 65
const MOST_TUNNELS = 16
const MOST_EXCHANGES = 32
const NO_SEID = '0x0000000000000000'

/** A request that was answered, and by whom. */
interface Exchange {
  readonly request: string
  readonly latency_ms: number
  readonly cause: string
  readonly peer: string
}

interface Rejection {
  readonly code: number
  readonly name: string
  readonly request: string
  readonly frame: number
}

/** What the rule keeps of the messages of one session, or of one pair of nodes. */
export interface PfcpDraft {
  heartbeat?: Beats
  peers?: string
  /** SEIDs that the control and the user plane gave. */
  cp?: string
  up?: string
  ue_ip?: string
  dnn?: string
  /** The core that its rules are of, and whether one of them leads out of an EPC to the networks behind it. */
  core?: '5GC' | 'EPC'
  isExit?: boolean
  /** Address of the control plane. */
  control?: string
  tunnels: string[]
  /** The first ones. */
  exchanges: Exchange[]
  /** The user plane that the establishment was asked of. */
  peer?: string
  establishment_ms?: number
  /** The establishment was asked for; when and in which frame; it was accepted; the deletion was. */
  asked?: boolean
  asked_at?: number
  asked_frame?: number
  established?: boolean
  deleted?: boolean
  /** The deletion was asked for: when, in which frame, and how often again. */
  deleting?: { readonly at: number; readonly frame: number; repeats: number }
  /** What ended it besides its own deletion: its set or its association was released, or a node began anew. */
  ended?: { readonly kind: string; readonly ended_by: string; readonly frame: number }
  requests: number
  answers: number
  modifications: number
  reports: number
  retransmissions: number
  rejections: number
  /** The first of them. */
  rejection?: Rejection
  /** The first that no other try mended. */
  unmended?: Rejection
  /** What was to be deleted was not there any more. */
  gone?: Rejection
}

const EXITS: ReadonlySet<string> = new Set(['SGi', 'Sxb-U'])

export function newDraft(): PfcpDraft {
  return {
    tunnels: [],
    exchanges: [],
    requests: 0,
    answers: 0,
    modifications: 0,
    reports: 0,
    retransmissions: 0,
    rejections: 0,
  }
}

export function note(draft: PfcpDraft, message: Message, key?: Key): void {
  const { details } = message
  if (key) return noteShared(draft, message, key)
  const type = details['message_type_code'] as number
  if (type < ESTABLISHMENT_REQUEST) {
    const { source, destination } = message.where
    draft.peers ??= [source.address, destination.address].toSorted().join('<->')
  } else {
    noteSeids(draft, type, message)
    noteUser(draft, message)
  }
  if (details['retransmission'] === true) draft.retransmissions++
  else if (type === HEARTBEAT_RESPONSE) draft.answers++
  else if (details['cause_code'] === undefined) draft.requests++
  else noteAnswer(draft, message, type)
  if (type === DELETION_REQUEST) noteDeletion(draft, message)
  if (type === ESTABLISHMENT_REQUEST) {
    draft.asked = true
    draft.asked_at ??= message.where.time / 1e6
    draft.asked_frame ??= message.where.frame
    draft.peer ??= message.where.destination.address
  }
}

function noteDeletion(draft: PfcpDraft, { where }: Message): void {
  if (draft.deleting) draft.deleting.repeats++
  else draft.deleting = { at: where.time / 1e6, frame: where.frame, repeats: 0 }
}

/** Between nodes, about this session among others. */
function noteShared(draft: PfcpDraft, { details, name, where }: Message, { use }: Key): void {
  if (use !== 'ended') return
  const isRestart = details['peer_restarted'] === true
  const kind = isRestart ? 'peer_restart' : 'released'
  draft.ended ??= { kind, ended_by: isRestart ? kind : name.replace(/ ?Response$/, ''), frame: where.frame }
}

/** A header bears the SEID that its receiver gave, an F-SEID the one that its sender gives. */
function noteSeids(draft: PfcpDraft, type: number, { details, where }: Message): void {
  const isToUserPlane = type === REPORT_RESPONSE || (type % 2 === 0 && type !== REPORT_REQUEST)
  const header = details['seid'] as string | undefined
  const given = (details['f_seid'] as { seid: string } | undefined)?.seid
  const [cp, up] = isToUserPlane ? [given, header] : [header, given]
  draft.control ??= (isToUserPlane ? where.source : where.destination).address
  if (cp !== undefined && cp !== NO_SEID) draft.cp ??= cp
  if (up !== undefined && up !== NO_SEID) draft.up ??= up
}

function noteUser(draft: PfcpDraft, { details, clues }: Message): void {
  const { ue_ip, dnn } = details as Record<string, string | undefined>
  if (ue_ip !== undefined) draft.ue_ip ??= ue_ip
  if (dnn !== undefined) draft.dnn ??= dnn
  const core = coreOf(details)
  if (core !== undefined && draft.core !== '5GC') draft.core = core
  if (interfacesOf(details).some((kind) => EXITS.has(kind))) draft.isExit = true
  for (const { kind, value } of clues) {
    if (kind !== 'tunnel' || draft.tunnels.length >= MOST_TUNNELS || draft.tunnels.includes(value)) continue
    draft.tunnels.push(value)
  }
}

function noteAnswer(draft: PfcpDraft, { details, name, where }: Message, type: number): void {
  const code = details['cause_code'] as number
  draft.answers++
  noteExchange(draft, { details, name, where })
  if (code >= FIRST_REJECTION) {
    draft.rejections++
    const request = name.replace(/Response$/, 'Request')
    const rejection = { code, name: details['cause_name'] as string, request, frame: where.frame }
    draft.rejection ??= rejection
    if (type === DELETION_RESPONSE && code === SESSION_NOT_FOUND) draft.gone ??= rejection
    else draft.unmended ??= rejection
    return
  }
  if (draft.unmended?.request === name.replace(/Response$/, 'Request')) delete draft.unmended
  if (type === ESTABLISHMENT_RESPONSE) {
    draft.established = true
    const latency = details['latency_ms']
    if (typeof latency === 'number') draft.establishment_ms ??= latency
  } else if (type === MODIFICATION_RESPONSE) draft.modifications++
  else if (type === DELETION_RESPONSE) draft.deleted = true
  else if (type === REPORT_RESPONSE) draft.reports++
}

type Answer = Pick<Message, 'details' | 'name' | 'where'>

function noteExchange({ exchanges }: PfcpDraft, { details, name, where }: Answer): void {
  const { latency_ms } = details
  if (typeof latency_ms !== 'number' || exchanges.length >= MOST_EXCHANGES) return
  const cause = `${String(details['cause_code'])} ${String(details['cause_name'])}`
  exchanges.push({ request: name.replace(/ ?Response$/, ''), latency_ms, cause, peer: where.source.address })
}

/** One of several pieces, earliest first: what the earlier ones say stands, counts are added. */
export function mergeDrafts(drafts: readonly PfcpDraft[]): PfcpDraft {
  const merged = newDraft()
  for (const draft of drafts.toReversed()) {
    const { requests, answers, modifications, reports, retransmissions, rejections } = merged
    Object.assign(merged, draft, {
      tunnels: [...new Set([...draft.tunnels, ...merged.tunnels])].slice(0, MOST_TUNNELS),
      exchanges: [...draft.exchanges, ...merged.exchanges].slice(0, MOST_EXCHANGES),
    })
    merged.requests += requests
    merged.answers += answers
    merged.modifications += modifications
    merged.reports += reports
    merged.retransmissions += retransmissions
    merged.rejections += rejections
  }
  return merged
}

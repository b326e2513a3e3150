import type { Key, Message } from '../../model/message.ts'
import { senderOf } from './ran-sender.ts'
import { isAllRefused, type Milestones, noteMilestones } from './ran-milestones.ts'

const MOST_CONTEXTS = 16
const MOST_TUNNELS = 32
const MOST_BEARERS = 16
const MOST_NAMES = 8

/** What each family calls the ids that the two ends give. */
export interface Words {
  readonly core: string
  readonly ran: string
}

/** A refusal, or a release that was not wanted. */
export interface Trouble {
  readonly message: string
  readonly sender?: string
  readonly group?: string
  readonly code?: number
  readonly name?: string
  readonly frame: number
}

/** One UE-associated connection. */
interface Context {
  readonly peers: string
  core?: number
  ran?: number
}

/** What the rule keeps of the messages of one UE, or of what two nodes say to each other. */
export interface RanDraft {
  /** Both ends of what is of no UE. */
  peers?: string
  isPaging?: boolean
  contexts: Context[]
  /** The first NAS message, or what the first message is of. */
  began?: string
  /** The UE's id in the core, where the protocol itself has no such. */
  mme_ue_s1ap_id?: unknown
  amf_ue_ngap_id?: unknown
  tmsi?: string
  guti?: string
  tai?: unknown
  cell?: unknown
  ue_ip?: string
  apns: string[]
  bearers: number[]
  tunnels: string[]
  milestones: Milestones
  messages: number
  /** Something that awaits an answer was sent. */
  asks?: boolean
  outcomes: number
  failures: number
  handovers: number
  /** The first refusal of the network or the UE; why the context was released. */
  refusal?: Trouble
  /** Of what nodes agree on, the procedure that was refused: it may be tried again. */
  refused_procedure?: number
  release?: Trouble
  /** What a node could not make sense of: it answers so what it cannot refuse. */
  error?: Trouble
  established?: boolean
  /** NAS that cannot be read: it may have said yes. */
  ciphered?: boolean
  released?: boolean
  /** The last message, by the NAS in it. */
  latest?: string
  latest_frame?: number
  /** Milliseconds since the epoch of the job. */
  latest_at?: number
  /** A release was asked for, and is not complete. */
  asked?: boolean
}

export function newDraft(): RanDraft {
  return {
    contexts: [],
    apns: [],
    bearers: [],
    tunnels: [],
    milestones: { began: {}, took: {} },
    messages: 0,
    outcomes: 0,
    failures: 0,
    handovers: 0,
  }
}

type Details = Readonly<Record<string, unknown>>
type Nas = Details & { readonly message_type: string }

export function note(draft: RanDraft, message: Message, words: Words): void {
  const { details, name } = message
  const nas = (details['nas'] ?? []) as readonly Nas[]
  draft.messages++
  if (details['pdu_type'] !== 0) draft.outcomes++
  else if (ASKING.test(name)) draft.asks = true
  const isPaging = details['paging_identity'] !== undefined
  if (isPaging) draft.isPaging = true
  else if (details[words.core] === undefined && details[words.ran] === undefined) draft.peers ??= peersOf(message)
  else noteContext(draft, message, words)
  if (!isPaging) draft.began ??= nas[0]?.message_type ?? name
  draft.latest = nas[0]?.message_type ?? name
  draft.latest_frame = message.where.frame
  draft.latest_at = message.where.time / 1e6
  noteUser(draft, message, nas)
  noteTrouble(draft, message, nas)
  noteMilestones(draft.milestones, message, nas)
  if (nas.some(({ ciphered }) => ciphered === true)) draft.ciphered = true
  if (HANDED_OVER.has(name)) noteHandover(draft)
  if (ESTABLISHED.has(name) || nas.some(({ message_type }) => ESTABLISHED.has(message_type))) draft.established = true
}

/** A reset, or what answers it: between two nodes, about this UE among others, which it lets go. */
export function noteReset(draft: RanDraft, { details, name, where }: Message, { use }: Key): void {
  draft.messages++
  if (use !== 'ended') return
  draft.release = { message: name, frame: where.frame, ...troubleOf(details['cause'] as Cause | undefined) }
  draft.released = true
}

/** Elementary procedures that have a response: TS 36.413 §8.1 class 1, and their kin. */
const ASKING = /(?:Request|Update|Required|Reset)$/
/** After these a UE has what it asked for. */
const ESTABLISHED = new Set([
  'InitialContextSetupResponse',
  'HandoverRequestAcknowledge',
  'SgNBAdditionRequestAcknowledge',
  'SeNBAdditionRequestAcknowledge',
  'S-NodeAdditionRequestAcknowledge',
  'UEContextSetupResponse',
  'BearerContextSetupResponse',
  'PDUSessionResourceSetupResponse',
  'E-RABSetupResponse',
  'PathSwitchRequestAcknowledge',
  'HandoverNotify',
  'Attach complete',
  'Registration complete',
  'Registration accept',
  'Tracking area update accept',
  'Service accept',
  'Detach accept',
])
/** A handover that was refused is no failure of a UE that another one took along. */
function noteHandover(draft: RanDraft): void {
  draft.handovers++
  if (draft.refusal?.message.startsWith('Handover')) delete draft.refusal
}

const HANDED_OVER = new Set(['HandoverNotify', 'PathSwitchRequestAcknowledge'])

function peersOf({ where }: Message): string {
  const [one, other] = [where.source.address, where.destination.address]
  return one < other ? `${one}<->${other}` : `${other}<->${one}`
}

function noteContext(draft: RanDraft, message: Message, { core, ran }: Words): void {
  const { details } = message
  const peers = peersOf(message)
  const ids = { core: details[core] as number | undefined, ran: details[ran] as number | undefined }
  const known = draft.contexts.find(
    (one) =>
      one.peers === peers &&
      (one.core === undefined || ids.core === undefined || one.core === ids.core) &&
      (one.ran === undefined || ids.ran === undefined || one.ran === ids.ran),
  )
  if (!known && draft.contexts.length >= MOST_CONTEXTS) return
  const context: Context = known ?? { peers }
  if (!known) draft.contexts.push(context)
  if (ids.core !== undefined) context.core ??= ids.core
  if (ids.ran !== undefined) context.ran ??= ids.ran
}

function noteUser(draft: RanDraft, { details, clues }: Message, nas: readonly Nas[]): void {
  for (const { kind, value } of clues) {
    if (kind === 'tunnel') add(draft.tunnels, value, MOST_TUNNELS)
    else if (kind === 'tmsi') draft.tmsi = value
    else if (kind === 'guti') draft.guti = value
    else if (kind === 'ue-ip') draft.ue_ip ??= value
  }
  const cell = details['ecgi'] ?? details['nr_cgi'] ?? details['eutra_cgi']
  if (details['tai'] !== undefined) draft.tai = details['tai']
  if (cell !== undefined) draft.cell = cell
  for (const name of ['mme_ue_s1ap_id', 'amf_ue_ngap_id'] as const) {
    if (details[name] !== undefined) draft[name] ??= details[name]
  }
  const bearers = (details['erabs'] ?? details['pdu_sessions'] ?? []) as readonly { erab_id?: number; id?: number }[]
  for (const { erab_id, id } of bearers) add(draft.bearers, erab_id ?? id, MOST_BEARERS)
  for (const one of nas) add(draft.apns, (one['apn'] ?? one['dnn']) as string | undefined, MOST_NAMES)
}

function add<T>(values: T[], value: T | undefined, most: number): void {
  if (value !== undefined && values.length < most && !values.includes(value)) values.push(value)
}

interface Cause {
  readonly group?: string
  readonly value?: number
  readonly code?: number
  readonly name?: string
}

/** The gNB says so where it sends the UE to LTE for a call, which is no failure: TS 23.502 §4.13.6.1. */
const FALLBACK = 'ims-voice-eps-fallback-or-rat-fallback-triggered'
/** Synchronisation of authentication and the like are not final. */
const FINAL = /reject$/i
/** Of RRC, which has no elementary procedures. */
const REFUSED = new Set(['RRCConnectionReject', 'RRCConnectionReestablishmentReject', 'SecurityModeFailure'])
const RELEASE_REQUESTS = new Set(['UEContextReleaseRequest', 'BearerContextReleaseRequest'])
const RELEASE_COMMANDS = new Set(['UEContextReleaseCommand', 'BearerContextReleaseCommand'])
/** X2AP and XnAP release with one message. */
const RELEASED = new Set([
  'UEContextReleaseComplete',
  'BearerContextReleaseComplete',
  'UEContextRelease',
  'RRCConnectionRelease',
])

function noteTrouble(draft: RanDraft, message: Message, nas: readonly Nas[]): void {
  const { details, name, where } = message
  const { frame } = where
  const cause = details['cause'] as Cause | undefined
  const told = (): Trouble => ({ message: name, frame, ...sentBy(message), ...troubleOf(cause) })
  noteRelease(draft, name, told)
  if (name === 'ErrorIndication') draft.error ??= told()
  const refused = nas.find(({ message_type }) => FINAL.test(message_type))
  if (draft.refused_procedure !== undefined && details['pdu_type'] === 1 && details['failed'] !== true) {
    takeBack(draft, message)
  }
  if (details['failed'] === true) draft.failures++
  if (refused) {
    const { message_type, protocol } = refused
    const because = troubleOf(refused['cause'] as Cause | undefined)
    const group = protocol as string
    draft.refusal ??= { message: message_type, frame, ...sentBy(message, group), ...because, group }
  } else if (isRefusal(message, nas)) refuse(draft, message, told())
  else if (isAllRefused(message)) {
    const because = troubleOf(firstCause(details))
    if (because.name !== FALLBACK) draft.refusal ??= { ...told(), ...because }
  }
}

/** Some answers are called alike whether they say yes or no. */
function isRefusal({ details, name }: Message, nas: readonly Nas[]): boolean {
  if (details['pdu_type'] === 2 || REFUSED.has(name)) return true
  return details['pdu_type'] === 1 && details['failed'] === true && nas.length === 0
}

/** What nodes tell of themselves, until they agree: a warning, or a UE, is refused once. */
const OF_NODES = /Setup|Configuration|Reset/

function refuse(draft: RanDraft, { details, name }: Message, trouble: Trouble): void {
  if (draft.refusal !== undefined) return
  draft.refusal = trouble
  if (draft.contexts.length === 0 && OF_NODES.test(name)) {
    draft.refused_procedure = details['procedure_code'] as number
  }
}

/** The node had its way in the end. */
function takeBack(draft: RanDraft, { details }: Message): void {
  if (draft.refused_procedure !== details['procedure_code']) return
  delete draft.refusal
  delete draft.refused_procedure
}

function sentBy({ protocol, name }: Message, layer?: string): { sender?: string } {
  const sender = senderOf(protocol, name, layer)
  return sender === undefined ? {} : { sender }
}

/** Of the bearers or PDU sessions that were not set up. */
function firstCause(details: Details): Cause | undefined {
  const refused = (details['erabs'] ?? details['pdu_sessions']) as readonly { readonly cause?: Cause }[]
  return refused.find(({ cause }) => cause !== undefined)?.cause
}

/** Who asks for a release says why; many cores command it with a cause of their own. */
function noteRelease(draft: RanDraft, message: string, told: () => Trouble): void {
  if (RELEASE_REQUESTS.has(message)) draft.asked = true
  if (RELEASE_REQUESTS.has(message) || (RELEASE_COMMANDS.has(message) && draft.asked !== true)) draft.release = told()
  if (!RELEASED.has(message)) return
  draft.released = true
  draft.asked = false
}

function troubleOf(cause: Cause | undefined): { group?: string; code?: number; name?: string } {
  if (!cause) return {}
  const { group, name } = cause
  const code = cause.code ?? cause.value
  return {
    ...(group !== undefined && { group }),
    ...(code !== undefined && { code }),
    ...(name !== undefined && { name }),
  }
}

/** One of several pieces, earliest first: what the earlier ones say stands, counts are added. */
export function mergeDrafts(drafts: readonly RanDraft[]): RanDraft {
  const [only] = drafts
  if (only && drafts.length === 1) return only
  const merged = newDraft()
  for (const draft of drafts) {
    const { contexts, apns, bearers, tunnels, messages, outcomes, failures, handovers, milestones } = merged
    const later = { ...draft, ...definedOf(merged) }
    Object.assign(merged, later, {
      contexts: [...contexts, ...draft.contexts].slice(0, MOST_CONTEXTS),
      apns: [...new Set([...apns, ...draft.apns])].slice(0, MOST_NAMES),
      bearers: [...new Set([...bearers, ...draft.bearers])].slice(0, MOST_BEARERS),
      tunnels: [...new Set([...tunnels, ...draft.tunnels])].slice(0, MOST_TUNNELS),
      milestones: {
        began: { ...draft.milestones.began, ...milestones.began },
        took: { ...draft.milestones.took, ...milestones.took },
      },
      messages: messages + draft.messages,
      outcomes: outcomes + draft.outcomes,
      failures: failures + draft.failures,
      handovers: handovers + draft.handovers,
      ...(draft.release && { release: draft.release }),
      latest: draft.latest,
      latest_frame: draft.latest_frame,
      latest_at: draft.latest_at,
      ...(draft.tmsi !== undefined && { tmsi: draft.tmsi }),
      ...(draft.guti !== undefined && { guti: draft.guti }),
    })
  }
  return merged
}

function definedOf(draft: RanDraft): Partial<RanDraft> {
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined))
}

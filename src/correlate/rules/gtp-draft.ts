// What the messages of a PDN connection or PDP context leave behind for its session: TS 29.274 §7, TS 29.060 §7.
import { appended } from '../../bytes/appended.ts'
import type { Key, Message } from '../../model/message.ts'
import type { Beats } from './beats.ts'

const MOST_STEPS = 48
const MOST_BEARERS = 16
const MOST_TUNNELS = 64
const MOST_MOVES = 32
const MOST_RESTARTS = 16

/** What ended a connection with its node. */
export const PEER_RESTART = 'peer_restart'

type Fields = Readonly<Record<string, unknown>>

/** A request and its answer on one hop; times in ms since the epoch of the job. */
export interface Step {
  /** The procedure. */
  readonly name: string
  /** What asks for it, where that is no request: a command, a notification. */
  readonly asked?: string
  /** A context beside the first one of the connection, by its NSAPI: TS 29.060 §7.3.1. */
  readonly secondary?: number
  readonly protocol: string
  readonly sequence: number
  readonly source: string
  readonly destination: string
  /** Absent where only the answer was seen. */
  readonly at?: number
  readonly frame: number
  repeats: number
  /** It is about further connections, the first of which counts it. */
  shared?: true
  latency?: number
  failed?: boolean
  cause_code?: number
  cause_name?: string
  answer_frame?: number
  /** Bearers that a request wants, until the answer numbers them. */
  bearers?: readonly Fields[]
}

interface Bearer {
  ebi: number
  [more: string]: unknown
}

/** The access node's end of a bearer, from this message on. */
interface Move {
  readonly ebi: number
  readonly tunnel: string
  readonly at: number
  readonly frame: number
}

export interface GtpDraft {
  kind: 'connection' | 'path' | 'tunnel'
  protocol: string
  /** Identities, APN, addresses: the first that is told stands. */
  readonly told: Record<string, unknown>
  /** Those that may change: the last that is told stands. */
  readonly latest: Record<string, unknown>
  steps: Step[]
  /** By EBI or NSAPI. */
  bearers: Bearer[]
  /** `teid@address`, as they were given. */
  tunnels: string[]
  moves: Move[]
  readonly restarts: { readonly node: string; readonly frame: number; readonly counter: unknown }[]
  ebi?: number
  requests: number
  answers: number
  failures: number
  retransmissions: number
  relocations: number
  supersedes?: boolean
  /** What ended it besides its own deletion: a set or its default bearer was deleted, or a node began anew. */
  ended_by?: { readonly ended_by: string; readonly frame: number }
  /** It was to be deleted, and the peer knew it no more. */
  gone?: { readonly code: number; readonly name: string; readonly frame: number }
  error_indications: number
  end_markers: number
  heartbeat?: Beats
  peers?: string
}

export function newDraft(): GtpDraft {
  return {
    kind: 'connection',
    protocol: '',
    told: {},
    latest: {},
    steps: [],
    bearers: [],
    tunnels: [],
    moves: [],
    restarts: [],
    requests: 0,
    answers: 0,
    failures: 0,
    retransmissions: 0,
    relocations: 0,
    error_indications: 0,
    end_markers: 0,
  }
}

const TOLD = ['imsi', 'msisdn', 'imei', 'imeisv', 'apn', 'ue_ipv4', 'ue_ipv6', 'charging_id', 'linked_nsapi'] as const
const LATEST = ['rat_type', 'serving_network', 'uli', 'ambr', 'pdn_type', 'qos'] as const

export function note(draft: GtpDraft, message: Message, key?: Key): void {
  const { details, protocol, keys, where } = message
  if (draft.protocol === '') begin(draft, message)
  if (keys[0]?.kind === 'gtp') draft.kind = 'connection'
  if (details['retransmission'] === true) return noteRepeat(draft, message)
  if (key) return noteShared(draft, message, key)
  for (const name of TOLD) if (details[name] !== undefined) draft.told[name] ??= details[name]
  for (const name of LATEST) if (details[name] !== undefined) draft.latest[name] = details[name]
  if (details['relocation'] === true) draft.relocations++
  if (details['supersedes'] === true) draft.supersedes = true
  if (details['peer_restarted'] === true && draft.restarts.length < MOST_RESTARTS) {
    draft.restarts.push({ node: where.source.address, frame: where.frame, counter: details['recovery'] })
  }
  if (protocol === 'GTP-U') noteUserPlane(draft, details)
  noteTunnels(draft, details)
  noteStep(draft, message)
  if (keys[0]?.kind === 'gtp' && keys[0].use === 'close') noteEnd(draft, message)
}

/** A message after which the connection is over. */
function noteEnd(draft: GtpDraft, { details, where, name }: Message): void {
  const { procedure } = partOf(name)
  if (isCreation({ name: procedure })) return
  const { failed, cause_code: code, cause_name: called } = details
  if (failed === true) draft.gone ??= { code: numberOf(code), name: String(called), frame: where.frame }
  else draft.ended_by ??= { ended_by: procedure, frame: where.frame }
}

export function isCreation({ name, secondary }: Pick<Step, 'name' | 'secondary'>): boolean {
  return name === 'Create Session' || (name === 'Create PDP Context' && secondary === undefined)
}

/** About further connections before this one: what it says of the others is not its own. */
function noteShared(draft: GtpDraft, message: Message, { use }: Key): void {
  const { details, where, name } = message
  draft.kind = 'connection'
  const isRestart = details['peer_restarted'] === true || name.startsWith('PGW Restart')
  const ended_by = isRestart ? PEER_RESTART : partOf(name).procedure
  if (use === 'ended') draft.ended_by ??= { ended_by, frame: where.frame }
  // Of another connection, in the place of this one.
  if (isCreation({ name: ended_by })) return
  for (const name of LATEST) if (details[name] !== undefined) draft.latest[name] = details[name]
  noteStep(draft, message)
  const step = draft.steps.findLast((one) => one.frame === where.frame || one.answer_frame === where.frame)
  if (step) step.shared = true
}

function begin(draft: GtpDraft, { protocol, keys, where }: Message): void {
  draft.protocol = protocol
  const kind = keys[0]?.kind
  draft.kind = kind === 'gtp-transaction' ? 'path' : kind === 'gtp-tunnel' ? 'tunnel' : 'connection'
  if (draft.kind === 'path') draft.peers = peersOf(protocol, where.source.address, where.destination.address)
  else if (draft.kind === 'tunnel') draft.peers = keys[0]!.value
}

/** Two nodes, in one order. */
export function peersOf(protocol: string, one: string, other: string): string {
  return `${protocol} ${[one, other].toSorted().join('<->')}`
}

function noteUserPlane(draft: GtpDraft, details: Fields): void {
  if (details['message_type_code'] === 26) draft.error_indications++
  else if (details['message_type_code'] === 254) draft.end_markers++
}

function noteRepeat(draft: GtpDraft, { details, where }: Message): void {
  draft.retransmissions++
  const step = draft.steps.findLast(
    (one) => one.sequence === details['sequence'] && one.source === where.source.text && one.latency === undefined,
  )
  if (step) step.repeats++
}

const ANSWER = /(Response|Acknowledge|Failure Indication)$/
/** Of these two, what answers them is called by all of their name. */
const PART =
  / (?:Request|Response|Acknowledge|Failure Indication|Command)$|(?<!Downlink Data|PGW Restart) Notification$/

interface Part {
  readonly procedure: string
  readonly isAnswer: boolean
  /** What asks, where that is not the procedure's request. */
  readonly asked: string | undefined
}

/** By message name, of which the tables have some hundred. */
const parts = new Map<string, Part>()

function partOf(name: string): Part {
  const known = parts.get(name)
  if (known) return known
  const procedure = name.replace(PART, '')
  const isAnswer = ANSWER.test(name)
  const asked = isAnswer ? askedBy(name) : name
  const part = { procedure, isAnswer, asked: asked === `${procedure} Request` ? undefined : asked }
  parts.set(name, part)
  return part
}

/** What a message answers: TS 29.274 §7. Contexts are requested, and acknowledged by whoever asked. */
function askedBy(answer: string): string {
  const third = /^(?:SGSN )?Context Acknowledge$/.test(answer)
  if (third) return answer.replace(' Acknowledge', ' Request')
  return answer
    .replace(/ Response$/, ' Request')
    .replace(/ Notification (?:Acknowledge|Failure Indication)$/, ' Notification')
    .replace(/ Acknowledge$/, ' Notification')
    .replace(/ Failure Indication$/, ' Command')
}

/** What a step asked for, as the message is called. */
export function askedOf({ name, asked }: Pick<Step, 'name' | 'asked'>): string {
  return asked ?? `${name} Request`
}

function noteStep(draft: GtpDraft, message: Message): void {
  const { details, name } = message
  const { isAnswer } = partOf(name)
  if (details['failed'] === true) draft.failures++
  if (isAnswer) {
    draft.answers++
    noteAnswer(draft, message)
  } else {
    draft.requests++
    noteBearers(draft, message)
    addStep(draft, {
      ...stepOf(message, false),
      at: message.where.time / 1e6,
      frame: message.where.frame,
      ...(name.startsWith('Create Bearer') && { bearers: bearersOf(details) }),
      ...(details['linked_nsapi'] !== undefined && { secondary: numberOf(details['nsapi']) }),
    })
  }
}

function stepOf({ name, protocol, details, where }: Message, isAnswer: boolean): Step {
  const [source, destination] = isAnswer ? [where.destination, where.source] : [where.source, where.destination]
  const { procedure, asked } = partOf(name)
  return {
    name: procedure,
    ...(asked !== undefined && { asked }),
    protocol,
    sequence: numberOf(details['sequence']),
    source: source.text,
    destination: destination.text,
    frame: where.frame,
    repeats: 0,
  }
}

/** The first ones tell how the connection came about; of the later ones the last. */
function addStep(draft: GtpDraft, step: Step): void {
  if (draft.steps.length >= MOST_STEPS) draft.steps.splice(MOST_STEPS / 2, 1)
  draft.steps = appended(draft.steps, step)
}

function noteAnswer(draft: GtpDraft, message: Message): void {
  const { details, where } = message
  const asked = stepOf(message, true)
  let step = draft.steps.findLast(
    (one) =>
      one.sequence === asked.sequence &&
      one.source === asked.source &&
      one.destination === asked.destination &&
      one.name === asked.name,
  )
  if (!step) {
    step = asked
    addStep(draft, step)
  }
  noteBearers(draft, message, step.bearers)
  delete step.bearers
  step.answer_frame = where.frame
  if (typeof details['latency_ms'] === 'number') step.latency = details['latency_ms']
  if (typeof details['cause_code'] === 'number') step.cause_code = details['cause_code']
  if (typeof details['cause_name'] === 'string') step.cause_name = details['cause_name']
  if (details['failed'] !== true) return
  step.failed = true
  if (step.secondary !== undefined) draft.bearers = draft.bearers.filter(({ ebi }) => ebi !== step.secondary)
}

const BEARER_FIELDS = [
  'qci',
  'arp',
  'mbr_uplink_kbps',
  'mbr_downlink_kbps',
  'gbr_uplink_kbps',
  'gbr_downlink_kbps',
  'charging_id',
  'tft',
] as const

/** Bearers that a message names; `wanted` are those of the request, in the same order. */
function noteBearers(draft: GtpDraft, message: Message, wanted: readonly Fields[] = []): void {
  const { details } = message
  if (typeof details['nsapi'] === 'number' && !isShared(message)) bearerAt(draft, details['nsapi'])
  bearersOf(details).forEach((fields, i) => {
    const ebi = numberOf(fields['ebi'])
    if (!isOwn(draft, message, ebi)) return
    noteTunnels(draft, fields)
    if (ebi <= 0 || numberOf(fields['cause_code']) >= 64) return
    const bearer = bearerAt(draft, ebi)
    for (const name of BEARER_FIELDS) {
      const value = fields[name] ?? wanted[i]?.[name]
      if (bearer && value !== undefined) bearer[name] = value
    }
    noteMove(draft, message, { ebi, fields })
  })
}

function isShared({ keys, name }: Message): boolean {
  return !isCreation({ name: partOf(name).procedure }) && keys.some(({ use }) => use === 'shared' || use === 'ended')
}

/** Of a message about several connections only the bearers that are known to be this one's. */
function isOwn({ bearers }: GtpDraft, message: Message, ebi: number): boolean {
  return !isShared(message) || bearers.some((one) => one.ebi === ebi)
}

function bearerAt(draft: GtpDraft, ebi: number): Bearer | undefined {
  draft.ebi ??= ebi
  const known = draft.bearers.find((one) => one.ebi === ebi)
  if (known || draft.bearers.length >= MOST_BEARERS) return known
  const bearer = { ebi }
  draft.bearers = appended(draft.bearers, bearer)
  return bearer
}

/** Interfaces of the node that the UE is attached to: eNodeB, RNC, S4-SGSN, ePDG, TWAN, MME. */
const ACCESS: ReadonlySet<unknown> = new Set([0, 2, 15, 31, 34, 38])

function noteMove(draft: GtpDraft, { where }: Message, { ebi, fields }: { ebi: number; fields: Fields }): void {
  const end = listOf(fields['fteids']).find((one) => ACCESS.has(one['interface']))
  if (!end) return
  const tunnel = tunnelOf(end)
  const before = draft.moves.findLast((one) => one.ebi === ebi)
  if (before?.tunnel === tunnel || draft.moves.length >= MOST_MOVES) return
  draft.moves = appended(draft.moves, { ebi, tunnel, at: where.time / 1e6, frame: where.frame })
}

function noteTunnels(draft: GtpDraft, fields: Fields): void {
  const ends = listOf(fields['fteids'])
    .filter(({ teid }) => teid !== '0x00000000')
    .map(tunnelOf)
  // A TEID without an address is one that was given before.
  const [control, user = control] = (fields['gsn_addresses'] as readonly string[] | undefined) ?? []
  const { teid_control, teid_data } = fields
  if (control !== undefined && typeof teid_control === 'string') ends.push(`${teid_control}@${control}`)
  if (user !== undefined && typeof teid_data === 'string') ends.push(`${teid_data}@${user}`)
  for (const end of ends) {
    if (draft.tunnels.length >= MOST_TUNNELS || draft.tunnels.includes(end)) continue
    draft.tunnels = appended(draft.tunnels, end)
  }
}

function tunnelOf({ teid, ipv4, ipv6 }: Fields): string {
  return `${teid as string}@${(ipv4 ?? ipv6 ?? '') as string}`
}

function bearersOf(details: Fields): readonly Fields[] {
  return listOf(details['bearers'])
}

function listOf(value: unknown): readonly Fields[] {
  return (value as readonly Fields[] | undefined) ?? []
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : -1
}

/** The drafts of what has proved to be one session, in order of time. */
export function mergeDrafts(drafts: readonly GtpDraft[]): GtpDraft {
  return drafts.reduce(merged)
}

function merged(one: GtpDraft, other: GtpDraft): GtpDraft {
  const ebi = one.ebi ?? other.ebi
  const { ended_by, gone, supersedes } = { ...other, ...one }
  return {
    ...one,
    ...(ended_by && { ended_by }),
    ...(gone && { gone }),
    ...(supersedes && { supersedes }),
    kind: other.kind === 'connection' ? other.kind : one.kind,
    told: { ...other.told, ...one.told },
    latest: { ...one.latest, ...other.latest },
    steps: [...one.steps, ...other.steps],
    bearers: mergeBearers(one.bearers, other.bearers),
    tunnels: [...new Set([...one.tunnels, ...other.tunnels])],
    moves: [...one.moves, ...other.moves],
    restarts: [...one.restarts, ...other.restarts],
    ...added(one, other),
    ...(ebi !== undefined && { ebi }),
  }
}

function mergeBearers(some: readonly Bearer[], others: readonly Bearer[]): Bearer[] {
  const merged = new Map(some.map((one) => [one.ebi, one]))
  for (const one of others) merged.set(one.ebi, { ...merged.get(one.ebi), ...one })
  return [...merged.values()]
}

const COUNTS = [
  'requests',
  'answers',
  'failures',
  'retransmissions',
  'relocations',
  'error_indications',
  'end_markers',
] as const

function added(one: GtpDraft, other: GtpDraft): Pick<GtpDraft, (typeof COUNTS)[number]> {
  return Object.fromEntries(COUNTS.map((name) => [name, one[name] + other[name]])) as Pick<
    GtpDraft,
    (typeof COUNTS)[number]
  >
}

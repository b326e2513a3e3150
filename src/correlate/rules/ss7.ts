import type { Key, Message } from '../../model/message.ts'
import type { SessionDraft } from '../../model/relating.ts'
import type { Outcome } from '../../model/session.ts'
import type { Heartbeat, Rule, SessionFacts } from '../rules.ts'
import { type Beats, beatMetrics } from './beats.ts'
import { categoryOf } from './ran.ts'

const ASPSM = 3
const BEAT = 3
const BEAT_ACK = 6
const ANM = 9
const CON = 7
const IAM = 1
const SAM = 2
/** Digits of a number that comes in several messages. */
const MOST_DIGITS = 40
const REL = 12
const RLC = 16
/** SCCP: a connection is over with its release. */
const RELEASED = 4
const RELEASE_COMPLETE = 5
/** RUA's Disconnect: TS 25.468 §8.3. */
const RUA_DISCONNECT = 3
const MOST_OPERATIONS = 8

interface Failure {
  readonly code?: number
  readonly name: string
  readonly frame: number
  /** Where the code or the name does not tell. */
  readonly category?: string
}

/** How a call of ISUP was released: Q.850. */
interface Release {
  readonly code: number
  readonly name: string
  readonly frame: number
  /** Which part of the way says so. */
  readonly location?: string | undefined
  /** Unknown where the call had begun before the capture. */
  readonly by: 'caller' | 'callee' | undefined
}

interface Ss7Draft {
  heartbeat?: Beats
  application?: string
  operations: string[]
  /** Transaction ids, in order of appearance. */
  tids: string[]
  points?: string
  cic?: number | undefined
  /** The local reference that a connection of SCCP began with. */
  reference?: number | undefined
  /** What SCCP could not deliver, where nobody knows whose transaction it was. */
  isReturned?: boolean
  /** Of RUA, the context that it stands for. */
  context?: number | undefined
  /** Of a call: its numbers, where it came from, and when it was asked for and answered (ns of the job's clock). */
  caller?: string | undefined
  callee?: string | undefined
  origin?: number | undefined
  asked?: number
  setup_time_ms?: number
  alerting?: boolean
  release?: Release
  /** What took its circuit from it. */
  reset?: { readonly message: string; readonly frame: number }
  /** ISUP or BICC. */
  part?: string | undefined
  /** What is said of circuits, rather than of calls on them. */
  isSupervision?: boolean
  peers?: string
  failure?: Failure
  ended?: boolean
  answered?: boolean
  latency_ms?: number
}

/** SS7: dialogues of TCAP, calls of ISUP, and what the layers below say of themselves. */
export const ss7Rule: Rule<Ss7Draft> = {
  family: 'ss7',
  draft: newDraft,
  note,
  heartbeat,
  aggregate: (beats) => ({ ...newDraft(), heartbeat: beats }),
  leg: () => undefined,
  session,
}

/** As RANAP and BSSMAP have it. */
interface Cause {
  readonly value: number
  readonly name: string
}

function newDraft(): Ss7Draft {
  return { operations: [], tids: [] }
}

const CIRCUITS = 'isup-circuits'
const RETURNED = 'sccp-returned'

function note(draft: Ss7Draft, message: Message, key?: Key): void {
  if (key) {
    draft.reset ??= { message: message.name, frame: message.where.frame }
    return
  }
  const { details, where, name } = message
  const { application, operation, otid, dtid, tcap_type } = details as Readonly<Record<string, string | undefined>>
  if (application !== undefined) draft.application ??= application
  if (operation !== undefined) add(draft.operations, operation)
  for (const tid of [otid, dtid]) if (tid !== undefined) add(draft.tids, tid)
  const { opc, dpc, cic, sccp_type, latency_ms, slr, dlr } = details as Readonly<Record<string, number | undefined>>
  if (opc !== undefined) draft.points ??= `${opc}-${dpc}`
  if (latency_ms !== undefined && details['hop'] === undefined) draft.latency_ms ??= latency_ms
  if (tcap_type === undefined && (slr ?? dlr) !== undefined) draft.reference ??= slr ?? dlr
  draft.context ??= details['context_id'] as number | undefined
  if (details['rua_type'] === RUA_DISCONNECT) draft.ended = true
  draft.peers ??= [where.source.address, where.destination.address].toSorted().join('<->')
  if (cic !== undefined) {
    draft.part ??= details['service'] as string | undefined
    if (message.keys[0]?.kind === CIRCUITS) draft.isSupervision = true
    else noteCall(draft, message)
  }
  if (message.keys[0]?.kind === RETURNED) draft.isReturned = true
  if (tcap_type === 'End' || tcap_type === 'Unidirectional') draft.ended = true
  if (sccp_type === RELEASED || sccp_type === RELEASE_COMPLETE) draft.ended = true
  if (details['failed'] !== true) return
  const { error_code, error_reason, cause } = details as {
    error_code?: number
    error_reason?: string
    cause?: Partial<Cause>
  }
  const error = details['error'] as string | undefined
  const why = error !== undefined && error_reason !== undefined ? `${error}: ${error_reason}` : error
  const refusal = refusalOf(details) ?? reasonOf(details)
  const code = error_code ?? cause?.value ?? refusal?.code
  const called = why ?? cause?.name ?? refusal?.name ?? name
  const category = refusal?.category
  draft.failure ??= {
    ...(code !== undefined && { code }),
    name: called,
    frame: where.frame,
    ...(category && { category }),
  }
}

/** What a phone says or is told. */
interface Carried {
  readonly protocol: string
  readonly message_type: string
  readonly failed?: boolean
  readonly cause?: { readonly code: number; readonly name: string }
}

/** Why the core refused what a phone asked for, in a message that another carries: TS 24.008. */
function refusalOf({ nas }: Readonly<Record<string, unknown>>): Omit<Failure, 'frame'> | undefined {
  const refused = ((nas ?? []) as readonly Carried[]).find(({ failed }) => failed === true)
  if (!refused?.cause) return undefined
  const { protocol, message_type: message, cause } = refused
  const category = protocol === 'CC' ? causeOf(cause.code)[1] : categoryOf({ message, group: protocol, ...cause })
  return { ...cause, category }
}

/** Fields with a cause, and whose fault it is. */
const REASONS = [
  ['abort_cause', 'protocol'],
  ['return_cause', 'network'],
  ['sccp_cause', 'network'],
] as const

/** Why TCAP aborted, refused or rejected, or SCCP could not deliver or connect. */
function reasonOf(details: Readonly<Record<string, unknown>>): Omit<Failure, 'frame'> | undefined {
  for (const [field, category] of REASONS) {
    const [code, name] = [details[field], details[`${field}_name`]]
    if (typeof code === 'number' && typeof name === 'string') return { code, name, category }
  }
  const name = details['dialogue_refused'] ?? details['problem']
  return typeof name === 'string' ? { name } : undefined
}

function noteCall(draft: Ss7Draft, { details, where }: Message): void {
  const { cic, isup_type: type, opc, cause_code: code } = details as Readonly<Record<string, number | undefined>>
  draft.cic ??= cic
  if (type === IAM && draft.asked === undefined) {
    draft.asked = where.time
    draft.origin = opc
    draft.caller = details['calling_number'] as string | undefined
    draft.callee = details['called_number'] as string | undefined
  }
  const more = type === SAM ? (details['subsequent_number'] as string | undefined) : undefined
  if (more !== undefined && draft.callee !== undefined) draft.callee = `${draft.callee}${more}`.slice(0, MOST_DIGITS)
  if (details['alerting'] === true) draft.alerting = true
  if ((type === ANM || type === CON) && draft.answered !== true) {
    draft.answered = true
    if (draft.asked !== undefined) draft.setup_time_ms = Math.round((where.time - draft.asked) / 1e6)
  }
  if (type === REL && code !== undefined) {
    const by = draft.asked === undefined ? undefined : opc === draft.origin ? 'caller' : 'callee'
    const { cause, location_name: location } = details as { cause: string; location_name?: string }
    draft.release ??= { code, name: cause, frame: where.frame, by, ...(location !== undefined && { location }) }
  }
  if (type === RLC) draft.ended = true
}

function add(list: string[], value: string): void {
  if (list.length < MOST_OPERATIONS && !list.includes(value)) list.push(value)
}

/** BEAT and its acknowledgement: RFC 4666 §3.5.5. */
function heartbeat({ details, where }: Message): Heartbeat | undefined {
  const type = details['type']
  if (details['class'] !== ASPSM || (type !== BEAT && type !== BEAT_ACK)) return undefined
  const peers = [where.source.address, where.destination.address].toSorted().join('<->')
  return { peers, part: type === BEAT ? 'request' : 'success' }
}

function session({ groups, parties }: SessionDraft): SessionFacts {
  const draft = merged(groups.map((group) => group.draft as Ss7Draft))
  const { application, operations, tids, points, cic, caller, callee, heartbeat: beat, latency_ms } = draft
  const imsi = parties.find((party) => party.imsi !== undefined)?.imsi
  const msisdn = parties.find((party) => party.msisdn !== undefined)?.msisdn
  return {
    type: 'SS7',
    subtype: beat ? 'heartbeat' : (application ?? subtypeOf(draft)),
    session_key: keyOf(draft),
    correlation_key: {
      ...(tids.length > 0 && { tids, operations }),
      ...(points !== undefined && { points }),
      ...(cic !== undefined && { cic }),
      ...(caller !== undefined && { caller }),
      ...(callee !== undefined && { callee }),
      ...(imsi !== undefined && { imsi }),
      ...(msisdn !== undefined && { msisdn }),
    },
    metrics: {
      ...(latency_ms !== undefined && { latency_ms }),
      ...(draft.setup_time_ms !== undefined && { setup_time_ms: draft.setup_time_ms }),
      ...(beat && beatMetrics(beat)),
    },
    ...resultOf(draft),
  }
}

function subtypeOf({ cic, part = 'ISUP', isSupervision, isReturned, reference, context }: Ss7Draft): string {
  if (isReturned) return 'SCCP'
  if (isSupervision) return `${part} circuits`
  if (cic !== undefined) return part
  if (context !== undefined) return 'RUA'
  return reference === undefined ? 'link' : 'SCCP'
}

function merged([first, ...rest]: readonly Ss7Draft[]): Ss7Draft {
  const all = { ...newDraft(), ...first }
  for (const draft of rest) {
    const { operations, tids } = all
    for (const operation of draft.operations) add(operations, operation)
    for (const tid of draft.tids) add(tids, tid)
    Object.assign(all, { ...draft, ...all, operations, tids })
  }
  return all
}

function keyOf(draft: Ss7Draft): string {
  const {
    heartbeat: beat,
    tids,
    points = '',
    cic,
    part = 'ISUP',
    isSupervision,
    isReturned,
    reference,
    context,
    peers = '',
  } = draft
  if (beat) return beat.peers
  if (tids.length > 0) return `tcap:${tids[0]}@${points || peers}`
  if (isReturned) return `sccp-returned@${points || peers}`
  if (isSupervision) return `${part.toLowerCase()}:${points}`
  if (cic !== undefined) return `${part.toLowerCase()}:${points}/${cic}`
  if (context !== undefined) return `rua:${context}@${peers}`
  return reference === undefined ? peers : `sccp:${reference}@${points || peers}`
}

interface Result {
  readonly outcome: Outcome
  readonly verdict: Readonly<Record<string, unknown>>
}

const INCOMPLETE: Result = {
  outcome: 'incomplete',
  verdict: { kind: 'incomplete_capture', category: 'capture_incomplete', protocol: 'SS7' },
}

function resultOf(draft: Ss7Draft): Result {
  const { failure, ended, answered, cic, tids, reference, context, reset, heartbeat: beat } = draft
  if (failure) {
    const category = failure.name.startsWith('unknown') || failure.name.startsWith('absent') ? 'subscriber' : 'protocol'
    return { outcome: 'failed', verdict: { kind: 'rejected', category, protocol: 'SS7', ...failure } }
  }
  if (draft.release) return released(draft.release, answered === true)
  if (reset) {
    const verdict = { kind: 'circuit_reset', category: 'network', protocol: 'SS7', ...reset }
    return { outcome: answered === true ? 'success' : 'failed', verdict }
  }
  const isLink = cic === undefined && tids.length === 0 && (reference ?? context) === undefined
  if (beat || isLink || ended === true) {
    const kind = cic !== undefined && answered !== true ? 'released' : 'answered'
    return { outcome: 'success', verdict: { kind } }
  }
  return INCOMPLETE
}

/** Kind and category by the cause of a call that was not answered: Q.850 §2.2; ranges at the end. */
const CAUSES: readonly (readonly [from: number, to: number, kind: string, category: string])[] = [
  [1, 5, 'not_found', 'subscriber'],
  [17, 17, 'busy', 'user'],
  [18, 20, 'no_answer', 'user'],
  [21, 21, 'rejected', 'user'],
  [22, 22, 'not_found', 'subscriber'],
  [27, 28, 'not_found', 'subscriber'],
  [34, 47, 'server_failure', 'resource'],
  [48, 79, 'rejected', 'network'],
  [80, 127, 'rejected', 'protocol'],
]
/** What ends a call as it should: normal call clearing, and normal, unspecified. */
const NORMAL: ReadonlySet<number> = new Set([16, 31])

function released({ code, name, frame, location, by }: Release, answered: boolean): Result {
  const ended = by !== undefined && { ended_by: by }
  const how = { protocol: 'SS7', code, name, frame, ...(location !== undefined && { location }), ...ended }
  if (answered) return { outcome: 'success', verdict: { kind: 'answered', ...ended } }
  if (NORMAL.has(code) && by === undefined) return { outcome: 'success', verdict: { kind: 'released' } }
  if (NORMAL.has(code) && by === 'caller') {
    return { outcome: 'cancelled', verdict: { kind: 'cancelled', category: 'user', ...how } }
  }
  const [kind, category] = causeOf(code)
  return { outcome: 'failed', verdict: { kind, category, ...how } }
}

function causeOf(code: number): readonly [kind: string, category: string] {
  const [, , kind, category] = CAUSES.find(([from, to]) => code >= from && code <= to) ?? [0, 0, 'rejected', 'network']
  return [kind, category]
}

import type { Message } from '../../model/message.ts'
import type { SessionDraft } from '../../model/relating.ts'
import type { Outcome } from '../../model/session.ts'
import type { Heartbeat, Rule, SessionFacts } from '../rules.ts'

const ASPSM = 3
const BEAT = 3
const BEAT_ACK = 6
const ANM = 9
const CON = 7
const RLC = 16
const MOST_OPERATIONS = 8

interface Failure {
  readonly code?: number
  readonly name: string
  readonly frame: number
}

interface Ss7Draft {
  heartbeat?: { readonly peers: string; readonly count: number }
  application?: string
  operations: string[]
  /** Transaction ids, in order of appearance. */
  tids: string[]
  points?: string
  cic?: number
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
  aggregate: (peers, count) => ({ ...newDraft(), heartbeat: { peers, count } }),
  leg: () => undefined,
  session,
}

function newDraft(): Ss7Draft {
  return { operations: [], tids: [] }
}

function note(draft: Ss7Draft, { details, where, name }: Message): void {
  const { application, operation, otid, dtid, tcap_type } = details as Readonly<Record<string, string | undefined>>
  if (application !== undefined) draft.application ??= application
  if (operation !== undefined) add(draft.operations, operation)
  for (const tid of [otid, dtid]) if (tid !== undefined) add(draft.tids, tid)
  const { opc, dpc, cic, isup_type, latency_ms } = details as Readonly<Record<string, number | undefined>>
  if (opc !== undefined) draft.points ??= `${opc}-${dpc}`
  if (cic !== undefined) draft.cic ??= cic
  if (latency_ms !== undefined) draft.latency_ms ??= latency_ms
  draft.peers ??= [where.source.address, where.destination.address].toSorted().join('<->')
  if (isup_type === ANM || isup_type === CON) draft.answered = true
  if (tcap_type === 'End' || tcap_type === 'Unidirectional' || isup_type === RLC) draft.ended = true
  if (details['failed'] !== true) return
  const { error_code: code, error } = details as { error_code?: number; error?: string }
  draft.failure ??= { ...(code !== undefined && { code }), name: error ?? name, frame: where.frame }
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
  const { application, operations, tids, points, cic, heartbeat: beat, latency_ms } = draft
  const imsi = parties.find((party) => party.imsi !== undefined)?.imsi
  const msisdn = parties.find((party) => party.msisdn !== undefined)?.msisdn
  return {
    type: 'SS7',
    subtype: beat ? 'heartbeat' : (application ?? (cic === undefined ? 'link' : 'ISUP')),
    session_key: keyOf(draft),
    correlation_key: {
      ...(tids.length > 0 && { tids, operations }),
      ...(points !== undefined && { points }),
      ...(cic !== undefined && { cic }),
      ...(imsi !== undefined && { imsi }),
      ...(msisdn !== undefined && { msisdn }),
    },
    metrics: { ...(latency_ms !== undefined && { latency_ms }), ...(beat && { heartbeats: beat.count }) },
    ...resultOf(draft),
  }
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

function keyOf({ heartbeat: beat, tids, points = '', cic, peers = '' }: Ss7Draft): string {
  if (beat) return beat.peers
  if (tids.length > 0) return `tcap:${tids[0]}@${points || peers}`
  return cic === undefined ? peers : `isup:${points}/${cic}`
}

function resultOf(draft: Ss7Draft): { outcome: Outcome; verdict: Readonly<Record<string, unknown>> } {
  const { failure, ended, answered, cic, tids, heartbeat: beat } = draft
  if (failure) {
    const category = failure.name.startsWith('unknown') || failure.name.startsWith('absent') ? 'subscriber' : 'protocol'
    return { outcome: 'failed', verdict: { kind: 'rejected', category, protocol: 'SS7', ...failure } }
  }
  const isLink = cic === undefined && tids.length === 0
  if (beat || isLink || ended === true) {
    const kind = cic !== undefined && answered !== true ? 'released' : 'answered'
    return { outcome: 'success', verdict: { kind } }
  }
  return {
    outcome: 'incomplete',
    verdict: { kind: 'incomplete_capture', category: 'capture_incomplete', protocol: 'SS7' },
  }
}

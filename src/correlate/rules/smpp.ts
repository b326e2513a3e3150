import type { Message } from '../../model/message.ts'
import type { SessionDraft } from '../../model/relating.ts'
import type { Outcome } from '../../model/session.ts'
import type { Heartbeat, Rule, SessionFacts } from '../rules.ts'
import { type Beats, beatMetrics } from './beats.ts'

const ENQUIRE = 0x15
const RESPONSE = 0x80000000
const BINDS: ReadonlySet<number> = new Set([0x01, 0x02, 0x09])
const UNBIND = 0x06
/** Try again later: MSGQFULL, THROTTLED. */
const SHORTAGES: ReadonlySet<number> = new Set([0x08, 0x14, 0x58])
/** What keeps a bind from coming about because of who asks: bind failed, password, system id. */
const IDENTITIES: ReadonlySet<number> = new Set([0x0d, 0x0e, 0x0f])

interface Refusal {
  readonly code: number
  readonly name?: string
  readonly request: string
  readonly frame: number
}

interface SmppDraft {
  heartbeat?: Beats
  client?: string
  server?: string
  system_id?: string
  mode?: string
  latency_ms?: number
  failures: number
  /** Of the bind, and the first of what was asked for in it. */
  bind_refusal?: Refusal
  refusal?: Refusal
  isBound?: boolean
  isUnbound?: boolean
}

/** SMPP: a bind of an application with all that is asked for in it. */
export const smppRule: Rule<SmppDraft> = {
  family: 'smpp',
  draft: () => ({ failures: 0 }),
  note,
  heartbeat,
  aggregate: (beats) => ({ failures: 0, heartbeat: beats }),
  leg: () => undefined,
  session,
}

function note(draft: SmppDraft, { details, where, name }: Message): void {
  const {
    command_id: command = 0,
    command_status: status,
    latency_ms,
  } = details as Readonly<Record<string, number | undefined>>
  const isResponse = command >= RESPONSE
  const operation = isResponse ? command - RESPONSE : command
  const [client, server] = isResponse ? [where.destination, where.source] : [where.source, where.destination]
  if (BINDS.has(operation)) {
    draft.client = client.text
    draft.server = server.text
    draft.mode ??= name.replace(/^bind_|_resp$/g, '')
    if (!isResponse) draft.system_id ??= details['system_id'] as string
    else if (status === 0) draft.isBound = true
  } else {
    draft.client ??= client.text
    draft.server ??= server.text
  }
  if (operation === UNBIND) draft.isUnbound = true
  if (latency_ms !== undefined) draft.latency_ms ??= latency_ms
  if (!isResponse || status === undefined || status === 0) return
  draft.failures++
  const status_name = details['command_status_name'] as string | undefined
  const request = name.replace(/_resp$/, '')
  const refusal = { code: status, ...(status_name !== undefined && { name: status_name }), request, frame: where.frame }
  if (BINDS.has(operation)) draft.bind_refusal ??= refusal
  else draft.refusal ??= refusal
}

/** §4.1.2. */
function heartbeat({ details, where }: Message): Heartbeat | undefined {
  const command = details['command_id'] as number
  if (command !== ENQUIRE && command !== ENQUIRE + RESPONSE) return undefined
  const peers = `SMPP ${[where.source.address, where.destination.address].toSorted().join('<->')}`
  const id = `${details['sequence'] as number}`
  if (command === ENQUIRE) return { peers, part: 'request', id }
  return { peers, part: details['command_status'] === 0 ? 'success' : 'failure', id }
}

function session({ groups }: SessionDraft): SessionFacts {
  const draft: SmppDraft = Object.assign({ failures: 0 }, ...groups.map((group) => group.draft as SmppDraft))
  const { heartbeat: beat, client = '', server = '', system_id, mode, latency_ms, failures } = draft
  return {
    type: 'OTHER',
    subtype: 'SMPP',
    session_key: beat ? beat.peers : `${client}>${server}${system_id === undefined ? '' : ` ${system_id}`}`,
    correlation_key: {
      protocol: 'SMPP',
      ...(system_id !== undefined && { system_id }),
      ...(mode !== undefined && { mode }),
    },
    metrics: {
      ...(latency_ms !== undefined && { latency_ms }),
      ...(beat ? beatMetrics(beat) : { failures }),
    },
    ...resultOf(draft),
  }
}

function resultOf(draft: SmppDraft): { outcome: Outcome; verdict: Readonly<Record<string, unknown>> } {
  const { bind_refusal, refusal, isBound } = draft
  const protocol = 'SMPP'
  if (bind_refusal && !isBound) {
    const category = IDENTITIES.has(bind_refusal.code) ? 'auth' : 'protocol'
    return { outcome: 'failed', verdict: { kind: 'rejected', category, protocol, ...bind_refusal } }
  }
  const told = refusal && { refused_later: { protocol, ...refusal } }
  const category = refusal && { category: SHORTAGES.has(refusal.code) ? 'resource' : 'protocol' }
  return { outcome: 'success', verdict: { kind: 'answered', ...category, ...told } }
}

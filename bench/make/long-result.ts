import { sessionId } from '../../src/correlate/session-id.ts'
import { createResult } from '../../src/store/results/writer.ts'
import { EPOCH } from '../../test/make/capture-file.ts'

/** Sessions with messages come first; the others are rows alone. */
export interface LongResult {
  /** Messages of the first sessions. */
  readonly ladders: readonly number[]
  readonly sessions: number
}

const NODES = 6
const MESSAGES = ['INVITE', '100 Trying', '183 Session Progress', 'PRACK', '200 OK', 'ACK', 'INFO', 'BYE']
const TYPES = ['VoLTE', 'VoLTE', 'SIP_REGISTRATION', 'GTP', 'DIAMETER', 'HTTP2', 'OTHER']
const OUTCOMES = ['success', 'success', 'success', 'failed', 'incomplete'] as const
const GAP_MS = 20

/** Writes a result as a job would, without a capture; gives the ids of the sessions with messages. */
export function writeLongResult(path: string, job: string, { ladders, sessions }: LongResult): string[] {
  const result = createResult(path, job)
  const ids: string[] = []
  let frame = 0
  ladders.forEach((messages, i) => {
    for (let n = 0; n < messages; n++) result.event(eventOf(i + 1, ++frame, n))
  })
  const groups = Int32Array.from({ length: ladders.length + 1 }, (_, group) => group)
  result.assign(groups, sessions)
  for (let session = 1; session <= sessions; session++) {
    const row = rowOf(job, session, ladders[session - 1] ?? 0)
    if (session <= ladders.length) ids.push(row.session_id)
    result.session(session, row, [{ kind: 'call_id', value: row.session_key }])
  }
  const classes = { decoded: frame, undecoded: 0, ciphered: 0, malformed: 0, cut: 0, duplicates: 0 }
  result.finish({
    capture: { format: 'pcap', packets: frame, bytes: frame * 600, truncated: false, warnings: [] },
    protocols: [{ protocol: 'SIP', packet_count: frame, byte_count: frame * 600 }],
    coverage: { packets: frame, ...classes, duplicate_frames: [], truncated: false },
  })
  return ids
}

function eventOf(group: number, frame: number, n: number): Parameters<ReturnType<typeof createResult>['event']>[0] {
  const [from, to] = n % 2 === 0 ? [n % NODES, (n + 1) % NODES] : [(n + 1) % NODES, n % NODES]
  const message_type = MESSAGES[n % MESSAGES.length]!
  return {
    group,
    at: momentOf(n),
    file: 0,
    frame,
    offset: 24,
    protocol: 'SIP',
    message_type,
    short: `SIP ${message_type}`,
    source: endOf(from),
    destination: endOf(to),
    details: { call_id: `call-${group}@bench`, cseq: `${n} INVITE`, from: 'sip:alice@bench', to: 'sip:bob@bench' },
    fault: '',
  }
}

function momentOf(n: number): { seconds: number; nanoseconds: number } {
  return { seconds: EPOCH + Math.floor((n * GAP_MS) / 1000), nanoseconds: ((n * GAP_MS) % 1000) * 1e6 }
}

function endOf(node: number): { id: number; address: string; port: number; text: string } {
  const address = `10.0.0.${node + 1}`
  return { id: node + 1, address, port: 5060, text: `${address}:5060` }
}

function rowOf(
  job: string,
  session: number,
  events: number,
): Parameters<ReturnType<typeof createResult>['session']>[1] {
  const start = (EPOCH + session / 10) * 1000
  const length = 1000 + (session % 60) * 1000
  const type = events > 0 ? 'VoLTE' : TYPES[session % TYPES.length]!
  const outcome = OUTCOMES[session % OUTCOMES.length]!
  return {
    session_id: sessionId(job, `${type} ${session}`),
    type,
    session_key: `call-${session}@bench`,
    start_time: new Date(start).toISOString(),
    end_time: new Date(start + length).toISOString(),
    duration_ms: length,
    packet_count: Math.max(events, 12),
    byte_count: Math.max(events, 12) * 600,
    participants: [`10.${session & 63}.0.1:5060`, '10.200.0.1:5060'],
    correlation_key: { call_id: `call-${session}@bench`, caller: `4930${session}`, callee: `4940${session}` },
    metrics: { setup_time_ms: 500 + (session % 4000), ...(type === 'VoLTE' && { mos: 1 + (session % 340) / 100 }) },
    outcome,
    verdict: { kind: outcome === 'failed' ? 'busy' : 'answered', ...(outcome === 'failed' && { code: 486 }) },
    events_count: events,
    linked_by: [],
    media: [],
  }
}

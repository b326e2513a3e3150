import { describe, expect, it } from 'vitest'
import type { Event, Media, Procedure, Session } from '../client/records.ts'
import { nodesOf } from './nodes.ts'
import { isBetween } from './phases.ts'
import { type Row, rowsOf, type Shown } from './rows.ts'

const NONE: ReadonlySet<string> = new Set()
const ALL: Shown = {
  errorsOnly: false,
  fold: true,
  heartbeats: false,
  media: true,
  sdp: false,
  protocols: NONE,
  nodes: NONE,
  outside: NONE,
  unfolded: NONE,
}
const [A, B, C] = ['10.0.0.1:5060', '10.0.0.2:5060', '10.0.0.3:5060'] as const

type Told = Partial<Pick<Event, 'protocol' | 'source' | 'destination' | 'details'>>

function event(ms: number, message_type: string, told: Told = {}): Event {
  const { protocol = 'SIP', source = A, destination = B, details = {} } = told
  const id = `evt-${ms}`
  return {
    event_id: id,
    timestamp: new Date(ms).toISOString(),
    timestamp_ns: `${BigInt(ms) * 1_000_000n}`,
    protocol,
    message_type,
    source,
    destination,
    short: `${protocol} ${message_type}`,
    frame: ms + 1,
    packet_id: id,
    details,
  }
}

function session(events: readonly Event[], media: readonly Media[] = []): Session {
  const some = { session_id: '', type: 'VoLTE', session_key: '', start_time: '', end_time: '', duration_ms: 0 }
  const counts = { packet_count: 0, byte_count: 0, events_count: events.length }
  const empty = { participants: [], correlation_key: {}, metrics: {}, linked_by: [], related_sessions: [] }
  return { ...some, ...counts, ...empty, outcome: 'success', media, events }
}

function rows(events: readonly Event[], shown: Partial<Shown> = {}, media: readonly Media[] = []): readonly Row[] {
  const whole = session(events, media)
  return rowsOf(whole, nodesOf(whole, {}), { ...ALL, ...shown })
}

const PROCEDURE: Procedure = {
  procedure_id: 'prc-001',
  type: 'LTE_ATTACH',
  title: 'LTE attach',
  start_time: '',
  end_time: '',
  duration_ms: 125,
  outcome: 'success',
  verdict: {},
  apn: 'internet',
  source: A,
  destination: B,
  steps: [{ event_id: 'evt-10', name: 'Attach request', since_start_ms: 0 }],
  missing_steps: [],
  timings: {},
}

function names(shown: readonly Row[]): string[] {
  return shown.map((row) => {
    if (row.kind === 'gap') return `gap ${row.length}`
    if (row.kind === 'phase') return `phase ${row.name}: ${row.fact}`
    if (row.kind === 'media') return `media ${row.lanes.length}`
    return row.again.length > 0 ? `${row.name} ×${row.again.length + 1}` : row.name
  })
}

function marks(shown: readonly Row[]): boolean[] {
  return shown.map((row) => row.kind === 'message' && row.isMember)
}

const again = { details: { retransmission: true, cseq: '1 INVITE' } }
const first = { details: { cseq: '1 INVITE' } }
const call = [
  event(0, 'INVITE', first),
  event(500, 'INVITE', again),
  event(1500, 'INVITE', again),
  event(1600, '200 OK'),
]

const beat = (ms: number, status = 204): Event[] => [
  event(ms, 'PATCH', { details: { heartbeat: true, method: 'PATCH' } }),
  event(ms + 1, `${status}`, {
    source: B,
    destination: A,
    details: { status, ...(status < 300 && { heartbeat: true }) },
  }),
]

describe('rows of a ladder', () => {
  it('fold what was sent again into its first sending', () => {
    expect(names(rows(call))).toEqual(['INVITE ×3', 'gap 1600', '200 OK'])
  })

  it('show it one by one where it is unfolded', () => {
    expect(names(rows(call, { unfolded: new Set(['evt-0']) }))).toEqual([
      'INVITE',
      'INVITE',
      'gap 1000',
      'INVITE',
      '200 OK',
    ])
    expect(names(rows(call, { fold: false }))).toHaveLength(5)
  })

  it('fold signs of life that were answered, and no others', () => {
    const beats = [...beat(0), ...beat(10), ...beat(20, 404), ...beat(30)]
    expect(names(rows(beats))).toEqual(['PATCH ×3', '204 ×3', 'PATCH', '404'])
    expect(names(rows(beats, { fold: false }))).toHaveLength(8)
    expect(names(rows(beats, { unfolded: new Set(['evt-0']) }))).toEqual([
      'PATCH',
      '204 ×3',
      'PATCH',
      'PATCH',
      '404',
      'PATCH',
    ])
  })

  it('mark what is of other sessions, and leave out a session', () => {
    const rule = { ...event(5, 'AAR', { protocol: 'DIAMETER' }), via_session: 'rx' }
    expect(marks(rows([event(0, 'INVITE'), rule]))).toEqual([false, true])
    expect(marks(rows([rule]))).toEqual([false])
    expect(names(rows([event(0, 'INVITE'), rule], { outside: new Set(['rx']) }))).toEqual(['INVITE'])
    expect(names(rows([event(0, 'INVITE'), rule], { outside: new Set(['own']) }))).toEqual(['AAR'])
  })

  it('tell of a long wait, and not where media flowed', () => {
    const stream = { details: { ssrc: '0x1' }, protocol: 'RTP' }
    const talk = [event(0, 'ACK'), event(10, 'RTP_START', stream), event(9000, 'RTP_STOP', stream), event(9005, 'BYE')]
    expect(names(rows(talk))).toEqual(['ACK', 'media 2', 'BYE'])
    expect(rows(talk).some((row) => !isBetween(row) && row.isSlow)).toBe(false)
    expect(names(rows([event(0, 'ACK'), event(9005, 'BYE')]))).toEqual(['ACK', 'gap 9005', 'BYE'])
  })

  it('put both directions of media in one', () => {
    const forth = { protocol: 'RTP', details: { ssrc: '0x1' } }
    const back = { protocol: 'RTP', details: { ssrc: '0x2' }, source: B, destination: A }
    const [row] = rows([event(0, 'RTP_START', forth), event(20, 'RTP_START', back), event(900, 'RTP_STOP', forth)])
    expect(row).toMatchObject({
      kind: 'media',
      lanes: [
        { from: 0, to: 1, length: 900 },
        { from: 1, to: 0 },
      ],
    })
  })

  it('leave out protocols, nodes, heartbeats and what did not fail', () => {
    const failing = event(3, '503 Service Unavailable', { details: { status: 503 } })
    const beat = event(4, 'OPTIONS', { details: { count: 12, first_frame: 1 } })
    const other = event(5, 'AAR', { protocol: 'DIAMETER', source: B, destination: C })
    const all = [event(0, 'INVITE'), failing, beat, other]
    expect(names(rows(all))).toEqual(['INVITE', '503 Service Unavailable', 'AAR'])
    expect(names(rows(all, { heartbeats: true }))).toContain('OPTIONS')
    expect(names(rows(all, { protocols: new Set(['DIAMETER']) }))).not.toContain('AAR')
    expect(names(rows(all, { nodes: new Set(['10.0.0.3']) }))).not.toContain('AAR')
    expect(names(rows(all, { errorsOnly: true }))).toEqual(['503 Service Unavailable'])
  })

  it('say above its first message what a procedure came to', () => {
    const whole = session([event(0, 'SERVICE'), event(10, 'INVITE'), event(5000, 'REFUSED')])
    const procedures = [
      { ...PROCEDURE, missing_steps: [{ name: 'Answer', meaning: '' }] },
      { ...PROCEDURE, title: 'Other', outcome: 'failed', verdict: { text: 'Refused.' } },
      { ...PROCEDURE, title: 'Elsewhere', steps: [{ event_id: 'evt-77', name: 'x', since_start_ms: 0 }] },
    ]
    const shown = rowsOf({ ...whole, procedures }, nodesOf(whole, {}), ALL)
    expect(names(shown)).toEqual([
      'SERVICE',
      'phase LTE attach · internet: 125 ms, without Answer',
      'phase Other · internet: Refused.',
      'INVITE',
      'gap 4990',
      'REFUSED',
    ])
  })

  it('keep apart by nanoseconds what a millisecond holds', () => {
    const late = { ...event(1_700_000_000_000, 'ACK'), timestamp_ns: '1700000000000000250' }
    const [, row] = rows([event(1_700_000_000_000, 'INVITE'), late])
    expect(row).toMatchObject({ delta: 0.00025 })
  })
})

describe('columns', () => {
  it('are one an address, whatever its ports', () => {
    const events = [event(0, 'INVITE'), event(1, 'BYE', { source: '10.0.0.1:40000' })]
    expect(nodesOf(session(events), {}).all.map(({ key }) => key)).toEqual(['10.0.0.1', '10.0.0.2'])
  })

  it('are one a port where two ends share an address', () => {
    const within = event(0, 'INVITE', { source: '10.0.0.1:5060', destination: '10.0.0.1:6060' })
    const nodes = nodesOf(session([within]), {})
    expect(nodes.all.map(({ key }) => key)).toEqual(['10.0.0.1:5060', '10.0.0.1:6060'])
    expect(nodes.between('10.0.0.1:5060', '10.0.0.1:6060')).toEqual([0, 1])
  })

  it('are bounded, and the last is shared', () => {
    const events = Array.from({ length: 200 }, (_, i) => event(i, 'INVITE', { source: `10.1.${i}.1:1` }))
    expect(nodesOf(session(events), {}).all).toHaveLength(60)
  })
})

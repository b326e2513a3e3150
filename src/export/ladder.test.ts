import { describe, expect, it } from 'vitest'
import type { Media, SessionEvent } from '../model/session.ts'
import type { SessionDetail } from '../store/results/records.ts'
import { drawLadder } from './ladder.ts'
import { MOST_COLUMNS } from './ladder-columns.ts'
import { layoutLadder } from './ladder-layout.ts'

const START = 1_766_656_800_000
const UE = '10.0.0.1:5060'
const PROXY = '10.0.0.9:5060'
const PEER = '10.0.0.20:5060'

/** Milliseconds, source, destination, short text, details. */
type Step = [ms: number, source: string, destination: string, short: string, details?: Record<string, unknown>]

function event([ms, source, destination, short, details = {}]: Step, index: number): SessionEvent {
  const [protocol = '', ...rest] = short.split(' ')
  const message_type = protocol === 'RTP' ? `RTP_${rest[0]!.toUpperCase()}` : rest.join(' ')
  return {
    event_id: `evt-${index}`,
    timestamp: new Date(START + ms).toISOString(),
    timestamp_ns: `${START + ms}000000`,
    protocol,
    message_type,
    source,
    destination,
    short,
    frame: index + 1,
    packet_id: `job.${index + 1}`,
    details,
  }
}

function session(steps: readonly Step[], more: Partial<SessionDetail> = {}): SessionDetail {
  const events = steps.map((step, index) => event(step, index))
  return {
    session_id: 'id',
    type: 'VoLTE',
    session_key: 'a84b4c76@10.0.0.1',
    start_time: '2025-12-25T10:00:00.000Z',
    end_time: '2025-12-25T10:00:05.000Z',
    duration_ms: 5000,
    packet_count: 9,
    byte_count: 900,
    participants: [],
    correlation_key: {},
    metrics: {},
    outcome: 'success',
    linked_by: [],
    related_sessions: [],
    media: [],
    events_count: events.length,
    events,
    ...more,
  }
}

function stream(source: string, destination: string): Media {
  return {
    stream_id: '0x1234abcd-1',
    ssrc: '0x1234abcd',
    source,
    destination,
    payload_type: 96,
    codec: 'AMR-WB',
    clock_rate: 16_000,
    packets: 250,
    expected: 253,
    lost: 3,
    loss: 0.0119,
    jitter_mean_ms: 1.26,
    out_of_order: 0,
    duplicates: 0,
    mos: 4.12,
  }
}

const CALL: readonly Step[] = [
  [0, UE, PROXY, 'SIP INVITE [SDP]', { method: 'INVITE', cseq: '1 INVITE' }],
  [500, UE, PROXY, 'SIP INVITE [SDP]', { method: 'INVITE', cseq: '1 INVITE', retransmission: true }],
  [510, PROXY, UE, 'SIP 100 Trying', { status: 100, cseq: '1 INVITE' }],
  [520, PROXY, PEER, 'SIP INVITE [SDP]', { method: 'INVITE', cseq: '1 INVITE' }],
  [600, PEER, PROXY, 'SIP 200 OK (INVITE) [SDP]', { status: 200, cseq: '1 INVITE' }],
  [950, '10.0.0.1:4000', '10.0.0.20:6000', 'RTP start AMR-WB', { ssrc: '0x1234abcd' }],
  [1950, '10.0.0.1:4000', '10.0.0.20:6000', 'RTP DTMF 5', { ssrc: '0x1234abcd' }],
  [1960, PROXY, PROXY, 'SIP OPTIONS', { method: 'OPTIONS' }],
  [4900, '10.0.0.1:4000', '10.0.0.20:6000', 'RTP stop', { ssrc: '0x1234abcd' }],
]

const EXPECTED = `
VoLTE (volte)  a84b4c76@10.0.0.1
2025-12-25 10:00:00.000 UTC · 5.000 s · success · setup 600 ms

                10.0.0.1:5060                 10.0.0.9:5060                10.0.0.20:5060
                ──────┬──────                 ──────┬──────                 ──────┬──────
10:00:00.000          │ INVITE [SDP] ×2 (+0.500 s)  │                             │
#1                    │────────────────────────────>│                             │
10:00:00.510          │         100 Trying          │                             │
#3    +0.510          │<────────────────────────────│                             │
10:00:00.520          │                             │        INVITE [SDP]         │
#4    +0.010          │                             │────────────────────────────>│
10:00:00.600          │                             │    200 OK (INVITE) [SDP]    │
#5    +0.080          │                             │<────────────────────────────│
10:00:00.950          │ RTP AMR-WB, 250 packets, loss 1.19 %, jitter 1.3 ms, MOS  │
                      │                           4.12                            │
#6    +0.350          │══════════════════════════════════════════════════════════>│
10:00:01.950          │                        RTP DTMF 5                         │
#7    +1.000          │──────────────────────────────────────────────────────────>│
10:00:01.960          │                             │ OPTIONS                     │
#8    +0.010          │                             │<──┘                         │
                      │                             │                             │
`

describe('the ladder', () => {
  it('draws signalling, a folded retransmission, and media as a bar', () => {
    const call = session(CALL, {
      subtype: 'volte',
      metrics: { setup_time_ms: 600 },
      media: [stream('10.0.0.1:4000', '10.0.0.20:6000')],
    })
    expect(`\n${[...drawLadder(call, { width: 90 })].join('\n')}\n`).toBe(EXPECTED)
  })

  it('wraps what is too long for a narrow terminal, and cuts what is much too long', () => {
    const long = 'SIP MESSAGE sip:somebody-with-a-long-name@ims.mnc001.mcc262.3gppnetwork.org;user=phone text'
    const lines = [...drawLadder(session([[0, UE, PROXY, long]]), { width: 40 })]
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(48)
    const label = lines.filter((line) => /│ *\S.*│$/.test(line) && !line.includes('>'))
    expect(label).toHaveLength(5)
    expect(label[0]).toContain('MESSAGE')
    expect(label[4]).toContain('…')
  })

  it('says why a call failed, below its title', () => {
    const text = 'SIP INVITE failed with 486 Busy Here.'
    const busy = session(CALL, { outcome: 'failed', verdict: { kind: 'busy', text } })
    expect([...drawLadder(busy, { width: 90 })].slice(0, 4)).toEqual([
      'VoLTE  a84b4c76@10.0.0.1',
      '2025-12-25 10:00:00.000 UTC · 5.000 s · failed',
      text,
      '',
    ])
  })

  it('keeps an address in one piece where its port has no room', () => {
    const port = '192.168.101.3:40762'
    const lines = [...drawLadder(session([[0, port, PROXY, 'SIP BYE']]), { width: 40 })]
    expect(lines.some((line) => /192\.168\.101\.3(?: |$)/.test(line))).toBe(true)
    expect(lines.some((line) => line.includes(':40762'))).toBe(true)
  })

  it('keeps what came from the wire from steering the terminal', () => {
    const hostile = session([[0, UE, PROXY, 'SIP \u001B[2J\r\n\u202Eevil']], { session_key: 'k\u0007ey\n' })
    const drawn = [...drawLadder(hostile, { width: 80 })].join('')
    expect(drawn).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    expect(drawn).toContain('evil')
  })

  it('says when there are more events than it shows', () => {
    const cut = session(CALL.slice(0, 1), { events_truncated: true, events_count: 12_345 })
    expect([...drawLadder(cut, { width: 80 })].at(-1)).toBe('(the first 1 of 12345 events)')
  })
})

describe('its layout', () => {
  it('gives an address one column, whatever its ports', () => {
    const ladder = layoutLadder(
      session([
        [0, UE, PROXY, 'SIP A'],
        [1, PROXY, '10.0.0.1:40001', 'SIP B'],
      ]),
    )
    expect(ladder.columns).toMatchObject([
      { address: '10.0.0.1', ports: ['5060', '40001'] },
      { address: '10.0.0.9', ports: ['5060'] },
    ])
    expect(ladder.rows.map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [1, 0],
    ])
  })

  it('gives each port a column where both ends are one machine, and its media two of them', () => {
    const local: Step[] = [
      [0, '127.0.0.1:5060', '127.0.0.1:5070', 'SIP INVITE'],
      [1, '127.0.0.1:5070', '127.0.0.1:5060', 'SIP 200 OK'],
    ]
    const ladder = layoutLadder(session(local, { media: [stream('127.0.0.1:4000', '127.0.0.1:6000')] }))
    expect(ladder.columns.map(({ ports }) => ports)).toEqual([['5060'], ['5070']])
    expect(ladder.rows.map(({ from, to, kind }) => [from, to, kind])).toEqual([
      [0, 1, 'message'],
      [1, 0, 'message'],
      [0, 1, 'media'],
    ])
  })

  it('has a bounded number of columns, the last for whoever comes later', () => {
    const peers = Array.from({ length: 60 }, (_, i): Step => [i, UE, `10.1.0.${i}:53`, 'DNS Query'])
    const ladder = layoutLadder(session(peers))
    expect(ladder.columns).toHaveLength(MOST_COLUMNS)
    expect(ladder.columns.at(-1)).toMatchObject({ address: 'others', ports: [] })
    expect(ladder.rows.slice(36, 41).map(({ to }) => to)).toEqual([37, 38, 39, 39, 39])
  })

  it('takes IPv6 ends apart', () => {
    const ladder = layoutLadder(session([[0, '[2001:db8::1]:5060', '2001:db8::2', 'SIP INVITE']]))
    expect(ladder.columns).toMatchObject([
      { address: '2001:db8::1', ports: ['5060'] },
      { address: '2001:db8::2', ports: [] },
    ])
  })

  it('folds retransmissions into the message that they repeat, even when others came between', () => {
    const again = { cseq: '1 INVITE', retransmission: true }
    const ladder = layoutLadder(
      session([
        [0, UE, PROXY, 'SIP INVITE', { cseq: '1 INVITE' }],
        [10, PROXY, UE, 'SIP 100 Trying', { cseq: '1 INVITE' }],
        [500, UE, PROXY, 'SIP INVITE', again],
        [1500, UE, PROXY, 'SIP INVITE', again],
        [2000, UE, PROXY, 'SIP INVITE', { cseq: '2 INVITE' }],
        [2001, PEER, PROXY, 'SIP INVITE', again],
      ]),
    )
    expect(
      ladder.rows.map(({ label, repeats, repeated_for_ms, delta_ms }) => [label, repeats, repeated_for_ms, delta_ms]),
    ).toEqual([
      ['INVITE', 2, 1500, undefined],
      ['100 Trying', 0, 0, 10],
      ['INVITE', 0, 0, 1990],
      ['INVITE', 0, 0, 1],
    ])
  })

  it('shows each piece of a stream where it starts, and at the end what no event tells of', () => {
    const [from, to] = ['10.0.0.1:4000', '10.0.0.9:6000']
    const start: Step = [0, from, to, 'RTP start AMR', { ssrc: '0x1234abcd' }]
    const media = [1, 2, 3].map((packets) => ({ ...stream(from, to), packets }))
    const ladder = layoutLadder(session([start, [5, UE, PROXY, 'SIP BYE'], start], { media }))
    expect(ladder.rows.map(({ label }) => /BYE|\d+ packets/.exec(label)?.[0])).toEqual([
      '1 packets',
      'BYE',
      '2 packets',
      '3 packets',
    ])
  })

  const tones: [string, Record<string, unknown>, string][] = [
    ['SIP INVITE', { method: 'INVITE' }, 'request'],
    ['SIP 180 Ringing', { status: 180 }, 'progress'],
    ['SIP 200 OK', { status: 200 }, 'success'],
    ['SIP 401 Unauthorized', { status: 401 }, 'other'],
    ['SIP 486 Busy Here', { status: 486 }, 'failure'],
    ['DIAMETER CCA-I', { failed: true }, 'failure'],
    ['RTCP SR', {}, 'media'],
  ]
  it.each(tones)('%s %o is %s', (short, details, tone) => {
    expect(layoutLadder(session([[0, UE, PROXY, short, details]])).rows[0]!.tone).toBe(tone)
  })
})

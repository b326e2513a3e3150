/** Diameter from the wire to sessions: DOMAIN §6 D, 4.8, 5.4, 7.11. */
import { describe, expect, it } from 'vitest'
import { type Analysis, analyzeCapture } from '../analyze-capture.ts'
import { pcap, type TimedPacket } from '../make/capture-file.ts'
import { avp, diameterMessage, type Peer, Peers, tgpp } from '../make/diameter.ts'
import { failover, FLOWS, GX, HSS, HSS2, IMSI, MME, PCRF, PGW, runFlow, S6A } from '../make/diameter-flows.ts'
import { concat, u8 } from '../make/octets.ts'
import { Wire } from '../make/wire.ts'

type Session = Analysis['sessions'][number]

async function sessionsOf(make: (wire: Wire) => void): Promise<readonly Session[]> {
  const wire = new Wire()
  make(wire)
  const { sessions } = await analyzeCapture(pcap(wire.packets))
  return sessions.filter(({ type }) => type === 'DIAMETER')
}

/** Frames apart, what each event says. */
function shorts({ events }: Session): string[] {
  return events.map(({ short }) => short.replace('DIAMETER ', ''))
}

async function metricsOf(name: string): Promise<unknown> {
  const [session] = await sessionsOf((wire) =>
    runFlow(
      wire,
      FLOWS.find((flow) => flow.name === name)!,
    ),
  )
  return session!.metrics
}

function onPort(peer: Peer, port: number): Peer {
  return { ...peer, end: { ...peer.end, port } }
}

/** Where an Ethernet frame has the source address of its IPv4 packet. */
const SOURCE = 14 + 12

const ENDS = { client: MME, server: HSS }
const UPDATE = { command: 316, application: S6A, session: 'mme;1;1', avps: [avp(1, IMSI)] }

describe('flows', () => {
  for (const over of ['tcp', 'sctp'] as const) {
    it.each(FLOWS)(`$name, over ${over}`, async (flow) => {
      const sessions = await sessionsOf((wire) => runFlow(wire, flow, { over }))
      expect(sessions).toHaveLength(1)
      const [{ subtype, events, outcome, correlation_key, metrics }] = sessions as [Session]
      expect({ subtype, messages: events.length, outcome }).toEqual({
        subtype: flow.subtype,
        messages: flow.messages,
        outcome: flow.outcome ?? 'success',
      })
      expect(correlation_key).toMatchObject(flow.about)
      expect(metrics).toMatchObject({ requests: flow.messages / 2, no_answer: 0, retransmissions: 0, failures: 0 })
    })
  }

  it('tell what they took', async () => {
    expect(await metricsOf('Rx that ends')).toMatchObject({ latency_ms: 9, latency_mean_ms: 6, rx_auth_ms: 9 })
    expect(await metricsOf('Gx from beginning to end')).toMatchObject({
      latency_ms: 4,
      latency_mean_ms: 5,
      latency_max_ms: 8,
      gx_push_ms: 2,
    })
  })

  it('on one capture are as many sessions, each with its own', async () => {
    const sessions = await sessionsOf((wire) =>
      FLOWS.forEach((flow, i) => runFlow(wire, flow, { at: i * 10_000, first: 1 })),
    )
    expect(sessions).toHaveLength(FLOWS.length)
    const messages = Object.fromEntries(sessions.map(({ session_key, events }) => [session_key, events.length]))
    expect(Object.keys(messages)).toHaveLength(FLOWS.length)
    expect(Object.values(messages).reduce((a, b) => a + b)).toBe(FLOWS.reduce((sum, flow) => sum + flow.messages, 0))
  })

  it('an aborted session says why', async () => {
    const [session] = await sessionsOf((wire) =>
      runFlow(
        wire,
        FLOWS.find(({ name }) => name.includes('aborted'))!,
      ),
    )
    expect(session!.verdict).toMatchObject({
      kind: 'aborted',
      category: 'resource',
      name: 'INSUFFICIENT_BEARER_RESOURCES',
    })
  })
})

describe('sessions', () => {
  it('D10 CCR-I, -U and -T are one, with many services', async () => {
    const [session] = await sessionsOf((wire) =>
      runFlow(
        wire,
        FLOWS.find(({ subtype }) => subtype === 'Gy')!,
      ),
    )
    expect(shorts(session!)).toEqual(
      ['I', 'U', 'T'].flatMap((type) => [`CCR-${type} (Gy/Ro)`, `CCA-${type} (Gy/Ro) 2001`]),
    )
    expect(session!.events[0]!.details['rating_groups']).toHaveLength(2)
    expect(session!.verdict).toEqual({ kind: 'ended', text: 'Granted and ended.' })
  })

  it('of two interfaces with one Session-Id are two', async () => {
    const sessions = await sessionsOf((wire) => {
      const peers = new Peers(wire, { client: PGW, server: PCRF })
      for (const application of [GX, 4]) {
        peers.exchange(10, { command: 272, application, session: 'pgw;1;1', avps: [avp(416, 1)] })
      }
    })
    expect(sessions.map(({ subtype, session_key }) => `${subtype} ${session_key}`).sort()).toEqual([
      'Gx pgw;1;1',
      'Gy/Ro pgw;1;1',
    ])
  })

  it('D11 have semicolons and any letters in their Session-Id', async () => {
    const [session] = await sessionsOf((wire) => {
      new Peers(wire, ENDS).exchange(10, { ...UPDATE, session: 'mme;ü;漢;😀' })
    })
    expect(session!.session_key).toBe('mme;ü;漢;😀')
    expect(session!.events).toHaveLength(2)
  })

  it('D12 without a Session-Id hold together by their exchange', async () => {
    const sessions = await sessionsOf((wire) => {
      const peers = new Peers(wire, ENDS)
      for (const at of [10, 20]) peers.exchange(at, { command: 316, application: S6A, avps: [avp(1, IMSI)] })
    })
    expect(sessions.map(({ events, outcome }) => [events.length, outcome])).toEqual([
      [2, 'success'],
      [2, 'success'],
    ])
  })

  it.each([3003, 3004])('D15 an answer %i with the E bit and nothing else belongs to its request', async (code) => {
    const sessions = await sessionsOf((wire) => {
      const peers = new Peers(wire, ENDS)
      const { hopByHop, endToEnd } = peers.ask(10, 'client', UPDATE)
      const header = { command: 316, application: S6A, request: false, hopByHop, endToEnd, flags: 0x20 }
      peers.send(12, 'server', diameterMessage(header, avp(268, code)))
    })
    expect(sessions).toHaveLength(1)
    expect(sessions[0]).toMatchObject({
      outcome: 'failed',
      verdict: { category: 'network', code, protocol: 'DIAMETER' },
      metrics: { latency_ms: 2, failures: 1 },
    })
  })

  it('D17 of unknown commands and applications are there', async () => {
    const [session] = await sessionsOf((wire) => {
      new Peers(wire, ENDS).exchange(10, { command: 999, application: 12_345, session: 'x;1', avps: [] })
    })
    expect(session).toMatchObject({ subtype: 'Unknown(12345)', session_key: 'x;1', outcome: 'success' })
  })

  it('D16 come over SCTP with PPID 46, 0, and 46 in the wrong byte order', async () => {
    for (const ppid of [46, 0, 0x2e000000]) {
      const sessions = await sessionsOf((wire) => new Peers(wire, ENDS, { over: 'sctp', ppid }).exchange(10, UPDATE))
      expect(sessions.map(({ events }) => events.length)).toEqual([2])
    }
  })

  it('run on any port', async () => {
    const ends = { client: onPort(MME, 5555), server: onPort(HSS, 3871) }
    const sessions = await sessionsOf((wire) => new Peers(wire, ends).exchange(10, UPDATE))
    expect(sessions.map(({ events }) => events.length)).toEqual([2])
  })
})

const verdicts: { it: string; result: number; experimental?: number; want: object }[] = [
  { it: 'unknown user', result: 5030, want: { category: 'subscriber', code: 5030, name: 'DIAMETER_USER_UNKNOWN' } },
  {
    it: 'unknown user, as 3GPP says it',
    result: 0,
    experimental: 5001,
    want: { category: 'subscriber', code: 5001, vendor: 10_415, name: 'DIAMETER_ERROR_USER_UNKNOWN' },
  },
  { it: 'roaming', result: 0, experimental: 5004, want: { category: 'subscriber', vendor: 10_415 } },
  { it: 'no vectors', result: 0, experimental: 4181, want: { category: 'auth' } },
  { it: 'not authorized', result: 5003, want: { category: 'auth' } },
  { it: 'resources', result: 5006, want: { category: 'resource' } },
  { it: 'no way', result: 3002, want: { category: 'network' } },
  { it: 'a missing AVP', result: 5005, want: { category: 'protocol', name: 'DIAMETER_MISSING_AVP' } },
  { it: 'credit', result: 4012, want: { category: 'policy' } },
  { it: 'policy', result: 0, experimental: 5063, want: { category: 'policy' } },
  { it: 'a redirection', result: 3006, want: { kind: 'redirected', category: 'redirect' } },
]

describe('verdicts', () => {
  it.each(verdicts)('$it', async ({ result, experimental, want }) => {
    const avps = experimental === undefined ? [] : [avp(297, [avp(266, 10_415), avp(298, experimental)])]
    const [session] = await sessionsOf((wire) => new Peers(wire, ENDS).exchange(10, UPDATE, { result, avps }))
    expect(session).toMatchObject({
      outcome: 'failed',
      verdict: { protocol: 'DIAMETER', ...want },
      metrics: { failures: 1 },
    })
  })

  it('no answer within the capture', async () => {
    const [session] = await sessionsOf((wire) => new Peers(wire, ENDS).ask(10, 'client', UPDATE))
    expect(session).toMatchObject({ outcome: 'incomplete', verdict: { kind: 'no_answer' }, metrics: { no_answer: 1 } })
    expect(session!.metrics).not.toHaveProperty('latency_ms')
  })
})

describe('streams', () => {
  const first = diameterMessage({ command: 316, application: S6A, request: true, hopByHop: 1 }, avp(263, 'mme;1;1'))
  const second = diameterMessage({ command: 316, application: S6A, request: true, hopByHop: 2 }, avp(263, 'mme;1;2'))

  it('D2 a header of length 0 does not stop them', async () => {
    const sessions = await sessionsOf((wire) => {
      const peers = new Peers(wire, ENDS)
      peers.send(10, 'client', first)
      peers.send(20, 'client', concat(u8(1, 0, 0, 0), first.subarray(4, 20)))
      peers.send(30, 'client', second)
    })
    expect(sessions.map(({ session_key }) => session_key)).toEqual(['mme;1;1', 'mme;1;2'])
  })

  it('several messages in a segment, and one in several', async () => {
    const sessions = await sessionsOf((wire) => {
      const connection = wire.connect(0, MME.end, HSS.end)
      connection.send(10, 'client', concat(first, second, first.subarray(0, 3)))
      connection.send(20, 'client', first.subarray(3), [1, 20])
    })
    expect(sessions.map(({ events }) => events.map(({ frame }) => frame).join(' ')).sort()).toEqual(['4', '4 7'])
  })

  it('T5 begun in midstream go on with the next whole message', async () => {
    const sessions = await sessionsOf((wire) => {
      const connection = wire.connect(0, MME.end, HSS.end, { withoutHandshake: true })
      connection.send(10, 'client', first.subarray(9))
      connection.send(20, 'client', second)
    })
    expect(sessions.map(({ session_key }) => session_key)).toEqual(['mme;1;2'])
  })

  it('with a gap lose no more than what was in it', async () => {
    const sessions = await sessionsOf((wire) => {
      const connection = wire.connect(0, MME.end, HSS.end)
      connection.send(10, 'client', first)
      connection.skip('client', 100)
      connection.send(20, 'client', second)
      connection.send(9000, 'client', second)
      connection.close(9500, 'client')
    })
    expect(sessions.map(({ session_key }) => session_key)).toEqual(['mme;1;1', 'mme;1;2'])
  })
})

/** Two peers agree, watch each other, and one has trouble. */
function talk(wire: Wire): void {
  const peers = new Peers(wire, ENDS)
  peers.exchange(10, { command: 257, avps: [] }, {})
  peers.exchange(1000, { command: 280, avps: [] }, {})
  peers.exchange(2000, { command: 280, avps: [] }, { result: 3004 })
}

describe('peers', () => {
  it('D18 a flood of watchdogs is one event', async () => {
    const sessions = await sessionsOf((wire) => {
      const peers = new Peers(wire, ENDS)
      for (let n = 0; n < 500; n++) {
        peers.exchange(10 + n * 100, { command: 280, avps: [] }, { side: n % 2 === 0 ? 'client' : 'server', after: 1 })
      }
    })
    expect(sessions).toHaveLength(1)
    expect(sessions[0]).toMatchObject({
      subtype: 'peer',
      session_key: '10.0.0.10:40001<->10.0.0.80:3868 Device-Watchdog',
    })
    expect(sessions[0]!.metrics).toEqual({ heartbeats: 500 })
    expect(sessions[0]!.events.map(({ details }) => details['count'])).toEqual([500])
  })

  it('that agree on what they can and watch each other have a session of each, with keys of their own', async () => {
    const sessions = await sessionsOf(talk)
    expect(sessions.map(({ session_key }) => session_key).toSorted()).toEqual([
      '10.0.0.10:40001<->10.0.0.80:3868',
      '10.0.0.10:40001<->10.0.0.80:3868 Capabilities-Exchange',
      '10.0.0.10:40001<->10.0.0.80:3868 Device-Watchdog',
    ])
    const peers = new Set(sessions.map(({ correlation_key }) => correlation_key['peers']))
    expect([...peers]).toEqual(['10.0.0.10:40001<->10.0.0.80:3868'])
    const ids = sessions.map(({ session_id }) => session_id)
    expect(new Set(ids).size).toBe(3)
    expect((await sessionsOf(talk)).map(({ session_id }) => session_id)).toEqual(ids)
  })

  it('who refuse each other are seen', async () => {
    const [session] = await sessionsOf((wire) =>
      new Peers(wire, ENDS).exchange(10, { command: 257, avps: [] }, { result: 5010 }),
    )
    expect(session).toMatchObject({
      subtype: 'peer',
      outcome: 'failed',
      verdict: { code: 5010, name: 'DIAMETER_NO_COMMON_APPLICATION' },
    })
    expect(shorts(session!)).toEqual(['CER', 'CEA 5010 DIAMETER_NO_COMMON_APPLICATION'])
  })

  it('who are silent are seen, as one session', async () => {
    const sessions = await sessionsOf((wire) => {
      const peers = new Peers(wire, ENDS)
      for (const at of [10, 100_000]) peers.ask(at, 'client', { command: 280, avps: [] })
    })
    expect(sessions).toHaveLength(1)
    expect(sessions[0]).toMatchObject({
      subtype: 'peer',
      session_key: '10.0.0.10:40001<->10.0.0.80:3868',
      outcome: 'failed',
      verdict: { kind: 'timeout', category: 'network' },
      metrics: { requests: 2, no_answer: 2 },
    })
  })
})

/** A client whose server says nothing, seen from some sources only. */
async function silent(over: 'tcp' | 'sctp', isSeen: (source: string) => boolean): Promise<Session> {
  const wire = new Wire()
  const peers = new Peers(wire, ENDS, { over })
  peers.ask(10, 'client', UPDATE)
  // Something else goes on until patience is over.
  new Peers(wire, { client: onPort(MME, 40_009), server: HSS2 }, { over }).exchange(60_000, {
    command: 257,
    avps: [],
  })
  const packets = wire.packets.filter(({ bytes }) => isSeen(bytes.subarray(SOURCE, SOURCE + 4).join('.')))
  const { sessions } = await analyzeCapture(pcap(packets))
  return sessions.find(({ subtype }) => subtype === 'S6a')!
}

describe('a capture of one direction', () => {
  it.each(['tcp', 'sctp'] as const)('over %s does not say that nobody answered', async (over) => {
    const session = await silent(over, (source) => source !== HSS.end.address)
    expect(session).toMatchObject({
      outcome: 'incomplete',
      verdict: {
        kind: 'one_direction',
        category: 'capture_incomplete',
        text: 'Only one direction was captured: whether anybody answered cannot be told.',
      },
    })
  })

  it.each(['tcp', 'sctp'] as const)('is none over %s where the silent peer was heard', async (over) => {
    expect(await silent(over, () => true)).toMatchObject({ outcome: 'failed', verdict: { kind: 'timeout' } })
  })
})

describe('agents', () => {
  it('7.11 an agent that fails over: one session, one transaction, three hops', async () => {
    const sessions = await sessionsOf((wire) => failover(wire))
    expect(sessions).toHaveLength(1)
    const [{ events, metrics, facts, outcome }] = sessions as [Session]
    expect(shorts(sessions[0]!)).toEqual(['ULR (S6a)', 'ULR (S6a)', 'ULR (S6a)', 'ULA (S6a) 2001', 'ULA (S6a) 2001'])
    expect(events.filter(({ details }) => details['retransmission'] === true).map(({ frame }) => frame)).toEqual([
      events[2]!.frame,
    ])
    expect(outcome).toBe('success')
    expect(metrics).toMatchObject({ requests: 1, retransmissions: 1, no_answer: 0, latency_ms: 5012 })
    expect((facts as { hops: unknown[] }).hops).toMatchObject([
      { request: 'ULR', hop: 1, from: '10.0.0.10:40001', to: '10.0.0.70:3868', latency_ms: 5012 },
      { request: 'ULR', hop: 2, to: '10.0.0.80:3868', no_response: true },
      { request: 'ULR', hop: 2, to: '10.0.0.81:3868', retransmission: true, latency_ms: 9 },
    ])
  })

  it('a client that fails over itself: its request counts once, from its first transmission', async () => {
    const sessions = await sessionsOf((wire) => {
      const [first, second] = [new Peers(wire, ENDS), new Peers(wire, { client: onPort(MME, 40_009), server: HSS2 })]
      const asking = first.ask(10, 'client', UPDATE)
      const again = second.ask(3010, 'client', { ...UPDATE, endToEnd: asking.endToEnd, flags: 0x50 })
      second.answer(3015, again)
    })
    expect(sessions).toHaveLength(1)
    expect(sessions[0]!.metrics).toMatchObject({ requests: 1, retransmissions: 1, no_answer: 0, latency_ms: 3005 })
    expect(sessions[0]!.outcome).toBe('success')
  })

  it('D9 a request that is repeated on its connection', async () => {
    const [session] = await sessionsOf((wire) => {
      const peers = new Peers(wire, ENDS)
      const asking = peers.ask(10, 'client', UPDATE)
      peers.ask(4010, 'client', { ...UPDATE, hopByHop: asking.hopByHop, endToEnd: asking.endToEnd, flags: 0x50 })
      peers.answer(4015, asking)
    })
    expect(session!.metrics).toMatchObject({ requests: 1, retransmissions: 1, latency_ms: 4005, no_answer: 0 })
    expect(session!.events.map(({ details }) => details['retransmission'])).toEqual([undefined, true, undefined])
  })

  it('D6 an answer that stands before its request has its latency', async () => {
    const wire = new Wire()
    new Peers(wire, ENDS, { over: 'sctp' }).exchange(10, UPDATE, { after: 3 })
    const packets = wire.packets.slice()
    packets.push(...packets.splice(-2).toReversed())
    const { sessions } = await analyzeCapture(pcap(packets))
    const session = sessions.find(({ type }) => type === 'DIAMETER')!
    expect(session).toMatchObject({ outcome: 'success', metrics: { requests: 1, latency_ms: 3, no_answer: 0 } })
  })

  it.each([
    ['an answer', { result: 2001 }, { outcome: 'success', failures: 0 }],
    ['a refusal', { result: 5012 }, { outcome: 'failed', failures: 1 }],
  ])('D6 %s that its time puts before its request is one, in a time that nobody knows', async (_, told, want) => {
    const wire = new Wire()
    new Peers(wire, ENDS, { over: 'sctp' }).exchange(10, UPDATE, { after: 3, ...told })
    const packets = wire.packets.slice()
    const [asked, answered] = packets.splice(-2) as [TimedPacket, TimedPacket]
    packets.push({ ...answered, at: asked.at - 2 }, asked)
    const { sessions } = await analyzeCapture(pcap(packets))
    const { outcome, metrics } = sessions.find(({ type }) => type === 'DIAMETER')!
    expect({ outcome, metrics }).toEqual({
      outcome: want.outcome,
      metrics: { requests: 1, no_answer: 0, retransmissions: 0, failures: want.failures },
    })
  })

  it('D7 identifiers that are used again pair with the latest request', async () => {
    const sessions = await sessionsOf((wire) => {
      const peers = new Peers(wire, ENDS)
      for (const n of [1, 2]) {
        const ids = { hopByHop: 0, endToEnd: 0 }
        peers.exchange(n * 100, { ...UPDATE, ...ids, session: `mme;1;${n}` }, { after: n })
      }
    })
    expect(sessions.map(({ metrics }) => metrics['latency_ms'])).toEqual([1, 2])
  })
})

describe('secrets', () => {
  it('are in no result', async () => {
    const sessions = await sessionsOf((wire) => {
      const vector = tgpp(
        1414,
        [1447, 1448, 1449, 1450].map((code) => tgpp(code, 'VECTOR')),
      )
      new Peers(wire, ENDS).exchange(10, UPDATE, { avps: [tgpp(1413, [vector])] })
    })
    expect(JSON.stringify(sessions)).not.toContain('VECTOR')
    expect(sessions[0]!.events[1]!.details['vectors']).toBe(1)
  })
})

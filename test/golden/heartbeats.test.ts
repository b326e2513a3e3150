/** Signs of life that nobody answers are held back for a while, and then are what they were. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { ALICE, BOB } from '../make/calls/phone.ts'
import { pcap, type TimedPacket } from '../make/capture-file.ts'
import { Peers } from '../make/diameter.ts'
import { HSS, MME } from '../make/diameter-flows.ts'
import { layoutLadder } from '../../src/export/ladder-layout.ts'
import type { SessionDetail } from '../../src/store/results/records.ts'
import { Http2 } from '../make/http2.ts'
import { end } from '../make/internet.ts'
import { gtp2, node } from '../make/gtp.ts'
import { utf8 } from '../make/octets.ts'
import { PfcpPeers } from '../make/pfcp.ts'
import { Dialog } from '../make/sip.ts'
import { Wire } from '../make/wire.ts'

const OPTIONS = [
  'OPTIONS sip:bob@example.org SIP/2.0',
  'Via: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bKping',
  'From: <sip:alice@example.org>;tag=1',
  'To: <sip:bob@example.org>',
  'Call-ID: ping',
  'CSeq: 7 OPTIONS',
  'Content-Length: 0',
]

describe('a ping that nobody answers', () => {
  it('keeps its own words while other packets pass', async () => {
    const wire = new Wire()
    wire.udp(0, ALICE.agent.end, BOB.agent.end, utf8(`${OPTIONS.join('\r\n')}\r\n\r\n`))
    // More than the window of the capture holds.
    for (let at = 10; at < 400_000; at += 4000) answeredCall(wire, { at, packets: 100 })
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    const ping = sessions.find(({ session_key }) => session_key === 'ping')!
    expect(ping).toMatchObject({ type: 'SIP_OPTIONS', facts: { of_heartbeats: true } })
    expect(ping.events.map(({ details }) => details)).toMatchObject([{ method: 'OPTIONS', cseq: '7 OPTIONS' }])
  })
})

const path = '/nnrf-nfm/v1/nf-instances/3fa85f64-5717-4562-b3fc-2c963f66afa6'
const alive = [{ op: 'replace', path: '/nfStatus', value: 'REGISTERED' }]

/** As two taps have it whose clocks differ by 3 ms. */
const earlier = (packets: readonly TimedPacket[]): TimedPacket[] =>
  packets.flatMap((request, i) => {
    const answer = packets[i + 1]
    return i % 2 === 1 || !answer ? [] : [{ ...answer, at: answer.at - 3 }, request]
  })

const beat = (http: Http2, at: number, json: unknown, status = 204): void =>
  http.exchange(at, { method: 'PATCH', path, json }, { status })

/** As if each answer had come `by` ms later. */
const later = (packets: readonly TimedPacket[], by: number): TimedPacket[] =>
  packets.map((packet, i) => (i % 2 === 0 ? packet : { ...packet, at: packet.at + by }))

async function ladderOf(make: (http: Http2) => void): Promise<{ session: SessionDetail; lines: string[] }> {
  const wire = new Wire()
  make(new Http2(wire, end('10.1.0.1', 40_001), end('10.1.0.10', 7777)))
  const { sessions } = await analyzeCapture(pcap(wire.packets))
  expect(sessions).toHaveLength(1)
  const [session] = sessions as [SessionDetail]
  const { rows } = layoutLadder(session)
  return { session, lines: rows.map(({ label, repeats }) => (repeats === 0 ? label : `${label} ×${repeats + 1}`)) }
}

describe('heart-beats of functions at their NRF', () => {
  it('are all events, told once in a ladder', async () => {
    const { session, lines } = await ladderOf((http) => {
      http.exchange(10, { method: 'PUT', path, json: { nfType: 'AMF' } }, { status: 201 })
      for (let i = 0; i < 12; i++) beat(http, 10_000 * (i + 1), alive)
    })
    expect(session.events).toHaveLength(26)
    expect(session.metrics).toMatchObject({ requests: 13, heartbeats: 12 })
    expect(lines).toEqual([
      'HTTP2 Nnrf_NFManagement NFRegister',
      'HTTP2 201 Created (Nnrf_NFManagement)',
      'HTTP2 Nnrf_NFManagement NFUpdate ×12',
      'HTTP2 204 No Content (Nnrf_NFManagement) ×12',
    ])
  })

  const others: { it: string; json: unknown; status?: number; answer: string }[] = [
    { it: 'one that is refused', json: alive, status: 404, answer: 'HTTP2 404 Not Found (Nnrf_NFManagement)' },
    {
      it: 'one that changes what the function is',
      json: [...alive, { op: 'replace', path: '/capacity', value: 10 }],
      answer: 'HTTP2 204 No Content (Nnrf_NFManagement)',
    },
    {
      it: 'one that takes the function out of use',
      json: [{ op: 'replace', path: '/nfStatus', value: 'SUSPENDED' }],
      answer: 'HTTP2 204 No Content (Nnrf_NFManagement)',
    },
  ]
  it.each(others)('$it stands by itself among them', async ({ json, status, answer }) => {
    const { session, lines } = await ladderOf((http) => {
      for (let i = 0; i < 3; i++) beat(http, 10_000 * (i + 1), alive)
      beat(http, 40_000, json, status)
      beat(http, 50_000, alive)
    })
    expect(session.metrics).toMatchObject({ requests: 5, heartbeats: 4 })
    expect(lines).toEqual([
      'HTTP2 Nnrf_NFManagement NFUpdate ×4',
      'HTTP2 204 No Content (Nnrf_NFManagement) ×4',
      'HTTP2 Nnrf_NFManagement NFUpdate',
      answer,
    ])
  })
})

describe('pings whose answers stand before them in the capture', () => {
  const cases: { it: string; send: (wire: Wire, at: number) => void }[] = [
    {
      it: 'GTP echo',
      send: (wire, at) => {
        wire.udp(at, node('10.0.0.1'), node('10.0.0.2'), gtp2(1, { sequence: at }))
        wire.udp(at + 1, node('10.0.0.2'), node('10.0.0.1'), gtp2(2, { sequence: at }))
      },
    },
    { it: 'PFCP heartbeat', send: (wire, at) => new PfcpPeers(wire, '10.0.0.1', '10.0.0.2').heartbeat(at) },
    {
      it: 'OPTIONS',
      send: (wire, at) => {
        const ping = new Dialog(wire, { callId: `ping-${at}`, caller: ALICE.agent, callee: BOB.agent })
        ping.response(at + 1, ping.request(at, 'OPTIONS', { initial: true }), 200)
      },
    },
  ]
  it.each(cases)('$it: are counted', async ({ send }) => {
    const wire = new Wire()
    for (let i = 0; i < 4; i++) send(wire, 40_000 * i)
    const swapped = wire.packets.map((_, i, packets) => packets[i ^ 1]!)
    const { sessions } = await analyzeCapture(pcap(swapped))
    expect(sessions.map(({ metrics, events_count }) => [metrics['heartbeats'], events_count])).toEqual([[4, 1]])
  })

  it.each(cases)('$it: are counted, by the clock of another tap too', async ({ send }) => {
    const wire = new Wire()
    for (let i = 0; i < 4; i++) send(wire, 40_000 * (i + 1))
    const { sessions } = await analyzeCapture(pcap(earlier(wire.packets)))
    expect(sessions.map(({ metrics, events_count }) => [metrics['heartbeats'], events_count])).toEqual([[4, 1]])
  })

  it.each(cases)('$it: tells how long the answers took, but of those before their requests', async ({ send }) => {
    const wire = new Wire()
    for (let i = 0; i < 4; i++) send(wire, 40_000 * (i + 1))
    const packets = [0, 2, 8].flatMap((by, i) => later(wire.packets.slice(2 * i, 2 * i + 2), by))
    const { sessions } = await analyzeCapture(pcap([...packets, ...earlier(wire.packets.slice(6))]))
    const [first] = wire.packets.map(({ at }, i) => (wire.packets[i + 1]?.at ?? 0) - at)
    expect(sessions[0]!.metrics).toEqual({
      heartbeats: 4,
      latency_ms: first,
      latency_mean_ms: Math.round((first! + 10 / 3) * 1000) / 1000,
      latency_max_ms: first! + 8,
    })
  })

  it('one that was sent again counts from its first transmission', async () => {
    const wire = new Wire()
    const [ask, answer] = [gtp2(1, { sequence: 7 }), gtp2(2, { sequence: 7 })]
    for (const at of [0, 3000]) wire.udp(at, node('10.0.0.1'), node('10.0.0.2'), ask)
    wire.udp(3001, node('10.0.0.2'), node('10.0.0.1'), answer)
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions.map(({ metrics }) => metrics)).toMatchObject([{ heartbeats: 1, latency_ms: 3001 }])
    expect(sessions[0]!.metrics).not.toHaveProperty('latency_mean_ms')
  })

  it('watchdogs are, by the clock of another tap too', async () => {
    const wire = new Wire()
    const peers = new Peers(wire, { client: MME, server: HSS })
    const opening = wire.packets.length
    for (let i = 1; i < 5; i++) peers.exchange(30_000 * i, { command: 280, avps: [] }, { after: 1 })
    const packets = [...wire.packets.slice(0, opening), ...earlier(wire.packets.slice(opening))]
    const { sessions } = await analyzeCapture(pcap(packets))
    expect(sessions.map(({ metrics, events_count }) => [metrics['heartbeats'], events_count])).toEqual([[4, 1]])
  })

  it('those at an NRF are answered, and told once in a ladder', async () => {
    const wire = new Wire()
    const http = new Http2(wire, end('10.1.0.1', 40_001), end('10.1.0.10', 7777))
    http.exchange(10, { method: 'PUT', path, json: { nfType: 'AMF' } }, { status: 201 })
    const opening = wire.packets.length
    for (let i = 1; i < 5; i++) {
      http.exchange(10_000 * i, { method: 'PATCH', path, json: alive }, { status: 204, after: 1 })
    }
    const packets = [...wire.packets.slice(0, opening), ...earlier(wire.packets.slice(opening))]
    const { sessions } = await analyzeCapture(pcap(packets))
    expect(sessions.map(({ metrics }) => metrics)).toMatchObject([{ requests: 5, no_answer: 0, heartbeats: 4 }])
    expect(layoutLadder(sessions[0]!).rows.map(({ repeats }) => repeats + 1)).toEqual([1, 1, 4, 4])
  })

  it('an answer that nobody asked for is told', async () => {
    const wire = new Wire()
    wire.udp(0, node('10.0.0.2'), node('10.0.0.1'), gtp2(2, { sequence: 1 }))
    wire.udp(10_000, node('10.0.0.1'), node('10.0.0.2'), gtp2(1, { sequence: 1 }))
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    const names = sessions.flatMap(({ events }) => events.map(({ message_type }) => message_type))
    expect(names.toSorted()).toEqual(['Echo Request', 'Echo Response'])
  })
})

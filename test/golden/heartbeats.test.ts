/** Signs of life that nobody answers are held back for a while, and then are what they were. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { ALICE, BOB } from '../make/calls/phone.ts'
import { pcap } from '../make/capture-file.ts'
import { gtp2, node } from '../make/gtp.ts'
import { utf8 } from '../make/octets.ts'
import { PfcpPeers } from '../make/pfcp.ts'
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
    expect(ping.type).toBe('SIP_OPTIONS')
    expect(ping.events.map(({ details }) => details)).toMatchObject([{ method: 'OPTIONS', cseq: '7 OPTIONS' }])
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
  ]
  it.each(cases)('$it: are counted', async ({ send }) => {
    const wire = new Wire()
    for (let i = 0; i < 4; i++) send(wire, 40_000 * i)
    const swapped = wire.packets.map((_, i, packets) => packets[i ^ 1]!)
    const { sessions } = await analyzeCapture(pcap(swapped))
    expect(sessions.map(({ metrics, events_count }) => [metrics['heartbeats'], events_count])).toEqual([[4, 1]])
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

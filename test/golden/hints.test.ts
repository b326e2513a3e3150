/** What somebody knows better than the packets tell. */
import { describe, expect, it } from 'vitest'
import type { Hints } from '../../src/model/hints.ts'
import { analyzeHinted } from '../analyze-capture.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { utf8 } from '../make/octets.ts'
import { sipMessage } from '../make/sip.ts'
import { Wire } from '../make/wire.ts'

const PRIVATE = 147
const MESSAGE = sipMessage('MESSAGE sip:b@example.org SIP/2.0', [
  ['Via', 'SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1'],
  ['From', '<sip:a@example.org>;tag=1'],
  ['To', '<sip:b@example.org>'],
  ['Call-ID', 'late@x'],
  ['CSeq', '1 MESSAGE'],
])

async function types(capture: Uint8Array, hints: Hints): Promise<string[]> {
  const { sessions } = await analyzeHinted(hints, capture)
  return sessions.map(({ type }) => type)
}

describe('link types', () => {
  const wire = new Wire()
  answeredCall(wire, { packets: 20 })
  const capture = pcap(wire.packets, { linkType: PRIVATE })

  it('of private use are read as what they are said to be', async () => {
    expect(await types(capture, {})).toEqual([])
    expect(await types(capture, { link_types: [{ from: PRIVATE, to: 1 }] })).toEqual(['VoLTE'])
  })

  it('that are not named stay as they are', async () => {
    expect(await types(capture, { link_types: [{ from: 148, to: 1 }] })).toEqual([])
    expect(await types(pcap(wire.packets), { link_types: [{ from: PRIVATE, to: 101 }] })).toEqual(['VoLTE'])
  })
})

/** So much of something else first that nobody looks any more. */
function lateMessage(): Uint8Array {
  const [from, to] = [end('10.0.0.1', 40_000), end('10.0.0.2', 7000)]
  const wire = new Wire()
  for (let i = 0; i < 40; i++) wire.udp(i, from, to, utf8(`something else ${i}`))
  wire.udp(100, from, to, MESSAGE)
  return pcap(wire.packets)
}

describe('ports', () => {
  const cases: { it: string; hints: Hints; want: string[] }[] = [
    { it: 'nothing is said of them', hints: {}, want: ['OTHER'] },
    { it: 'one is said to be SIP', hints: { ports: [{ port: 7000, protocol: 'sip' }] }, want: ['SIP_MESSAGE'] },
    { it: 'the sender’s is', hints: { ports: [{ port: 40_000, protocol: 'SIP' }] }, want: ['SIP_MESSAGE'] },
    { it: 'another is', hints: { ports: [{ port: 7001, protocol: 'SIP' }] }, want: ['OTHER'] },
    { it: 'that of TCP is', hints: { ports: [{ port: 7000, transport: 'tcp', protocol: 'SIP' }] }, want: ['OTHER'] },
    {
      it: 'that of UDP is',
      hints: { ports: [{ port: 7000, transport: 'udp', protocol: 'SIP' }] },
      want: ['SIP_MESSAGE'],
    },
  ]
  it.each(cases)('$it', async ({ hints, want }) => expect(await types(lateMessage(), hints)).toEqual(want))

  it('of media carry nothing else', async () => {
    const wire = new Wire()
    wire.udp(0, end('10.0.0.1', 5060), end('10.0.0.2', 5060), MESSAGE)
    expect(await types(pcap(wire.packets), { ports: [{ port: 5060, protocol: 'RTP' }] })).toEqual(['OTHER'])
  })

  it('of connections too', async () => {
    const wire = new Wire()
    wire.connect(0, end('10.0.0.1', 40_000), end('10.0.0.2', 7000)).send(1, 'client', MESSAGE)
    const media: Hints = { ports: [{ port: 7000, protocol: 'RTP' }] }
    const sip: Hints = { ports: [{ port: 7000, protocol: 'SIP' }] }
    expect(await types(pcap(wire.packets), media)).toEqual(['SIP_MESSAGE'])
    expect(await types(pcap(wire.packets), sip)).toEqual(['SIP_MESSAGE'])
  })
})

describe('a time range', () => {
  const wire = new Wire()
  for (let i = 0; i < 4; i++) answeredCall(wire, { at: i * 10_000, callId: `${i}@10.45.0.5`, packets: 2 })
  const capture = pcap(wire.packets)
  const cases: { it: string; hints: Hints; want: string[] }[] = [
    { it: 'from a time on', hints: { start_time: '2026-01-01T00:00:20Z' }, want: ['2@10.45.0.5', '3@10.45.0.5'] },
    { it: 'up to a time', hints: { end_time: '2026-01-01T01:00:10+01:00' }, want: ['0@10.45.0.5'] },
    {
      it: 'between two, the first included',
      hints: { start_time: '2026-01-01T00:00:10.000Z', end_time: '2026-01-01T00:00:20.000000000Z' },
      want: ['1@10.45.0.5'],
    },
    { it: 'of nothing', hints: { start_time: '2027-01-01T00:00:00Z' }, want: [] },
  ]
  it.each(cases)('$it', async ({ hints, want }) => {
    const found = await analyzeHinted(hints, capture)
    expect(found.sessions.map(({ session_key }) => session_key)).toEqual(want)
    expect(found.capture.packets).toBe((want.length * wire.packets.length) / 4)
    expect(found.capture.first_time).toBe(found.sessions[0]?.start_time)
  })

  it('leaves frames their numbers', async () => {
    const { sessions } = await analyzeHinted({ start_time: '2026-01-01T00:00:10Z' }, capture)
    expect(sessions[0]?.events[0]?.frame).toBe(wire.packets.length / 4 + 1)
  })

  it('cuts to the nanosecond', async () => {
    const exact = new Wire()
    for (const at of [0, 0.000001, 0.000002]) exact.udp(at, end('10.0.0.1', 1), end('10.0.0.2', 2), utf8('x'))
    const hints = { start_time: '2026-01-01T00:00:00.000000001Z', end_time: '2026-01-01T00:00:00.000000002Z' }
    const found = await analyzeHinted(hints, pcap(exact.packets, { nanoseconds: true }))
    expect(found.capture.packets).toBe(1)
  })
})

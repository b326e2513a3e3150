/** What a job tells the catalogue: every frame once by protocol and by address, every session once by type and hour. */
import { describe, expect, it } from 'vitest'
import { type Analysis, analyzeCapture } from '../analyze-capture.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { refusedCall } from '../make/calls/refused.ts'
import { EPOCH, pcap } from '../make/capture-file.ts'
import * as gtp from '../make/gtp.ts'
import { end, ICMP, ip } from '../make/internet.ts'
import { ethernet, gtpUser, type Wrap } from '../make/links.ts'
import { utf8, zeros } from '../make/octets.ts'
import { Wire } from '../make/wire.ts'

const HOUR = 3_600_000
const [A, B] = [end('10.9.0.1', 700), end('10.9.0.2', 701)]

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function byProtocol({ measures }: Analysis): Record<string, [packets: number, sessions: number]> {
  return Object.fromEntries(measures.protocols.map((row) => [row.protocol, [row.packet_count, row.session_count]]))
}

function talker({ measures }: Analysis, address: string) {
  return measures.talkers.find(({ ip_address }) => ip_address === address)
}

/** Two calls, one of them in the next hour, something else, and all of it as the wrap says. */
function traffic(wrap?: Wrap): Wire {
  const wire = new Wire(wrap)
  answeredCall(wire, { packets: 50 })
  refusedCall(wire, { at: HOUR, callId: 'later' })
  for (let i = 0; i < 5; i++) wire.udp(100 + i, A, B, utf8(`nothing known ${i}`))
  return wire
}

describe('protocols', () => {
  it('count each frame once, and the sessions that have some', async () => {
    const { packets } = traffic()
    const found = await analyzeCapture(pcap(packets))
    expect(byProtocol(found)).toEqual({ RTP: [100, 1], SIP: [expect.any(Number), 2], OTHER: [5, 1] })
    expect(sum(found.measures.protocols.map((row) => row.packet_count))).toBe(packets.length)
    expect(sum(found.measures.protocols.map((row) => row.byte_count))).toBe(found.capture.bytes)
  })

  it('count sessions of all versions of one protocol', async () => {
    const wire = new Wire()
    const [mme, sgw] = [gtp.node('10.0.0.10'), gtp.node('10.0.0.41')]
    wire.udp(0, mme, sgw, gtp.gtp2(32, { teid: 0, sequence: 1 }, gtp.imsi('001010000000001'), gtp.apn('ims')))
    wire.udp(5, sgw, mme, gtp.gtp2(33, { teid: 0, sequence: 1 }, gtp.cause(73)))
    expect(byProtocol(await analyzeCapture(pcap(wire.packets)))).toEqual({ GTP: [2, 1] })
  })

  it('of copies are those of what they copy', async () => {
    const { packets } = traffic()
    const once = await analyzeCapture(pcap(packets))
    const twice = await analyzeCapture(pcap(packets.flatMap((one) => [one, { ...one, at: one.at + 0.001 }])))
    const [one, two] = [byProtocol(once), byProtocol(twice)]
    expect(two['SIP']).toEqual([2 * one['SIP']![0], one['SIP']![1]])
    // Until a stream is known as one, its copies are nobody's.
    expect(two['RTP']![0]).toBeGreaterThan(2 * one['RTP']![0] - 10)
    expect(sum(twice.measures.protocols.map((row) => row.packet_count))).toBe(2 * packets.length)
  })

  it('in a tunnel are those within; what is unknown there is of the tunnel, as are both its flow and the tunnel itself', async () => {
    const { packets } = traffic(gtpUser('172.16.0.1', '172.17.0.1', { teid: 7 }))
    expect(byProtocol(await analyzeCapture(pcap(packets)))).toMatchObject({ RTP: [100, 1], GTP: [5, 2] })
  })
})

describe('sessions', () => {
  it('are counted by type with their durations, and by the hour they start in', async () => {
    const found = await analyzeCapture(pcap(traffic().packets))
    const { types, hours } = found.measures
    const calls = found.sessions.filter(({ type }) => type === 'VoLTE')
    expect(types.toSorted((a, b) => (a.type < b.type ? -1 : 1))).toEqual([
      { type: 'OTHER', sessions: 1, duration_ms: 4 },
      { type: 'VoLTE', sessions: 2, duration_ms: sum(calls.map(({ duration_ms }) => duration_ms)) },
    ])
    const begin = Math.floor((EPOCH * 1000) / HOUR) * HOUR
    expect(hours).toEqual([
      { hour: new Date(begin).toISOString(), sessions: 2 },
      { hour: new Date(begin + HOUR).toISOString(), sessions: 1 },
    ])
  })
})

describe('talkers', () => {
  it('are the innermost addresses, in all their frames', async () => {
    const { packets } = traffic(gtpUser('172.16.0.1', '172.17.0.1', { teid: 7 }))
    const found = await analyzeCapture(pcap(packets))
    expect(talker(found, A.address)).toEqual({
      ip_address: A.address,
      session_count: 1,
      packet_count: 5,
      byte_count: expect.any(Number),
    })
    expect(talker(found, '172.16.0.1')).toBeUndefined()
    expect(sum(found.measures.talkers.map((row) => row.packet_count))).toBe(2 * packets.length)
    expect(sum(found.measures.talkers.map((row) => row.byte_count))).toBe(2 * found.capture.bytes)
  })

  it('count copies and fragments, which reach no flow', async () => {
    const wire = new Wire()
    wire.udp(0, A, B, utf8('copied'))
    wire.frame(0.001, wire.packets[0]!.bytes)
    wire.udpFragments(10, A, B, zeros(1500))
    const { packets } = wire
    expect(packets.length).toBeGreaterThan(4)
    const found = await analyzeCapture(pcap(packets))
    for (const { address } of [A, B]) expect(talker(found, address)?.packet_count).toBe(packets.length)
  })

  it('that talk to themselves count a frame once', async () => {
    const wire = new Wire()
    wire.frame(0, ethernet(ip('10.0.0.1', '10.0.0.1', ICMP, zeros(64))))
    const found = await analyzeCapture(pcap(wire.packets))
    expect(talker(found, '10.0.0.1')).toMatchObject({ packet_count: 1, session_count: 1 })
  })

  it('of IPv6 are told apart from those of IPv4', async () => {
    const wire = new Wire()
    wire.udp(0, end('2001:db8::1', 1), end('2001:db8::2', 2), utf8('six'))
    const found = await analyzeCapture(pcap(wire.packets))
    expect(found.measures.talkers.map(({ ip_address }) => ip_address)).toEqual(['2001:db8::1', '2001:db8::2'])
  })

  it('of IPv6 without ports have their sessions', async () => {
    const wire = new Wire()
    wire.frame(0, ethernet(ip('fe80::1', 'ff02::2', ICMP, zeros(64))))
    const found = await analyzeCapture(pcap(wire.packets))
    expect(talker(found, 'ff02::2')).toMatchObject({ packet_count: 1, session_count: 1 })
  })

  it('of media take part in the sessions it is of', async () => {
    const found = await analyzeCapture(pcap(traffic().packets))
    const [media] = found.sessions.flatMap((session) => session.media)
    const address = media!.source.replace(/:\d+$/, '')
    expect(talker(found, address)!.session_count).toBeGreaterThanOrEqual(1)
  })
})

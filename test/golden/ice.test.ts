/** The ways of media behind NATs: checks of ICE (RFC 8445), and relays (TURN, RFC 8656). */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { ALICE, BOB } from '../make/calls/phone.ts'
import { pcap } from '../make/capture-file.ts'
import { end, type End } from '../make/internet.ts'
import { concat, u16, u32, u8, zeros } from '../make/octets.ts'
import * as made from '../make/stun.ts'
import { Wire } from '../make/wire.ts'

const CLIENT = end('10.45.0.5', 50_000)
const SERVER = end('203.0.113.50', 3478)
const RELAYED = end('203.0.113.50', 52_184)
const PACKETS = 30

const XOR_RELAYED = 0x0016
const XOR_MAPPED = 0x0020
const XOR_PEER = 0x0012
const USERNAME = 0x0006

function rtp(sequence: number, ssrc: number): Uint8Array {
  return concat(u8(0x80, 0), u16(sequence), u32(160 * sequence, ssrc), zeros(160))
}

/** A client's allocation: challenged, then granted. */
function allocate(wire: Wire, at: number): void {
  const granted = [made.hidden(XOR_RELAYED, RELAYED), made.hidden(XOR_MAPPED, CLIENT)]
  wire.udp(at, CLIENT, SERVER, made.stun(made.ALLOCATE, 'request', 1))
  wire.udp(at + 1, SERVER, CLIENT, made.stun(made.ALLOCATE, 'error', 1, made.error(401, 'Unauthorized')))
  wire.udp(at + 2, CLIENT, SERVER, made.stun(made.ALLOCATE, 'request', 2))
  wire.udp(at + 3, SERVER, CLIENT, made.stun(made.ALLOCATE, 'success', 2, ...granted))
}

/** Both directions of the call's media as the client has it. */
function channels(wire: Wire, from: number): void {
  for (let i = 0; i < PACKETS; i++) {
    wire.udp(from + 20 * i - 1, CLIENT, SERVER, made.channelData(0x4000, rtp(1000 + i, 0x11111111)))
    wire.udp(from + 20 * i + 1, SERVER, CLIENT, made.channelData(0x4000, rtp(5000 + i, 0x22222222)))
  }
}

function check(wire: Wire, at: number, [from, to]: readonly [End, End], id: number): void {
  wire.udp(at, from, to, made.stun(made.BINDING, 'request', id, made.attribute(USERNAME, 'abcd:wxyz')))
}

describe('media through a relay', () => {
  it('is the call’s on both sides of it, and the allocation a member of the call', async () => {
    const wire = new Wire()
    allocate(wire, 0)
    answeredCall(wire, { at: 20, packets: PACKETS, phones: [{ ...ALICE, media: RELAYED }, BOB] })
    wire.udp(2025, CLIENT, SERVER, made.stun(made.CHANNEL_BIND, 'request', 3, made.hidden(XOR_PEER, BOB.media)))
    wire.udp(2026, SERVER, CLIENT, made.stun(made.CHANNEL_BIND, 'success', 3))
    channels(wire, 2040)
    const { sessions, coverage } = await analyzeCapture(pcap(wire.packets))
    expect(sessions.map(({ type, subtype, outcome }) => [type, subtype, outcome])).toEqual([
      ['OTHER', 'TURN', 'success'],
      ['VoLTE', 'sip_call', 'success'],
    ])
    const [, call] = sessions
    const streams = call!.media.map(({ source, destination, packets }) => `${source}>${destination} ${packets}`)
    expect(streams.toSorted()).toEqual(
      [
        `${CLIENT.address}:${CLIENT.port}>${SERVER.address}:${SERVER.port} ${PACKETS}`,
        `${SERVER.address}:${SERVER.port}>${CLIENT.address}:${CLIENT.port} ${PACKETS}`,
        `${RELAYED.address}:${RELAYED.port}>${BOB.media.address}:${BOB.media.port} ${PACKETS}`,
        `${BOB.media.address}:${BOB.media.port}>${RELAYED.address}:${RELAYED.port} ${PACKETS}`,
      ].toSorted(),
    )
    const members = call!.events.filter(({ protocol }) => protocol === 'STUN').map(({ message_type }) => message_type)
    expect(members).toContain('Allocate success')
    expect(coverage.undecoded).toBe(0)
  })

  it('is found without signalling, once it is convincing', async () => {
    const wire = new Wire()
    allocate(wire, 0)
    channels(wire, 40)
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions.map(({ type, subtype }) => subtype ?? type)).toEqual(['TURN', 'RTP'])
    expect(sessions[1]!.media.map(({ packets, lost }) => [packets, lost])).toEqual([
      [PACKETS, 0],
      [PACKETS, 0],
    ])
  })

  it('a refused allocation fails, and says why', async () => {
    const wire = new Wire()
    wire.udp(0, CLIENT, SERVER, made.stun(made.ALLOCATE, 'request', 1))
    wire.udp(1, SERVER, CLIENT, made.stun(made.ALLOCATE, 'error', 1, made.error(486, 'Quota')))
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions).toMatchObject([
      { subtype: 'TURN', outcome: 'failed', verdict: { code: 486, name: 'Allocation Quota Reached', frame: 2 } },
    ])
  })
})

describe('checks of ICE', () => {
  const ends = [ALICE.media, BOB.media] as const

  it('that succeed are counted by pair, as part of their call, and are no RTP', async () => {
    const wire = new Wire()
    answeredCall(wire, { packets: 10 })
    for (let i = 0; i < 5; i++) {
      check(wire, 2012 + 10 * i, ends, i)
      wire.udp(2014 + 10 * i, ends[1], ends[0], made.stun(made.BINDING, 'success', i, made.hidden(XOR_MAPPED, ends[0])))
    }
    const { sessions, protocols } = await analyzeCapture(pcap(wire.packets))
    const [call, pair] = sessions
    expect(pair).toMatchObject({ type: 'OTHER', subtype: 'STUN', outcome: 'success', packet_count: 10 })
    const told = call!.events.filter(({ protocol }) => protocol === 'STUN')
    expect(told.map(({ details }) => [details['count'], details['username']])).toEqual([[5, 'abcd:wxyz']])
    expect(protocols.find(({ protocol }) => protocol === 'STUN')?.packet_count).toBe(10)
    expect(call!.media.map(({ packets }) => packets)).toEqual([10, 10])
  })

  it('that nobody answers are a failure of their pair', async () => {
    const wire = new Wire()
    const other = end('192.168.7.7', 40_000)
    for (const at of [0, 500, 1500, 3500]) check(wire, at, [CLIENT, other], 9)
    // It is heard, so the capture holds both directions.
    check(wire, 100, [other, CLIENT], 8)
    wire.udp(60_000, ALICE.agent.end, BOB.agent.end, u8(1))
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    const [pair] = sessions
    expect(pair).toMatchObject({ subtype: 'STUN', outcome: 'failed', verdict: { kind: 'timeout' } })
    expect(pair!.events).toHaveLength(5)
  })
})

/** PFCP end to end (DOMAIN §6, N1–N5). */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import * as gtp from '../make/gtp.ts'
import { Http2 } from '../make/http2.ts'
import { end } from '../make/internet.ts'
import { concat, u8 } from '../make/octets.ts'
import { accepted, element, message, PfcpPeers } from '../make/pfcp.ts'
import { Wire } from '../make/wire.ts'

const CONTROL = '10.0.0.70'

/** The control plane's node in its other conversations. */
function asSmf(wire: Wire): void {
  const http = new Http2(wire, end('10.2.0.1', 40_000), end(CONTROL, 7777), { at: 0 })
  const path = '/nsmf-pdusession/v1/sm-contexts'
  http.exchange(10, { method: 'POST', path, json: { supi: 'imsi-001010000000001' } }, { status: 201, json: {} })
}

function asPgw(wire: Wire): void {
  created(wire, '10.0.0.42', CONTROL, [6, 7])
}

function asSgw(wire: Wire): void {
  created(wire, '10.0.0.10', CONTROL, [10, 11])
}

function created(wire: Wire, from: string, to: string, [own, other]: readonly [number, number]): void {
  const [client, server] = [gtp.node(from), gtp.node(to)]
  const names = [gtp.imsi('001010000000001'), gtp.fteid(own, 1, from), gtp.apn('internet')]
  wire.udp(0, client, server, gtp.gtp2(32, { teid: 0, sequence: 1 }, ...names, gtp.bearer(gtp.ebi(5), gtp.qos(9))))
  wire.udp(5, server, client, gtp.gtp2(33, { teid: 1, sequence: 1 }, gtp.cause(16), gtp.fteid(other, 2, to)))
}

const USER = { cp: 1, up: 2, user: '10.45.0.1', teid: 1 }

/** No resources available: TS 29.244 Table 8.2.1-1. */
function refused(peers: PfcpPeers, at: number): void {
  peers.exchange(at, 52, { response: [element(19, u8(75))], seids: [USER.up, USER.cp] })
}

describe('PFCP', () => {
  it('sessions of many users, with SEIDs that are given again, stay apart', async () => {
    const wire = new Wire()
    const peers = new PfcpPeers(wire, '10.0.0.70', '10.0.0.71')
    const users = 50
    for (const round of [0, 1]) {
      for (let i = 0; i < users; i++) {
        const [at, cp, up] = [round * 10_000 + i * 3, 1000 + i, 2000 + i]
        const user = `10.45.${round}.${i}`
        peers.establish(at, { cp, up, user, teid: round * 1000 + i + 1 })
        peers.exchange(at + 1000, 52, { response: [accepted()], seids: [up, cp] })
        peers.delete(at + 5000, { cp, up })
      }
    }
    const { sessions, protocols } = await analyzeCapture(pcap(wire.packets))
    expect(protocols).toEqual([{ protocol: 'PFCP', packet_count: 600, byte_count: expect.any(Number) as number }])
    expect(sessions.map(({ type, events_count, outcome }) => `${type} ${events_count} ${outcome}`)).toEqual(
      Array.from({ length: 2 * users }, () => 'PFCP 6 success'),
    )
    expect(new Set(sessions.map(({ correlation_key }) => correlation_key['ue_ip'])).size).toBe(2 * users)
    expect(sessions[0]).toMatchObject({
      session_key: 'seid:0x00000000000003e8/0x00000000000007d0',
      subtype: 'session',
      metrics: { establishment_ms: 1, modifications: 1, retransmissions: 0, failures: 0 },
      correlation_key: { ue_ip: '10.45.0.0', teids: ['0x00000001@10.0.0.71'] },
    })
  })

  it('N4 heartbeats that are answered are one event, one that is not stays', async () => {
    const wire = new Wire()
    const peers = new PfcpPeers(wire, '10.0.0.70', '10.0.0.71')
    for (let i = 0; i < 20; i++) peers.heartbeat(i * 10_000)
    peers.toUserPlane(210_000, message(1, { sequence: 500 }))
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions.map(({ subtype, events_count, packet_count }) => [subtype, events_count, packet_count])).toEqual([
      ['heartbeat', 1, 40],
      ['node', 1, 1],
    ])
    expect(sessions[0]?.events[0]?.details).toMatchObject({ count: 20 })
  })

  it.each<[string, Partial<Parameters<PfcpPeers['establish']>[1]>, ((wire: Wire) => void) | undefined, string]>([
    ['a QFI is of the 5G core', { user: '10.45.0.1', qfi: 9 }, undefined, 'N4'],
    ['a slice is of the 5G core', { user: '10.45.0.1', slice: 1 }, undefined, 'N4'],
    ['so is N6', { user: '10.45.0.1', kind: 17 }, undefined, 'N4'],
    ['SGi is where an EPC’s PGW ends', { user: '10.45.0.1', kind: 16 }, undefined, 'Sxb'],
    ['S1-U without the user’s address is an SGW’s', { kind: 0 }, undefined, 'Sxa'],
    ['else by what the control plane does besides: an SMF', { user: '10.45.0.1' }, asSmf, 'N4'],
    ['a PGW', { user: '10.45.0.1' }, asPgw, 'Sxb'],
    ['an SGW', {}, asSgw, 'Sxa'],
    ['a user’s address alone tells nothing', { user: '10.45.0.1' }, undefined, 'session'],
    ['a name of a data network alone tells nothing', { user: '10.45.0.1', dnn: 'internet' }, undefined, 'session'],
  ])('its reference point is told by what only one has: %s', async (_, more, besides, want) => {
    const wire = new Wire()
    besides?.(wire)
    new PfcpPeers(wire, CONTROL, '10.0.0.71').establish(1000, { cp: 1, up: 2, teid: 1, ...more })
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions.find(({ type }) => type === 'PFCP')!.subtype).toBe(want)
  })

  const refusedChanges: { it: string; play: (peers: PfcpPeers) => void; want: object; says: RegExp }[] = [
    {
      it: 'leaves it as it was',
      play: (peers) => {
        peers.establish(0, USER)
        refused(peers, 1000)
        peers.delete(2000, USER)
      },
      want: { outcome: 'success', verdict: { kind: 'released', refused_later: { code: 75, frame: 4 } } },
      says: /^Set up and released; PFCP Session Modification Request failed with 75 No resources available/,
    },
    {
      it: 'is mended by another that is granted',
      play: (peers) => {
        peers.establish(0, USER)
        refused(peers, 1000)
        peers.exchange(1500, 52, { response: [accepted()], seids: [USER.up, USER.cp] })
        peers.delete(2000, USER)
      },
      want: { outcome: 'success', verdict: { kind: 'released' } },
      says: /^Set up and released\.$/,
    },
    {
      it: 'leaves it too where the capture begins after it was set up',
      play: (peers) => {
        refused(peers, 1000)
        peers.delete(2000, USER)
      },
      want: { outcome: 'success', verdict: { kind: 'released', refused_later: { code: 75 } } },
      says: /Modification Request failed/,
    },
    {
      it: 'is all that is known where nothing else was seen',
      play: (peers) => refused(peers, 1000),
      want: { outcome: 'failed', verdict: { kind: 'rejected', code: 75, category: 'resource' } },
      says: /^PFCP Session Modification Request failed/,
    },
  ]
  it.each(refusedChanges)('a change of a session that is refused $it', async ({ play, want, says }) => {
    const wire = new Wire()
    play(new PfcpPeers(wire, '10.0.0.70', '10.0.0.71'))
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions).toMatchObject([want])
    expect(sessions[0]!.verdict!['text']).toMatch(says)
  })

  it('one that nobody answers is a timeout where the capture goes on for long enough', async () => {
    const wire = new Wire()
    const peers = new PfcpPeers(wire, CONTROL, '10.0.0.71')
    peers.heartbeat(0)
    peers.toUserPlane(1000, message(50, { sequence: 9, seid: 0 }))
    wire.udp(25_000, end('10.9.9.9', 9999), end('10.9.9.8', 9998), new Uint8Array(20))
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions.find(({ subtype }) => subtype === 'session')).toMatchObject({
      outcome: 'failed',
      verdict: { kind: 'timeout', text: 'Nobody answered Session Establishment Request (frame 3).' },
    })
  })

  it('N4 a heartbeat that tells of a restart is the end of each session, and one event in all', async () => {
    const wire = new Wire()
    const peers = new PfcpPeers(wire, '10.0.0.70', '10.0.0.71')
    peers.heartbeat(0)
    for (const i of [1, 2]) peers.establish(i * 100, { cp: i, up: 10 + i, user: `10.45.0.${i}`, teid: i })
    peers.heartbeat(1000)
    for (const at of [2000, 3000]) peers.heartbeat(at, 1)
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    const ended = { kind: 'peer_restart', ended_by: 'peer_restart', frame: 11 }
    expect(sessions.filter(({ subtype }) => subtype === 'session')).toMatchObject([
      { outcome: 'success', verdict: ended, events_count: 3 },
      { outcome: 'success', verdict: ended, events_count: 3 },
    ])
    const restarts = sessions.flatMap(({ events }) => events.filter(({ frame }) => frame === 11))
    expect(new Set(restarts.map(({ event_id }) => event_id)).size).toBe(1)
  })

  it('a set of sessions is deleted: each is over', async () => {
    const wire = new Wire()
    const peers = new PfcpPeers(wire, '10.0.0.70', '10.0.0.71')
    const set = element(65, u8(1, 10, 0, 0, 70, 0, 7))
    for (const i of [1, 2, 3]) {
      const more = i < 3 ? [set] : []
      peers.establish(i * 100, { cp: i, up: 10 + i, user: `10.45.0.${i}`, teid: i, more })
    }
    peers.exchange(1000, 14, { request: [set], response: [accepted()] })
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    const told = sessions.filter(({ subtype }) => subtype === 'session')
    expect(told.map(({ verdict, events_count }) => `${verdict!['kind'] as string} ${events_count}`)).toEqual([
      'released 4',
      'released 4',
      'established 2',
    ])
    expect(told[0]!.events.at(-1)!.event_id).toBe(told[1]!.events.at(-1)!.event_id)
  })

  it('N2 two messages in one datagram are two events', async () => {
    const wire = new Wire()
    const peers = new PfcpPeers(wire, '10.0.0.70', '10.0.0.71')
    peers.establish(0, { cp: 1, up: 2, user: '10.45.0.1', teid: 1 })
    peers.establish(5, { cp: 3, up: 4, user: '10.45.0.2', teid: 2 })
    const first = message(54, { sequence: 90, seid: 2, followed: true })
    peers.toUserPlane(100, concat(first, message(54, { sequence: 91, seid: 4 })))
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions.map(({ events }) => events.map(({ frame, message_type }) => `${frame} ${message_type}`))).toEqual([
      ['1 Session Establishment Request', '2 Session Establishment Response', '5 Session Deletion Request'],
      ['3 Session Establishment Request', '4 Session Establishment Response', '5 Session Deletion Request'],
    ])
  })
})

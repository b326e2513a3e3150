/** GTP through the whole product (DOMAIN §6 G, §7.3, 7.4, 7.9): what a session says of its connection. */
import { describe, expect, it } from 'vitest'
import { type Analysis, analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import * as make from '../make/gtp.ts'
import { end } from '../make/internet.ts'
import { ethernet, gtpUser } from '../make/links.ts'
import { concat, u8, utf8, zeros } from '../make/octets.ts'
import { Wire } from '../make/wire.ts'

const [MME, SGW, SGW_S5, PGW] = ['10.0.0.10', '10.0.0.41', '10.0.0.42', '10.0.0.40'].map(make.node) as [
  ReturnType<typeof make.node>,
  ReturnType<typeof make.node>,
  ReturnType<typeof make.node>,
  ReturnType<typeof make.node>,
]
const IMSI = '001010000000001'

type Session = Analysis['sessions'][number] & { readonly [more: string]: unknown }

/** Sessions of messages: user planes without signalling are none. */
async function sessionsOf(wire: Wire): Promise<Session[]> {
  const { sessions } = await analyzeCapture(pcap(wire.packets))
  return (sessions as Session[]).filter(({ events }) => events.length > 0)
}

/** S11 and S5 of an attach, as DOMAIN 7.3 times them, then the eNodeB's end. */
function attach(wire: Wire, at = 0, { imsi = IMSI, address = '10.45.0.6', teid = 0x11 } = {}): void {
  const request = (sequence: number, ...ends: Uint8Array[]) =>
    make.gtp2(
      32,
      { teid: 0, sequence },
      make.imsi(imsi),
      make.msisdn('491710000001'),
      ...ends,
      make.apn('internet'),
      make.paa('0.0.0.0'),
      make.bearer(make.ebi(5), make.qos(9)),
    )
  const created = (to: number, sequence: number, ...ends: Uint8Array[]) =>
    make.gtp2(33, { teid: to, sequence }, make.cause(16), ...ends, make.paa(address), BEARER)
  const BEARER = make.bearer(make.ebi(5), make.cause(16), make.fteid(1, teid + 0xf0, '10.0.0.1'))
  wire.udp(at, MME, SGW, request(teid, make.fteid(10, teid, '10.0.0.10'), make.fteid(7, 0, '10.0.0.40', 1)))
  wire.udp(at + 3, SGW_S5, PGW, request(teid + 0x1000, make.fteid(6, teid + 0x1000, '10.0.0.42')))
  wire.udp(at + 7, PGW, SGW_S5, created(teid + 0x1000, teid + 0x1000, make.fteid(7, teid + 0x20, '10.0.0.40', 1)))
  wire.udp(
    at + 10,
    SGW,
    MME,
    created(teid, teid, make.fteid(11, teid + 0x10, '10.0.0.41'), make.fteid(7, teid + 0x20, '10.0.0.40', 1)),
  )
  modify(wire, at + 45, { teid, sequence: 900, enb: [0x202, '10.1.0.2'] })
}

function modify(
  wire: Wire,
  at: number,
  { teid, sequence, enb }: { teid: number; sequence: number; enb: [number, string] },
): void {
  const ends = make.bearer(make.ebi(5), make.fteid(0, ...enb))
  wire.udp(at, MME, SGW, make.gtp2(34, { teid: teid + 0x10, sequence }, ends))
  wire.udp(at + 4, SGW, MME, make.gtp2(35, { teid, sequence }, make.cause(16)))
}

function detach(wire: Wire, at: number, teid = 0x11): void {
  wire.udp(at, MME, SGW, make.gtp2(36, { teid: teid + 0x10, sequence: 990 }, make.ebi(5)))
  wire.udp(at + 6, SGW, MME, make.gtp2(37, { teid, sequence: 990 }, make.cause(16)))
}

/** A bearer for a call, and that it is there. */
const wanted = (teid: number, sequence: number) =>
  make.gtp2(95, { teid, sequence }, make.ebi(5), make.bearer(make.ebi(0), make.qos(1, 49)))
const made = (teid: number, sequence: number) =>
  make.gtp2(96, { teid, sequence }, make.cause(16), make.bearer(make.ebi(7), make.cause(16)))
/** The creation of a connection of one subscriber. */
const asked = (sequence: number) =>
  make.gtp2(32, { teid: 0, sequence }, make.imsi(`00101000000000${sequence}`), make.fteid(10, sequence, '10.0.0.10'))

function results(found: readonly Session[]): string[] {
  const connections = found.filter(({ subtype }) => subtype === 'pdn_connection')
  return connections.map(({ outcome, verdict }) => `${outcome} ${verdict!['kind'] as string}`)
}

/** For signalling and for the user; TEIDs for both. */
const addresses = (one: string) => [make.gsnAddress(one), make.gsnAddress(one)]
const ends = (control: number) => [make.teid1(16, control + 1), make.teid1(17, control)]
const user = (payload: Uint8Array) => make.gtp1(255, { teid: 9 }, payload)

describe('a connection', () => {
  it('7.3 from attach to detach', async () => {
    const wire = new Wire()
    attach(wire)
    detach(wire, 5000)
    const [session, ...others] = await sessionsOf(wire)
    expect(others).toEqual([])
    expect(session).toMatchObject({
      type: 'GTP',
      subtype: 'pdn_connection',
      session_key: `imsi:${IMSI}/internet/5`,
      outcome: 'success',
      verdict: { kind: 'released' },
      correlation_key: { imsi: IMSI, msisdn: '491710000001', apn: 'internet', ue_ip: '10.45.0.6', ebi: [5] },
      metrics: {
        create_session_latency_ms: 10,
        s5_create_session_latency_ms: 4,
        sgw_processing_ms: 6,
        modify_bearer_latency_ms: 4,
        delete_session_latency_ms: 6,
        retransmissions: 0,
      },
    })
    expect((session!['correlation_key'] as { teids: string[] }).teids).toEqual(
      expect.arrayContaining(['0x00000101@10.0.0.1', '0x00000202@10.1.0.2']),
    )
  })

  it('7.4 a bearer for a call', async () => {
    const wire = new Wire()
    attach(wire)
    wire.udp(1010, PGW, SGW_S5, wanted(0x1011, 1))
    wire.udp(1012, SGW, MME, wanted(0x11, 2))
    wire.udp(1050, MME, SGW, made(0x21, 2))
    wire.udp(1052, SGW_S5, PGW, made(0x31, 1))
    const [session] = await sessionsOf(wire)
    expect(session).toMatchObject({ metrics: { bearer_setup_ms: 42, s11_bearer_setup_ms: 38 } })
    expect(session!['correlation_key']).toMatchObject({
      ebi: [5, 7],
      bearers: [
        { ebi: 5, qci: 9 },
        { ebi: 7, qci: 1, gbr_uplink_kbps: 49 },
      ],
    })
  })

  it('G5, 7.9 another eNodeB', async () => {
    const wire = new Wire()
    attach(wire)
    modify(wire, 1000, { teid: 0x11, sequence: 901, enb: [0x303, '10.1.0.3'] })
    wire.udp(1010, end('10.0.0.1', 2152), end('10.1.0.2', 2152), make.gtp1(254, { teid: 0x202 }))
    const [session, ...others] = await sessionsOf(wire)
    expect(others).toEqual([])
    expect(session).toMatchObject({
      metrics: { end_markers: 1 },
      facts: {
        teid_history: [
          { ebi: 5, tunnel: '0x00000202@10.1.0.2', after_ms: 45 },
          { ebi: 5, tunnel: '0x00000303@10.1.0.3', after_ms: 1000 },
        ],
      },
    })
  })

  it('G8 refused', async () => {
    const wire = new Wire()
    wire.udp(
      0,
      MME,
      SGW,
      make.gtp2(
        32,
        { teid: 0, sequence: 1 },
        make.imsi(IMSI),
        make.fteid(10, 9, '10.0.0.10'),
        make.apn('ims'),
        make.bearer(make.ebi(6)),
      ),
    )
    wire.udp(5, SGW, MME, make.gtp2(33, { teid: 9, sequence: 1 }, make.cause(92, 1)))
    expect(await sessionsOf(wire)).toMatchObject([
      {
        session_key: `imsi:${IMSI}/ims/6`,
        outcome: 'failed',
        verdict: {
          kind: 'rejected',
          category: 'auth',
          protocol: 'GTPv2',
          code: 92,
          name: 'User authentication failed',
          frame: 2,
        },
        metrics: { failures: 1, create_session_latency_ms: 5 },
      },
    ])
  })

  it('no answer to three requests is a timeout, to one the end of the capture', async () => {
    const outcomes = [1, 3].map(async (times) => {
      const wire = new Wire()
      for (let i = 0; i < times; i++) {
        wire.udp(
          i * 3000,
          MME,
          SGW,
          make.gtp2(32, { teid: 0, sequence: 1 }, make.imsi(IMSI), make.fteid(10, 9, '10.0.0.10'), make.apn('ims')),
        )
      }
      const [session] = await sessionsOf(wire)
      return [session!['outcome'], (session!['verdict'] as { kind: string }).kind]
    })
    expect(await Promise.all(outcomes)).toEqual([
      ['incomplete', 'incomplete_capture'],
      ['failed', 'timeout'],
    ])
  })

  it('one direction alone: a repeat does not tell that nobody answered, as many as there are do', async () => {
    const wire = new Wire()
    for (const [i, at] of [0, 3000, 6000].entries()) {
      wire.udp(at, MME, SGW, asked(1))
      if (i < 2) wire.udp(at + 10, MME, SGW, asked(2))
    }
    wire.udp(40_000, MME, SGW, make.gtp2(1, { sequence: 9 }))
    expect(results(await sessionsOf(wire))).toEqual(['failed timeout', 'incomplete one_direction'])
    wire.udp(40_001, SGW, end('10.0.0.99', 2123), make.gtp2(1, { sequence: 1 }))
    expect(results(await sessionsOf(wire))).toEqual(['failed timeout', 'failed timeout'])
  })

  it('G9 and G10 a new attach without deletion, and the address of another subscriber a minute later', async () => {
    const wire = new Wire()
    attach(wire)
    attach(wire, 20_000, { teid: 0x12 })
    detach(wire, 30_000, 0x12)
    attach(wire, 90_000, { imsi: '001010000000002', teid: 0x13 })
    const sessions = await sessionsOf(wire)
    expect(sessions.map(({ session_key, events }) => [session_key, events.length])).toEqual([
      // The creation of the next is its end.
      [`imsi:${IMSI}/internet/5`, 7],
      [`imsi:${IMSI}/internet/5`, 8],
      ['imsi:001010000000002/internet/5', 6],
    ])
    expect(sessions[0]).toMatchObject({
      outcome: 'success',
      packet_count: 7,
      verdict: {
        kind: 'superseded',
        ended_by: 'Create Session',
        frame: 7,
        text: 'Set up, and not seen deleted before another took its place; the Create Session ended it.',
      },
    })
    expect(sessions[1]).toMatchObject({ facts: { supersedes: true } })
    const { session_id, type } = sessions[1]!
    expect(sessions[0]!['related_sessions']).toMatchObject([{ session_id, type, relation: 'shared_message' }])
  })

  it('one of two is released by an answer that stands before its request and names none', async () => {
    const wire = new Wire()
    attach(wire)
    const [asked, created] = [
      make.gtp2(
        32,
        { teid: 0x21, sequence: 2 },
        make.imsi(IMSI),
        make.fteid(10, 0x11, '10.0.0.10'),
        make.apn('ims'),
        make.bearer(make.ebi(6)),
      ),
      make.gtp2(33, { teid: 0x11, sequence: 2 }, make.cause(16), make.fteid(11, 0x21, '10.0.0.41')),
    ]
    wire.udp(100, MME, SGW, asked)
    wire.udp(110, SGW, MME, created)
    wire.udp(3000, SGW, MME, make.gtp2(37, { teid: 0x11, sequence: 3 }, make.cause(16)))
    wire.udp(2995, MME, SGW, make.gtp2(36, { teid: 0x21, sequence: 3 }, make.ebi(6)))
    const sessions = await sessionsOf(wire)
    const told = sessions.map(({ session_key, verdict, events }) => [session_key, verdict!['kind'], events.length])
    expect(told).toEqual([
      [`imsi:${IMSI}/internet/5`, 'active', 6],
      [`imsi:${IMSI}/ims/6`, 'released', 4],
    ])
  })

  it('G2 piggybacked: two events of one frame, which counts once', async () => {
    const wire = new Wire()
    const name = [make.imsi(IMSI), make.fteid(10, 9, '10.0.0.10'), make.apn('ims'), make.bearer(make.ebi(6))]
    wire.udp(0, MME, SGW, make.gtp2(32, { teid: 0, sequence: 1 }, ...name))
    const created = make.gtp2(
      33,
      { teid: 9, sequence: 1, piggybacked: true },
      make.cause(16),
      make.fteid(11, 8, '10.0.0.41'),
    )
    wire.udp(
      5,
      SGW,
      MME,
      concat(created, make.gtp2(95, { teid: 9, sequence: 2 }, make.ebi(6), make.bearer(make.ebi(0)))),
    )
    const [session] = await sessionsOf(wire)
    expect(session).toMatchObject({ packet_count: 2, events_count: 3 })
    expect(session!.events.map(({ frame, message_type }) => [frame, message_type])).toEqual([
      [1, 'Create Session Request'],
      [2, 'Create Session Response'],
      [2, 'Create Bearer Request'],
    ])
  })

  it('G14 a PDP context, its secondary one, and the deletion of both', async () => {
    const wire = new Wire()
    const [sgsn, ggsn] = [make.node('10.2.0.1'), make.node('10.2.0.2')]
    const apn = make.tlv(131, make.labels('internet'))
    wire.udp(
      0,
      sgsn,
      ggsn,
      make.gtp1(16, { sequence: 1 }, make.imsi1(IMSI), ...ends(0x2222), make.tv(20, 5), apn, ...addresses('10.2.0.1')),
    )
    const address = make.tlv(128, u8(0xf1, 0x21, 10, 46, 0, 1))
    wire.udp(
      9,
      ggsn,
      sgsn,
      make.gtp1(17, { teid: 0x2222, sequence: 1 }, make.tv(1, 128), ...ends(0x3333), address, ...addresses('10.2.0.2')),
    )
    wire.udp(
      20,
      sgsn,
      ggsn,
      make.gtp1(16, { teid: 0x3333, sequence: 2 }, make.teid1(16, 7), make.tv(20, 6), make.tv(20, 5)),
    )
    wire.udp(26, ggsn, sgsn, make.gtp1(17, { teid: 0x2222, sequence: 2 }, make.tv(1, 128)))
    wire.udp(90, sgsn, ggsn, make.gtp1(20, { teid: 0x3333, sequence: 3 }, make.tv(19, 255), make.tv(20, 5)))
    wire.udp(95, ggsn, sgsn, make.gtp1(21, { teid: 0x2222, sequence: 3 }, make.tv(1, 128)))
    expect(await sessionsOf(wire)).toMatchObject([
      {
        subtype: 'pdp_context',
        session_key: `imsi:${IMSI}/internet/5`,
        outcome: 'success',
        verdict: { kind: 'released' },
        correlation_key: { ue_ip: '10.46.0.1', ebi: [5, 6] },
        metrics: { create_session_latency_ms: 9, delete_session_latency_ms: 5 },
        events_count: 6,
      },
    ])
  })

  it('what was split by a lost message is one session', async () => {
    const wire = new Wire()
    attach(wire)
    const packets = wire.packets.filter(({ at }) => at !== 3)
    const { sessions } = await analyzeCapture(pcap(packets))
    expect(sessions.map(({ session_key, events }) => [session_key, events.length])).toEqual([
      [`imsi:${IMSI}/internet/5`, 5],
    ])
  })
})

describe('between nodes', () => {
  it('G18 echoes are one event; a restart is news', async () => {
    const wire = new Wire()
    for (let i = 0; i < 5; i++) {
      wire.udp(i * 1000, MME, SGW, make.gtp2(1, { sequence: i }, make.recovery(1)))
      wire.udp(i * 1000 + 2, SGW, MME, make.gtp2(2, { sequence: i }, make.recovery(i < 4 ? 7 : 8)))
    }
    const [pings, path] = await sessionsOf(wire)
    expect(pings).toMatchObject({ subtype: 'path', metrics: { heartbeats: 4 }, events_count: 1, packet_count: 8 })
    expect(path).toMatchObject({
      subtype: 'path',
      session_key: 'GTPv2 10.0.0.10<->10.0.0.41',
      verdict: { kind: 'peer_restart', node: '10.0.0.41', counter: 8 },
      events_count: 2,
    })
  })

  it('G18 a restart is the end of each connection of the node, and one event in all of them', async () => {
    const wire = new Wire()
    attach(wire)
    attach(wire, 100, { imsi: '001010000000002', address: '10.45.0.7', teid: 0x51 })
    wire.udp(1000, SGW, MME, make.gtp2(1, { sequence: 1 }, make.recovery(1)))
    wire.udp(2000, SGW, MME, make.gtp2(1, { sequence: 2 }, make.recovery(2)))
    const found = await sessionsOf(wire)
    const ended_by = { kind: 'peer_restart', ended_by: 'peer_restart', frame: 14 }
    expect(found.filter(({ subtype }) => subtype === 'pdn_connection')).toMatchObject([
      { verdict: ended_by, events_count: 7, packet_count: 7 },
      { verdict: ended_by, events_count: 7, packet_count: 7 },
    ])
    const last = found.filter(({ events }) => events.at(-1)!.frame === 14).map(({ events }) => events.at(-1)!.event_id)
    expect(last.length).toBeGreaterThan(2)
    expect(new Set(last).size).toBe(1)
  })

  it('a message about all connections of a UE is one event, which key figures count once', async () => {
    const wire = new Wire()
    attach(wire)
    const ims = make.bearer(make.ebi(6), make.qos(5))
    const request = [make.imsi(IMSI), make.apn('ims'), ims, make.fteid(10, 0x11, '10.0.0.10')]
    wire.udp(100, MME, SGW, make.gtp2(32, { teid: 0x21, sequence: 5 }, ...request))
    const answer = [make.cause(16), make.fteid(11, 0x21, '10.0.0.41'), ims]
    wire.udp(110, SGW, MME, make.gtp2(33, { teid: 0x11, sequence: 5 }, ...answer))
    const bearers = [
      make.bearer(make.ebi(5), make.fteid(0, 0x302, '10.1.0.3')),
      make.bearer(make.ebi(6), make.fteid(0, 0x303, '10.1.0.3')),
    ]
    wire.udp(200, MME, SGW, make.gtp2(211, { teid: 0x21, sequence: 6 }, ...bearers))
    wire.udp(204, SGW, MME, make.gtp2(212, { teid: 0x11, sequence: 6 }, make.cause(16)))
    const down = gtpUser('10.0.0.41', '10.1.0.3', { teid: 0x303 })
    wire.udp(300, end('198.51.100.9', 8000), end('10.45.0.6', 4000), zeros(20), down)
    const { sessions, measures } = await analyzeCapture(pcap(wire.packets))
    const told = (sessions as Session[]).filter(({ events }) => events.length > 0)
    expect(told.map(({ session_key, correlation_key }) => [session_key, correlation_key['ebi']])).toEqual([
      [`imsi:${IMSI}/internet/5`, [5]],
      [`imsi:${IMSI}/ims/6`, [6]],
    ])
    const ids = told.map(({ events }) => events.map(({ event_id }) => event_id))
    expect(ids[1]).toEqual(['evt-007', 'evt-008', 'evt-009', 'evt-010'])
    expect(ids[0]!.slice(-2)).toEqual(ids[1]!.slice(-2))
    const histories = told.map(({ facts }) => facts as { teid_history: { tunnel: string }[] })
    expect(histories.map(({ teid_history }) => teid_history.at(-1)!.tunnel)).toEqual([
      '0x00000302@10.1.0.3',
      '0x00000303@10.1.0.3',
    ])
    const carried = told.map(({ tunnels }) => (tunnels as { teid: string }[] | undefined)?.map(({ teid }) => teid))
    expect(carried).toEqual([undefined, ['0x00000303']])
    const answers = measures.kpis.find(({ kpi, dimension }) => kpi === 'gtp_response' && dimension === '')
    expect(answers!.counted).toBe(5)
  })

  it('unanswered echoes are one session', async () => {
    const wire = new Wire()
    for (let i = 0; i < 3; i++) wire.udp(i * 1000, MME, SGW, make.gtp2(1, { sequence: i }))
    expect(await sessionsOf(wire)).toMatchObject([{ subtype: 'path', verdict: { kind: 'no_answer' }, events_count: 3 }])
  })

  it('G24 records for billing', async () => {
    const wire = new Wire()
    const [cdf, cgf] = [end('10.3.0.1', 64_580), end('10.3.0.2', 3386)]
    wire.udp(0, cdf, cgf, make.gtpPrime(240, 4, make.tv(126, 1), make.tlv(252, zeros(20))))
    wire.udp(3, cgf, cdf, make.gtpPrime(241, 4, make.tv(1, 128)))
    expect(await sessionsOf(wire)).toMatchObject([
      { type: 'GTP', subtype: 'charging', outcome: 'success', events_count: 2 },
    ])
  })

  it('G15 an error indication of a tunnel that nobody knows', async () => {
    const wire = new Wire()
    const [enb, sgw] = [end('10.1.0.2', 2152), end('10.0.0.1', 2152)]
    wire.udp(0, enb, sgw, make.gtp1(26, { sequence: 0 }, make.teid1(16, 0x101), make.gsnAddress('10.0.0.1')))
    expect(await sessionsOf(wire)).toMatchObject([
      { subtype: 'gtpu_only', session_key: 'teid:0x00000101@10.0.0.1', metrics: { error_indications: 1 } },
    ])
  })
})

describe('packets of the user are no events', () => {
  it.each([
    { it: 'G17 what is neither IP nor Ethernet', bytes: user(utf8('..........................')) },
    { it: 'an empty one', bytes: user(zeros(0)) },
  ])('$it', async ({ bytes }) => {
    const wire = new Wire()
    wire.udp(0, end('10.1.0.2', 2152), end('10.0.0.1', 2152), bytes)
    const found = await analyzeCapture(pcap(wire.packets))
    expect(found.sessions).toEqual([])
    expect(found.protocols).toMatchObject([{ protocol: 'GTP', packet_count: 1 }])
  })

  it('G17 an Ethernet PDU session: what is in its frames is seen', async () => {
    const wire = new Wire((packet) => gtpUser('10.8.0.1', '10.8.0.2', { teid: 1, qfi: 9 })(ethernet(packet)))
    wire.udp(0, MME, SGW, make.gtp2(32, { teid: 0, sequence: 1 }, make.imsi(IMSI), make.apn('ims')))
    expect(await sessionsOf(wire)).toMatchObject([{ session_key: `imsi:${IMSI}/ims` }])
  })

  it('G17 IPv6 in a tunnel', async () => {
    const wire = new Wire(gtpUser('10.8.0.1', '10.8.0.2', { teid: 1 }))
    const [one, other] = [make.node('2001:db8::1'), make.node('2001:db8::2')]
    wire.udp(0, one, other, make.gtp2(32, { teid: 0, sequence: 1 }, make.imsi(IMSI), make.apn('ims')))
    expect(await sessionsOf(wire)).toMatchObject([{ session_key: `imsi:${IMSI}/ims` }])
  })

  it('G27 a tunnel in a tunnel: the control message within is seen', async () => {
    const twice = gtpUser('10.8.0.1', '10.8.0.2', { teid: 1 }, gtpUser('10.9.0.1', '10.9.0.2', { teid: 2 }, ethernet))
    const wire = new Wire(twice)
    wire.udp(0, MME, SGW, make.gtp2(32, { teid: 0, sequence: 1 }, make.imsi(IMSI), make.apn('ims')))
    expect(await sessionsOf(wire)).toMatchObject([{ session_key: `imsi:${IMSI}/ims` }])
  })
})

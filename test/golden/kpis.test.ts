/** Key figures of captures whose counts are known (RFC 6076, ITU-T E.425; DOMAIN 5.1 and case M6). */
import { beforeAll, describe, expect, it } from 'vitest'
import { type Kpi, kpisOf } from '../../src/model/kpi.ts'
import { type Analysis, analyzeCapture } from '../analyze-capture.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { BINDING, Registering } from '../make/calls/registering.ts'
import { pcap } from '../make/capture-file.ts'
import { cancelledCall, challengedCall, refusedCall, timedOutCall } from '../make/calls/refused.ts'
import * as gtp from '../make/gtp.ts'
import { end } from '../make/internet.ts'
import * as ng from '../make/ngap.ts'
import { octetsOf, PerWriter, SUCCESSFUL } from '../make/per.ts'
import { PfcpPeers } from '../make/pfcp.ts'
import * as s1 from '../make/s1ap.ts'
import { Wire } from '../make/wire.ts'

type Told = Omit<Partial<Kpi>, 'kpi' | 'kind' | 'subject' | 'counts' | 'name' | 'definition' | 'source' | 'better'>

function figures({ measures }: Analysis): Record<string, Told> {
  const told = kpisOf(measures.kpis)
  return Object.fromEntries(
    told.map(
      ({ kpi, kind: _k, subject: _s, counts: _c, name: _n, definition: _d, source: _o, better: _b, ...rest }) => [
        kpi,
        rest,
      ],
    ),
  )
}

/** Figures by the values of a dimension: numerator and denominator. */
function groups(
  { measures }: Analysis,
  kpi: string,
  dimension: string,
): Record<string, [met: number, counted: number]> {
  const rows = measures.kpis.filter((row) => row.kpi === kpi && row.dimension === dimension)
  return Object.fromEntries(rows.map(({ value, met, counted }) => [value, [met, counted]]))
}

function ratio(numerator: number, denominator: number): Told {
  return { numerator, denominator, percent: Math.round((numerator / denominator) * 100_000) / 1000 }
}

/** Eleven calls, one of which the capture does not see end. */
function elevenCalls(): Wire {
  const wire = new Wire()
  let at = 0
  const next = (): { at: number; callId: string; fromTag: string } => {
    at += 100_000
    return { at, callId: `call-${at}@x`, fromTag: `f${at}` }
  }
  answeredCall(wire, { ...next(), rings: 100, answers: 1000, packets: 10 })
  answeredCall(wire, { ...next(), rings: 200, answers: 2000, packets: 10 })
  answeredCall(wire, { ...next(), rings: 300, answers: 3000, packets: 10, withoutBye: true })
  challengedCall(wire, { ...next(), rings: 400, answers: 4000, packets: 10 })
  refusedCall(wire, { ...next(), status: 486, rings: 150, refuses: 4000 })
  refusedCall(wire, { ...next(), status: 480, rings: 250, refuses: 5000 })
  refusedCall(wire, { ...next(), status: 503, rings: 350, refuses: 400 })
  refusedCall(wire, { ...next(), status: 302, rings: 450, refuses: 500 })
  refusedCall(wire, { ...next(), status: 404, rings: 550, refuses: 600 })
  cancelledCall(wire, next())
  timedOutCall(wire, next())
  return wire
}

describe('a set of calls', () => {
  let found: Analysis
  beforeAll(async () => {
    found = await analyzeCapture(pcap(elevenCalls().packets))
  })

  it('has the ratios of RFC 6076 and E.425, each with its numerator and denominator', () => {
    // Eleven calls: 4 × 200 (one of them challenged first), 486, 480, 503, 302, 404, 487 while it rang, 408.
    expect(figures(found)).toMatchObject({
      ser: ratio(4, 10),
      seer: ratio(6, 10),
      isa: ratio(2, 11),
      asr: ratio(4, 11),
      ner: ratio(7, 11),
      // The end of one answered call is not in the capture.
      scr: ratio(3, 10),
    })
  })

  it('has the delays, from the first INVITE of each call', () => {
    expect(figures(found)).toMatchObject({
      srd_success: { count: 4, p50_ms: 200, p95_ms: 400, p99_ms: 400, max_ms: 400 },
      call_setup: { count: 4, p50_ms: 2000, p95_ms: 4000, p99_ms: 4000, max_ms: 4000 },
      sdd: { count: 3, p50_ms: 20, max_ms: 20 },
      sdt: { count: 3 },
    })
    // 486, 480, 503, 404, 487, 408: a redirection does not end a request.
    expect(figures(found)['srd_failure']).toMatchObject({ count: 6, p50_ms: 250 })
  })

  it('is as exact about the setup time as about the first answer, which comes no later', async () => {
    const wire = new Wire()
    answeredCall(wire, { at: 0, rings: 0.25, answers: 0.292, packets: 10 })
    expect(figures(await analyzeCapture(pcap(wire.packets)))).toMatchObject({
      srd_success: { count: 1, max_ms: 0.25 },
      call_setup: { count: 1, max_ms: 0.292 },
    })
  })

  it('tells them by cause and by who was asked', () => {
    expect(groups(found, 'asr', 'cause')).toEqual({
      '200 OK': [4, 4],
      '302 Moved Temporarily': [0, 1],
      '404 Not Found': [0, 1],
      '408 Request Timeout': [0, 1],
      '480 Temporarily Unavailable': [0, 1],
      '486 Busy Here': [0, 1],
      '487 Request Terminated': [0, 1],
      '503 Service Unavailable': [0, 1],
    })
    const peers = Object.values(groups(found, 'asr', 'peer'))
    expect(peers.reduce((sum, [, counted]) => sum + counted, 0)).toBe(11)
  })

  it('has as many in the hours as over all', () => {
    const hours = Object.values(groups(found, 'asr', 'hour'))
    expect(hours.reduce((sum, [met, counted]) => [sum[0] + met, sum[1] + counted], [0, 0])).toEqual([4, 11])
  })

  it('tells nothing of what is not there', () => {
    const told = new Set(Object.keys(figures(found)))
    for (const absent of [
      'ims_registration',
      'ira',
      'lte_attach',
      'pdn_connection',
      'diameter_answer',
      'pdu_session',
    ]) {
      expect(told).not.toContain(absent)
    }
  })
})

describe('registrations', () => {
  const HOMES: { it: string; homes: string[]; want: object }[] = [
    {
      it: 'of the IMS have a ratio of their own, in which plain ones are not',
      homes: ['ims.mnc001.mcc001.3gppnetwork.org', 'pbx.example.org', 'pbx.example.org'],
      want: { ims_registration: ratio(1, 1), ira: ratio(0, 3), rrd: { count: 3 } },
    },
    {
      it: 'that are all plain have none, and are measured as RFC 6076 has it',
      homes: ['pbx.example.org'],
      want: { ira: ratio(0, 1), rrd: { count: 1 } },
    },
  ]
  it.each(HOMES)('$it', async ({ homes, want }) => {
    const wire = new Wire()
    homes.forEach((home, i) => {
      const phone = new Registering(wire, { callId: `register-${i}@x`, home })
      phone.exchange(i * 60_000, [['Contact', BINDING]], [['Contact', `${BINDING};expires=600`]])
    })
    const told = figures(await analyzeCapture(pcap(wire.packets)))
    expect(told).toMatchObject(want)
    expect('ims_registration' in told).toBe('ims_registration' in want)
  })
})

describe('calls whose end is unknown', () => {
  it('an INVITE that the capture ends on is no attempt that failed', async () => {
    const wire = new Wire()
    answeredCall(wire, { packets: 0 })
    const [invite] = wire.packets
    expect(figures(await analyzeCapture(pcap([invite!])))).toEqual({})
  })
})

describe('PDN connections', () => {
  const [MME, SGW] = [gtp.node('10.0.0.10'), gtp.node('10.0.0.41')]
  /** One attempt; `cause` undefined: nobody answers. */
  function create(wire: Wire, at: number, { n, cause, apn, takes }: Attempt): void {
    const request = gtp.gtp2(
      32,
      { teid: 0, sequence: n },
      gtp.imsi(`00101000000000${n}`),
      gtp.fteid(10, n, '10.0.0.10'),
      gtp.apn(apn),
      gtp.bearer(gtp.ebi(5), gtp.qos(9)),
    )
    wire.udp(at, MME, SGW, request)
    if (cause === undefined) for (const again of [3000, 6000]) wire.udp(at + again, MME, SGW, request)
    else
      wire.udp(
        at + takes,
        SGW,
        MME,
        gtp.gtp2(33, { teid: n, sequence: n }, gtp.cause(cause), gtp.fteid(11, 90 + n, '10.0.0.41')),
      )
  }
  interface Attempt {
    readonly n: number
    readonly cause?: number
    readonly apn: string
    readonly takes: number
  }

  it('are told by APN, peer and cause, with how long they took', async () => {
    const wire = new Wire()
    create(wire, 0, { n: 1, cause: 16, apn: 'internet', takes: 10 })
    create(wire, 1000, { n: 2, cause: 16, apn: 'ims', takes: 20 })
    create(wire, 2000, { n: 3, cause: 73, apn: 'ims', takes: 30 })
    create(wire, 3000, { n: 4, apn: 'ims', takes: 0 })
    wire.udp(60_000, end('10.9.0.1', 700), end('10.9.0.2', 701), new Uint8Array(20))
    const found = await analyzeCapture(pcap(wire.packets))
    expect(figures(found)).toMatchObject({
      pdn_connection: ratio(2, 4),
      pdn_connection_time: { count: 3, p50_ms: 20, p95_ms: 30, max_ms: 30 },
      gtp_response: { count: 3 },
    })
    expect(groups(found, 'pdn_connection', 'apn')).toEqual({ internet: [1, 1], ims: [1, 3] })
    expect(groups(found, 'pdn_connection', 'peer')).toEqual({ '10.0.0.41': [2, 4] })
    expect(groups(found, 'pdn_connection', 'cause')).toEqual({
      '16 Request accepted': [2, 2],
      '73 No resources available': [0, 1],
      'no answer': [0, 1],
    })
  })
})

describe('PFCP sessions', () => {
  it('count where they were asked for, with every answer', async () => {
    const wire = new Wire()
    const peers = new PfcpPeers(wire, '10.1.0.1', '10.1.0.9')
    peers.establish(0, { cp: 1, up: 2, user: '10.45.0.5', teid: 7 })
    peers.delete(1000, { cp: 1, up: 2 })
    const found = await analyzeCapture(pcap(wire.packets))
    expect(figures(found)).toMatchObject({ pfcp_session: ratio(1, 1), pfcp_response: { count: 2, p50_ms: 1 } })
    expect(Object.keys(groups(found, 'pfcp_response', 'request'))).toHaveLength(2)
  })
})

describe('attaches, registrations and PDU sessions', () => {
  const AMF = '10.0.0.20'
  const NO_SLICE = new PerWriter().bits(3, 0).bits(3, 0).bits(1, 0).bits(6, 42).done()

  it('count where their end was seen, and refusals with their cause', async () => {
    const wire = new Wire()
    const s = new s1.S1(wire, 0, '10.0.0.2', '10.0.0.10')
    const attach = (at: number, n: number): s1.Ids => {
      const ids = { mme: n, enb: n }
      s.initial(at, n, s1.attachRequest(`00101000000000${n}`))
      return ids
    }
    const first = attach(100, 1)
    s.context(140, first, { address: '10.0.0.1', teid: 0x101 }, { address: '10.0.0.2', teid: 0x202 })
    s.up(200, 0, 13, ...s1.both(first), s1.nas(octetsOf('074300035200c2')))
    const second = attach(1000, 2)
    s.down(1020, 0, 11, ...s1.both(second), s1.nas(octetsOf('074408')))
    attach(2000, 3)
    expect(figures(await analyzeCapture(pcap(wire.packets)))).toMatchObject({
      lte_attach: ratio(1, 2),
      lte_attach_time: { count: 1, p50_ms: 100 },
    })
    const found = await analyzeCapture(pcap(wire.packets))
    expect(groups(found, 'lte_attach', 'peer')).toEqual({ '10.0.0.10': [1, 2] })
    expect(groups(found, 'lte_attach', 'cause')).toEqual({
      'EMM 8 EPS services and non-EPS services not allowed': [0, 1],
    })
  })

  it('of 5G', async () => {
    const wire = new Wire()
    const n = new ng.Ng(wire, 0, '192.168.10.2', AMF)
    const register = (at: number, ids: ng.Ids): void => {
      n.initial(at, ids.ran, ng.registrationRequest(`000000000${ids.amf}`))
      n.uplink(at + 100, ids, octetsOf('7e0043'))
      n.uplink(at + 200, ids, ng.transport(0x67, 1, ng.ESTABLISHMENT_REQUEST))
    }
    register(0, { amf: 1, ran: 1 })
    n.up(
      240,
      SUCCESSFUL,
      29,
      ...ng.both({ amf: 1, ran: 1 }),
      ng.sessions(75, [1, ng.setupResponse({ address: '192.168.10.2', teid: 1 })]),
    )
    register(1000, { amf: 2, ran: 2 })
    n.up(1250, SUCCESSFUL, 29, ...ng.both({ amf: 2, ran: 2 }), ng.sessions(58, [1, NO_SLICE]))
    register(2000, { amf: 3, ran: 3 })
    n.downlink(2250, { amf: 3, ran: 3 }, ng.transport(0x68, 1, octetsOf('2e0101c31b')))
    n.initial(3000, 4, ng.registrationRequest('0000000004'))
    n.downlink(3010, { amf: 4, ran: 4 }, octetsOf('7e004407'))
    const found = await analyzeCapture(pcap(wire.packets))
    expect(figures(found)).toMatchObject({
      registration_5g: ratio(3, 4),
      registration_5g_time: { count: 3, p50_ms: 100 },
      pdu_session: ratio(1, 3),
      pdu_session_time: { count: 1, p50_ms: 40 },
    })
    expect(groups(found, 'pdu_session', 'cause')).toEqual({
      'radioNetwork 42 resources-not-available-for-the-slice': [0, 1],
      '5GSM 27 Missing or unknown DNN': [0, 1],
    })
  })
})

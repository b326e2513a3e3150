/** Procedures of the 5G system and of voice (DOMAIN 4.9, 7.2, 7.5, 7.6): NGAP, SBA, PFCP, SIP and Cx together. */
import { describe, expect, it } from 'vitest'
import { avp, Peers, tgpp } from '../make/diameter.ts'
import { HSS } from '../make/diameter-flows.ts'
import * as gtp from '../make/gtp.ts'
import { Http2 } from '../make/http2.ts'
import { end } from '../make/internet.ts'
import { EPS, FIVE_G, SESSION } from '../make/nas.ts'
import * as ng from '../make/ngap.ts'
import { concat } from '../make/octets.ts'
import { INITIATING, octetsOf, SUCCESSFUL } from '../make/per.ts'
import { PfcpPeers } from '../make/pfcp.ts'
import * as s1 from '../make/s1ap.ts'
import { Dialog } from '../make/sip.ts'
import type { Wire } from '../make/wire.ts'
import { outline, proceduresIn, result } from './procedures.ts'

const GNB = '192.168.10.2'
const AMF = '10.1.0.5'
const SUPI = 'imsi-001010000000001'
const IDS = { amf: 1, ran: 5 }
const UL = 0x67
const DL = 0x68

function registered(g: ng.Ng, at: number, ids = IDS, msin = '0000000001'): void {
  g.initial(at, ids.ran, ng.registrationRequest(msin))
  g.downlink(at + 14, ids, FIVE_G.authenticationRequest)
  g.uplink(at + 40, ids, FIVE_G.authenticationResponse)
  g.downlink(at + 48, ids, FIVE_G.securityModeCommand)
  g.uplink(at + 65, ids, FIVE_G.securityModeComplete)
  g.downlink(at + 82, ids, FIVE_G.registrationAccept)
  g.uplink(at + 100, ids, FIVE_G.registrationComplete)
}

const client = (port: number): ReturnType<typeof end> => end('10.1.0.1', port)
const server = (last: number): ReturnType<typeof end> => end(`10.1.0.${last}`, 7777)

/** The services that DOMAIN 7.5 tells of. */
function services(wire: Wire, at: number): void {
  const ausf = new Http2(wire, client(40_001), server(3))
  const udm = new Http2(wire, end('10.1.0.3', 40_002), server(4))
  const own = new Http2(wire, client(40_003), server(4))
  const pcf = new Http2(wire, client(40_004), server(6))
  const suci = 'suci-0-001-01-0000-0-0-0000000001'
  const authentications = '/nausf-auth/v1/ue-authentications'
  ausf.exchange(
    at + 4,
    { method: 'POST', path: authentications, json: { supiOrSuci: suci } },
    {
      status: 201,
      headers: { location: `http://10.1.0.3:7777${authentications}/1` },
      json: { authType: '5G_AKA' },
      after: 8,
    },
  )
  const data = `/nudm-ueau/v1/${suci}/security-information/generate-auth-data`
  udm.exchange(at + 6, { method: 'POST', path: data, json: {} }, { json: { supi: SUPI }, after: 4 })
  ausf.exchange(
    at + 42,
    { method: 'PUT', path: `${authentications}/1/5g-aka-confirmation`, json: {} },
    {
      json: { supi: SUPI, authResult: 'AUTHENTICATION_SUCCESS' },
      after: 4,
    },
  )
  const registration = `/nudm-uecm/v1/${SUPI}/registrations/amf-3gpp-access`
  own.exchange(at + 67, { method: 'PUT', path: registration, json: {} }, { status: 201, after: 3 })
  own.exchange(at + 71, { path: `/nudm-sdm/v2/${SUPI}/am-data` }, { json: {}, after: 2 })
  const policies = '/npcf-am-policy-control/v1/policies'
  pcf.exchange(at + 74, { method: 'POST', path: policies, json: { supi: SUPI } }, { status: 201, after: 5 })
}

describe('5G registration', () => {
  it('7.5 is found whole, with the services behind it', async () => {
    const [registration, ...rest] = await proceduresIn((wire) => {
      registered(new ng.Ng(wire, 0, GNB, AMF), 100)
      services(wire, 100)
    })
    expect(outline(registration!)).toBe(
      '5G_REGISTRATION success 100: 0 Registration request, 4 Authentication service request, ' +
        '6 Authentication data request, 10 Authentication data response, 12 Authentication service response, ' +
        '14 Authentication request, 40 Authentication response, 42 Authentication confirmation request, ' +
        '46 Authentication confirmation response, 48 Security mode command, 65 Security mode complete, ' +
        '67 UE context registration request, 70 UE context registration response, 71 Subscription data request, ' +
        '73 Subscription data response, 74 Access policy request, 79 Access policy response, ' +
        '82 Registration accept, 100 Registration complete',
    )
    expect(registration!.timings).toEqual({
      registration_ms: 100,
      auth_ms: 42,
      authentication_ms: 26,
      security_mode_ms: 17,
      nausf_ms: 8,
      nudm_ueau_ms: 4,
      confirmation_ms: 4,
      nudm_uecm_ms: 3,
      nudm_sdm_ms: 2,
      am_policy_ms: 5,
      total_ms: 100,
    })
    expect(rest).toEqual([])
  })

  it('a reject has its cause', async () => {
    const [registration] = await proceduresIn((wire) => {
      const g = new ng.Ng(wire, 0, GNB, AMF)
      g.initial(100, IDS.ran, ng.registrationRequest('0000000001'))
      g.downlink(114, IDS, FIVE_G.registrationReject(3))
      g.release(120, IDS)
    })
    expect(result(registration!)).toBe('5G_REGISTRATION failed 14')
    expect(registration!.verdict).toMatchObject({
      category: 'subscriber',
      protocol: '5GMM',
      code: 3,
      name: 'Illegal UE',
      clause: 'TS 24.501 §9.11.3.2',
    })
  })

  it('two UEs that register at once are told apart', async () => {
    const found = await proceduresIn((wire) => {
      const g = new ng.Ng(wire, 0, GNB, AMF)
      registered(g, 100)
      registered(g, 107, { amf: 2, ran: 6 }, '0000000002')
    })
    expect(found.map(result)).toEqual(['5G_REGISTRATION success 100', '5G_REGISTRATION success 100'])
    expect(new Set(found.map(({ subscriber_id }) => subscriber_id)).size).toBe(2)
  })

  it('service request and deregistration have names of their own, though LTE calls them the same', async () => {
    const found = await proceduresIn((wire) => {
      const g = new ng.Ng(wire, 0, GNB, AMF)
      registered(g, 100)
      g.uplink(5000, IDS, FIVE_G.serviceRequest)
      g.downlink(5012, IDS, FIVE_G.serviceAccept)
      g.uplink(9000, IDS, FIVE_G.deregistrationRequest)
      g.downlink(9020, IDS, FIVE_G.deregistrationAccept)
      g.release(9030, IDS)
    })
    expect(found.map(result)).toEqual([
      '5G_REGISTRATION success 100',
      '5G_SERVICE_REQUEST success 12',
      '5G_DEREGISTRATION success 32',
    ])
  })
})

/** A message with one list of PDU sessions, each with what its transfer holds. */
function resources(g: ng.Ng, at: number, code: number, list: number, ...ids: readonly number[]): void {
  const items = ids.map((id) => [id, ng.setupResponse({ address: GNB, teid: 0x22 + id })] as const)
  g.up(at, SUCCESSFUL, code, ...ng.both(IDS), ng.sessions(list, ...items))
}

const SETUP = 29
const SET_UP = 75
const MODIFY = 26
const FAILED_TO_MODIFY = 54
/** Cause of the radio network in a transfer: optional diagnostics, extension, choice, extension, and 36. */
const fallback = octetsOf('0120')

describe('PDU sessions', () => {
  it('7.6 is found over NAS, SBA, N4 and NGAP', async () => {
    const found = await proceduresIn((wire) => {
      const g = new ng.Ng(wire, 0, GNB, AMF)
      registered(g, 100)
      const smf = new Http2(wire, client(40_001), server(2))
      const amf = new Http2(wire, end('10.1.0.2', 40_002), end(AMF, 7777))
      const n4 = new PfcpPeers(wire, '10.1.0.2', '192.168.10.1')
      const asked = ng.transport(UL, 1, SESSION.establishmentRequest(1))
      g.uplink(1000, IDS, asked)
      const contexts = '/nsmf-pdusession/v1/sm-contexts'
      smf.exchange(
        1003,
        { method: 'POST', path: contexts, json: { supi: SUPI, pduSessionId: 1, dnn: 'internet' } },
        {
          status: 201,
          headers: { location: `http://10.1.0.2:7777${contexts}/urn-1` },
          after: 2,
        },
      )
      n4.establish(1015, { cp: 1, up: 9, user: '10.60.0.1', teid: 0x11 })
      const path = `/namf-comm/v1/ue-contexts/${SUPI}/n1-n2-messages`
      amf.exchange(1020, { method: 'POST', path, json: { pduSessionId: 1 } }, { after: 2 })
      g.downlink(1024, IDS, ng.transport(DL, 1, SESSION.establishmentAccept(1)))
      resources(g, 1040, SETUP, SET_UP, 1)
      smf.exchange(1042, { method: 'POST', path: `${contexts}/urn-1/modify`, json: {} }, { after: 6 })
    })
    const session = found.find(({ type }) => type === '5G_PDU_SESSION')!
    expect(outline(session)).toContain('5G_PDU_SESSION success 40: 0 Establishment request, 3 Session context request')
    expect(outline(session)).toContain(
      '24 Establishment accept, 40 Resource setup response, 42 Session context update request',
    )
    expect(session).toMatchObject({
      apn: 'internet',
      missing_steps: [],
      timings: { pdu_session_setup_ms: 40, create_session_context_ms: 2, total_ms: 48 },
    })
    expect(found).toHaveLength(2)
  })

  it('two that are set up at once are told apart by their identity', async () => {
    const found = await proceduresIn((wire) => {
      const g = new ng.Ng(wire, 0, GNB, AMF)
      registered(g, 100)
      g.uplink(1000, IDS, ng.transport(UL, 1, SESSION.establishmentRequest(1)))
      g.uplink(1005, IDS, ng.transport(UL, 2, SESSION.establishmentRequest(2)))
      g.downlink(1020, IDS, ng.transport(DL, 2, SESSION.establishmentReject(2, 27)))
      g.downlink(1030, IDS, ng.transport(DL, 1, SESSION.establishmentAccept(1)))
      resources(g, 1040, SETUP, SET_UP, 1)
    })
    const sessions = found.filter(({ type }) => type === '5G_PDU_SESSION')
    expect(sessions.map(outline)).toEqual([
      '5G_PDU_SESSION success 40: 0 Establishment request, 30 Establishment accept, 40 Resource setup response',
      '5G_PDU_SESSION failed 15: 0 Establishment request, 15 Establishment reject',
    ])
    expect(sessions[1]!.verdict).toMatchObject({ protocol: '5GSM', code: 27, name: 'Missing or unknown DNN' })
  })

  it('a modification and a release of one session', async () => {
    const found = await proceduresIn((wire) => {
      const g = new ng.Ng(wire, 0, GNB, AMF)
      registered(g, 100)
      g.downlink(2000, IDS, ng.transport(DL, 1, SESSION.modificationCommand(1)))
      g.uplink(2025, IDS, ng.transport(UL, 1, SESSION.modificationComplete(1)))
      g.uplink(3000, IDS, ng.transport(UL, 1, SESSION.releaseRequest(1)))
      g.downlink(3020, IDS, ng.transport(DL, 1, SESSION.releaseCommand(1, 36)))
      g.uplink(3035, IDS, ng.transport(UL, 1, SESSION.releaseComplete(1)))
    })
    expect(found.slice(1).map(result)).toEqual([
      '5G_PDU_SESSION_MODIFICATION success 25',
      '5G_PDU_SESSION_RELEASE success 35',
    ])
  })

  it('handovers over Xn and N2', async () => {
    const found = await proceduresIn((wire) => {
      const g = new ng.Ng(wire, 0, GNB, AMF)
      const target = new ng.Ng(wire, 0, '192.168.10.3', AMF)
      registered(g, 100)
      target.pathSwitch(2000, { amf: 1, source: 1, ran: 9, tunnel: { address: '192.168.10.3', teid: 0x33 } })
      const container = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)
      target.required(4000, { amf: 1, ran: 9 }, container)
      g.request(4005, 4, container)
      g.up(4020, SUCCESSFUL, 13, ...ng.both({ amf: 4, ran: 12 }))
      target.down(4024, SUCCESSFUL, 12, ...ng.both({ amf: 1, ran: 9 }))
      g.up(4070, INITIATING, 11, ...ng.both({ amf: 4, ran: 12 }))
    })
    expect(found.slice(1).map(result)).toEqual(['5G_HANDOVER xn success 10', '5G_HANDOVER n2 success 70'])
  })
})

describe('voice', () => {
  const UE = { user: '001010000000001', host: 'ims.mnc001.mcc001.3gppnetwork.org', end: end('10.45.0.5', 5060) }
  const PCSCF = end('10.0.0.20', 5060)
  const SCSCF = { user: 'ims', host: UE.host, end: end('10.0.0.22', 5060) }

  function registering(wire: Wire, statuses: readonly [number, number], answer = 2001): void {
    const digest = `Digest username="${UE.user}@${UE.host}",realm="${UE.host}",nonce="",uri="sip:${UE.host}",response=""`
    const dialog = new Dialog(wire, { callId: 'r1', caller: UE, callee: SCSCF, called: UE, proxies: [PCSCF] })
    const hss = new Peers(wire, {
      client: { end: end('10.0.0.22', 40_001), host: 'scscf.ims', realm: 'ims' },
      server: HSS,
    })
    const uri = `sip:${UE.host}`
    const headers = [
      ['Expires', '600000'],
      ['Authorization', digest],
    ] as const
    const cx = (command: number): { command: number; application: number; session: string; avps: Uint8Array[] } => ({
      command,
      application: 16_777_216,
      session: `cx${command}`,
      avps: [avp(1, `${UE.user}@${UE.host}`), tgpp(601, `sip:${UE.user}@${UE.host}`)],
    })
    const first = dialog.request(100, 'REGISTER', { initial: true, uri, headers })
    const failed = answer === 2001 ? {} : { result: 0, avps: [avp(297, [avp(266, 10_415), avp(298, answer)])] }
    hss.exchange(120, cx(303), { after: 8, ...failed })
    dialog.response(132, first, statuses[0])
    if (statuses[0] !== 401) return
    const second = dialog.request(310, 'REGISTER', { initial: true, uri, headers })
    hss.exchange(320, cx(301), { after: 10 })
    dialog.response(340, second, statuses[1])
  }

  it('7.2 an IMS registration lasts until the answer is back at the UE', async () => {
    const [registration, ...rest] = await proceduresIn((wire) => registering(wire, [401, 200]))
    expect(outline(registration!)).toBe(
      'IMS_REGISTRATION success 240: 0 REGISTER, 2 REGISTER, 20 Multimedia authentication request, ' +
        '28 Multimedia authentication answer, 30 Challenge, 32 Challenge, 210 REGISTER, 212 REGISTER, ' +
        '220 Server assignment request, 230 Server assignment answer, 238 200 OK, 240 200 OK',
    )
    expect(registration!.timings).toMatchObject({
      rrd_ms: 240,
      challenge_ms: 32,
      multimedia_authentication_ms: 8,
      server_assignment_ms: 10,
    })
    expect(rest).toEqual([])
  })

  it('one that is refused says what the HSS said first', async () => {
    const [registration] = await proceduresIn((wire) => registering(wire, [403, 0], 5001))
    expect(registration).toMatchObject({
      outcome: 'failed',
      duration_ms: 32,
      verdict: {
        protocol: 'DIAMETER',
        code: 5001,
        category: 'subscriber',
        consequence: { protocol: 'SIP', code: 403, name: 'Forbidden' },
      },
    })
  })

  it('EPS fallback: a flow for voice is refused, and the UE has its bearer in LTE', async () => {
    const imsi = '001010000000001'
    const [mme, sgw] = [gtp.node('10.0.0.10'), gtp.node('10.0.0.41')]
    const found = await proceduresIn((wire) => {
      const g = new ng.Ng(wire, 0, GNB, AMF)
      registered(g, 100)
      g.up(2000, SUCCESSFUL, MODIFY, ...ng.both(IDS), ng.sessions(FAILED_TO_MODIFY, [1, fallback]))
      const s = new s1.S1(wire, 0, '10.0.0.2', '10.0.0.10')
      s.initial(2400, 2, concat(octetsOf('0748 70'), s1.attachRequest(imsi).subarray(3, 12)))
      const ids = { mme: 1, enb: 2 }
      s.context(2440, ids, { address: '10.0.0.1', teid: 0x101 }, { address: '10.0.0.2', teid: 0x202 })
      s.down(2445, INITIATING, 11, ...s1.both(ids), s1.nas(EPS.areaUpdateAccept))
      wire.udp(
        2410,
        mme,
        sgw,
        gtp.gtp2(
          32,
          { teid: 0, sequence: 1 },
          gtp.imsi(imsi),
          gtp.apn('ims'),
          gtp.fteid(10, 0x11, mme.address),
          gtp.bearer(gtp.ebi(5)),
        ),
      )
      wire.udp(
        2415,
        sgw,
        mme,
        gtp.gtp2(33, { teid: 0x11, sequence: 1 }, gtp.cause(16), gtp.fteid(11, 0x21, sgw.address)),
      )
      wire.udp(
        2500,
        sgw,
        mme,
        gtp.gtp2(95, { teid: 0x11, sequence: 9 }, gtp.ebi(5), gtp.bearer(gtp.ebi(0), gtp.qos(1, 49))),
      )
      wire.udp(
        2550,
        mme,
        sgw,
        gtp.gtp2(96, { teid: 0x21, sequence: 9 }, gtp.cause(16), gtp.bearer(gtp.ebi(6), gtp.cause(16))),
      )
    })
    const fell = found.find(({ type }) => type === 'EPS_FALLBACK')!
    expect(result(fell)).toBe('EPS_FALLBACK success 550')
    expect(fell.timings).toMatchObject({ eps_fallback_ms: 550, dedicated_bearer_ms: 50 })
  })

  it('SRVCC from the request on Sv to its completion, and one that is cancelled', async () => {
    const [mme, msc] = [gtp.node('10.0.0.10'), gtp.node('10.0.0.95')]
    const found = await proceduresIn((wire) => {
      for (const [at, last, imsi] of [
        [100, 27, '001010000000001'],
        [5000, 29, '001010000000002'],
      ] as const) {
        const teid = 0x31 + last
        wire.udp(
          at,
          mme,
          msc,
          gtp.gtp2(25, { teid: 0, sequence: last }, gtp.imsi(imsi), gtp.fteid(12, teid, mme.address)),
        )
        wire.udp(
          at + 40,
          msc,
          mme,
          gtp.gtp2(26, { teid, sequence: last }, gtp.cause(16), gtp.fteid(13, teid + 100, msc.address)),
        )
        const [from, to, tunnel] = last === 27 ? [msc, mme, teid] : [mme, msc, teid + 100]
        wire.udp(at + 300, from, to, gtp.gtp2(last, { teid: tunnel, sequence: last + 1 }, gtp.imsi(imsi)))
        wire.udp(at + 302, to, from, gtp.gtp2(last + 1, { teid: 0, sequence: last + 1 }, gtp.cause(16)))
      }
    })
    expect(found.map(result)).toEqual(['SRVCC success 300', 'SRVCC cancelled 300'])
    expect(found[0]!.timings).toMatchObject({ srvcc_ms: 300, srvcc_preparation_ms: 40 })
  })
})

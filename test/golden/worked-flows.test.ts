/** DOMAIN 7: whole flows across all interfaces, with the sessions, members, relations, times and ends to be found. */
import { describe, expect, it } from 'vitest'
import { answeredCall, preconditionCall } from '../make/calls/answered.ts'
import { ALICE, BOB, phone } from '../make/calls/phone.ts'
import { registration } from '../make/network/five-g/registration.ts'
import { pduSession } from '../make/network/five-g/session.ts'
import { supiOf } from '../make/network/five-g/ue.ts'
import { grantFlow } from '../make/network/five-g/voice.ts'
import { attach, handover, pathSwitch } from '../make/network/whole/access.ts'
import { grant, register } from '../make/network/whole/ims.ts'
import { ueOf } from '../make/network/whole/ue.ts'
import { membersOf, of5g, ofEpc, outline, proceduresOf, rolesOf, the } from './worked.ts'

/** IMSI 001010000000001 with 10.45.0.5 in the IMS; NAS is ciphered behind its security mode command. */
const ALICES = ueOf(1, 4, { slots: 300, at: 1000, until: 1e6 })
/** NAS stays readable. */
const READABLE = ueOf(2, 4, { slots: 300, at: 1000, until: 1e6 })
const CALL = { name: '1', topology: '', outcome: 'success' }

describe('7.1 a VoLTE call with preconditions', () => {
  const sessions = ofEpc((core) => {
    const attached = attach(core, ALICES)
    register(core, ALICES, 2000)
    preconditionCall(core.wire, { at: 10_000, packets: 3000, lostDown: 60 })
    const ends = 10_000 + 63_500
    grant(core, { attached, call: CALL, at: 10_180, ends, icid: 'abc-1', own: ALICE.media, far: BOB.media, ebi: 7 })
  })

  it('is one session with its bearer, grant, rules and radio access', async () => {
    const call = the(await sessions, 'VoLTE')
    expect(call).toMatchObject({
      subtype: 'volte',
      session_key: 'c1@10.45.0.5',
      outcome: 'success',
      duration_ms: 63_500,
    })
    expect(call.correlation_key).toMatchObject({
      icid: 'abc-1',
      imsi: '001010000000001',
      msisdn: '491710000001',
      ue_ip: '10.45.0.5',
    })
    expect(membersOf(call)).toEqual([
      'DIAMETER policy_for flow-endpoint',
      'DIAMETER policy_for icid',
      'GTP bearer_for ue-ip',
      'S1AP access_for tunnel',
    ])
  })

  it('took as long as was waited', async () => {
    const all = await sessions
    expect(the(all, 'VoLTE').metrics).toMatchObject({
      setup_time_ms: 3450,
      pdd_ms: 180,
      alerting_ms: 450,
      ringing_time_ms: 3000,
      talk_time_ms: 60_030,
      rtp_loss: 0.01,
      rtp_loss_max: 0.02,
    })
    expect(the(all, 'DIAMETER', 'Rx').metrics).toMatchObject({ rx_auth_ms: 9 })
    const bearer = all.find(({ session_key }) => session_key.endsWith('/ims/6'))!
    expect(bearer.metrics).toMatchObject({ bearer_setup_ms: 47, s11_bearer_setup_ms: 44 })
  })

  it('of what lasts, only setup and release are told with it', async () => {
    const { events } = the(await sessions, 'VoLTE')
    const names = events.filter(({ via_session }) => via_session !== undefined).map(({ message_type }) => message_type)
    expect(names).toEqual([
      'AA-Request',
      'Re-Auth-Request',
      'Re-Auth-Answer',
      'AA-Answer',
      'Create Bearer Request',
      'Create Bearer Request',
      'E-RABSetupRequest',
      'E-RABSetupResponse',
      'UplinkNASTransport',
      'Create Bearer Response',
      'Create Bearer Response',
      'Session-Termination-Request',
      'Session-Termination-Answer',
      'Re-Auth-Request',
      'Re-Auth-Answer',
      'Delete Bearer Request',
      'Delete Bearer Request',
      'Delete Bearer Response',
      'Delete Bearer Response',
    ])
  })

  it('each node is known by what it does', async () => {
    expect(rolesOf(await sessions)).toMatchObject({
      '10.45.0.5': 'UE',
      '10.1.0.2': 'eNB',
      '10.0.0.10': 'MME',
      '10.0.0.41': 'SGW',
      '10.0.0.40': 'PGW',
      '10.0.0.30': 'PCRF',
      '10.0.0.80': 'HSS',
      '10.0.0.20': 'P-CSCF',
    })
  })

  it('7.2 and its registration has what the HSS was asked', async () => {
    const all = await sessions
    const registered = the(all, 'SIP_REGISTRATION')
    expect(registered).toMatchObject({
      outcome: 'success',
      verdict: { kind: 'registered' },
      metrics: { rrd_ms: 240, rrd_last_ms: 30, attempts: 2 },
      correlation_key: { impi: '001010000000001@ims.mnc001.mcc001.3gppnetwork.org', imsi: '001010000000001' },
      facts: { authentication: 'AKAv1-MD5' },
    })
    expect(proceduresOf(registered)).toEqual(['IMS_REGISTRATION success 240'])
    expect(membersOf(registered)).toEqual(Array.from({ length: 4 }, () => 'DIAMETER registrar_for subscriber'))
    const asked = all.filter(({ subtype }) => subtype === 'Cx').map(({ metrics }) => metrics['latency_ms'])
    expect(asked).toEqual([4, 8, 4, 10])
  })
})

describe('7.2 a registration that the HSS refuses', () => {
  it('failed, as did what the HSS was asked', async () => {
    const sessions = await ofEpc((core) => register(core, ALICES, 2000, { refusal: 5001 }))
    expect(the(sessions, 'SIP_REGISTRATION')).toMatchObject({ outcome: 'failed', verdict: { code: 403 } })
    const refused = sessions.find(({ outcome, type }) => type === 'DIAMETER' && outcome === 'failed')
    expect(refused).toMatchObject({ subtype: 'Cx', verdict: { code: 5001 } })
    expect(the(sessions, 'SIP_REGISTRATION').members?.map(({ session_id }) => session_id)).toContain(
      refused!.session_id,
    )
  })
})

describe('7.3 an attach', () => {
  it('is a context, a connection and what the HSS and PCRF were asked, with their times', async () => {
    const sessions = await ofEpc((core) => attach(core, READABLE, { ims: 0 }))
    expect(outline(sessions)).toEqual([
      'DIAMETER Gx success',
      'DIAMETER S6a success',
      'DIAMETER S6a success',
      'GTP pdn_connection success',
      'S1AP attach success',
    ])
    expect(the(sessions, 'GTP')).toMatchObject({
      session_key: `imsi:${READABLE.imsi}/internet/5`,
      metrics: { create_session_latency_ms: 10, s5_create_session_latency_ms: 4, modify_bearer_latency_ms: 5 },
    })
    expect(the(sessions, 'GTP').correlation_key['teids']).toEqual(
      expect.arrayContaining(['0x00000608@10.0.0.41', '0x00070045@10.1.0.2']),
    )
    const context = the(sessions, 'S1AP')
    expect(context).toMatchObject({ metrics: { attach_ms: 125 }, correlation_key: { imsi: READABLE.imsi } })
    expect(context.session_key).toMatch(/^mme:5\/enb:2@/)
    expect(proceduresOf(context)).toContain('LTE_ATTACH success 125')
    const asked = sessions.filter(({ subtype }) => subtype === 'S6a').map(({ metrics }) => metrics['latency_ms'])
    expect(asked).toEqual([10, 15])
  })
})

describe('7.4 a bearer for a call that was not seen', () => {
  it('makes no call of it; the grant and its rules know each other', async () => {
    const sessions = await ofEpc((core) => {
      const attached = attach(core, ALICES)
      grant(core, { attached, call: CALL, at: 9000, ends: 60_000, own: ALICE.media, far: BOB.media, ebi: 7 })
    })
    expect(sessions.some(({ type }) => type === 'VoLTE')).toBe(false)
    const [grants, rules] = [the(sessions, 'DIAMETER', 'Rx'), sessions.filter(({ subtype }) => subtype === 'Gx')]
    expect(grants.related_sessions.filter(({ relation }) => relation !== 'same_subscriber')).toMatchObject([
      {
        relation: 'policy_for',
        session_id: rules[1]!.session_id,
        linked_by: [{ evidence: 'flow-endpoint', confidence: 1 }],
      },
    ])
    const bearer = sessions.find(({ session_key }) => session_key.endsWith('/ims/6'))!
    expect(bearer.correlation_key['bearers']).toContainEqual(
      expect.objectContaining({ ebi: 7, qci: 1, gbr_uplink_kbps: 49 }),
    )
    expect(bearer.metrics).toMatchObject({ bearer_setup_ms: 47, s11_bearer_setup_ms: 44 })
  })
})

/** In 5G, behind the first AMF; NAS stays readable, and the P-CSCF knows who it is. */
const NEWCOMER = { ...ueOf(2, 8, { slots: 300, at: 1000, until: 1e6 }), ip: '10.60.0.1' }
const SUPI = supiOf(NEWCOMER)

describe('7.5 a registration in 5G', () => {
  it('is a context, and all that the core did for the subscriber', async () => {
    const sessions = await of5g((fiveG) => registration(fiveG, NEWCOMER))
    expect(outline(sessions)).toEqual(['HTTP2 sba success', 'NGAP registration success'])
    const context = the(sessions, 'NGAP')
    expect(context).toMatchObject({ correlation_key: { supi: SUPI }, metrics: { registration_ms: 100 } })
    expect(context.session_key).toMatch(/^amf:5\/ran:3@/)
    expect(proceduresOf(context)).toEqual(['5G_REGISTRATION success 100'])
    const core = the(sessions, 'HTTP2')
    expect(core).toMatchObject({ session_key: `supi:${SUPI}`, metrics: { requests: 6 } })
    const { exchanges } = core.facts as unknown as { exchanges: { request: string; latency_ms: number }[] }
    expect(exchanges.map(({ latency_ms }) => latency_ms)).toEqual([4, 8, 4, 3, 2, 5])
  })

  it('fails where the authentication does', async () => {
    const sessions = await of5g((fiveG) => registration(fiveG, NEWCOMER, { refusal: 'confirmation' }))
    expect(outline(sessions)).toEqual(['HTTP2 sba failed', 'NGAP registration failed'])
    expect(the(sessions, 'NGAP').verdict).toMatchObject({ category: 'auth', message: 'Authentication reject' })
  })

  it('fails first at the AUSF, and therefore at the UE', async () => {
    const sessions = await of5g((fiveG) => registration(fiveG, NEWCOMER, { refusal: 'ausf' }))
    const [procedure] = the(sessions, 'NGAP').procedures!
    expect(procedure).toMatchObject({
      type: '5G_REGISTRATION',
      outcome: 'failed',
      verdict: { protocol: 'HTTP2', code: 403, consequence: { protocol: '5GMM', code: 3 } },
    })
  })
})

describe('7.6 a PDU session', () => {
  const sessions = of5g((fiveG) => {
    const one = registration(fiveG, NEWCOMER)
    pduSession(fiveG, one, one.ims, { at: 3000 })
  })

  it('is of the same context and subscriber, and of one session of the user plane', async () => {
    const all = await sessions
    expect(outline(all)).toEqual(['HTTP2 sba success', 'NGAP registration success', 'PFCP N4 success'])
    const plane = the(all, 'PFCP')
    expect(plane).toMatchObject({
      session_key: 'seid:0x000000000000000a/0x0000000000000012',
      correlation_key: { ue_ip: NEWCOMER.ip, dnn: 'ims', imsi: NEWCOMER.imsi },
      metrics: { establishment_ms: 3 },
    })
    const context = the(all, 'NGAP')
    expect(context.correlation_key).toMatchObject({ pdu_session_ids: [2] })
    expect(context.correlation_key['teids']).toEqual(plane.correlation_key['teids'])
    expect(context.metrics).toMatchObject({ pdu_session_setup_ms: 40 })
    expect(proceduresOf(context)).toContain('5G_REGISTRATION success 100')
    expect(context.procedures!.map(({ type, outcome }) => `${type} ${outcome}`)).toContain('5G_PDU_SESSION success')
    expect(the(all, 'HTTP2').correlation_key).toMatchObject({ supi: SUPI, dnn: 'ims', ue_ip: NEWCOMER.ip })
    expect(rolesOf(all)).toMatchObject({
      '10.3.0.2': 'gNB',
      '10.2.0.1': 'AMF',
      '10.2.0.2': 'SMF',
      '10.2.0.3': 'AUSF',
      '10.2.0.4': 'UDM',
      '10.2.0.5': 'PCF',
    })
  })
})

describe('a call in 5G', () => {
  const caller = phone(`+${NEWCOMER.msisdn}`, NEWCOMER.ip, 49_152)
  it.each<[string, { icid?: string }, string]>([
    ['by its charging identifier', { icid: 'icid-5' }, 'icid'],
    ['by the ends of its media', {}, 'flow-endpoint'],
  ])('has what the PCF was asked, %s', async (_, more, evidence) => {
    const sessions = await of5g((fiveG, core) => {
      const attached = registration(fiveG, NEWCOMER)
      pduSession(fiveG, attached, attached.ims, { at: 3000 })
      const headers = [['P-Charging-Vector', 'icid-value=icid-5']] as const
      answeredCall(core.wire, { at: 60_000, phones: [caller, BOB], packets: 10, headers, callId: 'vonr@ue' })
      const [own, far] = [caller.media, BOB.media]
      grantFlow(fiveG, { attached, call: CALL, at: 60_190, ends: 62_000, own, far, ebi: 7, ...more })
    })
    expect(membersOf(the(sessions, 'VoLTE'))).toContain(`HTTP2 core_for ${evidence}`)
  })
})

describe('7.9 handovers', () => {
  it('a path switch, and one through the core: one context, one connection, whose tunnels move', async () => {
    const sessions = await ofEpc((core) => {
      const attached = attach(core, READABLE, { ims: 0 })
      pathSwitch(core, attached, 5000)
      handover(core, attached, 8000)
    })
    const context = the(sessions, 'S1AP')
    expect(sessions.filter(({ type }) => type === 'S1AP')).toHaveLength(1)
    const { contexts } = context.correlation_key as unknown as { contexts: { core: number; ran: number }[] }
    expect(contexts.map(({ core, ran }) => [core, ran])).toEqual([
      [5, 2],
      [5, 1002],
      [5005, 2002],
    ])
    expect(context.metrics).toMatchObject({ handovers: 2, path_switch_ms: 10, handover_ms: 80 })
    const { teid_history } = the(sessions, 'GTP').facts as unknown as {
      teid_history: { ebi: number; tunnel: string }[]
    }
    expect(teid_history.filter(({ ebi }) => ebi === 5).map(({ tunnel }) => tunnel)).toEqual([
      '0x00070045@10.1.0.2',
      '0x00080045@10.1.0.3',
      '0x00090045@10.1.0.4',
    ])
  })
})

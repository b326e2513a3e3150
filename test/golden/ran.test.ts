/** S1AP and NGAP end to end: contexts of UEs through handovers, paging, resets and reused ids (DOMAIN §6, N6–N19). */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import * as ng from '../make/ngap.ts'
import { zeros } from '../make/octets.ts'
import { INITIATING, octetsOf, PerWriter, SUCCESSFUL, UNSUCCESSFUL } from '../make/per.ts'
import { VECTORS } from '../make/ran-vectors.ts'
import * as s1 from '../make/s1ap.ts'
import { Association } from '../make/sctp.ts'
import { Wire } from '../make/wire.ts'

const MME = '10.0.0.10'
const IMSI = '001010000000001'
const SGW = { address: '10.0.0.1', teid: 0x101 }
const ENB = { address: '10.0.0.2', teid: 0x202 }

interface Seen {
  readonly type: string
  readonly subtype?: string
  readonly session_key: string
  readonly outcome: string
  readonly events: readonly { readonly frame: number; readonly message_type: string }[]
  readonly [more: string]: unknown
}

async function sessionsOf(make: (wire: Wire) => void): Promise<readonly Seen[]> {
  const wire = new Wire()
  make(wire)
  const { sessions } = await analyzeCapture(pcap(wire.packets))
  return sessions as unknown as readonly Seen[]
}

function outline(sessions: readonly Seen[]): string[] {
  return sessions.map(
    ({ subtype, session_key, events }) => `${subtype} ${session_key.replace(/@.*/, '')} ${events.length}`,
  )
}

/** A UE attaches, and has a bearer. */
function attach(s: s1.S1, at: number, ids: s1.Ids, imsi = IMSI): void {
  s.initial(at, ids.enb, s1.attachRequest(imsi))
  s.down(at + 20, INITIATING, 11, ...s1.both(ids), s1.nas(octetsOf('075501')))
  s.context(at + 40, ids, SGW, ENB)
}

/** A security mode command that selects these algorithms. */
function command(algorithms: string): Uint8Array {
  return octetsOf(`37 01020304 00 075d ${algorithms} 00 02 f070`)
}

/** The context of a UE that is asked who it is and does not say; the capture goes on until then. */
async function silent(until: number): Promise<Pick<Seen, 'outcome' | 'verdict'>> {
  const sessions = await sessionsOf((wire) => {
    const s = new s1.S1(wire, 0, '10.0.0.2', MME)
    s.setUp(10)
    s.initial(100, 2, s1.attachRequest(IMSI))
    s.down(120, INITIATING, 11, ...s1.both({ mme: 1, enb: 2 }), s1.nas(octetsOf('075501')))
    s.page(until, 1, 0xc0010203)
  })
  const { outcome, verdict } = sessions.find(({ subtype }) => subtype === 'attach')!
  return { outcome, verdict }
}

describe('S1AP', () => {
  it('a context from attach to release is a session of the subscriber, the setup one of the nodes', async () => {
    const sessions = await sessionsOf((wire) => {
      const s = new s1.S1(wire, 0, '10.0.0.2', MME)
      s.setUp(10)
      attach(s, 100, { mme: 1, enb: 2 })
      s.release(5000, { mme: 1, enb: 2 })
    })
    expect(sessions[0]).toMatchObject({ type: 'S1AP', subtype: 'node', outcome: 'success', metrics: { setup_ms: 2 } })
    expect(sessions[1]).toMatchObject({
      type: 'S1AP',
      subtype: 'attach',
      session_key: 'mme:1/enb:2@10.0.0.10<->10.0.0.2',
      outcome: 'success',
      verdict: { kind: 'released', name: 'user-inactivity' },
      correlation_key: {
        mme_ue_id: 1,
        enb_ue_id: 2,
        imsi: IMSI,
        supi: `imsi-${IMSI}`,
        erab_ids: [5],
        teids: ['0x00000101@10.0.0.1', '0x00000202@10.0.0.2'],
        tai: { mcc: '001', mnc: '01', tac: 1 },
      },
      metrics: { initial_context_setup_ms: 5, failures: 0 },
    })
    expect(sessions).toHaveLength(2)
  })

  it('a setup that is answered by an error has failed', async () => {
    const [session] = await sessionsOf((wire) => new s1.S1(wire, 0, '10.0.0.2', MME).setUpInError(10))
    expect(session).toMatchObject({
      outcome: 'failed',
      verdict: {
        category: 'protocol',
        text: 'ErrorIndication: abstract-syntax-error-falsely-constructed-message (5) (frame 6, TS 36.413 §9.2.1.3).',
      },
    })
  })

  it('a UE that nobody answers any more is a failure once the capture shows that nobody will', async () => {
    expect(await silent(60_000)).toMatchObject({
      outcome: 'failed',
      verdict: { kind: 'timeout', category: 'network', text: 'LTE attach stopped after Identity request (frame 8).' },
    })
    expect(await silent(20_000)).toMatchObject({ outcome: 'incomplete', verdict: { kind: 'incomplete_capture' } })
  })

  it('a UE that is let go before it was accepted has failed, unless what came between cannot be read', async () => {
    const sessions = await sessionsOf((wire) => {
      const s = new s1.S1(wire, 0, '10.0.0.2', MME)
      const [plain, ciphered] = [
        { mme: 1, enb: 2 },
        { mme: 3, enb: 4 },
      ]
      s.initial(100, plain.enb, s1.attachRequest(IMSI))
      s.down(120, INITIATING, 11, ...s1.both(plain), s1.nas(octetsOf('075501')))
      s.release(5000, plain)
      s.initial(10_100, ciphered.enb, s1.attachRequest('001010000000009'))
      s.down(10_120, INITIATING, 11, ...s1.both(ciphered), s1.nas(octetsOf('2701020304000badcafe')))
      s.release(15_000, ciphered)
    })
    expect(sessions.map(({ outcome }) => outcome)).toEqual(['failed', 'success'])
    expect(sessions[0]).toMatchObject({
      verdict: {
        kind: 'let_go',
        name: 'user-inactivity',
        text: expect.stringContaining('the UE was let go before the end of the attach') as unknown,
      },
    })
  })

  it('ids that are given again after a release are of another UE', async () => {
    const sessions = await sessionsOf((wire) => {
      const s = new s1.S1(wire, 0, '10.0.0.2', MME)
      for (const round of [0, 1, 2]) {
        attach(s, round * 1000 + 100, { mme: 1, enb: 2 }, `00101000000000${round}`)
        s.release(round * 1000 + 500, { mme: 1, enb: 2 })
      }
    })
    expect(
      sessions.map(({ correlation_key, events }) => [(correlation_key as { imsi: string }).imsi, events.length]),
    ).toEqual([
      ['001010000000000', 6],
      ['001010000000001', 6],
      ['001010000000002', 6],
    ])
  })

  it('an id that the eNB gives again is of another UE, though no release was captured', async () => {
    const sessions = await sessionsOf((wire) => {
      const s = new s1.S1(wire, 0, '10.0.0.2', MME)
      attach(s, 100, { mme: 1, enb: 2 })
      attach(s, 1000, { mme: 7, enb: 2 })
    })
    expect(outline(sessions)).toEqual(['attach mme:1/enb:2 4', 'attach mme:7/enb:2 4'])
  })

  it('N11 a page and the service request that answers it are one; of another UE, or too late, they are not', async () => {
    const sessions = await sessionsOf((wire) => {
      const [a, b] = [new s1.S1(wire, 0, '10.0.0.2', MME), new s1.S1(wire, 5, '10.0.0.3', MME)]
      a.page(100, 0x1a, 0xc0010203)
      b.page(101, 0x1a, 0xc0010203)
      b.initial(300, 3, s1.SERVICE_REQUEST, [s1.sTmsi(0x1a, 0xc0010203)])
      b.initial(400, 4, s1.SERVICE_REQUEST, [s1.sTmsi(0x1a, 0xc0010204)])
      a.page(20_000, 0x1a, 0xc0010203)
      a.initial(40_000, 5, s1.SERVICE_REQUEST, [s1.sTmsi(0x1a, 0xc0010203)])
    })
    expect(outline(sessions)).toEqual([
      'service_request mme:?/enb:3 3',
      'service_request mme:?/enb:4 1',
      'paging tmsi:26-0xc0010203 1',
      'service_request mme:?/enb:5 1',
    ])
  })

  it('N12 a path switch to another eNB goes on with the same UE; the old context is let go', async () => {
    const sessions = await sessionsOf((wire) => {
      const [source, target] = [new s1.S1(wire, 0, '10.0.0.2', MME), new s1.S1(wire, 5, '10.0.0.3', MME)]
      attach(source, 100, { mme: 1, enb: 2 })
      target.pathSwitch(1000, { mme: 1, source: 1, enb: 3, tunnel: { address: '10.0.0.3', teid: 0x303 } })
      target.release(9000, { mme: 1, enb: 3 })
    })
    expect(sessions).toHaveLength(1)
    expect(sessions[0]).toMatchObject({
      outcome: 'success',
      correlation_key: {
        imsi: IMSI,
        enb_ue_id: 3,
        contexts: [
          { core: 1, ran: 2 },
          { core: 1, ran: 3 },
        ],
        teids: expect.arrayContaining(['0x00000303@10.0.0.3']) as unknown,
      },
      metrics: { handovers: 1, path_switch_ms: 10 },
    })
    expect(sessions[0]?.events).toHaveLength(8)
  })

  it('an S1 handover leads from the source association to the target, by the container that both bear', async () => {
    const container = octetsOf('400102030405')
    const sessions = await sessionsOf((wire) => {
      const [source, target] = [new s1.S1(wire, 0, '10.0.0.2', MME), new s1.S1(wire, 5, '10.0.0.8', MME)]
      attach(source, 100, { mme: 1, enb: 2 })
      source.required(1000, { mme: 1, enb: 2 }, container)
      target.request(1005, 5, container)
      const tunnel = { address: '10.0.0.8', teid: 0x404 }
      target.up(1025, SUCCESSFUL, 1, ...s1.both({ mme: 5, enb: 8 }), s1.admitted(tunnel))
      source.down(1027, SUCCESSFUL, 0, ...s1.both({ mme: 1, enb: 2 }))
      target.up(1080, INITIATING, 2, ...s1.both({ mme: 5, enb: 8 }))
      source.release(1090, { mme: 1, enb: 2 }, s1.radioCause(2))
      target.release(9000, { mme: 5, enb: 8 })
      // Another UE has the source's ids now.
      attach(source, 20_000, { mme: 1, enb: 2 }, '001010000000009')
    })
    expect(outline(sessions)).toEqual(['attach mme:1/enb:2 13', 'attach mme:1/enb:2 4'])
    expect(sessions[0]).toMatchObject({ metrics: { handovers: 1, handover_ms: 80, handover_preparation_ms: 27 } })
  })

  it('a handover that the target refuses leaves the UE where it is', async () => {
    const container = octetsOf('400102030405')
    const sessions = await sessionsOf((wire) => {
      const [source, target] = [new s1.S1(wire, 0, '10.0.0.2', MME), new s1.S1(wire, 5, '10.0.0.8', MME)]
      attach(source, 100, { mme: 1, enb: 2 })
      source.required(1000, { mme: 1, enb: 2 }, container)
      target.request(1005, 5, container)
      target.up(1010, UNSUCCESSFUL, 1, s1.mmeUe(5), s1.radioCause(12))
      source.down(1012, UNSUCCESSFUL, 0, ...s1.both({ mme: 1, enb: 2 }), s1.radioCause(6))
      // Another UE is refused too, and then taken by an eNB that asks for it itself.
      attach(source, 2000, { mme: 3, enb: 4 }, '001010000000003')
      source.down(3000, UNSUCCESSFUL, 0, ...s1.both({ mme: 3, enb: 4 }), s1.radioCause(6))
      target.pathSwitch(3100, { mme: 3, source: 3, enb: 9, tunnel: ENB })
    })
    expect(sessions.map(({ outcome }) => outcome)).toEqual(['failed', 'success'])
    expect(sessions[0]).toMatchObject({
      outcome: 'failed',
      verdict: { kind: 'rejected', category: 'radio', message: 'HandoverFailure', code: 12 },
      metrics: { failures: 2 },
    })
  })

  it('a release is told by who asked for it, whatever the core commands it with', async () => {
    const sessions = await sessionsOf((wire) => {
      const s = new s1.S1(wire, 0, '10.0.0.2', MME)
      attach(s, 100, { mme: 1, enb: 2 })
      s.up(1000, INITIATING, 18, ...s1.both({ mme: 1, enb: 2 }), s1.radioCause(21))
      s.release(1010, { mme: 1, enb: 2 }, s1.radioCause(0))
    })
    expect(sessions[0]).toMatchObject({
      outcome: 'failed',
      verdict: { kind: 'dropped', category: 'radio', name: 'radio-connection-with-ue-lost' },
    })
  })

  it('N16 a reset frees all ids of its association, and of no other', async () => {
    const sessions = await sessionsOf((wire) => {
      const [a, b] = [new s1.S1(wire, 0, '10.0.0.2', MME), new s1.S1(wire, 5, '10.0.0.3', MME)]
      attach(a, 100, { mme: 1, enb: 2 })
      attach(b, 200, { mme: 2, enb: 2 }, '001010000000002')
      a.resetAll(1000)
      a.release(2000, { mme: 1, enb: 2 })
      b.release(2000, { mme: 2, enb: 2 })
    })
    expect(outline(sessions)).toEqual([
      'attach mme:1/enb:2 6',
      'attach mme:2/enb:2 6',
      'node 10.0.0.10<->10.0.0.2 2',
      'ue_context mme:1/enb:2 2',
    ])
  })

  it('a reset of some connections unites them not, and frees them', async () => {
    const sessions = await sessionsOf((wire) => {
      const s = new s1.S1(wire, 0, '10.0.0.2', MME)
      for (const id of [1, 2, 3]) attach(s, id * 100, { mme: id, enb: id }, `00101000000000${id}`)
      s.reset(1000, { mme: 1, enb: 1 }, { mme: 2, enb: 2 })
      s.release(10_000, { mme: 3, enb: 3 })
    })
    expect(sessions.map(({ subtype, events }) => `${subtype} ${events.length}`)).toEqual([
      'attach 5',
      'attach 5',
      'attach 6',
      'node 1',
    ])
    expect(sessions.map(({ verdict }) => (verdict as { message?: string } | undefined)?.message)).toEqual([
      'Reset',
      'Reset',
      'UEContextReleaseCommand',
      undefined,
    ])
  })

  it('a reset is one event, in each session that it is about', async () => {
    const wire = new Wire()
    const s = new s1.S1(wire, 0, '10.0.0.2', MME)
    for (const id of [1, 2]) attach(s, id * 100, { mme: id, enb: id }, `00101000000000${id}`)
    s.resetAll(1000)
    const result = await analyzeCapture(pcap(wire.packets))
    const resets = result.sessions.map(({ events }) =>
      events.filter(({ message_type }) => message_type === 'Reset').map(({ event_id }) => event_id),
    )
    expect(resets).toEqual([['evt-009'], ['evt-009'], ['evt-009']])
    const first = result.sessions.find(({ subtype }) => subtype === 'node')!.session_id
    const vias = result.sessions.map(
      ({ events }) => events.find(({ event_id }) => event_id === 'evt-009')!['via_session'],
    )
    expect(vias).toEqual([first, first, undefined])
    expect(result.sessions.map(({ events, events_count }) => events.length - events_count)).toEqual([0, 0, 0])
    expect(result.sessions.map(({ packet_count }) => packet_count)).toEqual([6, 6, 2])
    expect(result.capture.packets).toBe(wire.packets.length)
  })

  it('N9 once a security mode command selected a cipher, no octets pass for a message by chance', async () => {
    // An attach complete with an ESM message, behind a header that says it is ciphered.
    const chance = octetsOf('27 01020304 01 0743 0003 5200c2')
    const sessions = await sessionsOf((wire) => {
      const s = new s1.S1(wire, 0, '10.0.0.2', MME)
      for (const [id, algorithms] of [
        [1, '22'],
        [2, '02'],
      ] as const) {
        s.initial(id * 100, id, s1.attachRequest(IMSI))
        s.down(id * 100 + 10, INITIATING, 11, ...s1.both({ mme: id, enb: id }), s1.nas(command(algorithms)))
        s.up(id * 100 + 20, INITIATING, 13, ...s1.both({ mme: id, enb: id }), s1.nas(chance))
      }
    })
    expect(sessions.map(({ events }) => (events.at(-1) as { short?: string } | undefined)?.short)).toEqual([
      'S1AP UplinkNASTransport / NAS (ciphered)',
      'S1AP UplinkNASTransport / Attach complete / Activate default EPS bearer context…',
    ])
  })

  it('N14 an error indication without ids is of the nodes', async () => {
    const sessions = await sessionsOf((wire) => {
      const s = new s1.S1(wire, 0, '10.0.0.2', MME)
      s.up(100, INITIATING, 15, s1.radioCause(0))
    })
    expect(outline(sessions)).toEqual(['node 10.0.0.10<->10.0.0.2 1'])
  })

  it('N19 what a new association says is of other UEs', async () => {
    const sessions = await sessionsOf((wire) => {
      const before = new s1.S1(wire, 0, '10.0.0.2', MME)
      attach(before, 100, { mme: 1, enb: 2 })
      const after = new s1.S1(wire, 5000, '10.0.0.2', MME)
      after.release(6000, { mme: 1, enb: 2 })
    })
    expect(outline(sessions)).toEqual(['attach mme:1/enb:2 4', 'ue_context mme:1/enb:2 2'])
  })

  it('N6 a container of more than 16 KiB comes in fragments of PER and of SCTP', async () => {
    const sessions = await sessionsOf((wire) => {
      const s = new s1.S1(wire, 0, '10.0.0.2', MME)
      s.required(100, { mme: 1, enb: 2 }, zeros(40_000))
    })
    expect(sessions[0]?.events[0]).toMatchObject({
      message_type: 'HandoverRequired',
      details: { source_to_target: { octets: 40_000 } },
    })
  })
})

it.each([
  { it: 'without an identifier', ppid: 0 },
  { it: 'with theirs in the other byte order', ppid: undefined },
])('S1AP and NGAP are known on any port, $it', async ({ ppid }) => {
  const sessions = await sessionsOf((wire) => {
    const eps = new Association(wire, 0, { client: end('10.0.0.2', 5000), server: end(MME, 6000) })
    eps.send(10, 'client', octetsOf(VECTORS.s1apAttach), { ppid: ppid ?? 0x12000000 })
    const fiveG = new Association(
      wire,
      5,
      { client: end('10.0.0.4', 5001), server: end(AMF, 6001) },
      s1.ownTags(5, AMF),
    )
    fiveG.send(20, 'client', octetsOf(VECTORS.ngapRegistration), { ppid: ppid ?? 0x3c000000 })
  })
  expect(sessions.map(({ type, subtype }) => `${type} ${subtype}`)).toEqual(['S1AP attach', 'NGAP registration'])
})

const AMF = '10.0.0.20'
/** Transfer of a PDU session that was not set up: cause 42 of the radio network. */
const NO_SLICE = new PerWriter().bits(3, 0).bits(3, 0).bits(1, 0).bits(6, 42).done()
const GNB = { address: '192.168.10.2', teid: 0x22 }

function register(n: ng.Ng, at: number, ids: ng.Ids, msin = '0000000001'): void {
  n.initial(at, ids.ran, ng.registrationRequest(msin))
  n.downlink(at + 10, ids, octetsOf('7e005b01'))
  n.uplink(at + 100, ids, octetsOf('7e0043'))
}

describe('NGAP', () => {
  it('a registration and its PDU session are one context, of the subscriber that the SUCI tells', async () => {
    const sessions = await sessionsOf((wire) => {
      const n = new ng.Ng(wire, 0, '192.168.10.2', AMF)
      n.setUp(10)
      register(n, 100, { amf: 1, ran: 5 })
      n.uplink(1000, { amf: 1, ran: 5 }, ng.transport(0x67, 1, ng.ESTABLISHMENT_REQUEST))
      n.up(1040, SUCCESSFUL, 29, ...ng.both({ amf: 1, ran: 5 }), ng.sessions(75, [1, ng.setupResponse(GNB)]))
      n.release(2000, { amf: 1, ran: 5 })
    })
    expect(sessions).toHaveLength(2)
    expect(sessions[1]).toMatchObject({
      type: 'NGAP',
      subtype: 'registration',
      session_key: 'amf:1/ran:5@10.0.0.20<->192.168.10.2',
      correlation_key: { supi: 'imsi-001010000000001', pdu_session_ids: [1], teids: ['0x00000022@192.168.10.2'] },
      metrics: { registration_ms: 100, pdu_session_setup_ms: 40 },
    })
  })

  it('a PDU session that the gNB refuses is not set up, though the answer is called a response', async () => {
    const sessions = await sessionsOf((wire) => {
      const n = new ng.Ng(wire, 0, '192.168.10.2', AMF)
      register(n, 100, { amf: 1, ran: 5 })
      n.uplink(1000, { amf: 1, ran: 5 }, ng.transport(0x67, 1, ng.ESTABLISHMENT_REQUEST))
      n.up(1040, SUCCESSFUL, 29, ...ng.both({ amf: 1, ran: 5 }), ng.sessions(58, [1, NO_SLICE]))
    })
    expect(sessions[0]).toMatchObject({
      outcome: 'failed',
      verdict: { message: 'PDUSessionResourceSetupResponse', name: 'resources-not-available-for-the-slice' },
    })
    expect(sessions[0]?.['metrics']).not.toHaveProperty('pdu_session_setup_ms')
  })

  it('N17 a message of a PDU session within NAS transport is told besides it', async () => {
    const sessions = await sessionsOf((wire) => {
      const n = new ng.Ng(wire, 0, '192.168.10.2', AMF)
      n.downlink(100, { amf: 1, ran: 5 }, ng.transport(0x68, 1, octetsOf('2e0101c31b')))
    })
    expect(sessions[0]?.events[0]).toMatchObject({
      short: 'NGAP DownlinkNASTransport / DL NAS transport / PDU session establishment reject',
      details: {
        failed: true,
        nas: [
          { message_type: 'DL NAS transport', pdu_session_id: 1 },
          { protocol: '5GSM', message_type_code: 0xc3, cause: { code: 27, name: 'Missing or unknown DNN' } },
        ],
      },
    })
    expect(sessions[0]).toMatchObject({ outcome: 'failed', verdict: { category: 'subscriber' } })
  })

  it('N13 several PDU sessions in one list, with IPv6 too', async () => {
    const sessions = await sessionsOf((wire) => {
      const n = new ng.Ng(wire, 0, '192.168.10.2', AMF)
      const six = { address: '2001:db8::2', teid: 0x23 }
      const list = ng.sessions(75, [1, ng.setupResponse(GNB)], [2, ng.setupResponse(six)])
      n.up(100, SUCCESSFUL, 29, ...ng.both({ amf: 1, ran: 5 }), list)
    })
    expect(sessions[0]?.events[0]).toMatchObject({
      details: {
        pdu_sessions: [
          { action: 'set up', id: 1, ip: '192.168.10.2', teid: '0x00000022', direction: 'dl', qfi: [1] },
          { action: 'set up', id: 2, ip: '2001:db8::2', teid: '0x00000023' },
        ],
      },
    })
  })

  it('path switch and N2 handover follow the UE, and paging leads to it', async () => {
    const container = octetsOf('400102030405')
    const sessions = await sessionsOf((wire) => {
      const [a, b] = [new ng.Ng(wire, 0, '192.168.10.2', AMF), new ng.Ng(wire, 5, '192.168.10.3', AMF)]
      a.page(50, 1, 2, 0xc0010203)
      a.initial(100, 5, octetsOf('7e004c00000704204280c00102'), [ng.fiveGSTmsi(1, 2, 0xc0010203)])
      a.downlink(120, { amf: 1, ran: 5 }, octetsOf('7e004e'))
      b.pathSwitch(1000, { amf: 1, source: 1, ran: 6, tunnel: { address: '192.168.10.3', teid: 0x33 } })
      b.required(2000, { amf: 1, ran: 6 }, container)
      a.request(2005, 9, container)
      a.up(2020, SUCCESSFUL, 13, ...ng.both({ amf: 9, ran: 7 }))
      a.up(2080, INITIATING, 11, ...ng.both({ amf: 9, ran: 7 }))
      b.release(2100, { amf: 1, ran: 6 })
      a.release(3000, { amf: 9, ran: 7 })
    })
    expect(sessions.map(({ events }) => events.length)).toEqual([13])
    expect(sessions[0]).toMatchObject({ metrics: { handovers: 2, handover_ms: 80, path_switch_ms: 10 } })
  })

  it('N16 a reset frees the ids; many UEs on one association stay apart', async () => {
    const sessions = await sessionsOf((wire) => {
      const n = new ng.Ng(wire, 0, '192.168.10.2', AMF)
      for (let i = 1; i <= 20; i++) register(n, i * 10, { amf: i, ran: 100 + i }, `00000000${10 + i}`)
      n.resetAll(5000)
      n.uplink(6000, { amf: 1, ran: 101 }, octetsOf('7e0043'))
    })
    expect(sessions.filter(({ subtype }) => subtype === 'registration').map(({ events }) => events.length)).toEqual(
      Array.from({ length: 20 }, () => 5),
    )
    expect(outline(sessions).slice(20)).toEqual(['node 10.0.0.20<->192.168.10.2 2', 'ue_context amf:1/ran:101 1'])
  })
})

/** Procedures of subscribers (DOMAIN 4.9, §7): what begins, belongs to and ends them, and what went wrong first. */
import { describe, expect, it } from 'vitest'
import type { Procedure } from '../../src/model/procedure.ts'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { avp, Peers } from '../make/diameter.ts'
import { HSS, MME as MME_PEER, S6A } from '../make/diameter-flows.ts'
import * as gtp from '../make/gtp.ts'
import { EPS } from '../make/nas.ts'
import { INITIATING, UNSUCCESSFUL } from '../make/per.ts'
import * as s1 from '../make/s1ap.ts'
import { Wire } from '../make/wire.ts'
import { outline, proceduresIn, result } from './procedures.ts'

const MME = '10.0.0.10'
const ENB = '10.0.0.2'
const IMSI = '001010000000001'
const OTHER = '001010000000002'
const SGW = { address: '10.0.0.1', teid: 0x101 }
const SGW_CONTROL = gtp.node('10.0.0.41')
const MME_CONTROL = gtp.node(MME)
const TUNNEL = { address: ENB, teid: 0x202 }
const UPLINK = 13
const DOWNLINK = 11

/** What a UE, an eNB and an MME say to each other, each message in its own time. */
class Radio {
  readonly s: s1.S1
  readonly ids: s1.Ids

  constructor(s: s1.S1, ids: s1.Ids) {
    this.s = s
    this.ids = ids
  }

  up(at: number, nas: Uint8Array): void {
    this.s.up(at, INITIATING, UPLINK, ...s1.both(this.ids), s1.nas(nas))
  }

  down(at: number, nas: Uint8Array): void {
    this.s.down(at, INITIATING, DOWNLINK, ...s1.both(this.ids), s1.nas(nas))
  }

  attach(at: number, imsi: string): void {
    this.s.initial(at, this.ids.enb, s1.attachRequest(imsi))
  }

  /** The rest of an attach, from the challenge to its end. */
  complete(at: number): void {
    this.down(at + 10, EPS.authenticationRequest)
    this.up(at + 30, EPS.authenticationResponse)
    this.down(at + 40, EPS.securityModeCommand)
    this.up(at + 55, EPS.securityModeComplete)
    this.s.context(at + 90, this.ids, SGW, TUNNEL)
    this.down(at + 100, EPS.attachAccept('internet', '10.45.0.6'))
    this.up(at + 125, EPS.attachComplete)
  }
}

function radio(wire: Wire, ids: s1.Ids = { mme: 1, enb: 2 }, enb = ENB): Radio {
  return new Radio(new s1.S1(wire, 0, enb, MME), ids)
}

function asked(
  command: number,
  name: string,
): { command: number; application: number; session: string; avps: Uint8Array[] } {
  return { command, application: S6A, session: `${name}.${IMSI}`, avps: [avp(1, IMSI)] }
}

/** The MME sets a connection up, and moves it to the eNB. */
function connection(wire: Wire, at: number, { cause = 16, imsi = IMSI }: { cause?: number; imsi?: string } = {}): void {
  const created = gtp.gtp2(
    32,
    { teid: 0, sequence: 1 },
    gtp.imsi(imsi),
    gtp.apn('internet'),
    gtp.fteid(10, 0x11, MME),
    gtp.bearer(gtp.ebi(5)),
  )
  wire.udp(at, MME_CONTROL, SGW_CONTROL, created)
  const elements =
    cause === 16
      ? [
          gtp.fteid(11, 0x21, SGW_CONTROL.address),
          gtp.paa('10.45.0.6'),
          gtp.bearer(gtp.ebi(5), gtp.cause(16), gtp.fteid(1, SGW.teid, SGW.address)),
        ]
      : []
  wire.udp(at + 10, SGW_CONTROL, MME_CONTROL, gtp.gtp2(33, { teid: 0x11, sequence: 1 }, gtp.cause(cause), ...elements))
}

function modified(wire: Wire, at: number, answered = true): void {
  const bearer = gtp.bearer(gtp.ebi(5), gtp.fteid(0, TUNNEL.teid, ENB))
  wire.udp(at, MME_CONTROL, SGW_CONTROL, gtp.gtp2(34, { teid: 0x21, sequence: 2 }, bearer))
  if (!answered) return
  const answer = gtp.gtp2(35, { teid: 0x11, sequence: 2 }, gtp.cause(16), gtp.bearer(gtp.ebi(5), gtp.cause(16)))
  wire.udp(at + 5, SGW_CONTROL, MME_CONTROL, answer)
}

/** DOMAIN 7.3. */
function wholeAttach(wire: Wire, at: number): void {
  const ue = radio(wire)
  const hss = new Peers(wire, { client: MME_PEER, server: HSS })
  ue.attach(at, IMSI)
  hss.exchange(at + 5, asked(318, 'air'), { after: 3 })
  ue.complete(at)
  hss.exchange(at + 65, asked(316, 'ulr'), { after: 4 })
  connection(wire, at + 75)
  modified(wire, at + 130)
}

/** An attach that nobody goes on with, and another one later. */
function attachTwice(wire: Wire, after: number): void {
  const ue = radio(wire)
  ue.attach(100, IMSI)
  ue.down(110, EPS.authenticationRequest)
  const next = new Radio(ue.s, { mme: 2, enb: 3 })
  next.attach(100 + after, IMSI)
  next.complete(100 + after)
}

/** How they went. */
async function again(after: number): Promise<string[]> {
  const found = await proceduresIn((wire) => attachTwice(wire, after))
  return found.filter(isAttach).map(({ outcome, verdict }) => `${outcome} ${String(verdict['text'])}`)
}

/** An attach that nobody answers in a capture that goes on so long, beside one that is completed. */
async function silent(until: number): Promise<string[]> {
  const found = await proceduresIn((wire) => {
    const ue = radio(wire)
    const other = new Radio(ue.s, { mme: 7, enb: 8 })
    other.attach(20, OTHER)
    other.complete(20)
    ue.attach(200, IMSI)
    ue.s.page(until, 1, 0xc0010203)
  })
  return found.filter(isAttach).map((one) => `${result(one)} ${String(one.verdict['kind'])}`)
}

function isAttach({ type }: Procedure): boolean {
  return type === 'LTE_ATTACH'
}

describe('LTE attach', () => {
  it('7.3 is found whole over all interfaces, with the time of each step, and the default bearer within it', async () => {
    const [attach, pdn, ...rest] = await proceduresIn((wire) => wholeAttach(wire, 100))
    expect(outline(attach!)).toBe(
      'LTE_ATTACH success 125: 0 Attach request, 5 Authentication information request, ' +
        '8 Authentication information answer, 10 Authentication request, 30 Authentication response, ' +
        '40 Security mode command, 55 Security mode complete, 65 Update location request, 69 Update location answer, ' +
        '75 Create session request, 85 Create session response, 90 Initial context setup request, ' +
        '95 Initial context setup response, 100 Attach accept, 125 Attach complete, 130 Modify bearer request, ' +
        '135 Modify bearer response',
    )
    expect(attach).toMatchObject({
      title: 'LTE attach',
      apn: 'internet',
      verdict: { kind: 'completed', text: 'Completed.' },
      source: '10.0.0.2:36412',
      destination: '10.0.0.10:36412',
      timings: {
        lte_attach_ms: 125,
        authentication_information_ms: 3,
        authentication_ms: 20,
        security_mode_ms: 15,
        update_location_ms: 4,
        create_session_ms: 10,
        initial_context_setup_ms: 5,
        modify_bearer_ms: 5,
        total_ms: 135,
      },
    })
    expect(result(pdn!)).toBe('LTE_PDN_CONNECTIVITY success 125')
    expect(pdn).toMatchObject({ apn: 'internet', timings: { pdn_connectivity_ms: 125 } })
    expect(rest).toEqual([])
  })

  it('a step that did not come is missed, with what that means, and the attach is still what it was', async () => {
    const [attach] = await proceduresIn((wire) => {
      const ue = radio(wire)
      ue.attach(100, IMSI)
      ue.complete(100)
      connection(wire, 175)
      modified(wire, 230, false)
    })
    expect(attach).toMatchObject({
      type: 'LTE_ATTACH',
      outcome: 'success',
      missing_steps: [
        {
          name: 'Modify bearer response',
          meaning: 'The gateway did not take the eNB as the end of the downlink tunnel',
        },
      ],
    })
  })

  it('nothing is missed of an interface that was not captured', async () => {
    const [attach] = await proceduresIn((wire) => {
      const ue = radio(wire)
      ue.attach(100, IMSI)
      ue.complete(100)
    })
    expect(result(attach!)).toBe('LTE_ATTACH success 125')
  })

  it('a reject has the cause of what failed first, and of what the UE was told', async () => {
    const [attach] = await proceduresIn((wire) => {
      const ue = radio(wire)
      const hss = new Peers(wire, { client: MME_PEER, server: HSS })
      ue.attach(100, IMSI)
      const unknown = { after: 3, result: 0, avps: [avp(297, [avp(266, 10_415), avp(298, 5420)])] }
      hss.exchange(105, asked(316, 'ulr'), unknown)
      ue.down(110, EPS.attachReject(15))
      ue.s.release(120, ue.ids, s1.radioCause(0))
    })
    expect(result(attach!)).toBe('LTE_ATTACH failed 10')
    expect(attach!.verdict).toMatchObject({
      kind: 'rejected',
      category: 'subscriber',
      protocol: 'DIAMETER',
      request: 'ULR',
      code: 5420,
      text: expect.stringMatching(
        /^DIAMETER ULR failed with 5420 .*\(frame \d+, TS 29.230 §8.1\); it ended with Attach reject: .* \(15\) from the MME/,
      ),
      consequence: {
        message: 'Attach reject',
        protocol: 'EMM',
        code: 15,
        name: 'No Suitable Cells In tracking area',
        clause: 'TS 24.301 §9.9.3.9',
      },
    })
  })

  it('a failure that was made good does not make it a failure', async () => {
    const [attach] = await proceduresIn((wire) => {
      const ue = radio(wire)
      ue.attach(100, IMSI)
      ue.down(102, EPS.authenticationRequest)
      ue.up(105, EPS.authenticationFailure)
      ue.complete(100)
    })
    expect(result(attach!)).toBe('LTE_ATTACH success 125')
    const [refused] = await proceduresIn((wire) => {
      const ue = radio(wire)
      ue.attach(100, IMSI)
      ue.down(102, EPS.authenticationRequest)
      ue.up(105, EPS.authenticationFailure)
      ue.down(108, EPS.authenticationReject)
    })
    expect(result(refused!)).toBe('LTE_ATTACH failed 8')
    expect(refused!.verdict).toMatchObject({ category: 'auth', code: 20, name: 'MAC failure', frame: 7 })
  })

  it('a UE that is let go before the end says why', async () => {
    const [attach] = await proceduresIn((wire) => {
      const ue = radio(wire)
      ue.attach(100, IMSI)
      ue.down(110, EPS.authenticationRequest)
      ue.s.release(400, ue.ids, s1.radioCause(21))
    })
    expect(outline(attach!)).toBe(
      'LTE_ATTACH failed 300 -Authentication response: 0 Attach request, 10 Authentication request, 300 UE context release command',
    )
    expect(attach!.verdict).toMatchObject({
      kind: 'let_go',
      category: 'radio',
      code: 21,
      text: expect.stringMatching(
        /^UEContextReleaseCommand: radio-connection-with-ue-lost \(21\) from the MME \(frame 7, .+\): the UE was let go /,
      ),
    })
  })

  it('another try after T3410 says which timer ran out, one sooner only that it was begun anew', async () => {
    expect(await again(15_000)).toEqual([
      'failed LTE attach stopped after Authentication request (frame 6); timer T3410 ran out (TS 24.301 §10.2): ' +
        'the UE did not answer the challenge.',
      'success Completed.',
    ])
    expect(await again(3000)).toEqual([
      'failed LTE attach was begun anew before it had ended, after Authentication request (frame 6).',
      'success Completed.',
    ])
  })

  it('another try, and the context of the one before failed with it, however little it shows of that', async () => {
    const wire = new Wire()
    attachTwice(wire, 3000)
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions).toMatchObject([
      { type: 'S1AP', outcome: 'failed', verdict: { kind: 'superseded', procedure: 'LTE attach', frame: 6 } },
      { type: 'S1AP', outcome: 'success' },
    ])
  })

  it('what nobody answered is a failure once the capture shows that nobody will, else it may go on', async () => {
    expect((await silent(60_000))[1]).toBe('LTE_ATTACH failed 0 -Attach accept timeout')
    expect((await silent(5000))[1]).toBe('LTE_ATTACH incomplete 0 -Attach accept incomplete_capture')
  })

  it('NAS that is ciphered hides the end, and nothing is claimed to be missing', async () => {
    const [attach] = await proceduresIn((wire) => {
      const ue = radio(wire)
      ue.attach(100, IMSI)
      ue.down(140, EPS.securityModeCommand)
      ue.up(155, EPS.securityModeComplete)
      ue.down(200, EPS.ciphered)
      ue.s.page(60_000, 1, 0xc0010203)
    })
    expect(attach).toMatchObject({ outcome: 'incomplete', verdict: { kind: 'ciphered' }, missing_steps: [] })
  })
})

describe('several subscribers', () => {
  it('messages of one never count for another, however their procedures cross', async () => {
    const found = await proceduresIn((wire) => {
      const s = new s1.S1(wire, 0, ENB, MME)
      const [one, other] = [new Radio(s, { mme: 1, enb: 2 }), new Radio(s, { mme: 5, enb: 6 })]
      one.attach(100, IMSI)
      other.attach(103, OTHER)
      one.complete(100)
      other.down(110, EPS.authenticationRequest)
      other.up(130, EPS.authenticationFailure)
      other.down(131, EPS.attachReject(8))
      connection(wire, 175)
      modified(wire, 230)
    })
    expect(found.filter(({ type }) => type === 'LTE_ATTACH').map(outline)).toEqual([
      'LTE_ATTACH success 125: 0 Attach request, 10 Authentication request, 30 Authentication response, ' +
        '40 Security mode command, 55 Security mode complete, 75 Create session request, 85 Create session response, ' +
        '90 Initial context setup request, 95 Initial context setup response, 100 Attach accept, 125 Attach complete, ' +
        '130 Modify bearer request, 135 Modify bearer response',
      'LTE_ATTACH failed 28: 0 Attach request, 7 Authentication request, 27 Authentication failure, 28 Attach reject',
    ])
  })

  it('procedures of one subscriber follow each other, and each has its own bearer messages', async () => {
    const found = await proceduresIn((wire) => {
      wholeAttach(wire, 100)
      const ue = radio(wire, { mme: 1, enb: 2 }, '10.0.0.3')
      ue.s.pathSwitch(1000, { mme: 1, source: 1, enb: 9, tunnel: { address: '10.0.0.3', teid: 0x303 } })
      modified(wire, 1002)
    })
    expect(found.map(result)).toEqual([
      'LTE_ATTACH success 125',
      'LTE_PDN_CONNECTIVITY success 125',
      'LTE_HANDOVER x2 success 10',
    ])
    expect(outline(found[2]!)).toContain('2 Modify bearer request, 7 Modify bearer response')
    expect(found[0]!.steps.filter(({ name }) => name === 'Modify bearer request')).toHaveLength(1)
  })
})

const SMALL: readonly { it: string; make: (ue: Radio, wire: Wire) => void; want: string; verdict?: object }[] = [
  {
    it: 'a service request',
    make: (ue, wire) => {
      ue.s.initial(1000, 3, s1.SERVICE_REQUEST, [s1.sTmsi(1, 0xc0000001)])
      new Radio(ue.s, { mme: 1, enb: 3 }).s.context(1010, { mme: 1, enb: 3 }, SGW, TUNNEL)
      modified(wire, 1020)
    },
    want: 'LTE_SERVICE_REQUEST success 25',
  },
  {
    it: 'a service request that is rejected',
    make: (ue) => {
      ue.s.initial(1000, 3, s1.SERVICE_REQUEST, [s1.sTmsi(1, 0xc0000001)])
      new Radio(ue.s, { mme: 2, enb: 3 }).down(1010, EPS.serviceReject(9))
    },
    want: 'LTE_SERVICE_REQUEST failed 10',
    verdict: { code: 9, name: 'UE identity cannot be derived by the network', category: 'auth' },
  },
  {
    it: 'a context that the eNB cannot set up',
    make: (ue) => {
      ue.s.initial(1000, 3, s1.SERVICE_REQUEST, [s1.sTmsi(1, 0xc0000001)])
      ue.s.down(1004, INITIATING, 9, ...s1.both({ mme: 2, enb: 3 }))
      ue.s.up(1010, UNSUCCESSFUL, 9, ...s1.both({ mme: 2, enb: 3 }), s1.radioCause(21))
    },
    want: 'LTE_SERVICE_REQUEST failed 10',
    verdict: { code: 21, name: 'radio-connection-with-ue-lost', category: 'radio', clause: 'TS 36.413 §9.2.1.3' },
  },
  {
    it: 'a tracking area update',
    make: (ue) => {
      ue.up(1000, EPS.areaUpdateRequest)
      ue.down(1015, EPS.areaUpdateAccept)
    },
    want: 'LTE_TAU success 15',
  },
  {
    it: 'a tracking area update that is rejected',
    make: (ue) => {
      ue.up(1000, EPS.areaUpdateRequest)
      ue.down(1015, EPS.areaUpdateReject(9))
    },
    want: 'LTE_TAU failed 15',
    verdict: { code: 9, protocol: 'EMM', message: 'Tracking area update reject', sender: 'MME' },
  },
  {
    it: 'a detach until the eNB has let the UE go',
    make: (ue) => {
      ue.up(1000, EPS.detachRequest)
      ue.down(1020, EPS.detachAccept)
      ue.s.release(1030, ue.ids)
    },
    want: 'LTE_DETACH success 32',
  },
  {
    it: 'a second PDN connection',
    make: (ue) => {
      ue.up(1000, EPS.pdnRequest)
      ue.down(1030, EPS.pdnAccept('ims', '10.46.0.6'))
      ue.up(1060, EPS.pdnComplete)
    },
    want: 'LTE_PDN_CONNECTIVITY success 60',
  },
  {
    it: 'a second PDN connection that is rejected',
    make: (ue) => {
      ue.up(1000, EPS.pdnRequest)
      ue.down(1030, EPS.pdnReject(27))
    },
    want: 'LTE_PDN_CONNECTIVITY failed 30',
    verdict: { code: 27, protocol: 'ESM', clause: 'TS 24.301 §9.9.4.4' },
  },
  {
    it: 'a handover over S1 that the UE arrives from',
    make: (ue, wire) => {
      const target = new s1.S1(wire, 0, '10.0.0.3', MME)
      const container = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)
      ue.s.required(1000, ue.ids, container)
      target.request(1005, 5, container)
      target.up(1025, 1, 1, ...s1.both({ mme: 5, enb: 8 }))
      ue.s.down(1027, 1, 0, ...s1.both(ue.ids))
      target.up(1080, INITIATING, 2, ...s1.both({ mme: 5, enb: 8 }))
    },
    want: 'LTE_HANDOVER s1 success 80',
  },
  {
    it: 'a handover over S1 that no cell takes',
    make: (ue) => {
      ue.s.required(1000, ue.ids, Uint8Array.of(1, 2, 3))
      ue.s.down(1027, UNSUCCESSFUL, 0, ...s1.both(ue.ids), s1.radioCause(8))
    },
    want: 'LTE_HANDOVER s1 failed 27',
    verdict: { category: 'radio', code: 8 },
  },
]

describe('what a UE does in LTE besides', () => {
  it.each(SMALL)('$it', async ({ make, want, verdict = {} }) => {
    const found = await proceduresIn((wire) => {
      const ue = radio(wire)
      ue.attach(100, IMSI)
      ue.complete(100)
      connection(wire, 175)
      modified(wire, 230)
      make(ue, wire)
    })
    const last = found.at(-1)!
    expect(result(last)).toBe(want)
    expect(last.verdict).toMatchObject(verdict)
  })

  it('an update whose end may be among what is ciphered has not failed by the release after it', async () => {
    const found = await proceduresIn((wire) => {
      const ue = radio(wire)
      ue.attach(100, IMSI)
      ue.complete(100)
      ue.up(5000, EPS.areaUpdateRequest)
      ue.down(5020, EPS.ciphered)
      ue.s.release(9000, ue.ids)
    })
    expect(found.map((one) => `${result(one)} ${String(one.verdict['kind'])}`).at(-1)).toBe(
      'LTE_TAU incomplete 4000 ciphered',
    )
  })

  it('a connection that only GTP shows is one too, by the MME who asked for it', async () => {
    const found = await proceduresIn((wire) => {
      connection(wire, 100)
      connection(wire, 60_000, { cause: 73, imsi: OTHER })
    })
    expect(found.map(result)).toEqual(['LTE_PDN_CONNECTIVITY success 10', 'LTE_PDN_CONNECTIVITY failed 10'])
    expect(found[1]!.verdict).toMatchObject({
      category: 'resource',
      protocol: 'GTPv2',
      code: 73,
      text: expect.stringContaining('GTPv2 Create Session Request failed with 73 No resources available'),
    })
    expect(found[1]).toMatchObject({ apn: 'internet', source: '10.0.0.10:2123', destination: '10.0.0.41:2123' })
  })
})

/** Bearers besides the default one, as procedures: TS 23.401 §5.4; DOMAIN 4.9, 7.1, 7.4. */
import { describe, expect, it } from 'vitest'
import type { Procedure } from '../../src/model/procedure.ts'
import { pcap } from '../make/capture-file.ts'
import { SESSION } from '../make/nas.ts'
import { attach, type Attached } from '../make/network/whole/access.ts'
import { activate, change, type Changing, deactivate } from '../make/network/whole/bearers.ts'
import { FiveG, pduSession, registration, SUPI } from '../make/network/five-g.ts'
import { Core } from '../make/network/whole/core.ts'
import { TracedWire } from '../make/network/whole/truth.ts'
import { type Ue, ueOf } from '../make/network/whole/ue.ts'
import * as ng from '../make/ngap.ts'
import { INITIATING, octetsOf, SUCCESSFUL } from '../make/per.ts'
import { Wire } from '../make/wire.ts'
import { outline, proceduresOf } from './procedures.ts'

/** NAS of the first can be read, that of the other is ciphered. */
const READABLE = ueOf(2, 4, { slots: 300, at: 1000, until: 1e6 })
const CIPHERED = ueOf(3, 8, { slots: 300, at: 1000, until: 1e6 })
const EPS_END = 5000

/** What is found of bearers, after an attach. */
async function bearersOf(run: (core: Core, attached: Attached) => void, ue: Ue = READABLE): Promise<Procedure[]> {
  const core = new Core(new TracedWire(0, 1))
  run(core, attach(core, ue))
  core.play()
  const found = await proceduresOf(pcap(core.wire.packets))
  return found.filter(({ type }) => type.startsWith('LTE_BEARER_'))
}

const text = ({ verdict }: Procedure): string => String(verdict['text']).replace(/frame \d+/g, 'frame N')

describe('a dedicated bearer', () => {
  it('comes, is changed and goes, over all interfaces', async () => {
    const found = await bearersOf((core, attached) => {
      activate(core, attached, { at: 5000, ebi: 7 })
      change(core, attached, { at: 7000, ebi: 7 })
      deactivate(core, attached, { at: 9000, ebi: 7 })
    })
    expect(found.map(outline)).toEqual([
      'LTE_BEARER_ACTIVATION success 60: 0 Create bearer request, 1 Create bearer request, 5 E-RAB setup request, ' +
        '5 Dedicated bearer request, 35 E-RAB setup response, 40 Dedicated bearer accept, 58 Create bearer response, ' +
        '60 Create bearer response',
      'LTE_BEARER_MODIFICATION success 60: 0 Update bearer request, 1 Update bearer request, 5 E-RAB modification request, ' +
        '5 Bearer change request, 35 E-RAB modification response, 40 Bearer change accept, ' +
        '58 Update bearer response, 60 Update bearer response',
      'LTE_BEARER_DEACTIVATION success 60: 0 Delete bearer request, 1 Delete bearer request, 5 E-RAB release request, ' +
        '5 Deactivation request, 35 E-RAB release response, 40 Deactivation accept, 58 Delete bearer response, ' +
        '60 Delete bearer response',
    ])
    expect(found.map(({ timings }) => timings)).toEqual([
      { bearer_setup_ms: 60, erab_setup_ms: 30, dedicated_bearer_ms: 35, total_ms: 60 },
      { bearer_update_ms: 60, erab_modification_ms: 30, bearer_change_ms: 35, total_ms: 60 },
      { bearer_release_ms: 60, erab_release_ms: 30, deactivation_ms: 35, total_ms: 60 },
    ])
  })

  it('whose NAS is ciphered is told by the other interfaces', async () => {
    const found = await bearersOf((core, attached) => activate(core, attached, { at: EPS_END, ebi: 7 }), CIPHERED)
    expect(found.map(outline)).toEqual([
      'LTE_BEARER_ACTIVATION success 60: 0 Create bearer request, 1 Create bearer request, 5 E-RAB setup request, ' +
        '5 Ciphered NAS, 35 E-RAB setup response, 40 Ciphered NAS, 58 Create bearer response, 60 Create bearer response',
    ])
  })

  it('two at once are two, each with its own steps', async () => {
    const found = await bearersOf((core, attached) => {
      activate(core, attached, { at: 5000, ebi: 7 })
      activate(core, attached, { at: 5010, ebi: 8, refusal: 'ue' })
    })
    expect(found.map((one) => outline(one).split(': ')[0])).toEqual([
      'LTE_BEARER_ACTIVATION success 60',
      'LTE_BEARER_ACTIVATION failed 60',
    ])
    expect(found.map(({ steps }) => steps.length)).toEqual([8, 8])
  })

  it.each<[string, Partial<Changing>, string, string]>([
    [
      'that the UE does not take',
      { refusal: 'ue' },
      'LTE_BEARER_ACTIVATION failed 60',
      'Activate dedicated EPS bearer context reject: Insufficient resources (26) from the UE (frame N, TS 24.301 §9.9.4.4)',
    ],
    [
      'for which there is no radio bearer',
      { refusal: 'enb' },
      'LTE_BEARER_ACTIVATION failed 60',
      'E-RABSetupResponse: radio-resources-not-available (25) from the eNB (frame N, TS 36.413 §9.2.1.3); it ended with ' +
        'GTPv2 Create Bearer Request failed with 73 No resources available',
    ],
    [
      'that the MME refuses',
      { refusal: 'mme' },
      'LTE_BEARER_ACTIVATION failed 60',
      'GTPv2 Create Bearer Request failed with 94 Request rejected (reason not specified) (frame N, TS 29.274 §8.4)',
    ],
  ])('%s has failed, and says by what first', async (_, more, want, sentence) => {
    const [found] = await bearersOf((core, attached) => activate(core, attached, { at: 5000, ebi: 7, ...more }))
    expect(outline(found!).split(': ')[0]).toBe(want)
    expect(text(found!)).toContain(sentence)
  })

  it('that nobody answers stops where the last step was seen, and says what did not come', async () => {
    const [found, ...rest] = await bearersOf((core, attached) => {
      activate(core, attached, { at: 5000, ebi: 7, silent: true })
      core.later(60_000, attached.access, () => core.radio[0]!.page(60_000, 1, 0xc0010203))
    })
    expect(rest).toEqual([])
    expect(outline(found!)).toMatch(/^LTE_BEARER_ACTIVATION failed 5 -E-RAB setup response/)
    expect(text(found!)).toBe(
      'Dedicated bearer activation stopped after Dedicated bearer request (frame N): the eNB did not confirm a radio bearer.',
    )
  })

  it('a change that the UE refuses has failed', async () => {
    const [found] = await bearersOf((core, attached) => change(core, attached, { at: 5000, ebi: 6, refusal: 'ue' }))
    expect(found).toMatchObject({
      outcome: 'failed',
      verdict: { message: 'Modify EPS bearer context reject', code: 26 },
    })
  })
})

const GNB = '192.168.10.2'
const AMF = '10.2.0.1'
const SMF = '10.2.0.2'
const PCF = '10.2.0.5'
const IDS = { amf: 1, ran: 5 }
const [UL, DL] = [0x67, 0x68]
/** PDUSessionResourceModify, and its lists of what is asked, done and not done: TS 38.413 §9.2.1.5, §9.2.1.6. */
const MODIFY = 26
const [ASKED, DONE, NOT_DONE] = [64, 65, 54]

/** What is found of modifications, after a registration and a PDU session. */
async function flowsOf(run: (core: FiveG, g: ng.Ng) => void): Promise<Procedure[]> {
  const wire = new Wire()
  const core = new FiveG(wire)
  registration(core, { at: 1000 })
  pduSession(core, 3000)
  run(core, core.ng)
  const found = await proceduresOf(pcap(wire.packets))
  return found.filter(({ type }) => type === '5G_PDU_SESSION_MODIFICATION')
}

/** The SMF wants a flow with a guaranteed bit rate, and has the AMF ask the gNB and the UE. */
function ask(core: FiveG, g: ng.Ng, at: number): void {
  const transfer = {
    method: 'POST',
    path: `/namf-comm/v1/ue-contexts/${SUPI}/n1-n2-messages`,
    json: { pduSessionId: 1 },
  }
  core.link(SMF, AMF).exchange(at, transfer, { json: { cause: 'N1_N2_TRANSFER_INITIATED' } })
  g.down(at + 5, INITIATING, MODIFY, ...ng.both(IDS), ng.sessions(ASKED, [1, octetsOf('000000')]))
  g.downlink(at + 6, IDS, ng.transport(DL, 1, SESSION.modificationCommand(1)))
}

describe('a flow of a PDU session', () => {
  it('comes with a modification, over all interfaces', async () => {
    const found = await flowsOf((core, g) => {
      g.uplink(6000, IDS, ng.transport(UL, 1, SESSION.modificationRequest(1)))
      const smf = core.link(AMF, SMF)
      const contexts = '/nsmf-pdusession/v1/sm-contexts/urn-1/modify'
      smf.exchange(6003, { method: 'POST', path: contexts, json: {} }, { json: {}, after: 2 })
      const path = '/npcf-smpolicycontrol/v1/sm-policies/1/update'
      core.link(SMF, PCF).exchange(6006, { method: 'POST', path, json: { supi: SUPI } }, { json: {}, after: 4 })
      ask(core, g, 6012)
      g.up(6030, SUCCESSFUL, MODIFY, ...ng.both(IDS), ng.sessions(DONE, [1, octetsOf('00')]))
      g.uplink(6035, IDS, ng.transport(UL, 1, SESSION.modificationComplete(1)))
      core.n4.forward(6040, { cp: 1, up: 9, teid: 0x22, to: GNB, after: 2 })
    })
    expect(found.map(outline)).toEqual([
      '5G_PDU_SESSION_MODIFICATION success 35: 0 Modification request, 3 Session context update request, ' +
        '5 Session context update response, 6 Session policy update request, 10 Session policy update response, ' +
        '12 N1 N2 transfer request, 14 N1 N2 transfer response, 17 Resource modify request, 18 Modification command, ' +
        '30 Resource modify response, 35 Modification complete, 40 User plane session modification request, ' +
        '42 User plane session modification response',
    ])
    expect(found[0]).toMatchObject({
      missing_steps: [],
      timings: { pdu_session_modification_ms: 17, resource_modify_ms: 13, user_plane_modification_ms: 2 },
    })
  })

  it.each<[string, (g: ng.Ng) => void, string]>([
    [
      'the UE refuses',
      (g) => g.uplink(6040, IDS, ng.transport(UL, 1, SESSION.modificationCommandReject(1, 26))),
      'PDU session modification command reject: Insufficient resources (26) from the UE (frame N, TS 24.501 §9.11.4.2).',
    ],
    [
      'the gNB has no resources for',
      (g) => g.up(6040, SUCCESSFUL, MODIFY, ...ng.both(IDS), ng.sessions(NOT_DONE, [1, octetsOf('00b0')])),
      'PDUSessionResourceModifyResponse: radio-resources-not-available (22) from the gNB (frame N, TS 38.413 §9.3.1.2).',
    ],
  ])('that %s has failed', async (_, refuse, sentence) => {
    const [found] = await flowsOf((core, g) => {
      ask(core, g, 6012)
      refuse(g)
    })
    expect(found!.outcome).toBe('failed')
    expect(text(found!)).toContain(sentence)
  })

  it('that the SMF does not grant has failed', async () => {
    const [found] = await flowsOf((_core, g) => {
      g.uplink(6000, IDS, ng.transport(UL, 1, SESSION.modificationRequest(1)))
      g.downlink(6020, IDS, ng.transport(DL, 1, SESSION.modificationReject(1, 31)))
    })
    expect(outline(found!)).toBe(
      '5G_PDU_SESSION_MODIFICATION failed 20: 0 Modification request, 20 Modification reject',
    )
    expect(text(found!)).toBe(
      'PDU session modification reject: Request rejected, unspecified (31) from the SMF (frame N, TS 24.501 §9.11.4.2).',
    )
  })
})

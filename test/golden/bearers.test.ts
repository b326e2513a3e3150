/** Bearers besides the default one, as procedures: TS 23.401 §5.4; DOMAIN 4.9, 7.1, 7.4. */
import { describe, expect, it } from 'vitest'
import type { Procedure } from '../../src/model/procedure.ts'
import { pcap } from '../make/capture-file.ts'
import { SESSION } from '../make/nas.ts'
import { attach, type Attached } from '../make/network/whole/access.ts'
import { activate, change, type Changing, deactivate } from '../make/network/whole/bearers.ts'
import { AMFS, FiveG, GNBS, PCF, SMFS } from '../make/network/five-g/core.ts'
import { registration, saying } from '../make/network/five-g/registration.ts'
import { DOWNLINK, pduSession, UPLINK } from '../make/network/five-g/session.ts'
import { type Registered, smfOf, supiOf } from '../make/network/five-g/ue.ts'
import { Core } from '../make/network/whole/core.ts'
import { TracedWire } from '../make/network/whole/truth.ts'
import { type Ue, ueOf } from '../make/network/whole/ue.ts'
import * as ngap from '../make/ngap.ts'
import { INITIATING, octetsOf, SUCCESSFUL } from '../make/per.ts'
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

/** In 5G, behind the first AMF; NAS can be read. */
const NEWCOMER = ueOf(2, 8, { slots: 300, at: 1000, until: 1e6 })
const [AMF] = AMFS
const [SMF] = SMFS
/** PDUSessionResourceModify, and its lists of what is asked, done and not done: TS 38.413 §9.2.1.5, §9.2.1.6. */
const MODIFY = 26
const [ASKED, DONE, NOT_DONE] = [64, 65, 54]

/** What is said about the session to the IMS, ms after 6 s. */
class Changing5g {
  readonly core: FiveG
  readonly one: Registered
  readonly at = 6000

  constructor(core: FiveG, one: Registered) {
    this.core = core
    this.one = one
  }

  /** Between UE and network, over NAS. */
  say(after: number, side: 'up' | 'down', message: (session: number) => Uint8Array): void {
    const { ids, ims } = this.one
    saying(
      this.core,
      this.one,
      this.at,
    )(after, (time) => {
      const ng = this.core.ng(this.one)
      if (side === 'up') ng.uplink(time, ids, ngap.transport(UPLINK, ims.id, message(ims.id)))
      else ng.downlink(time, ids, ngap.transport(DOWNLINK, ims.id, message(ims.id)))
    })
  }

  /** What the gNB is asked, and says: a list of the session with its transfer. */
  radio(after: number, side: 'up' | 'down', list: number, transfer: string): void {
    const { ids, ims } = this.one
    saying(
      this.core,
      this.one,
      this.at,
    )(after, (time) => {
      const told = [...ngap.both(ids), ngap.sessions(list, [ims.id, octetsOf(transfer)])]
      if (side === 'up') this.core.ng(this.one).up(time, SUCCESSFUL, MODIFY, ...told)
      else this.core.ng(this.one).down(time, INITIATING, MODIFY, ...told)
    })
  }

  service(after: number, [from, to]: readonly [string, string], path: string, took: number): void {
    const json = { supi: supiOf(this.one.ue), pduSessionId: this.one.ims.id }
    const asked = { at: this.at + after, method: 'POST', path, json }
    this.core.ask(this.one.services, { from, to }, asked, { json: {}, after: took })
  }

  /** The SMF wants a flow with a guaranteed bit rate, and has the AMF ask the gNB and the UE. */
  ask(after: number): void {
    this.service(after, [SMF, AMF], `/namf-comm/v1/ue-contexts/${supiOf(this.one.ue)}/n1-n2-messages`, 2)
    this.radio(after + 5, 'down', ASKED, '000000')
    this.say(after + 6, 'down', SESSION.modificationCommand)
  }
}

/** What is found of modifications, after a registration and a PDU session. */
async function flowsOf(run: (session: Changing5g) => void): Promise<Procedure[]> {
  const stage = new Core(new TracedWire(0, 1))
  const core = new FiveG(stage)
  const one = registration(core, NEWCOMER)
  pduSession(core, one, one.ims, { at: 3000 })
  run(new Changing5g(core, one))
  stage.play()
  const found = await proceduresOf(pcap(stage.wire.packets))
  return found.filter(({ type }) => type === '5G_PDU_SESSION_MODIFICATION')
}

describe('a flow of a PDU session', () => {
  it('comes with a modification, over all interfaces', async () => {
    const found = await flowsOf((session) => {
      const { core, one, at } = session
      session.say(0, 'up', SESSION.modificationRequest)
      session.service(3, [AMF, SMF], `/nsmf-pdusession/v1/sm-contexts/${one.ims.ref}/modify`, 2)
      session.service(6, [SMF, PCF], `/npcf-smpolicycontrol/v1/sm-policies/${one.ims.ref}/update`, 4)
      session.ask(12)
      session.radio(30, 'up', DONE, '00')
      session.say(35, 'up', SESSION.modificationComplete)
      const { cp, up, teid, plane } = one.ims
      core.stage.later(at + 40, plane, () =>
        core.n4[smfOf(one.ue)]!.forward(at + 40, { cp, up, teid, to: GNBS[0], after: 2 }),
      )
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

  it.each<[string, (session: Changing5g) => void, string]>([
    [
      'the UE refuses',
      (session) => session.say(40, 'up', (id) => SESSION.modificationCommandReject(id, 26)),
      'PDU session modification command reject: Insufficient resources (26) from the UE (frame N, TS 24.501 §9.11.4.2).',
    ],
    [
      'the gNB has no resources for',
      (session) => session.radio(40, 'up', NOT_DONE, '00b0'),
      'PDUSessionResourceModifyResponse: radio-resources-not-available (22) from the gNB (frame N, TS 38.413 §9.3.1.2).',
    ],
  ])('that %s has failed', async (_, refuse, sentence) => {
    const [found] = await flowsOf((session) => {
      session.ask(12)
      refuse(session)
    })
    expect(found!.outcome).toBe('failed')
    expect(text(found!)).toContain(sentence)
  })

  it('that the SMF does not grant has failed', async () => {
    const [found] = await flowsOf((session) => {
      session.say(0, 'up', SESSION.modificationRequest)
      session.say(20, 'down', (id) => SESSION.modificationReject(id, 31))
    })
    expect(outline(found!)).toBe(
      '5G_PDU_SESSION_MODIFICATION failed 20: 0 Modification request, 20 Modification reject',
    )
    expect(text(found!)).toBe(
      'PDU session modification reject: Request rejected, unspecified (31) from the SMF (frame N, TS 24.501 §9.11.4.2).',
    )
  })
})

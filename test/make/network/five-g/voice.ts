/** What policy grants a call in 5G: TS 29.514, TS 29.512, TS 23.502 §4.3.3; DOMAIN 4.6. */
import type { End } from '../../internet.ts'
import { SESSION } from '../../nas.ts'
import * as ngap from '../../ngap.ts'
import type { CallTruth } from '../whole/truth.ts'
import { type FiveG, PCF, SMFS } from './core.ts'
import { indirectly, saying } from './registration.ts'
import { changed, DOWNLINK, transfer, UPLINK } from './session.ts'
import { protectedNas, type Registered, smfOf, supiOf } from './ue.ts'

const PCSCF = '10.0.0.20'
const APP_SESSIONS = '/npcf-policyauthorization/v1/app-sessions'
const VOICE = { qfi: 1, fiveQi: 1 }
const NO_RADIO_RESOURCES = 22
const FALLBACK = 36

/** One side's media, for which policy is asked. */
export interface FlowGranting {
  readonly attached: Registered
  readonly call: CallTruth
  /** When the answer with its description passed, and when the call was over. */
  readonly at: number
  readonly ends: number
  readonly icid?: string
  /** The ends of media as that side knows them. */
  readonly own: End
  readonly far: End
  /** Tells apart what one UE has at once. */
  readonly ebi: number
  /** The PCF refuses, the gNB has no room, or it sends the UE to LTE. */
  readonly refusal?: 'policy' | 'bearer' | 'fallback'
}

/** N5, N7, N4 and the flow at the gNB, from the answer to the end. */
export function grantFlow(core: FiveG, granting: FlowGranting): void {
  const { attached: one, call, at, refusal } = granting
  const { services, ims, access } = one
  services.serves.add(call)
  const isRefused = refusal === 'policy'
  const denied = { status: 403, json: { status: 403, cause: 'REQUESTED_SERVICE_NOT_AUTHORIZED' }, after: 9 }
  const location = `http://${PCF}:7777${APP_SESSIONS}/${nameOf(granting)}`
  const made = { status: 201, headers: { location }, json: {}, after: 9 }
  const asked = { at: at + 5, method: 'POST', path: APP_SESSIONS, json: { ascReqData: requestOf(granting) } }
  core.ask(services, { from: PCSCF, to: PCF }, asked, isRefused ? denied : made)
  if (isRefused) return
  for (const part of [ims.plane, access]) part.serves.add(call)
  decide(core, granting, at + 10, { pccRules: { [ruleOf(granting)]: { refQosData: ['voice'] } } })
  flow(core, granting, { at: at + 13 })
  if (refusal === 'bearer') lose(core, granting)
  if (refusal === undefined) release(core, granting)
}

const nameOf = ({ attached, ebi }: FlowGranting): string => `${attached.ue.slot}-${ebi}`
const ruleOf = (granting: FlowGranting): string => `voice-${nameOf(granting)}`

/** TS 29.514 §5.6.2.3. Every third P-CSCF knows no more of the UE than its address. */
function requestOf(granting: FlowGranting): Record<string, unknown> {
  const { attached, own, far, icid } = granting
  const { ue } = attached
  const fDescs = [
    `permit in 17 from ${own.address} ${own.port} to ${far.address} ${far.port}`,
    `permit out 17 from ${far.address} ${far.port} to ${own.address} ${own.port}`,
  ]
  return {
    ueIpv4: ue.ip,
    dnn: 'ims',
    notifUri: `http://${PCSCF}:7777/npcf-events/${nameOf(granting)}`,
    ...(ue.n % 3 !== 1 && { supi: supiOf(ue) }),
    ...(icid !== undefined && { afChargId: icid }),
    medComponents: { 1: { medCompN: 1, medType: 'AUDIO', medSubComps: { 1: { fNum: 1, fDescs } } } },
  }
}

/** The PCF tells the SMF other rules: TS 29.512 §4.2.3. */
function decide(core: FiveG, { attached: one }: FlowGranting, at: number, decision: unknown): void {
  const path = `/nsmf-callback/v1/sm-policy-notify/${one.ims.ref}/update`
  const resourceUri = `http://${PCF}:7777/npcf-smpolicycontrol/v1/sm-policies/${one.ims.ref}`
  const asked = { at, method: 'POST', path, json: { resourceUri, smPolicyDecision: decision } }
  core.ask(one.services, indirectly(one, PCF, SMFS[smfOf(one.ue)]!), asked, { json: {} })
}

/** The flow comes or goes: at the UPF, at the gNB, and at the UE. */
function flow(core: FiveG, granting: FlowGranting, { at, isGone = false }: { at: number; isGone?: boolean }): void {
  const { attached: one, refusal } = granting
  const { ue, ids, ims } = one
  const { id, cp, up, plane } = ims
  const ng = core.ng(one)
  const say = saying(core, one, at)
  core.stage.later(at, plane, () => core.n4[smfOf(ue)]!.flow(at, { cp, up, qfi: VOICE.qfi, isGone }))
  transfer(core, one, ims, at + 2)
  const command = ngap.transport(DOWNLINK, id, SESSION.modificationCommand(id))
  const wanted = isGone ? ngap.releaseFlow(VOICE.qfi) : ngap.modifyRequest(VOICE)
  say(5, (time) => ng.modify(time, ids, { id, bytes: protectedNas(ue, command), transfer: wanted }))
  const n = ue.n
  const isFailed = !isGone && refusal !== undefined
  const outcome = isFailed ? 'failed' : 'success'
  core.stage.procedures.push({ n, type: '5G_PDU_SESSION_MODIFICATION', at: at + 5, until: at + 30, outcome })
  changed(core, one, ims, at + 28)
  if (isFailed) {
    const cause = refusal === 'fallback' ? FALLBACK : NO_RADIO_RESOURCES
    say(25, (time) => ng.notModified(time, ids, id, cause))
    return
  }
  say(25, (time) => ng.modified(time, ids, id))
  const complete = ngap.transport(UPLINK, id, SESSION.modificationComplete(id))
  say(27, (time) => ng.uplink(time, ids, protectedNas(ue, complete)))
}

function release(core: FiveG, granting: FlowGranting): void {
  const { attached: one, ends } = granting
  endAsking(core, granting, ends + 10)
  decide(core, granting, ends + 20, { pccRules: { [ruleOf(granting)]: null } })
  // It may have moved since.
  const { access } = one
  access.serves.add(granting.call)
  flow(core, granting, { at: ends + 24, isGone: true })
}

/** The P-CSCF has no more use for what it asked for. */
export function endAsking(core: FiveG, granting: FlowGranting, at: number): void {
  const path = `${APP_SESSIONS}/${nameOf(granting)}/delete`
  core.ask(
    granting.attached.services,
    { from: PCSCF, to: PCF },
    { at, method: 'POST', path, json: {} },
    { status: 204 },
  )
}

/** No resources at the gNB: the PCF tells the P-CSCF, which gives up. */
function lose(core: FiveG, granting: FlowGranting): void {
  const { attached: one, at } = granting
  const path = `/npcf-events/${nameOf(granting)}/terminate`
  const json = { termCause: 'ALL_SDF_DEACTIVATION', resUri: `http://${PCF}:7777${APP_SESSIONS}/${nameOf(granting)}` }
  core.ask(one.services, { from: PCF, to: PCSCF }, { at: at + 70, method: 'POST', path, json }, { status: 204 })
  endAsking(core, granting, at + 80)
}

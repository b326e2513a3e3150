/** A UE comes to the 5G system, and goes: DOMAIN 7.5, TS 23.502 §4.2.2. */
import { FIVE_G } from '../../nas.ts'
import * as ngap from '../../ngap.ts'
import { concat } from '../../octets.ts'
import { octetsOf } from '../../per.ts'
import type { Ue } from '../whole/ue.ts'
import { AMFS, AUSF, type FiveG, PCF, SMFS, UDM, UPFS, type Way } from './core.ts'
import {
  concealedOutput,
  isCiphered,
  newcomer,
  protectedNas,
  type Registered,
  smfOf,
  supiOf,
  temporaryOf,
} from './ue.ts'

/** Where a registration ends: the AUSF does not authenticate, the UE's answer is wrong, the gNB sets up no context. */
export type Refusal = 'ausf' | 'confirmation' | 'context'

const AUTHENTICATIONS = '/nausf-auth/v1/ue-authentications'
const NETWORK = '5G:mnc001.mcc001.3gppnetwork.org'
const ILLEGAL_UE = 3
const RADIO_FAILURE = 24
const DEREGISTERED = ngap.nasCause(2)
const FORBIDDEN = 403

/** Registers a UE. Every third one's AMF reaches UDM and PCF by an agent. */
export function registration(core: FiveG, ue: Ue, { refusal }: { refusal?: Refusal } = {}): Registered {
  const one = newcomer(ue)
  const { at } = ue
  const { ids } = one
  const say = saying(core, one, at)
  const ng = core.ng(one)
  say(0, (time) => ng.initial(time, ids.ran, requestOf(ue)))
  authenticate(core, one, refusal)
  if (refusal === 'ausf') {
    say(18, (time) => ng.downlink(time, ids, FIVE_G.registrationReject(ILLEGAL_UE)))
    release(core, one, at + 20, ngap.radioCause(0))
  } else if (refusal === 'confirmation') {
    say(48, (time) => ng.downlink(time, ids, FIVE_G.authenticationReject))
    release(core, one, at + 50, ngap.radioCause(0))
  } else complete(core, one, refusal)
  const code = refusal === 'ausf' ? { code: FORBIDDEN } : {}
  const outcome = refusal === undefined ? 'success' : 'failed'
  core.stage.procedures.push({ n: ue.n, type: '5G_REGISTRATION', at, until: at + 100, outcome, ...code })
  return one
}

/** Says something about the UE's context, so many ms after a start. */
export function saying(core: FiveG, { access }: Registered, start: number) {
  return (after: number, run: (time: number) => void): void =>
    core.stage.later(start + after, access, () => run(start + after))
}

function requestOf(ue: Ue): Uint8Array {
  const output = concealedOutput(ue)
  return output ? ngap.concealedRequest(output) : ngap.registrationRequest(ue.imsi.slice(5))
}

function suciOf(ue: Ue): string {
  const output = concealedOutput(ue)
  if (!output) return `suci-0-001-01-0-0-0-${ue.imsi.slice(5)}`
  return `suci-0-001-01-0-1-27-${Array.from(output, (octet) => octet.toString(16).padStart(2, '0')).join('')}`
}

const problem = (status: number, cause: string) => ({ status, json: { status, cause } })

function authenticate(core: FiveG, one: Registered, refusal: Refusal | undefined): void {
  const { ue, services, amf, ids } = one
  const { at, slot } = ue
  const suci = suciOf(ue)
  const own = `${AUTHENTICATIONS}/${slot + 1}`
  const location = `http://${AUSF}:7777${own}`
  const links = { '5g-aka': { href: `${location}/5g-aka-confirmation` } }
  const denied = { ...problem(FORBIDDEN, 'AUTHENTICATION_REJECTED'), after: 8 }
  const granted = { status: 201, headers: { location }, json: { authType: '5G_AKA', _links: links }, after: 8 }
  const ausf = { from: AMFS[amf]!, to: AUSF }
  const asked = { method: 'POST', path: AUTHENTICATIONS, json: { supiOrSuci: suci, servingNetworkName: NETWORK } }
  core.ask(services, ausf, { at: at + 4, ...asked }, refusal === 'ausf' ? denied : granted)
  const vectors = { method: 'POST', path: `/nudm-ueau/v1/${suci}/security-information/generate-auth-data` }
  const found = { json: { supi: supiOf(ue), authType: '5G_AKA' } }
  const told = refusal === 'ausf' ? problem(FORBIDDEN, 'AUTHENTICATION_REJECTED') : found
  const asking = { at: at + 6, ...vectors, json: { servingNetworkName: NETWORK } }
  core.ask(services, { from: AUSF, to: UDM }, asking, { ...told, after: 4 })
  if (refusal === 'ausf') return
  const say = saying(core, one, at)
  const ng = core.ng(one)
  say(14, (time) => ng.downlink(time, ids, FIVE_G.authenticationRequest))
  say(40, (time) => ng.uplink(time, ids, FIVE_G.authenticationResponse))
  const isRefused = refusal === 'confirmation'
  const result = isRefused
    ? { authResult: 'AUTHENTICATION_FAILURE' }
    : { authResult: 'AUTHENTICATION_SUCCESS', supi: supiOf(ue) }
  const confirming = { method: 'PUT', path: `${own}/5g-aka-confirmation`, json: { resStar: '00' } }
  core.ask(services, ausf, { at: at + 42, ...confirming }, { json: result, after: 4 })
}

/** What comes after the authentication. */
function complete(core: FiveG, one: Registered, refusal: Refusal | undefined): void {
  const { ue, services, amf, ids } = one
  const { at, slot } = ue
  const supi = supiOf(ue)
  const say = saying(core, one, at)
  const ng = core.ng(one)
  const algorithms = isCiphered(ue) ? '22' : '02'
  say(48, (time) => ng.downlink(time, ids, octetsOf(`7e03 01020304 00 7e005d ${algorithms} 00 02 f070f070`)))
  say(65, (time) => ng.uplink(time, ids, concat(octetsOf('7e04 01020304 00'), FIVE_G.securityModeComplete)))
  const registered = `/nudm-uecm/v1/${supi}/registrations/amf-3gpp-access`
  const callback = `http://${AMFS[amf]!}:7777/namf-callback/v1/${supi}/dereg-notify`
  const instance = { amfInstanceId: `${amf + 1}`, deregCallbackUri: callback }
  const udm = indirectly(one, AMFS[amf]!, UDM)
  core.ask(
    services,
    udm,
    { at: at + 67, method: 'PUT', path: registered, json: instance },
    { status: 201, json: {}, after: 3 },
  )
  const data = { json: { gpsis: [`msisdn-${ue.msisdn}`] } }
  core.ask(services, udm, { at: at + 71, path: `/nudm-sdm/v2/${supi}/am-data` }, data)
  const policies = '/npcf-am-policy-control/v1/policies'
  const made = { status: 201, headers: { location: `http://${PCF}:7777${policies}/${slot + 1}` }, json: {}, after: 5 }
  const policy = { at: at + 74, method: 'POST', path: policies, json: { supi } }
  core.ask(services, indirectly(one, AMFS[amf]!, PCF), policy, made)
  say(82, (time) => ng.contextRequest(time, ids, protectedNas(ue, FIVE_G.registrationAcceptFor(...temporaryOf(one)))))
  if (refusal === 'context') {
    say(95, (time) => ng.contextFailure(time, ids, ngap.radioCause(RADIO_FAILURE)))
    release(core, one, at + 97, ngap.radioCause(RADIO_FAILURE))
    return
  }
  say(95, (time) => ng.contextResponse(time, ids))
  say(100, (time) => ng.uplink(time, ids, protectedNas(ue, FIVE_G.registrationComplete)))
}

export function indirectly({ ue }: Registered, from: string, to: string): Way {
  return { from, to, isIndirect: ue.n % 3 === 0 }
}

/** The context is no more. */
export function release(core: FiveG, one: Registered, at: number, cause = ngap.radioCause(20)): void {
  const { ids, ue } = one
  const ng = core.ng(one)
  const { wire } = core.stage
  const say = saying(core, one, at)
  say(0, (time) => ng.releaseCommand(time, ids, cause))
  say(2, (time) => {
    ng.releaseComplete(time, ids)
    wire.tunnels.delete(ue.ip)
  })
}

/** The UE goes; all that it had may be another's. */
export function deregistration(core: FiveG, one: Registered, at: number): void {
  const { ue, services, amf, ids } = one
  const ng = core.ng(one)
  const say = saying(core, one, at)
  const bytes = concat(FIVE_G.deregistrationRequest.subarray(0, 7), octetsOf(hexOf(temporaryOf(one))))
  say(0, (time) => ng.uplink(time, ids, protectedNas(ue, bytes)))
  endSessions(core, one, at + 2)
  const supi = supiOf(ue)
  const policies = `/npcf-am-policy-control/v1/policies/${ue.slot + 1}`
  const gone = { at: at + 30, method: 'DELETE', path: policies }
  core.ask(services, indirectly(one, AMFS[amf]!, PCF), gone, { status: 204 })
  const registered = `/nudm-uecm/v1/${supi}/registrations/amf-3gpp-access`
  const purged = { at: at + 34, method: 'PATCH', path: registered, json: { purgeFlag: true } }
  core.ask(services, indirectly(one, AMFS[amf]!, UDM), purged, { status: 204 })
  say(40, (time) => ng.downlink(time, ids, protectedNas(ue, FIVE_G.deregistrationAccept)))
  release(core, one, at + 50, DEREGISTERED)
}

function hexOf([amf, tmsi]: readonly [number, number]): string {
  return amf.toString(16).padStart(4, '0') + tmsi.toString(16).padStart(8, '0')
}

/** Its sessions are released, with their policy and their user plane. */
export function endSessions(core: FiveG, one: Registered, at: number): void {
  const { ue, services, amf } = one
  const smf = smfOf(ue)
  let start = at
  for (const session of one.open) {
    const { ref, plane, cp, up } = session
    const path = `/nsmf-pdusession/v1/sm-contexts/${ref}/release`
    const asked = { at: start, method: 'POST', path, json: { cause: 'REL_DUE_TO_DEREG' } }
    core.ask(services, { from: AMFS[amf]!, to: SMFS[smf]! }, asked, { status: 204, after: 8 })
    core.stage.later(start + 2, plane, () => core.n4[smf]!.delete(start + 2, { cp, up }))
    const policy = `/npcf-smpolicycontrol/v1/sm-policies/${ref}/delete`
    const ended = { at: start + 4, method: 'POST', path: policy, json: {} }
    core.ask(services, indirectly(one, SMFS[smf]!, PCF), ended, { status: 204 })
    start += 10
  }
  one.open.clear()
}

export const upfOf = ({ ue }: Registered): string => UPFS[smfOf(ue)]!

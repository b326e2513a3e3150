/** PDU sessions of a UE: DOMAIN 7.6, TS 23.502 §4.3.2. */
import { SESSION } from '../../nas.ts'
import * as ngap from '../../ngap.ts'
import { AMFS, type FiveG, PCF, SMFS, UDM } from './core.ts'
import { endSessions, indirectly, saying, upfOf } from './registration.ts'
import { coreTunnel, type PduSession, protectedNas, radioTunnel, type Registered, smfOf, supiOf } from './ue.ts'

const CONTEXTS = '/nsmf-pdusession/v1/sm-contexts'
const POLICIES = '/npcf-smpolicycontrol/v1/sm-policies'
export const [UPLINK, DOWNLINK] = [0x67, 0x68] as const
const UNKNOWN_DNN = 27
const NO_RADIO_RESOURCES = 22
const FORBIDDEN = 403

/** The network does not know the data network, or the gNB has no room. */
type SessionRefusal = 'network' | 'radio'

interface Opening {
  readonly at: number
  readonly refusal?: SessionRefusal
}

/** Opens a session. */
export function pduSession(core: FiveG, one: Registered, session: PduSession, { at, refusal }: Opening): void {
  const { ue, ids, amf, services } = one
  const { id, dnn, ref } = session
  const smf = SMFS[smfOf(ue)]!
  const say = saying(core, one, at)
  const ng = core.ng(one)
  const request = ngap.transport(UPLINK, id, SESSION.establishmentRequest(id), dnn)
  say(0, (time) => ng.uplink(time, ids, protectedNas(ue, request)))
  const subject = { supi: supiOf(ue), pduSessionId: id, dnn, sNssai: { sst: 1, sd: '010203' } }
  const denied = { status: FORBIDDEN, json: { error: { status: FORBIDDEN, cause: 'DNN_DENIED' } }, after: 9 }
  const made = { status: 201, headers: { location: `http://${smf}:7777${CONTEXTS}/${ref}` }, json: {} }
  const asked = { at: at + 3, method: 'POST', path: CONTEXTS, json: subject }
  core.ask(services, { from: AMFS[amf]!, to: smf }, asked, refusal === 'network' ? denied : made)
  core.ask(
    services,
    indirectly(one, smf, UDM),
    { at: at + 6, path: `/nudm-sdm/v2/${supiOf(ue)}/sm-data` },
    { json: [] },
  )
  if (refusal === 'network') {
    const reject = ngap.transport(DOWNLINK, id, SESSION.establishmentReject(id, UNKNOWN_DNN))
    say(18, (time) => ng.downlink(time, ids, protectedNas(ue, reject)))
  } else granted(core, one, session, { at, isRefused: refusal === 'radio' })
  const code = { network: FORBIDDEN, radio: NO_RADIO_RESOURCES }
  core.stage.procedures.push({
    n: ue.n,
    type: '5G_PDU_SESSION',
    at,
    until: at + 50,
    ...(refusal === undefined ? { outcome: 'success' } : { outcome: 'failed', code: code[refusal] }),
  })
}

/** Policy, user plane, and radio network. */
function granted(
  core: FiveG,
  one: Registered,
  session: PduSession,
  { at, isRefused }: { at: number; isRefused: boolean },
): void {
  const { ue, ids, services } = one
  const { id, dnn, ip, ref, plane, cp, up, teid, flow } = session
  const [smf, n4] = [SMFS[smfOf(ue)]!, core.n4[smfOf(ue)]!]
  const notificationUri = `http://${smf}:7777/nsmf-callback/v1/sm-policy-notify/${ref}`
  const subject = { supi: supiOf(ue), pduSessionId: id, dnn, ipv4Address: ip, notificationUri }
  const decided = { status: 201, headers: { location: `http://${PCF}:7777${POLICIES}/${ref}` }, json: {}, after: 4 }
  core.ask(services, indirectly(one, smf, PCF), { at: at + 9, method: 'POST', path: POLICIES, json: subject }, decided)
  const user = { cp, up, user: ip, teid, dnn, qfi: flow.qfi, after: 3 }
  core.stage.later(at + 15, plane, () => n4.establish(at + 15, user))
  transfer(core, one, session, at + 20)
  const say = saying(core, one, at)
  const ng = core.ng(one)
  const accept = ngap.transport(DOWNLINK, id, SESSION.establishmentAccept(id))
  const wanted = { id, bytes: protectedNas(ue, accept), transfer: ngap.setupRequest(coreTunnel(one, session), flow) }
  say(24, (time) => ng.sessionRequest(time, ids, wanted))
  one.open.add(session)
  if (isRefused) {
    say(40, (time) => ng.sessionFailure(time, ids, id, NO_RADIO_RESOURCES))
    const kept = [...one.open].filter((other) => other !== session)
    one.open.clear()
    one.open.add(session)
    endSessions(core, one, at + 45)
    for (const other of kept) one.open.add(other)
    return
  }
  const tunnel = radioTunnel(one, session)
  const place = { ...one }
  say(40, (time) => {
    ng.sessionResponse(time, ids, id, tunnel)
    tunnelled(core, place)
  })
  changed(core, one, session, at + 42)
  core.stage.later(at + 44, plane, () => n4.forward(at + 44, { cp, up, teid: tunnel.teid, to: tunnel.address }))
}

/** Messages for UE and gNB, from the SMF by the AMF. */
export function transfer(core: FiveG, { ue, services, amf }: Registered, { id }: PduSession, at: number): void {
  const path = `/namf-comm/v1/ue-contexts/${supiOf(ue)}/n1-n2-messages`
  const asked = { at, method: 'POST', path, json: { pduSessionId: id } }
  const told = { json: { cause: 'N1_N2_TRANSFER_INITIATED' } }
  core.ask(services, { from: SMFS[smfOf(ue)]!, to: AMFS[amf]! }, asked, told)
}

/** What the gNB answered, from the AMF to the SMF. */
export function changed(core: FiveG, { ue, services, amf }: Registered, { ref }: PduSession, at: number): void {
  const asked = { at, method: 'POST', path: `${CONTEXTS}/${ref}/modify`, json: {} }
  core.ask(services, { from: AMFS[amf]!, to: SMFS[smfOf(ue)]! }, asked, { json: {}, after: 6 })
}

/** From now on the UE's packets pass between its gNB and the UPF. */
export function tunnelled(core: FiveG, one: Registered): void {
  const { ims, ue } = one
  const { address, teid } = radioTunnel(one, ims)
  core.stage.wire.tunnels.set(ue.ip, { gnb: address, upf: upfOf(one), up: ims.teid, down: teid })
}

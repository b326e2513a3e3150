/** A UE of 5G: registration (DOMAIN 7.5) and a PDU session (DOMAIN 7.6), over NGAP, SBA and PFCP. */
import { Http2 } from '../http2.ts'
import { end } from '../internet.ts'
import * as ngap from '../ngap.ts'
import { concat, u8, zeros } from '../octets.ts'
import { octetsOf } from '../per.ts'
import { PfcpPeers } from '../pfcp.ts'
import { VECTORS } from '../ran-vectors.ts'
import type { Wire } from '../wire.ts'

export const SUPI = 'imsi-001010000000001'
const SUCI = 'suci-0-001-01-0000-0-0-0000000001'
const IDS = { amf: 1, ran: 5 }
const [AMF, SMF, AUSF, UDM, PCF] = ['10.2.0.1', '10.2.0.2', '10.2.0.3', '10.2.0.4', '10.2.0.5'] as const
export const UE_IP = '10.60.0.1'

/** Connections between the functions of a core, and to one gNB and one UPF. */
export class FiveG {
  readonly ng: ngap.Ng
  readonly n4: PfcpPeers
  readonly #wire: Wire
  readonly #links = new Map<string, Http2>()

  constructor(wire: Wire) {
    this.#wire = wire
    this.ng = new ngap.Ng(wire, 1, '10.3.0.2', AMF)
    this.ng.setUp(5)
    this.n4 = new PfcpPeers(wire, SMF, '192.168.10.1')
  }

  /** The connection of a client with a server, which was opened at the beginning. */
  link(client: string, server: string): Http2 {
    const name = `${client} ${server}`
    let link = this.#links.get(name)
    if (!link) {
      const at = 10 + this.#links.size
      link = new Http2(this.#wire, end(client, 40_000 + this.#links.size), end(server, 7777), { at })
      this.#links.set(name, link)
    }
    return link
  }
}

interface Registering {
  readonly at: number
  /** The UE's answer is wrong. */
  readonly isRefused?: boolean
}

const NETWORK = '5G:mnc001.mcc001.3gppnetwork.org'

/** DOMAIN 7.5. */
export function registration(core: FiveG, { at, isRefused = false }: Registering): void {
  const { ng } = core
  const authentications = '/nausf-auth/v1/ue-authentications'
  ng.initial(at, IDS.ran, ngap.registrationRequest('0000000001'))
  const href = `http://${AUSF}:7777${authentications}/1/5g-aka-confirmation`
  const asked = { method: 'POST', path: authentications, json: { supiOrSuci: SUCI, servingNetworkName: NETWORK } }
  const links = { '5g-aka': { href } }
  const location = `http://${AUSF}:7777${authentications}/1`
  const told = { status: 201, headers: { location }, json: { authType: '5G_AKA', _links: links }, after: 8 }
  core.link(AMF, AUSF).exchange(at + 4, asked, told)
  const vector = `/nudm-ueau/v1/${SUCI}/security-information/generate-auth-data`
  const generated = { json: { supi: SUPI, authType: '5G_AKA' }, after: 4 }
  core
    .link(AUSF, UDM)
    .exchange(at + 6, { method: 'POST', path: vector, json: { servingNetworkName: NETWORK } }, generated)
  ng.downlink(at + 14, IDS, concat(octetsOf('7e0056 00 02 0000 21'), zeros(16), u8(0x20, 16), zeros(16)))
  ng.uplink(at + 40, IDS, concat(octetsOf('7e0057 2d 10'), zeros(16)))
  const result = isRefused ? 'AUTHENTICATION_FAILURE' : 'AUTHENTICATION_SUCCESS'
  const confirmed = { json: { authResult: result, ...(!isRefused && { supi: SUPI }) }, after: 4 }
  const path = `${authentications}/1/5g-aka-confirmation`
  core.link(AMF, AUSF).exchange(at + 42, { method: 'PUT', path, json: { resStar: '00' } }, confirmed)
  if (isRefused) {
    ng.downlink(at + 48, IDS, octetsOf('7e0058'))
    ng.release(at + 50, IDS)
  } else register5g(core, at)
}

/** What comes after the authentication. */
function register5g(core: FiveG, at: number): void {
  const { ng } = core
  ng.downlink(at + 48, IDS, octetsOf('7e03 01020304 00 7e005d 00 02 f070f070'))
  ng.uplink(at + 65, IDS, octetsOf('7e04 01020304 00 7e005e'))
  const registrations = `/nudm-uecm/v1/${SUPI}/registrations/amf-3gpp-access`
  const instance = { amfInstanceId: '1', deregCallbackUri: `http://${AMF}:7777/namf-callback/v1/${SUPI}/dereg-notify` }
  const udm = core.link(AMF, UDM)
  udm.exchange(at + 67, { method: 'PUT', path: registrations, json: instance }, { status: 201, json: {}, after: 3 })
  udm.exchange(
    at + 71,
    { path: `/nudm-sdm/v2/${SUPI}/am-data` },
    { json: { gpsis: ['msisdn-491710000001'] }, after: 2 },
  )
  const policy = { method: 'POST', path: '/npcf-am-policy-control/v1/policies', json: { supi: SUPI } }
  core.link(AMF, PCF).exchange(at + 74, policy, { status: 201, json: {}, after: 5 })
  ng.context(at + 82, IDS, octetsOf('7e02 01020304 01 7e0042 0101'), 13)
  ng.uplink(at + 100, IDS, octetsOf('7e02 01020304 02 7e0043'))
}

/** DOMAIN 7.6. */
export function pduSession(core: FiveG, at: number): void {
  const { ng, n4 } = core
  const contexts = '/nsmf-pdusession/v1/sm-contexts'
  const slice = { sst: 1, sd: '010203' }
  const subject = { supi: SUPI, pduSessionId: 1, dnn: 'internet', sNssai: slice }
  ng.uplink(at, IDS, ngap.transport(0x67, 1, ngap.ESTABLISHMENT_REQUEST))
  const location = `http://${SMF}:7777${contexts}/urn-1`
  const smf = core.link(AMF, SMF)
  smf.exchange(
    at + 3,
    { method: 'POST', path: contexts, json: subject },
    { status: 201, headers: { location }, json: {} },
  )
  core.link(SMF, UDM).exchange(at + 6, { path: `/nudm-sdm/v2/${SUPI}/sm-data` }, { json: [] })
  const policy = {
    method: 'POST',
    path: '/npcf-smpolicycontrol/v1/sm-policies',
    json: { ...subject, ipv4Address: UE_IP },
  }
  core.link(SMF, PCF).exchange(at + 9, policy, { status: 201, json: {}, after: 4 })
  n4.establish(at + 15, { cp: 1, up: 9, user: UE_IP, teid: 0x11, dnn: 'internet', after: 3 })
  const transfer = {
    method: 'POST',
    path: `/namf-comm/v1/ue-contexts/${SUPI}/n1-n2-messages`,
    json: { pduSessionId: 1 },
  }
  core.link(SMF, AMF).exchange(at + 20, transfer, { json: { cause: 'N1_N2_TRANSFER_INITIATED' } })
  ng.send(at + 24, 'server', octetsOf(VECTORS.ngapSetupRequest))
  ng.send(at + 40, 'client', octetsOf(VECTORS.ngapSetupResponse))
  smf.exchange(at + 42, { method: 'POST', path: `${contexts}/urn-1/modify`, json: {} }, { json: {}, after: 6 })
  n4.forward(at + 44, { cp: 1, up: 9, teid: 0x22, to: '192.168.10.2', after: 2 })
}

/** A call's media, for which the PCF is asked: TS 29.514 §5.6.2.3. */
export function appSession(
  core: FiveG,
  at: number,
  { icid, flows }: { icid?: string; flows: readonly string[] },
): void {
  const media = { 1: { medCompN: 1, medType: 'AUDIO', medSubComps: { 1: { fNum: 1, fDescs: flows } } } }
  const ascReqData = {
    ueIpv4: UE_IP,
    dnn: 'ims',
    supi: SUPI,
    ...(icid !== undefined && { afChargId: icid }),
    medComponents: media,
  }
  const path = '/npcf-policyauthorization/v1/app-sessions'
  core
    .link('10.0.0.20', PCF)
    .exchange(at, { method: 'POST', path, json: { ascReqData } }, { status: 201, json: {}, after: 9 })
}

/** Short messages over the IMS, with what the gateway forwards over SGd: DOMAIN 7.10; TS 24.341, TS 29.338. */
import { avp, type Peer, Peers, tbcd, tgpp } from '../../diameter.ts'
import { end } from '../../internet.ts'
import { zeros } from '../../octets.ts'
import { octetsOf } from '../../per.ts'
import { Dialog, type Header, type Sent } from '../../sip.ts'
import { type Core, REALM } from './core.ts'
import { PCSCF, SCSCF } from './ims.ts'
import { conversation } from './truth.ts'
import { phoneOf, type Ue } from './ue.ts'

const SGD = 16_777_313
const MO_FORWARD = 8_388_645
/** IP-SM-GW. */
const GATEWAY = { user: 'smsc', end: end('10.0.0.60', 5060) }
const CENTRE = '491710760000'
const REFERENCE = 3
const SMS = 'application/vnd.3gpp.sms'
/** RP-DATA with SMS-SUBMIT; RP-ACK; RP-ERROR with cause 27: TS 24.011 §7.3. */
const SUBMIT = octetsOf('00 03 00 07 91 94 71 01 67 00 00 0e 01 2a 0c 91 94 71 91 78 56 34 00 00 02 c8 34')
const ACK = octetsOf('03 03')
const ERROR = octetsOf('05 03 01 1b')

export interface Submitting {
  /** A status of SIP in place of 202; or the service centre says no. */
  readonly refusal?: 403 | 'rp-error'
  /** The report names no message. */
  readonly unnamed?: true
  /** Nothing comes after 202. */
  readonly silent?: true
}

/** MESSAGE m1, 202, OFR, OFA, MESSAGE m2 with the report, 200: 60 ms from the message to the report at the UE. */
export function submitSms(core: Core, ue: Ue, at: number, { refusal, unnamed, silent }: Submitting = {}): void {
  const about = conversation('message', [ue.n])
  const { agent } = phoneOf(ue, 0)
  const say = (after: number, run: (time: number) => void): void => core.later(at + after, about, () => run(at + after))
  const asking = new Dialog(core.wire, {
    callId: 'm1',
    caller: agent,
    callee: GATEWAY,
    proxies: [PCSCF, SCSCF],
    hop: 1,
  })
  let sent: Sent
  say(0, (time) => (sent = asking.request(time, 'MESSAGE', { initial: true, body: SUBMIT, contentType: SMS })))
  say(8, (time) => void asking.response(time, sent, refusal === 403 ? 403 : 202))
  if (refusal === 403 || silent === true) return
  forward(core, ue, at)
  const headers: Header[] = unnamed === true ? [] : [['In-Reply-To', 'm1']]
  const telling = new Dialog(core.wire, {
    callId: 'm2',
    caller: GATEWAY,
    callee: agent,
    proxies: [SCSCF, PCSCF],
    hop: 1,
  })
  const body = refusal === 'rp-error' ? ERROR : ACK
  say(58, (time) => (sent = telling.request(time, 'MESSAGE', { initial: true, body, contentType: SMS, headers })))
  say(70, (time) => void telling.response(time, sent, 200))
}

function forward(core: Core, ue: Ue, at: number): void {
  const about = conversation('message', [ue.n])
  const client: Peer = { end: end('10.0.0.60', 40_060), host: `ipsmgw.${REALM}`, realm: REALM }
  const server: Peer = { end: end('10.0.0.61', 3868), host: `smsc.${REALM}`, realm: REALM }
  let peers: Peers
  core.later(
    at - 100,
    about,
    () => (peers = new Peers(core.wire, { client, server }, { at: at - 100, first: REFERENCE })),
  )
  core.later(at + 20, about, () => {
    const avps = [tgpp(3300, tbcd(CENTRE)), tgpp(3102, [avp(1, ue.imsi)]), tgpp(3301, zeros(12))]
    const session = `ipsmgw.${REALM};sms;${ue.n}`
    peers.exchange(at + 20, { command: MO_FORWARD, application: SGD, session, avps }, { after: 25 })
  })
}

/** The IMS of the network: registrations with their Cx (DOMAIN 7.2), and what policy grants a call (DOMAIN 7.1). */
import { avp, ipv4, tgpp } from '../../diameter.ts'
import { end, type End } from '../../internet.ts'
import { zeros } from '../../octets.ts'
import { Dialog, type Header, type Sent } from '../../sip.ts'
import { type Attached, dedicate, removeDedicated } from './access.ts'
import { type Core, CX, GX, REALM, RX } from './core.ts'
import { type CallTruth, type Conversation, conversation } from './truth.ts'
import { phoneOf, type Ue } from './ue.ts'

export const PCSCF = end('10.0.0.20', 5060)
const ICSCF = end('10.0.0.21', 5060)
export const SCSCF = end('10.0.0.22', 5060)

const impuOf = ({ msisdn }: Ue): string => `sip:+${msisdn}@${REALM}`
const impiOf = ({ imsi }: Ue): string => `${imsi}@${REALM}`
const CELLS = {
  LTE: '3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=0010100010000101',
  '5G': '3GPP-NR-FDD;utran-cell-id-3gpp=001010000010000000010',
} as const
export type System = keyof typeof CELLS

export function accessHeader(system: System = 'LTE'): Header {
  return ['P-Access-Network-Info', CELLS[system]]
}

interface Registering {
  /** The HSS refuses, with an Experimental-Result-Code of 3GPP. */
  readonly refusal?: number
  readonly system?: System
}

/** REGISTER, 401, REGISTER, 200 through the I-CSCF, with UAR, MAR, UAR, SAR; then the state of it is subscribed to. */
export function register(core: Core, ue: Ue, at: number, { refusal, system }: Registering = {}): void {
  const about = conversation('registration', [ue.n])
  const callId = `reg-${ue.n}-${ue.at}@${ue.ip}`
  const { agent } = phoneOf(ue, 0)
  const registrar = { user: agent.user, end: SCSCF }
  const dialog = new Dialog(core.wire, { callId, caller: agent, callee: registrar, proxies: [PCSCF, ICSCF], hop: 1 })
  const uri = `sip:${REALM}`
  const contact = ['Expires', '600000'] as const
  const algorithm = 'algorithm=AKAv1-MD5'
  const first = `Digest username="${impiOf(ue)}", realm="${REALM}", nonce="", uri="${uri}", response=""`
  const again = `Digest username="${impiOf(ue)}", realm="${REALM}", nonce="bm9uY2U=", uri="${uri}", response="0123", ${algorithm}`
  cx(core, ue, { at: at + 10, command: 300, name: 'uar1', after: 4 })
  cx(core, ue, { at: at + 20, command: 303, name: 'mar', after: 8, ...(refusal !== undefined && { refusal }) })
  const say = (after: number, run: (time: number) => void): void => core.later(at + after, about, () => run(at + after))
  let sent: Sent
  const ask = (time: number, authorization: string): void => {
    const headers = [contact, ['Authorization', authorization], accessHeader(system)] as const
    sent = dialog.request(time, 'REGISTER', { initial: true, uri, headers })
  }
  say(0, (time) => ask(time, first))
  if (refusal !== undefined) return say(30, (time) => void dialog.response(time, sent, 403))
  const challenge = `Digest realm="${REALM}", nonce="bm9uY2U=", ${algorithm}`
  say(30, (time) => void dialog.response(time, sent, 401, { headers: [['WWW-Authenticate', challenge]] }))
  say(210, (time) => ask(time, again))
  cx(core, ue, { at: at + 215, command: 300, name: 'uar2', after: 4 })
  cx(core, ue, { at: at + 220, command: 301, name: 'sar', after: 10 })
  const granted = [contact, ['P-Associated-URI', `<${impuOf(ue)}>, <tel:+${ue.msisdn}>`]] as const
  say(240, (time) => void dialog.response(time, sent, 200, { headers: granted }))
}

interface AskedCx {
  readonly at: number
  readonly command: number
  readonly name: string
  readonly after: number
  readonly refusal?: number
}

function cx(core: Core, ue: Ue, { at, command, name, after, refusal }: AskedCx): void {
  const about = conversation('registrar', [ue.n])
  const session = `cscf.${REALM};${name};${ue.n}.${ue.at}`
  const avps = [avp(1, impiOf(ue)), tgpp(601, impuOf(ue)), tgpp(600, REALM)]
  const scheme = command === 303 ? [tgpp(612, [tgpp(608, 'Digest-AKAv1-MD5'), tgpp(625, zeros(16))])] : []
  const told = refusal === undefined ? { avps: scheme } : { refusal }
  core.diameter(at, about, 'cx', { command, application: CX, session, avps }, { after, ...told })
}

/** Where is the called subscriber: the I-CSCF asks the HSS, as long as the call is being set up. */
export function locate(core: Core, ue: Ue, { at, call }: { at: number; call: CallTruth }): void {
  const about = conversation('registrar', [ue.n])
  about.serves.add(call)
  const session = `icscf.${REALM};lir;${ue.n}.${call.name}`
  const asked = { command: 302, application: CX, session, avps: [tgpp(601, impuOf(ue))] }
  core.diameter(at, about, 'cx', asked, { after: 4, avps: [tgpp(602, `sip:${SCSCF.address}:5060`)] })
}

/** One side's media, for which policy is asked. */
export interface Granting {
  readonly attached: Attached
  readonly call: CallTruth
  /** When the answer with its description passed, and when the call was over. */
  readonly at: number
  readonly ends: number
  readonly icid?: string
  /** The ends of media as that side knows them. */
  readonly own: End
  readonly far: End
  /** Number of the dedicated bearer. */
  readonly ebi: number
  /** The PCRF refuses, or the bearer cannot be had. */
  readonly refusal?: 'policy' | 'bearer'
}

/** Rx, Gx and the bearer, from the answer to the end: DOMAIN 7.1. */
export function grant(core: Core, granting: Granting): void {
  const { attached, call, at, refusal } = granting
  const { ue } = attached
  const rx = conversation('policy', [ue.n])
  rx.serves.add(call)
  if (refusal !== 'policy') for (const one of [attached.ims.rules, attached.ims.gtp]) one.serves.add(call)
  if (refusal === undefined) attached.access.serves.add(call)
  const session = `pcscf.${REALM};${call.name};${ue.n}`
  const asked = { command: 265, application: RX, session, avps: askedOf(granting) }
  if (refusal === 'policy') return core.diameter(at + 5, rx, 'rx', asked, { after: 4, refusal: 5063 })
  core.diameter(at + 5, rx, 'rx', asked, { after: 9 })
  install(core, granting)
  if (refusal === 'bearer') return lose(core, granting, rx)
  dedicate(core, attached, { at: at + 15, ebi: granting.ebi })
  release(core, granting, rx)
}

const flowsOf = ({ own, far }: Granting): [string, string] => [
  `permit in 17 from ${own.address} ${own.port} to ${far.address} ${far.port}`,
  `permit out 17 from ${far.address} ${far.port} to ${own.address} ${own.port}`,
]

function askedOf(granting: Granting): Uint8Array[] {
  const { attached, icid } = granting
  const flows = flowsOf(granting).map((flow) => tgpp(507, flow))
  const media = tgpp(517, [tgpp(518, 1), tgpp(520, 0), tgpp(519, [tgpp(509, 1), ...flows])])
  const vector = icid === undefined ? [] : [tgpp(505, icid)]
  return [avp(8, ipv4(attached.ue.ip)), ...vector, media]
}

const ruleOf = ({ call }: Granting): string => `voice-${call.name}`

function install(core: Core, granting: Granting): void {
  const { attached, at } = granting
  const { rules, session } = attached.ims
  const flow = tgpp(1058, [tgpp(507, flowsOf(granting)[1])])
  const rule = tgpp(1003, [tgpp(1005, ruleOf(granting)), tgpp(1016, [tgpp(1028, 1)]), flow])
  const avps = [avp(285, 0), tgpp(1001, [rule])]
  core.diameter(at + 10, rules, 'gx', { command: 258, application: GX, session, avps }, { side: 'server', after: 2 })
}

function release(core: Core, granting: Granting, rx: Conversation): void {
  const { attached, call, ends, ebi } = granting
  const { rules, session } = attached.ims
  const own = `pcscf.${REALM};${call.name};${attached.ue.n}`
  core.diameter(ends + 10, rx, 'rx', { command: 275, application: RX, session: own, avps: [avp(295, 1)] }, { after: 3 })
  const removal = [avp(285, 0), tgpp(1002, [tgpp(1005, ruleOf(granting))])]
  const asked = { command: 258, application: GX, session, avps: removal }
  core.diameter(ends + 20, rules, 'gx', asked, { side: 'server', after: 2 })
  removeDedicated(core, attached, { at: ends + 25, ebi })
}

/** No resources for the bearer: the rule fails, and the grant is aborted. */
function lose(core: Core, granting: Granting, rx: Conversation): void {
  const { attached, call, at, ebi } = granting
  const { rules, session } = attached.ims
  dedicate(core, attached, { at: at + 15, ebi, refusal: 73 })
  const report = tgpp(1018, [tgpp(1005, ruleOf(granting)), tgpp(1019, 1), tgpp(1031, 10)])
  const avps = [avp(416, 2), avp(415, 1), report]
  core.diameter(at + 70, rules, 'gx', { command: 272, application: GX, session, avps }, { after: 3 })
  const own = `pcscf.${REALM};${call.name};${attached.ue.n}`
  const told = { command: 274, application: RX, session: own, avps: [tgpp(500, 2)] }
  core.diameter(at + 75, rx, 'rx', told, { side: 'server', after: 2 })
  core.diameter(at + 80, rx, 'rx', { command: 275, application: RX, session: own, avps: [avp(295, 4)] }, { after: 3 })
}

/**
 * Subscribers of one network, seen at its control plane: each attaches to the one MME, SGW and PGW, calls through the one
 * P-CSCF with a bearer granted by the one PCRF (DOMAIN 7.1), and goes. Many at once share all nodes and connections.
 */
import { avp, ipv4, Peers, tgpp } from '../diameter.ts'
import * as gtp from '../gtp.ts'
import { end } from '../internet.ts'
import { Dialog, type Sent } from '../sip.ts'
import { describe, type Phone, phone } from '../calls/phone.ts'
import type { Wire } from '../wire.ts'

const REALM = 'ims.mnc001.mcc001.3gppnetwork.org'
const RX = 16_777_236
const GX = 16_777_238
const MME = gtp.node('10.0.0.10')
const SGW = gtp.node('10.0.0.41')
const PCSCF = end('10.0.0.20', 5060)
const PCRF = { end: end('10.0.0.30', 3868), host: `pcrf.${REALM}`, realm: REALM }
const REMOTE = '10.0.0.50'

export interface Story {
  /** Tells the subscriber from others. */
  readonly n: number
  /** When they attach, ms; they call `calls` ms later and go `goes` ms after that. */
  readonly at: number
  readonly ip: string
  readonly calls?: number
  readonly goes?: number
  /** The answer to the INVITE after ringing. */
  readonly status?: number
  /** Messages of these kinds stay away. */
  readonly without?: readonly ('attach' | 'sip' | 'rx' | 'gx' | 'icid' | 'flows')[]
}

export const imsiOf = (n: number): string => `00101${String(n).padStart(10, '0')}`
export const msisdnOf = (n: number): string => `4917${String(10_000_000 + n)}`
export const callIdOf = (n: number): string => `call-${n}@ue`

/** Plays all stories on one clock. */
export function play(wire: Wire, stories: readonly Story[]): void {
  const steps: { at: number; run: () => void }[] = []
  const first = Math.min(...stories.map(({ at }) => at)) - 10
  const network: Network = {
    wire,
    rx: new Peers(wire, { client: peer('pcscf', '10.0.0.20', 40_003), server: PCRF }, { at: first }),
    gx: new Peers(wire, { client: peer('pgw', '10.0.0.40', 40_002), server: PCRF }, { at: first, first: 0x90_000 }),
    sequence: 100,
    later: (at, run) => steps.push({ at, run }),
  }
  for (const story of stories) tell(network, story)
  for (const { run } of steps.toSorted((a, b) => a.at - b.at)) run()
}

function peer(host: string, ip: string, port: number): typeof PCRF {
  return { end: end(ip, port), host: `${host}.${REALM}`, realm: REALM }
}

interface Network {
  readonly wire: Wire
  readonly rx: Peers
  readonly gx: Peers
  sequence: number
  readonly later: (at: number, run: () => void) => void
}

function tell(network: Network, story: Story): void {
  const { at, calls = 1000, without = [] } = story
  if (!without.includes('attach')) connection(network, story)
  if (!without.includes('gx')) rules(network, story)
  if (!without.includes('sip')) call(network, story, at + calls)
  if (!without.includes('rx')) policy(network, story, at + calls)
  if (!without.includes('attach')) bearer(network, story, at + calls)
}

/** S11: the connection to the IMS, from creation to deletion. */
function connection(network: Network, { n, at, ip, calls = 1000, goes = 9000 }: Story): void {
  const [mme, sgw] = [0x1000 + n, 0x2000 + n]
  const names = [gtp.imsi(imsiOf(n)), gtp.msisdn(msisdnOf(n)), gtp.apn('ims')]
  const asked = [gtp.fteid(10, mme, MME.address), gtp.paa('0.0.0.0'), gtp.bearer(gtp.ebi(6), gtp.qos(5))]
  const granted = [gtp.cause(16), gtp.fteid(11, sgw, SGW.address), gtp.paa(ip)]
  const made = gtp.bearer(gtp.ebi(6), gtp.cause(16), gtp.fteid(1, 0x600 + n, SGW.address))
  exchange(network, { at, after: 10, client: true }, [32, 0, ...names, ...asked], [33, mme, ...granted, made])
  const end = at + calls + goes
  exchange(network, { at: end, after: 4, client: true }, [36, sgw, gtp.ebi(6)], [37, mme, gtp.cause(16)])
}

/** The dedicated bearer of the call. */
function bearer(network: Network, { n }: Story, at: number): void {
  const [mme, sgw] = [0x1000 + n, 0x2000 + n]
  const asked = gtp.bearer(gtp.ebi(0), gtp.qos(1, 49), gtp.fteid(1, 0x60_000 + n, SGW.address))
  const made = gtp.bearer(gtp.ebi(7), gtp.cause(16), gtp.fteid(0, 0x70_000 + n, '10.1.0.2'))
  exchange(
    network,
    { at: at + 195, after: 45, client: false },
    [95, mme, gtp.ebi(6), asked],
    [96, sgw, gtp.cause(16), made],
  )
  const gone = [gtp.element(73, Uint8Array.of(7), 1)]
  exchange(network, { at: at + 5530, after: 5, client: false }, [99, mme, ...gone], [100, sgw, gtp.cause(16), ...gone])
}

type Told = readonly [type: number, teid: number, ...elements: Uint8Array[]]

function exchange(
  network: Network,
  when: { at: number; after: number; client: boolean },
  asked: Told,
  told: Told,
): void {
  const { at, after, client } = when
  let sequence = 0
  const send = (time: number, forth: boolean, [type, teid, ...elements]: Told): void => {
    const [from, to] = forth === client ? [MME, SGW] : [SGW, MME]
    network.wire.udp(time, from, to, gtp.gtp2(type, { teid, sequence }, ...elements))
  }
  network.later(at, () => {
    sequence = ++network.sequence
    send(at, true, asked)
  })
  network.later(at + after, () => send(at + after, false, told))
}

function gxSession(n: number): string {
  return `pgw.${REALM};9;${n}`
}

/** Gx: the connection's session, with the rule of the call installed and removed. */
function rules(network: Network, { n, at, ip, calls = 1000, goes = 9000, without = [] }: Story): void {
  const { gx } = network
  const session = gxSession(n)
  const who = [avp(443, [avp(450, 1), avp(444, imsiOf(n))]), avp(8, ipv4(ip)), avp(30, 'ims')]
  const ask = (type: number, number: number, ...avps: Uint8Array[]) => ({
    command: 272,
    application: GX,
    session,
    avps: [...numbered(type, number), ...avps],
  })
  both(network, gx, at + 4, { side: 'client', after: 3, avps: numbered(1, 0) }, ask(1, 0, ...who))
  both(network, gx, at + calls + goes + 1, { side: 'client', after: 3, avps: numbered(3, 1) }, ask(3, 1))
  if (without.includes('sip')) return
  const flows = without.includes('flows') ? [] : [tgpp(1058, [tgpp(507, flowsOf(n, ip)[1]!)])]
  const rule = tgpp(1003, [tgpp(1005, `voice-${n}`), tgpp(1016, [tgpp(1028, 1)]), ...flows])
  const push = { command: 258, application: GX, session }
  both(
    network,
    gx,
    at + calls + 190,
    { side: 'server', after: 2 },
    { ...push, avps: [avp(285, 0), tgpp(1001, [rule])] },
  )
  const remove = tgpp(1002, [tgpp(1005, `voice-${n}`)])
  both(network, gx, at + calls + 5520, { side: 'server', after: 2 }, { ...push, avps: [avp(285, 0), remove] })
}

/** CC-Request-Type and -Number. */
function numbered(type: number, number: number): Uint8Array[] {
  return [avp(416, type), avp(415, number)]
}

function flowsOf(n: number, ip: string): string[] {
  return [
    `permit in 17 from ${ip} 49152 to ${REMOTE} ${30_000 + 2 * n}`,
    `permit out 17 from ${REMOTE} ${30_000 + 2 * n} to ${ip} 49152`,
  ]
}

/** Rx: the P-CSCF asks for the call's media. */
function policy(network: Network, { n, ip, without = [] }: Story, at: number): void {
  const session = `pcscf.${REALM};1;${n}`
  const flows = flowsOf(n, ip).map((flow) => tgpp(507, flow))
  const media = tgpp(517, [tgpp(518, 1), tgpp(520, 0), tgpp(519, [tgpp(509, 1), ...flows])])
  const avps = [
    avp(8, ipv4(ip)),
    ...(without.includes('icid') ? [] : [tgpp(505, icidOf(n))]),
    ...(without.includes('flows') ? [] : [media]),
  ]
  const asked = { command: 265, application: RX, session, avps }
  both(network, network.rx, at + 185, { side: 'client', after: 9 }, asked)
  const ended = { command: 275, application: RX, session, avps: [avp(295, 1)] }
  both(network, network.rx, at + 5510, { side: 'client', after: 3 }, ended)
}

function both(
  network: Network,
  peers: Peers,
  at: number,
  { side, after, avps = [] }: { side: 'client' | 'server'; after: number; avps?: Uint8Array[] },
  asked: Parameters<Peers['ask']>[2],
): void {
  let asking: ReturnType<Peers['ask']> | undefined
  network.later(at, () => (asking = peers.ask(at, side, asked)))
  network.later(at + after, () => asking && peers.answer(at + after, asking, { avps }))
}

function icidOf(n: number): string {
  return `icid-${n}`
}

/** From the UE through the P-CSCF to a phone of another network. */
function call({ wire, later }: Network, { n, ip, status = 200, without = [] }: Story, at: number): void {
  const caller = phone(`+${msisdnOf(n)}`, ip, 49_152)
  const callee: Phone = phone(`+4930${String(10_000 + n)}`, REMOTE, 30_000 + 2 * n)
  const dialog = new Dialog(wire, {
    callId: callIdOf(n),
    caller: caller.agent,
    callee: callee.agent,
    proxies: [PCSCF],
    headers: [
      ['P-Access-Network-Info', '3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=0010100010000101'],
      ...(without.includes('icid') ? [] : [['P-Charging-Vector', `icid-value=${icidOf(n)}`] as const]),
    ],
  })
  let invite: Sent | undefined
  later(at, () => (invite = dialog.request(at, 'INVITE', { initial: true, sdp: describe(caller) })))
  later(at + 180, () => dialog.response(at + 180, invite!, 183, { sdp: describe(callee) }))
  later(at + 450, () => dialog.response(at + 450, invite!, 180))
  later(at + 1450, () => dialog.response(at + 1450, invite!, status))
  later(at + 1470, () => dialog.request(at + 1470, 'ACK', { of: invite!, initial: status >= 300 }))
  if (status >= 300) return
  let bye: Sent | undefined
  later(at + 5480, () => (bye = dialog.request(at + 5480, 'BYE')))
  later(at + 5500, () => dialog.response(at + 5500, bye!, 200))
}

/** A UE of LTE from attach to detach: S1AP with NAS, S6a, GTP-C on S11 and S5, Gx. DOMAIN 7.3, 7.9. */
import { avp, ipv4, tbcd, tgpp } from '../../diameter.ts'
import * as gtp from '../../gtp.ts'
import { concat, u32, u8, zeros } from '../../octets.ts'
import { octetsOf } from '../../per.ts'
import { admitted, attachRequest, both, type Ids, type S1, type Tunnel } from '../../s1ap.ts'
import { element, INITIATING, SUCCESSFUL } from '../../per.ts'
import { type Core, ENBS, GX, type Hop, MME, PGW, REALM, S6A, SGW, SGW_S5, type Told } from './core.ts'
import { type Conversation, conversation } from './truth.ts'
import type { Ue } from './ue.ts'

const S11: Hop = [MME, SGW]
const S5: Hop = [SGW_S5, PGW]
export const TO_MME: Hop = [SGW, MME]
export const TO_SGW: Hop = [PGW, SGW_S5]

/** What an attached UE has. */
export interface Attached {
  readonly system: 'LTE'
  readonly ue: Ue
  /** Its context at the eNB, and each one after it. */
  access: Conversation
  ids: Ids
  readonly internet: Connection
  readonly ims: Connection
}

/** A PDN connection, and what the PCRF knows of it. */
interface Connection {
  readonly pdn: Pdn
  readonly gtp: Conversation
  readonly rules: Conversation
  readonly session: string
}

interface Pdn {
  readonly apn: string
  readonly ebi: number
  readonly qci: number
  readonly ip: string
  /** Ends on S5, and the SGW's end on S1-U. */
  readonly sgw: number
  readonly pgw: number
  readonly user: number
}

export const teids = ({ slot }: Ue) => ({ mme: 0x1000 + slot, s11: 0x2000 + slot })
const enbOf = ({ slot }: Ue, move: number): number => (slot + move) % ENBS.length
/** The eNB's end of a bearer. */
export const enbTunnel = (ue: Ue, ebi: number, move = 0): Tunnel => ({
  address: ENBS[enbOf(ue, move)]!,
  teid: 0x7_0000 + move * 0x1_0000 + ue.slot * 16 + ebi,
})

function pdnsOf(ue: Ue): { internet: Pdn; ims: Pdn } {
  const ends = (k: number) => ({
    sgw: 0x3000 + ue.slot * 2 + k,
    pgw: 0x4000 + ue.slot * 2 + k,
    user: 0x600 + ue.slot * 2 + k,
  })
  return {
    internet: { apn: 'internet', ebi: 5, qci: 9, ip: ue.internet, ...ends(0) },
    ims: { apn: 'ims', ebi: 6, qci: 5, ip: ue.ip, ...ends(1) },
  }
}

/** Where NAS is ciphered, nothing can be read of it behind the security mode command. */
export function protectedNas(ue: Ue, plain: string): Uint8Array {
  const bytes = octetsOf(plain)
  if (!isCiphered(ue)) return concat(octetsOf('27 01020304 01'), bytes)
  return concat(
    octetsOf('27 01020304 01'),
    bytes.map((octet, i) => octet ^ (0xa5 + i * 31 + ue.n)),
  )
}

function isCiphered({ n }: Ue): boolean {
  return n % 2 === 1
}

export interface AttachOptions {
  /** The second connection, and when. */
  readonly ims?: number
}

/** Attaches as in DOMAIN 7.3; 300 ms later it has a connection to the IMS too. */
export function attach(core: Core, ue: Ue, { ims = 300 }: AttachOptions = {}): Attached {
  const { at } = ue
  const attached = newcomer(ue)
  authenticate(core, attached, at)
  create(core, attached, attached.internet, { at: at + 85, isFirst: true })
  const { access, ids } = attached
  const s1 = core.radio[enbOf(ue, 0)]!
  core.later(at + 100, access, () =>
    s1.contextRequest(at + 100, ids, { address: SGW, teid: attached.internet.pdn.user }, protectedNas(ue, '0742 0149')),
  )
  core.later(at + 120, access, () => s1.contextResponse(at + 120, ids, enbTunnel(ue, 5)))
  core.later(at + 125, access, () => s1.uplink(at + 125, ids, protectedNas(ue, '0743 0003 5200c2')))
  modify(core, attached, { at: at + 130, move: 0, ebis: [5] })
  if (ims > 0) openSecond(core, attached, at + ims)
  core.procedures.push({ n: ue.n, type: 'LTE_ATTACH', at, until: at + 130, outcome: 'success' })
  return attached
}

function newcomer(ue: Ue): Attached {
  const { internet, ims } = pdnsOf(ue)
  return {
    system: 'LTE',
    ue,
    access: conversation('access', [ue.n]),
    ids: { mme: ue.slot + 1, enb: (ue.slot >> 2) + 1 },
    internet: connection(ue, internet),
    ims: connection(ue, ims),
  }
}

/**
 * A UE comes from 5G in the midst of a call: a tracking area update with the name that the 5G system gave it, its
 * connections, and then the bearer for voice. TS 23.502 §4.13.6.1.
 */
export function comeFrom5g(core: Core, ue: Ue, at: number): Attached {
  const attached = newcomer(ue)
  const { access, ids, internet } = attached
  const s1 = core.radio[enbOf(ue, 0)]!
  const say = (after: number, run: (time: number) => void): void =>
    core.later(at + after, access, () => run(at + after))
  const update = `0748 70 0b f6 00f110 0001 01 ${(0xc000_0000 + ue.slot).toString(16)}`
  say(0, (time) => s1.initial(time, ids.enb, concat(octetsOf('17 01020304 01'), octetsOf(update))))
  create(core, attached, internet, { at: at + 10, isFirst: true })
  const accept = protectedNas(ue, '0749 00')
  say(30, (time) => s1.contextRequest(time, ids, { address: SGW, teid: internet.pdn.user }, accept))
  say(45, (time) => s1.contextResponse(time, ids, enbTunnel(ue, 5)))
  modify(core, attached, { at: at + 48, move: 0, ebis: [5] })
  openSecond(core, attached, at + 60)
  return attached
}

function connection(ue: Ue, pdn: Pdn): Connection {
  const session = `pgw.${REALM};${pdn.ebi};${ue.n}.${ue.at}`
  const bears = pdn.apn === 'ims'
  const open = (kind: string): Conversation => conversation(kind, [ue.n], undefined, bears)
  return { pdn, gtp: open('connection'), rules: open('rules'), session }
}

/** S1AP and S6a until the security mode is complete and the location is known. */
function authenticate(core: Core, { ue, access, ids }: Attached, at: number): void {
  const s1 = core.radio[enbOf(ue, 0)]!
  const say = (after: number, run: (time: number) => void): void =>
    core.later(at + after, access, () => run(at + after))
  say(0, (time) => s1.initial(time, ids.enb, attachRequest(ue.imsi)))
  s6a(core, ue, { at: at + 5, command: 318, name: 'air', avps: [tgpp(1408, [tgpp(1410, 1)])] })
  say(18, (time) => s1.downlink(time, ids, concat(octetsOf('0752 00'), zeros(16), u8(16), zeros(16))))
  say(40, (time) => s1.uplink(time, ids, octetsOf('0753 08 0102030405060708')))
  const algorithms = isCiphered(ue) ? '22' : '02'
  say(45, (time) => s1.downlink(time, ids, octetsOf(`37 01020304 00 075d ${algorithms} 00 02 f070`)))
  say(60, (time) => s1.uplink(time, ids, protectedNas(ue, '075e')))
  const data = tgpp(1400, [tgpp(701, tbcd(ue.msisdn))])
  s6a(core, ue, { at: at + 65, command: 316, name: 'ulr', avps: [tgpp(1032, 1004), tgpp(1405, 34)], told: [data] })
}

interface Asked6a {
  readonly at: number
  readonly command: number
  readonly name: string
  readonly avps: readonly Uint8Array[]
  readonly told?: readonly Uint8Array[]
}

function s6a(core: Core, ue: Ue, { at, command, name, avps, told = [] }: Asked6a): void {
  const session = `mme.${REALM};${name};${ue.n}.${ue.at}`
  const about = conversation('subscription', [ue.n])
  const asked = { command, application: S6A, session, avps: [avp(1, ue.imsi), ...avps] }
  core.diameter(at, about, 's6a', asked, { after: command === 318 ? 10 : 15, avps: told })
}

/** S11 and S5 of a new connection, and Gx between them. */
function create(
  core: Core,
  { ue }: Attached,
  { pdn, gtp: about, rules, session }: Connection,
  when: { at: number; isFirst: boolean },
): void {
  const { at, isFirst } = when
  const { mme, s11 } = teids(ue)
  const names = [gtp.imsi(ue.imsi), gtp.msisdn(ue.msisdn), gtp.apn(pdn.apn)]
  const wanted = gtp.bearer(gtp.ebi(pdn.ebi), gtp.qos(pdn.qci))
  const ends = [gtp.fteid(10, mme, MME), gtp.fteid(7, 0, PGW, 1)]
  const granted = [gtp.cause(16), gtp.fteid(7, pdn.pgw, PGW, 1), gtp.paa(pdn.ip)]
  const made = gtp.bearer(gtp.ebi(pdn.ebi), gtp.cause(16), gtp.fteid(1, pdn.user, SGW))
  const asked: Told = [32, isFirst ? 0 : s11, ...names, ...ends, gtp.paa('0.0.0.0'), wanted]
  const told: Told = [33, mme, ...granted, gtp.fteid(11, s11, SGW), made]
  core.gtp(at, about, S11, asked, told, 10)
  const inner: Told = [32, 0, ...names, gtp.fteid(6, pdn.sgw, SGW_S5), gtp.paa('0.0.0.0'), wanted]
  core.gtp(at + 3, about, S5, inner, [33, pdn.sgw, ...granted, made], 4)
  const who = [avp(443, [avp(450, 1), avp(444, ue.imsi)]), avp(8, ipv4(pdn.ip)), avp(30, pdn.apn)]
  core.diameter(at + 5, rules, 'gx', credit(session, 1, 0, ...who), { after: 1, avps: [avp(416, 1), avp(415, 0)] })
}

function credit(session: string, type: number, number: number, ...avps: Uint8Array[]) {
  return { command: 272, application: GX, session, avps: [avp(416, type), avp(415, number), ...avps] }
}

/** About all of the UE's bearers: of its first connection. */
function modify(
  core: Core,
  { ue, internet }: Attached,
  { at, move, ebis }: { at: number; move: number; ebis: readonly number[] },
): void {
  const { mme, s11 } = teids(ue)
  const bearers = ebis.map((ebi) => {
    const { teid, address } = enbTunnel(ue, ebi, move)
    return gtp.bearer(gtp.ebi(ebi), gtp.fteid(0, teid, address))
  })
  core.gtp(at, internet.gtp, S11, [34, s11, ...bearers], [35, mme, gtp.cause(16)], 5)
}

function openSecond(core: Core, attached: Attached, at: number): void {
  const { ue, access, ids, ims } = attached
  const s1 = core.radio[enbOf(ue, 0)]!
  const tunnel = { address: SGW, teid: ims.pdn.user }
  core.later(at, access, () => s1.uplink(at, ids, protectedNas(ue, '0205 d011 2804 03696d73')))
  create(core, attached, ims, { at: at + 5, isFirst: false })
  const bytes = protectedNas(ue, '6205 c1')
  core.later(at + 20, access, () => s1.bearerRequest(at + 20, ids, { erab: 6, qci: 5, tunnel, bytes }))
  core.later(at + 40, access, () => s1.bearerResponse(at + 40, ids, 6, enbTunnel(ue, 6)))
  modify(core, attached, { at: at + 45, move: 0, ebis: [6] })
}

/** A dedicated bearer on the connection to the IMS: DOMAIN 7.1. A refusal leaves out the radio network's part. */
export interface Dedicated {
  readonly at: number
  readonly ebi: number
  /** A cause of GTPv2 in place of 16. */
  readonly refusal?: number
}

export function dedicate(core: Core, attached: Attached, { at, ebi, refusal = 16 }: Dedicated): void {
  const { ue, ims, access, ids } = attached
  const { mme, s11 } = teids(ue)
  const user = { address: SGW, teid: 0x6_0000 + ue.slot * 16 + ebi }
  const wanted = gtp.bearer(gtp.ebi(0), gtp.qos(1, 49), gtp.fteid(1, user.teid, SGW))
  const enb = enbTunnel(ue, ebi)
  const made = gtp.bearer(
    gtp.ebi(ebi),
    gtp.cause(refusal),
    gtp.fteid(0, enb.teid, enb.address),
    gtp.fteid(1, user.teid, SGW, 1),
  )
  const answer = [gtp.cause(refusal), made]
  core.gtp(at, ims.gtp, TO_SGW, [95, ims.pdn.sgw, gtp.ebi(6), wanted], [96, ims.pdn.pgw, ...answer], 47)
  core.gtp(at + 1, ims.gtp, TO_MME, [95, mme, gtp.ebi(6), wanted], [96, s11, ...answer], 44)
  if (refusal !== 16) return
  const s1 = core.radio[enbOf(ue, moves.get(attached) ?? 0)]!
  const bytes = protectedNas(ue, `${ebi.toString(16)}2 00 c5 06 0101 0120`)
  core.later(at + 5, access, () => s1.bearerRequest(at + 5, ids, { erab: ebi, qci: 1, tunnel: user, bytes }))
  core.later(at + 35, access, () => s1.bearerResponse(at + 35, ids, ebi, enb))
  const taken = protectedNas(ue, `${ebi.toString(16)}2 00 c6`)
  core.later(at + 40, access, () => s1.uplink(at + 40, ids, taken))
}

export function removeDedicated(core: Core, { ue, ims }: Attached, { at, ebi }: Dedicated): void {
  const { mme, s11 } = teids(ue)
  const gone = gtp.element(73, u8(ebi), 1)
  core.gtp(at, ims.gtp, TO_SGW, [99, ims.pdn.sgw, gone], [100, ims.pdn.pgw, gtp.cause(16), gone], 9)
  core.gtp(at + 1, ims.gtp, TO_MME, [99, mme, gone], [100, s11, gtp.cause(16), gone], 6)
}

/** How often it moved. */
const moves = new WeakMap<Attached, number>()

/** To the next eNB, which asks the MME itself: DOMAIN 7.9. */
export function pathSwitch(core: Core, attached: Attached, at: number): void {
  const { ue, access, ids } = attached
  const move = (moves.get(attached) ?? 0) + 1
  moves.set(attached, move)
  const s1 = core.radio[enbOf(ue, move)]!
  const after = { mme: ids.mme, enb: 1000 * move + (ue.slot >> 2) + 1 }
  const tunnel = enbTunnel(ue, 5, move)
  core.later(at, access, () => s1.pathSwitchRequest(at, { source: ids.mme, enb: after.enb, tunnel }))
  modify(core, attached, { at: at + 2, move, ebis: [5, 6] })
  core.later(at + 10, access, () => s1.pathSwitchAnswer(at + 10, after))
  core.procedures.push({ n: ue.n, type: 'LTE_HANDOVER', at, until: at + 12, outcome: 'success' })
  attached.ids = after
}

/** Through the MME, with a container that tells both contexts to be one UE's. */
export function handover(core: Core, attached: Attached, at: number): void {
  const { ue, access, ids } = attached
  const before = moves.get(attached) ?? 0
  const move = before + 1
  moves.set(attached, move)
  const [source, target] = [core.radio[enbOf(ue, before)]!, core.radio[enbOf(ue, move)]!]
  const after = { mme: 5000 + ids.mme, enb: 1000 * move + (ue.slot >> 2) + 1 }
  const container = concat(octetsOf('4080'), u32(ue.n * 7919 + 1), u32(at), zeros(40))
  const say = (delay: number, run: (time: number) => void): void =>
    core.later(at + delay, access, () => run(at + delay))
  say(0, (time) => source.required(time, ids, container))
  say(5, (time) => target.request(time, after.mme, container))
  say(25, (time) => target.up(time, SUCCESSFUL, 1, ...both(after), admitted(enbTunnel(ue, 5, move)), transparent))
  say(27, (time) => source.down(time, SUCCESSFUL, 0, ...both(ids), element(1, u8(0)), transparent))
  say(80, (time) => target.up(time, INITIATING, 2, ...both(after), element(100, cell), element(67, area)))
  modify(core, attached, { at: at + 82, move, ebis: [5, 6] })
  say(90, (time) => source.releaseRequest(time, ids))
  say(95, (time) => source.releaseComplete(time, ids))
  core.procedures.push({ n: ue.n, type: 'LTE_HANDOVER', at, until: at + 95, outcome: 'success' })
  attached.ids = after
}

const transparent = element(123, octetsOf('03010203'))
const cell = octetsOf('00 00f110 0000a010')
const area = octetsOf('00 00f110 0001')

/** The UE goes; all that it had may be another's. */
export function detach(core: Core, attached: Attached, at: number): void {
  const { ue, access, ids } = attached
  const s1 = core.radio[enbOf(ue, moves.get(attached) ?? 0)] as S1
  core.later(at, access, () =>
    s1.uplink(at, ids, protectedNas(ue, `0745 09 0b f6 00f110 0001 01 ${(0x1000_0000 + ue.n).toString(16)}`)),
  )
  ;[attached.internet, attached.ims].forEach((one, i) => remove(core, attached, one, at + 2 + i * 20))
  core.later(at + 50, access, () => s1.releaseRequest(at + 50, ids, element(2, octetsOf('24'))))
  core.later(at + 55, access, () => s1.releaseComplete(at + 55, ids))
}

function remove(core: Core, { ue }: Attached, { pdn, gtp: about, rules, session }: Connection, at: number): void {
  const { mme, s11 } = teids(ue)
  core.gtp(at, about, S11, [36, s11, gtp.ebi(pdn.ebi), gtp.indication(8)], [37, mme, gtp.cause(16)], 10)
  core.gtp(at + 1, about, S5, [36, pdn.pgw, gtp.ebi(pdn.ebi)], [37, pdn.sgw, gtp.cause(16)], 4)
  core.diameter(at + 2, rules, 'gx', credit(session, 3, 1, avp(295, 1)), {
    after: 2,
    avps: [avp(416, 3), avp(415, 1)],
  })
}

/** Bearers of the connection to the IMS, over S11, S5, S1AP and NAS: TS 23.401 §5.4. Each takes 60 ms. */
import { avp, ipv4, tgpp } from '../../diameter.ts'
import * as gtp from '../../gtp.ts'
import { u8 } from '../../octets.ts'
import { octetsOf } from '../../per.ts'
import { type Attached, enbTunnel, protectedNas, teids, TO_MME, TO_SGW } from './access.ts'
import { type Core, ENBS, GX, REALM, RX, SGW, type Told } from './core.ts'
import { conversation } from './truth.ts'

/** What becomes of it: the UE says no over NAS, the eNB has no radio bearer, the MME refuses, or the UE is silent. */
type Refusal = 'ue' | 'enb' | 'mme'

export interface Changing {
  readonly at: number
  readonly ebi: number
  readonly refusal?: Refusal
  /** Nobody answers over the radio, and so nobody on S11 and S5. */
  readonly silent?: boolean
}

/** Causes of GTPv2 for each: UE refuses, no resources, request rejected. */
const CAUSES = { ue: 88, enb: 73, mme: 94 } as const
/** ESM cause 26: insufficient resources. */
const INSUFFICIENT = '1a'

/** A dedicated bearer comes. */
export function activate(core: Core, attached: Attached, changing: Changing): void {
  const { ue, ids } = attached
  const { at, ebi, refusal } = changing
  const user = { address: SGW, teid: 0x6_0000 + ue.slot * 16 + ebi }
  const enb = enbTunnel(ue, ebi)
  const cause = causeOf(changing)
  const wanted = gtp.bearer(gtp.ebi(0), gtp.qos(1, 49), gtp.fteid(1, user.teid, SGW))
  const made = gtp.bearer(gtp.ebi(ebi), cause, gtp.fteid(0, enb.teid, enb.address), gtp.fteid(1, user.teid, SGW, 1))
  passOn(core, attached, changing, { type: 95, asked: [gtp.ebi(6), wanted], answered: [cause, made] })
  if (refusal === 'mme') return
  const s1 = core.radio[ue.slot % core.radio.length]!
  const bytes = protectedNas(ue, `${ebi.toString(16)}2 00 c5 06 0101 0120`)
  say(core, attached, at + 5, (time) => s1.bearerRequest(time, ids, { erab: ebi, qci: 1, tunnel: user, bytes }))
  if (changing.silent === true) return
  say(core, attached, at + 35, (time) =>
    refusal === 'enb' ? s1.bearerFailure(time, ids, ebi, 25) : s1.bearerResponse(time, ids, ebi, enb),
  )
  if (refusal === 'enb') return
  const answer = `${ebi.toString(16)}2 00 ${refusal === 'ue' ? `c7 ${INSUFFICIENT}` : 'c6'}`
  say(core, attached, at + 40, (time) => s1.uplink(time, ids, protectedNas(ue, answer)))
}

/** One is changed. */
export function change(core: Core, attached: Attached, changing: Changing): void {
  const { ue, ids } = attached
  const { at, ebi, refusal } = changing
  const cause = causeOf(changing)
  const asked = [gtp.bearer(gtp.ebi(ebi), gtp.qos(1, 64))]
  passOn(core, attached, changing, { type: 97, asked, answered: [cause, gtp.bearer(gtp.ebi(ebi), cause)] })
  if (refusal === 'mme') return
  const s1 = core.radio[ue.slot % core.radio.length]!
  const bytes = protectedNas(ue, `${ebi.toString(16)}2 00 c9`)
  say(core, attached, at + 5, (time) => s1.bearerModify(time, ids, { erab: ebi, qci: 1, bytes }))
  if (changing.silent === true) return
  say(core, attached, at + 35, (time) => s1.bearerModified(time, ids, ebi))
  const answer = `${ebi.toString(16)}2 00 ${refusal === 'ue' ? `cb ${INSUFFICIENT}` : 'ca'}`
  say(core, attached, at + 40, (time) => s1.uplink(time, ids, protectedNas(ue, answer)))
}

/** One goes. */
export function deactivate(core: Core, attached: Attached, changing: Changing): void {
  const { ue, ids } = attached
  const { at, ebi } = changing
  const gone = gtp.element(73, u8(ebi), 1)
  const answered = [gtp.cause(16), gtp.bearer(gtp.ebi(ebi), gtp.cause(16))]
  passOn(core, attached, changing, { type: 99, asked: [gone], answered })
  const s1 = core.radio[ue.slot % core.radio.length]!
  const bytes = protectedNas(ue, `${ebi.toString(16)}2 00 cd 24`)
  say(core, attached, at + 5, (time) => s1.bearerRelease(time, ids, ebi, bytes))
  if (changing.silent === true) return
  say(core, attached, at + 35, (time) => s1.bearerReleased(time, ids, ebi))
  say(core, attached, at + 40, (time) => s1.uplink(time, ids, protectedNas(ue, `${ebi.toString(16)}2 00 ce`)))
}

function causeOf({ refusal }: Changing): Uint8Array {
  return gtp.cause(refusal === undefined ? 16 : CAUSES[refusal])
}

function say(core: Core, { access }: Attached, at: number, run: (time: number) => void): void {
  core.later(at, access, () => run(at))
}

interface Passed {
  readonly type: number
  readonly asked: readonly Uint8Array[]
  readonly answered: readonly Uint8Array[]
}

/** From the PGW over the SGW to the MME, and back. */
function passOn(core: Core, { ue, ims }: Attached, { at, silent }: Changing, { type, asked, answered }: Passed): void {
  const { mme, s11 } = teids(ue)
  const outer: Told = [type, ims.pdn.sgw, ...asked]
  const inner: Told = [type, mme, ...asked]
  if (silent === true) {
    core.tell(at, ims.gtp, TO_SGW, outer)
    core.tell(at + 1, ims.gtp, TO_MME, inner)
    return
  }
  core.gtp(at, ims.gtp, TO_SGW, outer, [type + 1, ims.pdn.pgw, ...answered], 60)
  core.gtp(at + 1, ims.gtp, TO_MME, inner, [type + 1, s11, ...answered], 57)
}

/** No SIP: a grant, its rules, and the bearer with a filter for its media. DOMAIN 7.4 as it is written. */
export function standaloneBearer(core: Core, attached: Attached, at: number, { isRefused = false } = {}): void {
  const { ue, ims } = attached
  const rx = conversation('policy', [ue.n])
  const session = `pcscf.${REALM};standalone;${ue.n}`
  const flows = [
    `permit in 17 from ${ue.ip} 49152 to ${FAR.address} ${FAR.port}`,
    `permit out 17 from ${FAR.address} ${FAR.port} to ${ue.ip} 49152`,
  ].map((flow) => tgpp(507, flow))
  const media = tgpp(517, [tgpp(518, 1), tgpp(520, 0), tgpp(519, [tgpp(509, 1), ...flows])])
  const wants = tgpp(513, 9)
  const asked = { command: 265, application: RX, session, avps: [avp(8, ipv4(ue.ip)), wants, media] }
  core.diameter(at, rx, 'rx', asked, { after: 9 })
  const rule = tgpp(1003, [tgpp(1005, 'voice'), tgpp(1016, [tgpp(1028, 1)]), tgpp(1058, [flows[1]!])])
  const gx = (command: number, ...avps: Uint8Array[]) => ({ command, application: GX, session: ims.session, avps })
  core.diameter(at + 5, ims.rules, 'gx', gx(258, avp(285, 0), tgpp(1001, [rule])), { side: 'server', after: 3 })
  standsAlone(core, attached, at, isRefused)
  if (!isRefused) return
  const report = tgpp(1018, [tgpp(1005, 'voice'), tgpp(1019, 1), tgpp(1031, 10)])
  core.diameter(at + 55, ims.rules, 'gx', gx(272, avp(416, 2), avp(415, 1), report), { after: 3 })
  const told = { command: 258, application: RX, session, avps: [avp(285, 0), wants] }
  core.diameter(at + 60, rx, 'rx', told, { side: 'server', after: 2 })
}

const FAR = { address: '10.0.0.50', port: 30_000 }
/** A new filter in both directions: from FAR, to port 49152. TS 24.008 §10.5.6.12. */
const FILTER = octetsOf('21 31 00 0f 10 0a000032 ffffffff 50 7530 40 c000')

function standsAlone(core: Core, { ue, ims }: Attached, at: number, isRefused: boolean): void {
  const { mme, s11 } = teids(ue)
  const cause = gtp.cause(isRefused ? 73 : 16)
  const wanted = gtp.bearer(gtp.ebi(0), gtp.element(84, FILTER), gtp.qos(1, 49), gtp.fteid(1, 0x603, SGW))
  const ends = isRefused ? [] : [gtp.fteid(0, 0x703, ENBS[0]), gtp.fteid(1, 0x603, SGW, 1)]
  const made = gtp.bearer(gtp.ebi(isRefused ? 0 : 7), cause, ...ends)
  core.gtp(at + 10, ims.gtp, TO_SGW, [95, ims.pdn.sgw, gtp.ebi(6), wanted], [96, ims.pdn.pgw, cause, made], 42)
  core.gtp(at + 12, ims.gtp, TO_MME, [95, mme, gtp.ebi(6), wanted], [96, s11, cause, made], 38)
}

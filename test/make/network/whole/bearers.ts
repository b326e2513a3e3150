/** Bearers of the connection to the IMS, over S11, S5, S1AP and NAS: TS 23.401 §5.4. Each takes 60 ms. */
import * as gtp from '../../gtp.ts'
import { u8 } from '../../octets.ts'
import { type Attached, enbTunnel, protectedNas, teids, TO_MME, TO_SGW } from './access.ts'
import { type Core, SGW, type Told } from './core.ts'

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

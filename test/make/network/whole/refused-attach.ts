/** Attaches that come to nothing, each at another node: the variants of DOMAIN 7.3, and its failures of 4.9. */
import { avp, ipv4, tgpp } from '../../diameter.ts'
import * as gtp from '../../gtp.ts'
import { EPS } from '../../nas.ts'
import { element, octetsOf, UNSUCCESSFUL } from '../../per.ts'
import { attachRequest, both, radioCause } from '../../s1ap.ts'
import { teids } from './access.ts'
import { type Core, GX, MME, PGW, REALM, S6A, SGW, SGW_S5, type Told } from './core.ts'
import { type Conversation, conversation } from './truth.ts'
import type { Ue } from './ue.ts'

/**
 * The HSS does not know the IMSI, or has no EPS for it; the UE answers the challenge wrongly, or not at all; the PGW has
 * no resources, or does not answer; the eNB loses the UE.
 */
export type Failure = 'unknown' | 'subscription' | 'authentication' | 'silence' | 'resources' | 'gateway' | 'radio'

const FAILURES: readonly Failure[] = [
  'unknown',
  'silence',
  'authentication',
  'subscription',
  'resources',
  'gateway',
  'radio',
]
/** Cause of NAS: unspecified. TS 36.413 §9.2.1.3. */
const NAS_CAUSE = element(2, octetsOf('26'))

export function refusedAttach(core: Core, ue: Ue, failure: Failure): void {
  const { at, slot } = ue
  const access = conversation('access', [ue.n])
  const ids = { mme: slot + 1, enb: (slot >> 2) + 1 }
  const s1 = core.radio[slot % core.radio.length]!
  const say = (after: number, run: (time: number) => void): void =>
    core.later(at + after, access, () => run(at + after))
  const comesTo = (step: Failure): boolean => FAILURES.indexOf(failure) > FAILURES.indexOf(step)
  const end = (after: number, reject?: Uint8Array): void => {
    if (reject) say(after, (time) => s1.downlink(time, ids, reject))
    say(after + 5, (time) => s1.release(time, ids, NAS_CAUSE))
  }
  say(0, (time) => s1.initial(time, ids.enb, attachRequest(ue.imsi)))
  s6a(core, ue, { after: 5, command: 318, name: 'air', ...(failure === 'unknown' && { refusal: 5001 }) })
  if (!comesTo('unknown')) return end(20, EPS.attachReject(8))
  say(18, (time) => s1.downlink(time, ids, EPS.authenticationRequest))
  if (!comesTo('silence')) return
  say(40, (time) => s1.uplink(time, ids, EPS.authenticationResponse))
  if (!comesTo('authentication')) return end(45, EPS.authenticationReject)
  say(45, (time) => s1.downlink(time, ids, EPS.securityModeCommand))
  say(60, (time) => s1.uplink(time, ids, EPS.securityModeComplete))
  s6a(core, ue, { after: 65, command: 316, name: 'ulr', ...(failure === 'subscription' && { refusal: 5420 }) })
  if (!comesTo('subscription')) return end(85, EPS.attachReject(15))
  create(core, ue, failure)
  if (failure !== 'radio') return end(105, EPS.attachReject(19))
  say(100, (time) =>
    s1.contextRequest(time, ids, { address: SGW, teid: 0x601 }, EPS.attachAccept('internet', ue.internet)),
  )
  say(120, (time) => s1.up(time, UNSUCCESSFUL, 9, ...both(ids), radioCause(21)))
  end(125)
}

interface Asked {
  readonly after: number
  readonly command: number
  readonly name: string
  readonly refusal?: number
}

function s6a(core: Core, ue: Ue, { after, command, name, refusal }: Asked): void {
  const about = conversation('subscription', [ue.n])
  const asked = { command, application: S6A, session: `mme.${REALM};${name};${ue.n}`, avps: [avp(1, ue.imsi)] }
  const told = refusal === undefined ? { avps: [tgpp(1400, [])] } : { refusal }
  core.diameter(ue.at + after, about, 's6a', asked, { after: command === 318 ? 10 : 15, ...told })
}

/** S11, S5 and Gx: accepted where the radio network fails, else refused or not answered by the PGW. */
function create(core: Core, ue: Ue, failure: Failure): void {
  const about = conversation('connection', [ue.n])
  const { mme, s11 } = teids(ue)
  const at = ue.at + 85
  const names = [gtp.imsi(ue.imsi), gtp.msisdn(ue.msisdn), gtp.apn('internet')]
  const wanted = gtp.bearer(gtp.ebi(5), gtp.qos(9))
  const asked: Told = [32, 0, ...names, gtp.fteid(10, mme, MME), gtp.fteid(7, 0, PGW, 1), gtp.paa('0.0.0.0'), wanted]
  const inner: Told = [32, 0, ...names, gtp.fteid(6, 0x31, SGW_S5), gtp.paa('0.0.0.0'), wanted]
  if (failure === 'gateway') {
    core.tell(at + 3, about, [SGW_S5, PGW], inner)
    core.gtp(at, about, [MME, SGW], asked, [33, mme, gtp.cause(100)], 15)
    return
  }
  if (failure === 'resources') {
    core.gtp(at + 3, about, [SGW_S5, PGW], inner, [33, 0x31, gtp.cause(73)], 4)
    core.gtp(at, about, [MME, SGW], asked, [33, mme, gtp.cause(73)], 10)
    return
  }
  const granted = [gtp.cause(16), gtp.fteid(7, 0x41, PGW, 1), gtp.paa(ue.internet)]
  const made = gtp.bearer(gtp.ebi(5), gtp.cause(16), gtp.fteid(1, 0x601, SGW))
  core.gtp(at + 3, about, [SGW_S5, PGW], inner, [33, 0x31, ...granted, made], 4)
  core.gtp(at, about, [MME, SGW], asked, [33, mme, ...granted, gtp.fteid(11, s11, SGW), made], 10)
  rules(core, ue, at + 5)
}

function rules(core: Core, ue: Ue, at: number): void {
  const about: Conversation = conversation('rules', [ue.n])
  const who = [avp(443, [avp(450, 1), avp(444, ue.imsi)]), avp(8, ipv4(ue.internet)), avp(30, 'internet')]
  const asked = {
    command: 272,
    application: GX,
    session: `pgw.${REALM};5;${ue.n}`,
    avps: [avp(416, 1), avp(415, 0), ...who],
  }
  core.diameter(at, about, 'gx', asked, { after: 1, avps: [avp(416, 1), avp(415, 0)] })
}

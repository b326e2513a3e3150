/** A UE of 5G moves, sleeps and comes back: DOMAIN 7.9, TS 23.502 §4.2.3, §4.2.6, §4.9.1. */
import { FIVE_G } from '../../nas.ts'
import * as ngap from '../../ngap.ts'
import { concat, u32, zeros } from '../../octets.ts'
import { octetsOf } from '../../per.ts'
import { conversation } from '../whole/truth.ts'
import { type FiveG, GNBS } from './core.ts'
import { release, saying } from './registration.ts'
import { changed, tunnelled } from './session.ts'
import {
  coreTunnel,
  nextIds,
  type PduSession,
  protectedNas,
  radioTunnel,
  type Registered,
  smfOf,
  temporaryOf,
} from './ue.ts'

const HANDOVER_DONE = ngap.radioCause(2)
const NO_ROOM = 13
const INACTIVE = ngap.radioCause(20)

/** Tunnels of what it has, where it is now. */
function tunnelsOf(one: Registered): (readonly [number, ReturnType<typeof radioTunnel>])[] {
  return [...one.open].map((session) => [session.id, radioTunnel(one, session)] as const)
}

/** Downlink packets go to the UE's present place. */
function follow(core: FiveG, one: Registered, session: PduSession, at: number): void {
  const { cp, up, plane } = session
  const { teid, address: to } = radioTunnel(one, session)
  changed(core, one, session, at)
  core.stage.later(at + 2, plane, () => core.n4[smfOf(one.ue)]!.forward(at + 2, { cp, up, teid, to }))
}

/** To the next gNB, which asks the AMF itself. */
export function pathSwitch(core: FiveG, one: Registered, at: number): void {
  const [source, ids] = [one.ids.amf, nextIds(one, false)]
  one.gnb = (one.gnb + 1) % GNBS.length
  one.moves++
  one.ids = ids
  const ng = core.ng(one)
  const say = saying(core, one, at)
  const tunnels = tunnelsOf(one)
  const place = { ...one }
  say(0, (time) => {
    ng.pathSwitchRequest(time, { source, ran: ids.ran, tunnels })
    tunnelled(core, place)
  })
  let start = at + 2
  for (const session of one.open) follow(core, one, session, (start += 1))
  say(12, (time) => ng.pathSwitchAnswer(time, ids))
  core.stage.procedures.push({ n: one.ue.n, type: '5G_HANDOVER', at, until: at + 12, outcome: 'success' })
}

/** By the AMF, with a container that tells both contexts to be one UE's; or the target has no room. */
export function handover(core: FiveG, one: Registered, at: number, isRefused = false): void {
  const source = core.ng(one)
  const { ids, ue, amf } = one
  const after = nextIds(one, true)
  const target = core.ng({ gnb: (one.gnb + 1) % GNBS.length, amf })
  const container = concat(octetsOf('4080'), u32(ue.n * 7919 + 1), u32(at), zeros(40))
  const say = saying(core, one, at)
  const wanted = [...one.open].map((session) => ({
    id: session.id,
    transfer: ngap.setupRequest(coreTunnel(one, session), session.flow),
  }))
  say(0, (time) => source.required(time, ids, container))
  say(5, (time) => target.request(time, after.amf, container, wanted))
  const outcome = isRefused ? ({ outcome: 'failed', code: NO_ROOM } as const) : ({ outcome: 'success' } as const)
  core.stage.procedures.push({ n: ue.n, type: '5G_HANDOVER', at, until: at + 95, ...outcome })
  if (isRefused) {
    say(20, (time) => target.refuse(time, after.amf, ngap.radioCause(NO_ROOM)))
    say(22, (time) => source.notPrepared(time, ids, ngap.radioCause(NO_ROOM)))
    return
  }
  one.gnb = (one.gnb + 1) % GNBS.length
  one.moves++
  one.ids = after
  const tunnels = tunnelsOf(one)
  const place = { ...one }
  say(25, (time) => target.admit(time, after, ...tunnels))
  say(27, (time) => source.command(time, ids))
  say(80, (time) => {
    target.notify(time, after)
    tunnelled(core, place)
  })
  let start = at + 81
  for (const session of one.open) follow(core, one, session, (start += 1))
  say(92, (time) => source.releaseCommand(time, ids, HANDOVER_DONE))
  say(95, (time) => source.releaseComplete(time, ids))
}

/** Nothing to send: the radio network lets it go. */
export function sleep(core: FiveG, one: Registered, at: number): void {
  const { ids } = one
  const ng = core.ng(one)
  saying(core, one, at)(0, (time) => ng.releaseRequest(time, ids, INACTIVE))
  let start = at + 1
  for (const session of one.open) changed(core, one, session, (start += 1))
  release(core, one, at + 12, INACTIVE)
}

/** It comes back by its temporary name, with a context of its own. */
export function serviceRequest(core: FiveG, one: Registered, at: number): void {
  const { ue } = one
  one.access = conversation('access', [ue.n])
  one.ids = nextIds(one, true)
  one.moves++
  const { ids } = one
  const ng = core.ng(one)
  const say = saying(core, one, at)
  const [set, tmsi] = temporaryOf(one)
  const asked = concat(octetsOf('7e01 01020304 01'), FIVE_G.serviceRequestOf(set, tmsi))
  say(0, (time) => ng.initial(time, ids.ran, asked, [ngap.fiveGSTmsi(set >> 6, set & 63, tmsi)]))
  const items = [...one.open].map((session) => ({
    id: session.id,
    transfer: ngap.setupRequest(coreTunnel(one, session), session.flow),
  }))
  const tunnels = tunnelsOf(one)
  const place = { ...one }
  say(10, (time) => ng.contextRequest(time, ids, protectedNas(ue, FIVE_G.serviceAccept), items))
  say(25, (time) => {
    ng.contextResponse(time, ids, ...tunnels)
    tunnelled(core, place)
  })
  let start = at + 26
  for (const session of one.open) follow(core, one, session, (start += 1))
  core.stage.procedures.push({ n: ue.n, type: '5G_SERVICE_REQUEST', at, until: at + 30, outcome: 'success' })
}

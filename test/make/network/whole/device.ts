/** A subscriber's device, in whichever system it is at present. */
import { deregistration, endSessions, release } from '../five-g/registration.ts'
import * as mobility from '../five-g/mobility.ts'
import type { FiveG } from '../five-g/core.ts'
import type { Registered } from '../five-g/ue.ts'
import { endAsking, grantFlow } from '../five-g/voice.ts'
import * as ngap from '../../ngap.ts'
import { type Attached, comeFrom5g, dedicate, detach, handover, pathSwitch, removeDedicated } from './access.ts'
import type { Core } from './core.ts'
import { grant, type Granting, type System } from './ims.ts'
import type { Ue } from './ue.ts'

/** From the gNB's refusal to the UE's first word in LTE. */
const REDIRECTED_MS = 250

export class Device {
  readonly fiveG: FiveG
  access: Attached | Registered

  constructor(fiveG: FiveG, access: Attached | Registered) {
    this.fiveG = fiveG
    this.access = access
  }

  get ue(): Ue {
    return this.access.ue
  }

  get system(): System {
    return this.access.system
  }

  /** To the neighbour, which asks the core itself. */
  moveAlone(core: Core, at: number): void {
    if (this.access.system === 'LTE') pathSwitch(core, this.access, at)
    else mobility.pathSwitch(this.fiveG, this.access, at)
  }

  /** To the neighbour, by way of the core; every fifth neighbour in 5G has no room. */
  moveByCore(core: Core, at: number): void {
    if (this.access.system === 'LTE') handover(core, this.access, at)
    else mobility.handover(this.fiveG, this.access, at, this.ue.n % 5 === 1)
  }

  leave(core: Core, at: number): void {
    if (this.access.system === 'LTE') detach(core, this.access, at)
    else deregistration(this.fiveG, this.access, at)
  }
}

/** What a call asks for, whatever the system. */
export interface Wanted extends Omit<Granting, 'attached'> {
  readonly fallsBack: boolean
}

export function grantTo(core: Core, device: Device, { fallsBack, ...granting }: Wanted): void {
  const { access, fiveG } = device
  if (access.system === 'LTE') return grant(core, { ...granting, attached: access })
  if (!fallsBack) return grantFlow(fiveG, { ...granting, attached: access })
  grantFlow(fiveG, { ...granting, attached: access, refusal: 'fallback' })
  device.access = fallBack(core, fiveG, access, granting)
}

/** TS 23.502 §4.13.6.1: the gNB releases the UE towards LTE, where it gets its bearer. */
function fallBack(
  core: Core,
  fiveG: FiveG,
  one: Registered,
  { call, at, ends, ...rest }: Omit<Wanted, 'fallsBack'>,
): Attached {
  const { ue } = one
  const started = at + 38
  release(fiveG, one, started + 20, ngap.radioCause(36))
  const arrives = started + REDIRECTED_MS
  const attached = comeFrom5g(core, ue, arrives)
  for (const part of [attached.access, attached.ims.gtp]) part.serves.add(call)
  dedicate(core, attached, { at: arrives + 130, ebi: rest.ebi })
  endSessions(fiveG, one, arrives + 400)
  endAsking(fiveG, { ...rest, attached: one, call, at, ends }, ends + 10)
  removeDedicated(core, attached, { at: ends + 25, ebi: rest.ebi })
  core.procedures.push({ n: ue.n, type: 'EPS_FALLBACK', at: started, until: arrives + 180, outcome: 'success' })
  return attached
}

/**
 * A whole network: subscribers who attach to LTE or register with 5G, register with the IMS, call each other and the
 * world in many ways, move, and go, all behind the same nodes. Those who come later are given what others had:
 * addresses, tunnels, ids.
 */
import { end, type End } from '../../internet.ts'
import { Random } from '../../random.ts'
import { MediaPorts } from '../actors.ts'
import { FiveG } from '../five-g/core.ts'
import { serviceRequest, sleep } from '../five-g/mobility.ts'
import { registration, type Refusal } from '../five-g/registration.ts'
import { pduSession } from '../five-g/session.ts'
import { hides } from '../five-g/ue.ts'
import { attach } from './access.ts'
import { type Agent, type Calling, chained, type Kept, type Party } from './calls.ts'
import { Core } from './core.ts'
import { Device } from './device.ts'
import { register } from './ims.ts'
import { attended, blind, conference, forked, redirected, thirdParty, waiting } from './special.ts'
import { type CallTruth, TracedWire, type WholeNetwork } from './truth.ts'
import { phoneOf, type Ue, ueOf } from './ue.ts'

export interface WholeOptions {
  readonly seed?: number
  readonly subscribers?: number
  /** Share of messages that the capture misses. */
  readonly lost?: number
}

const AS = end('10.0.0.60', 5060)
const SBC = end('10.0.0.70', 5060)
const BORDER = end('10.0.0.71', 5060)
const agent = (at: End, ...keeps: Kept[]): Agent => ({ end: at, keeps })

/** Ways through the network, by what the agents on it keep. */
const CHAINS: Readonly<Record<string, readonly Agent[]>> = {
  'one Call-ID': [],
  'same ICID': [agent(AS, 'icid', 'numbers')],
  'Session-ID': [agent(SBC, 'session-id')],
  'X-Call-ID': [agent(SBC, 'x-call-id')],
  'media passed through': [agent(AS, 'media')],
  'numbers only': [agent(SBC, 'numbers')],
  'numbers rewritten': [agent(SBC, 'icid')],
  'Via kept': [agent(AS, 'via', 'media')],
  'tags kept': [agent(AS, 'tags', 'numbers')],
  'two agents': [agent(AS, 'icid', 'numbers'), agent(SBC, 'media', 'numbers')],
  'three agents': [agent(AS, 'session-id', 'numbers'), agent(SBC, 'numbers'), agent(BORDER, 'x-call-id')],
}
const SPECIAL = [
  'fork',
  'redirection',
  'third party',
  'attended transfer',
  'blind transfer',
  'conference',
  'call waiting',
]
const TOPOLOGIES = [...Object.keys(CHAINS), ...SPECIAL]

const GENERATION_MS = 90_000
const ATTACHING_MS = 20_000
const CALLING_FROM_MS = 22_000
const CALLING_MS = 35_000
const GOING_MS = 66_000
const LONGEST_CALL_MS = 9000

/** Two of five subscribers have 5G; of these some do not get in, at one step or another. */
const isOf5g = (n: number): boolean => n % 5 < 2
function refusalOf(n: number): Refusal | undefined {
  const few = n % 5 === 0 ? Math.floor(n / 5) % 18 : -1
  // Of one who hides who it is, and is not let in, nobody ever learns it.
  return few === 4 && !hides(n) ? 'ausf' : few === 9 ? 'confirmation' : few === 14 ? 'context' : undefined
}

export function wholeNetwork({ seed = 1, subscribers = 1000, lost = 0 }: WholeOptions = {}): WholeNetwork {
  const wire = new TracedWire(lost, seed)
  const core = new Core(wire)
  const fiveG = new FiveG(core)
  const random = new Random(seed)
  const calls: CallTruth[] = []
  const slots = Math.ceil(subscribers / 3)
  const imsis: string[] = []
  for (let first = 0; first < subscribers; first += slots) {
    const start = 1000 + (first / slots) * GENERATION_MS
    const count = Math.min(slots, subscribers - first)
    const ues = Array.from({ length: count }, (_, slot) => {
      const at = start + Math.floor((slot * ATTACHING_MS) / slots)
      return ueOf(first + slot, slot, { slots, at, until: start + GOING_MS + Math.floor((slot * 8000) / slots) })
    })
    imsis.push(...ues.map(({ imsi }) => imsi))
    calls.push(...new Generation(core, fiveG, random, ues).live(start))
  }
  core.play()
  const { messages, missed } = wire
  return { packets: wire.packets, messages, media: core.media, calls, procedures: core.procedures, missed, imsis }
}

/** Those who are attached at once. */
class Generation {
  readonly #core: Core
  readonly #random: Random
  readonly #ues: readonly Ue[]
  /** Of those who got in. */
  readonly #devices: readonly (Device | undefined)[]
  readonly #busy: number[]
  readonly #made: number[]
  readonly #relay = new MediaPorts('10.0.0.23')
  readonly #world = new MediaPorts('10.9.0.5')

  constructor(core: Core, fiveG: FiveG, random: Random, ues: readonly Ue[]) {
    this.#core = core
    this.#random = random
    this.#ues = ues
    this.#devices = ues.map((ue) => (isOf5g(ue.n) ? enter5g(fiveG, ue) : new Device(fiveG, attach(core, ue))))
    this.#busy = ues.map(() => 0)
    this.#made = ues.map(() => 0)
  }

  live(start: number): CallTruth[] {
    for (const one of this.#devices) {
      if (one) register(this.#core, one.ue, one.ue.at + 900, { system: one.system })
    }
    // Half of them move before they call, and the others while they do.
    this.#devices.forEach((one, i) => one && this.#move(one, i, start))
    const count = Math.floor(this.#ues.length * 1.5)
    const calls: CallTruth[] = []
    for (let i = 0; i < count; i++) {
      const at = start + CALLING_FROM_MS + Math.floor((i * CALLING_MS) / count)
      calls.push(...this.#call(at, `${start / 1000}-${i}`, i))
    }
    for (const one of this.#devices) one?.leave(this.#core, one.ue.until)
    return calls
  }

  #move(one: Device, i: number, start: number): void {
    if (i % 4 === 0) one.moveAlone(this.#core, one.ue.at + 1500)
    if (i % 4 === 1) one.moveByCore(this.#core, start + CALLING_FROM_MS - 500)
    const { access, fiveG } = one
    if (i % 4 !== 2 || access.system !== '5G') return
    sleep(fiveG, access, one.ue.at + 1500)
    serviceRequest(fiveG, access, start + CALLING_FROM_MS - 400)
  }

  #call(at: number, name: string, i: number): CallTruth[] {
    const random = this.#random
    const topology = TOPOLOGIES[i % TOPOLOGIES.length]!
    const caller = this.#ours(at)
    const callee = random.chance(0.3) ? this.#ours(at) : this.#foreign(at)
    if (!caller || !callee) return []
    const failure = this.#failure(topology, i)
    const calling: Calling = {
      core: this.#core,
      random,
      ports: this.#relay,
      name: name.replace('-', 'x'),
      topology,
      agents: CHAINS[topology] ?? [],
      caller,
      callee,
      at,
      answers: failure.status === 404 || failure.status === 503 ? 300 : random.between(700, 2000),
      talks: random.between(1500, 3500),
      ...(random.chance(0.3) && { hangsUp: 'callee' as const }),
      ...(failure.status === 200 && i % 9 === 4 && { fallsBack: true }),
      ...failure,
    }
    return this.#play(calling)
  }

  /** Every fourth of the chained calls fails at some step. */
  #failure(topology: string, i: number): Pick<Calling, 'status' | 'refusal'> {
    const isChain = topology in CHAINS
    const kind = Math.floor(i / TOPOLOGIES.length) * 7 + (i % TOPOLOGIES.length)
    if (!isChain || kind % 4 !== 0) return { status: 200 }
    const status = [486, 404, 503, 480, 603, 487, 580, 580][(kind / 4) % 8]!
    return status === 580 ? { status, refusal: (kind / 4) % 8 === 6 ? 'policy' : 'bearer' } : { status }
  }

  #play(calling: Calling): CallTruth[] {
    const { topology, at } = calling
    if (topology in CHAINS) return [chained(calling)]
    const third = this.#foreign(at)
    if (topology === 'fork') return [forked(calling, third)]
    if (topology === 'redirection') return [redirected(calling, third)]
    if (topology === 'third party') return [thirdParty(calling)]
    if (topology === 'attended transfer') return attended(calling, third)
    if (topology === 'blind transfer') return blind(calling, third)
    if (topology === 'call waiting') return waiting(calling, third)
    const others = [this.#ours(at), this.#ours(at)].filter((one) => one !== undefined)
    return conference(calling, others)
  }

  /** One of ours who is free, for as long as any call lasts. */
  #ours(at: number): Party | undefined {
    for (let tries = 0; tries < 50; tries++) {
      const i = this.#random.below(this.#ues.length)
      const attached = this.#devices[i]
      if (!attached || this.#busy[i]! > at) continue
      this.#busy[i] = at + LONGEST_CALL_MS
      const { agent: phone, media } = phoneOf(this.#ues[i]!, this.#made[i]!++)
      return { user: phone.user, end: phone.end, media, attached }
    }
    return undefined
  }

  #foreign(at: number): Party {
    const user = `+4930${String(this.#random.below(9_000_000) + 1_000_000)}`
    return { user, end: BORDER, media: this.#world.take(at, at + LONGEST_CALL_MS) }
  }
}

/** Undefined where the UE is not let in. */
function enter5g(fiveG: FiveG, ue: Ue): Device | undefined {
  const refusal = refusalOf(ue.n)
  const one = registration(fiveG, ue, refusal && { refusal })
  if (refusal) return undefined
  const few = Math.floor(ue.n / 5) % 12
  const failing = few === 3 ? 'network' : few === 7 ? 'radio' : undefined
  pduSession(fiveG, one, one.internet, { at: ue.at + 200, ...(failing && { refusal: failing }) })
  pduSession(fiveG, one, one.ims, { at: ue.at + 400 })
  return new Device(fiveG, one)
}

/**
 * A network of phones behind one P-CSCF, seen at the P-CSCF. What makes it hard is what real networks do: homes behind
 * NATs have the same private addresses at the same time, cheap phones all count their Call-IDs from 1 and use them
 * again, and the media gateway gives a port to the next call a second after the last one left it.
 */
import { truthOf } from '../calls/answered.ts'
import type { Random } from '../random.ts'
import { Scenario, type Script } from '../scenario.ts'
import { Dialog } from '../sip.ts'
import { CORE, MediaPorts, PCSCF, Subscriber } from './actors.ts'
import { type Calling, proxied, rebuilt, refused } from './calls.ts'

export interface NetworkOptions {
  readonly seed?: number
  readonly subscribers?: number
  readonly calls?: number
  /** Milliseconds within which the calls start. */
  readonly within?: number
  /** Media packets of a call, each way: at least and at most. */
  readonly packets?: readonly [number, number]
}

/** Builds the network and lets its subscribers register, answer pings, and call. */
export function network(options: NetworkOptions = {}): Scenario {
  const { seed = 1, subscribers = 200, calls = 160, within = 60_000, packets = [20, 60] } = options
  const scenario = new Scenario(seed)
  const phones = Array.from({ length: subscribers }, (_, n) => new Subscriber(n))
  const exchange = new Exchange(phones, packets)
  phones.forEach((phone, n) => scenario.at(n * 10, registration(phone)))
  scenario.at(500, pings(phones.slice(0, 10), within))
  for (let n = 0; n < calls; n++) {
    scenario.at(3000 + Math.floor((n * within) / calls), (wire, at, random) => {
      const calling = exchange.next({ wire, at, random }, n)
      if (n % 4 === 0) return [refused(calling)]
      return [n % 4 === 1 ? rebuilt(calling) : proxied(calling, isOurs(n))]
    })
  }
  return scenario
}

/** Whether the n-th call goes to another phone of ours. */
function isOurs(n: number): boolean {
  return n % 4 === 2
}

/** REGISTER, 401, REGISTER, 200: RFC 3261 §10, TS 24.229 §5.1.1. */
function registration({ agent }: Subscriber): Script {
  return (wire, at, random) => {
    const callId = `${random.hex(8)}@${agent.inside!.address}`
    const registrar = { ...agent, end: PCSCF }
    const dialog = new Dialog(wire, { callId, caller: agent, callee: registrar, toTag: random.hex(8) })
    const uri = 'sip:ims.mnc001.mcc001.3gppnetwork.org'
    const expires = ['Expires', '3600'] as const
    const challenge = ['WWW-Authenticate', 'Digest realm="ims", nonce="n", algorithm=MD5'] as const
    const answer = [
      'Authorization',
      `Digest username="${agent.user}", realm="ims", nonce="n", uri="${uri}", response="0"`,
    ] as const
    const first = dialog.request(at, 'REGISTER', { initial: true, uri, headers: [expires] })
    dialog.response(at + 30, first, 401, { headers: [challenge] })
    const second = dialog.request(at + 60, 'REGISTER', { initial: true, uri, headers: [expires, answer] })
    dialog.response(at + 90, second, 200, { headers: [expires] })
    return [{ ...truthOf(dialog, at, []), type: 'SIP_REGISTRATION', outcome: 'success', metrics: {} }]
  }
}

/** OPTIONS every ten seconds, each under a Call-ID of its own, all answered: one session for each pair of peers. */
function pings(subscribers: readonly Subscriber[], within: number): Script {
  return (wire, at, random) =>
    subscribers.map(({ agent }) => {
      let messages = 0
      for (let time = at; time < at + within; time += 10_000) {
        const caller = { user: 'ping', end: PCSCF }
        const dialog = new Dialog(wire, { callId: `${random.hex(10)}@pcscf`, caller, callee: agent })
        dialog.response(time + 15, dialog.request(time, 'OPTIONS', { initial: true }), 200)
        messages += dialog.messages
      }
      // The product may name the pair as it likes.
      return { type: 'SIP_OPTIONS', key: '', start: at, call_ids: [], messages, metrics: {}, streams: [] }
    })
}

/** Says who calls whom next, by which ports. */
class Exchange {
  readonly #phones: readonly Subscriber[]
  readonly #packets: readonly [number, number]
  readonly #relay = new MediaPorts('10.0.0.21')
  readonly #beyond = new MediaPorts('10.9.0.5')

  constructor(phones: readonly Subscriber[], packets: readonly [number, number]) {
    this.#phones = phones
    this.#packets = packets
  }

  next({ wire, at, random }: Pick<Calling, 'wire' | 'at' | 'random'>, n: number): Calling {
    const packets = random.between(...this.#packets)
    const answers = random.between(300, 1500)
    const until = at + answers + packets * 20 + 200
    const free = this.#phones.filter(({ busyUntil }) => busyUntil < at)
    const caller = this.#caller(free, random)
    const called = random.pick(free.filter((phone) => phone !== caller))
    const relay = [this.#relay.take(at, until), this.#relay.take(at, until)] as const
    caller.busyUntil = until
    const phone = caller.nextPhone()
    if (isOurs(n)) called.busyUntil = until
    const callee = isOurs(n)
      ? called.nextPhone()
      : { agent: { user: called.agent.user, end: CORE }, media: this.#beyond.take(at, until) }
    return { wire, at, random, callId: caller.nextCallId(), caller: phone, callee, relay, answers, packets }
  }

  /** Some call all the time, so that Call-IDs and ports come again. */
  #caller(free: readonly Subscriber[], random: Random): Subscriber {
    const busy = free.filter((phone) => this.#phones.indexOf(phone) < 30)
    return random.pick(busy.length > 0 && random.chance(0.7) ? busy : free)
  }
}

/** PFCP messages: TS 29.244. */
import { labels } from './gtp.ts'
import { end, type End } from './internet.ts'
import { concat, join, u16, u32, u8 } from './octets.ts'
import type { Wire } from './wire.ts'

const PORT = 8805
const VERSION = 0x20
const FOLLOW_ON = 4

interface Header {
  readonly sequence: number
  /** Absent in messages between nodes. */
  readonly seid?: number
  /** Another message follows in the same datagram. */
  readonly followed?: boolean
}

export function message(
  type: number,
  { sequence, seid, followed = false }: Header,
  ...elements: Uint8Array[]
): Uint8Array {
  const number = u8(sequence >>> 16, (sequence >>> 8) & 255, sequence & 255, 0)
  const rest = concat(...(seid === undefined ? [] : [u32(0, seid)]), number, join(elements))
  const flags = VERSION | (seid === undefined ? 0 : 1) | (followed ? FOLLOW_ON : 0)
  return concat(u8(flags, type), u16(rest.length), rest)
}

export function element(type: number, ...value: Uint8Array[]): Uint8Array {
  const whole = join(value)
  return concat(u16(type, whole.length), whole)
}

function address(text: string): Uint8Array {
  return Uint8Array.from(text.split('.'), Number)
}

/** A QoS enforcement rule of a flow, open both ways: §7.5.2.5. */
function enforce(qfi: number): Uint8Array {
  return element(7, element(109, u32(qfi)), element(25, u8(0)), element(124, u8(qfi)))
}

export const accepted = (): Uint8Array => element(19, u8(1))

function told<T>(value: T | undefined, make: (value: T) => Uint8Array): Uint8Array[] {
  return value === undefined ? [] : [make(value)]
}

/** A control plane and a user plane, and how far they have counted. */
export class PfcpPeers {
  readonly #wire: Wire
  readonly #cp: End
  readonly #up: End
  #sequence = 0

  constructor(wire: Wire, cp: string, up: string) {
    this.#wire = wire
    this.#cp = end(cp, PORT)
    this.#up = end(up, PORT)
  }

  /** Sends a request, and its answer a millisecond later. */
  exchange(at: number, type: number, { request = [], response = [], seids, after = 1 }: Exchange): void {
    const sequence = ++this.#sequence
    this.toUserPlane(at, message(type, { sequence, ...(seids && { seid: seids[0] }) }, ...request))
    this.toControlPlane(at + after, message(type + 1, { sequence, ...(seids && { seid: seids[1] }) }, ...response))
  }

  /** @param restarts times that both nodes have begun anew */
  heartbeat(at: number, restarts = 0): void {
    const recovery = element(96, u32(3_976_214_400 + restarts))
    this.exchange(at, 1, { request: [recovery], response: [recovery] })
  }

  /** Establishes a session: the user has an address, the user plane gives a tunnel. */
  establish(at: number, { cp, up, user, teid, dnn, kind, qfi, slice, more = [], after = 1 }: Establishing): void {
    const packets = [
      ...told(user, (ip) => element(93, u8(2), address(ip))),
      ...told(kind, (type) => element(160, u8(type))),
    ]
    const pdr = element(1, element(56, u16(1)), element(2, element(20, u8(0)), ...packets))
    const network = [
      ...told(dnn, (name) => element(159, labels(name))),
      ...told(slice, (sst) => element(257, u8(sst, 0, 0, 1))),
    ]
    const request = [this.#fSeid(cp, this.#cp), pdr, ...told(qfi, enforce), ...network, ...more]
    const created = element(8, element(56, u16(1)), element(21, u8(1), u32(teid), address(this.#up.address)))
    this.exchange(at, 50, {
      request,
      response: [accepted(), this.#fSeid(up, this.#up), created],
      seids: [0, cp],
      after,
    })
  }

  /** Downlink packets go to this tunnel from now on: TS 29.244 §7.5.4.3. */
  forward(at: number, { cp, up, teid, to, after = 1 }: Forwarding): void {
    const header = element(84, u8(1, 0), u32(teid), address(to))
    const far = element(10, element(108, u32(2)), element(11, element(42, u8(0)), header))
    this.exchange(at, 52, { request: [far], response: [accepted()], seids: [up, cp], after })
  }

  /** A QoS flow comes, or goes: TS 29.244 §7.5.4.5, §7.5.4.9. */
  flow(at: number, { cp, up, qfi, isGone = false, after = 1 }: ChangingFlow): void {
    const change = isGone ? element(18, element(109, u32(qfi))) : enforce(qfi)
    this.exchange(at, 52, { request: [change], response: [accepted()], seids: [up, cp], after })
  }

  delete(at: number, { cp, up }: { cp: number; up: number }): void {
    this.exchange(at, 54, { response: [accepted()], seids: [up, cp] })
  }

  toUserPlane(at: number, bytes: Uint8Array): void {
    this.#wire.udp(at, this.#cp, this.#up, bytes)
  }

  toControlPlane(at: number, bytes: Uint8Array): void {
    this.#wire.udp(at, this.#up, this.#cp, bytes)
  }

  #fSeid(seid: number, of: End): Uint8Array {
    return element(57, u8(2), u32(0, seid), address(of.address))
  }
}

interface Exchange {
  readonly request?: readonly Uint8Array[]
  readonly response?: readonly Uint8Array[]
  /** In the headers of request and answer. */
  readonly seids?: readonly [number, number]
  /** Milliseconds to the answer. */
  readonly after?: number
}

interface Establishing {
  readonly cp: number
  readonly up: number
  readonly user?: string
  readonly teid: number
  readonly dnn?: string
  /** 3GPP Interface Type that packets come from: TS 29.244 §8.2.118. */
  readonly kind?: number
  /** Slice/Service Type. */
  readonly slice?: number
  /** Further elements of the request. */
  readonly more?: readonly Uint8Array[]
  /** Of its one QoS flow: 5GC alone has such. */
  readonly qfi?: number
  readonly after?: number
}

interface ChangingFlow {
  readonly cp: number
  readonly up: number
  readonly qfi: number
  readonly isGone?: boolean
  readonly after?: number
}

interface Forwarding {
  readonly cp: number
  readonly up: number
  readonly teid: number
  readonly to: string
  readonly after?: number
}

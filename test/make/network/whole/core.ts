/**
 * The nodes of one network and what joins them: one MME, SGW, PGW, PCRF, HSS, P-CSCF, and four eNBs. Everybody's
 * messages pass between the same few nodes, in order of time.
 */
import { avp, type Asked, type Peer, Peers } from '../../diameter.ts'
import * as gtp from '../../gtp.ts'
import { end, type End } from '../../internet.ts'
import { S1 } from '../../s1ap.ts'
import type { Side } from '../../wire.ts'
import { Stage } from './stage.ts'
import type { Conversation, TracedWire } from './truth.ts'

export const REALM = 'ims.mnc001.mcc001.3gppnetwork.org'
export const MME = '10.0.0.10'
export const SGW = '10.0.0.41'
export const SGW_S5 = '10.0.0.42'
export const PGW = '10.0.0.40'
export const ENBS = ['10.1.0.2', '10.1.0.3', '10.1.0.4', '10.1.0.5'] as const

export const S6A = 16_777_251
export const GX = 16_777_238
export const RX = 16_777_236
export const CX = 16_777_216
const TGPP = 10_415

/** An interface between two nodes. */
export type Interface = 's6a' | 'gx' | 'rx' | 'cx'

/** Two ends of GTP-C, of which the first asks. */
export type Hop = readonly [from: string, to: string]
export type Told = readonly [type: number, teid: number, ...elements: Uint8Array[]]

/** A request of Diameter and its answer, `after` milliseconds later. */
export interface Exchanged {
  readonly side?: Side
  readonly after: number
  /** An Experimental-Result-Code of 3GPP in place of success. */
  readonly refusal?: number
  readonly avps?: readonly Uint8Array[]
}

export class Core extends Stage {
  readonly peers: Readonly<Record<Interface, Peers>>
  readonly radio: readonly S1[]
  readonly #sequences = new Map<string, number>()

  constructor(wire: TracedWire) {
    super(wire)
    const hss = peer('hss', '10.0.0.80', 3868)
    const pcrf = peer('pcrf', '10.0.0.30', 3868)
    const links = {
      s6a: [peer('mme', MME, 40_001), hss],
      gx: [peer('pgw', PGW, 40_002), pcrf],
      rx: [peer('pcscf', '10.0.0.20', 40_003), pcrf],
      cx: [peer('cscf', '10.0.0.22', 40_004), hss],
    } as const
    const open = (name: Interface, first: number): Peers => {
      const [client, server] = links[name]
      return new Peers(wire, { client, server }, { first })
    }
    this.peers = {
      s6a: open('s6a', 0x100_000),
      gx: open('gx', 0x900_000),
      rx: open('rx', 0x1_100_000),
      cx: open('cx', 0x1_900_000),
    }
    this.radio = ENBS.map((enb, i) => new S1(wire, i + 1, enb, MME))
    this.radio.forEach((s1, i) => s1.setUp(10 + i * 5))
  }

  diameter(at: number, about: Conversation, over: Interface, asked: Asked, exchanged: Exchanged): void {
    const { side = 'client', after, refusal, avps = [] } = exchanged
    const peers = this.peers[over]
    const told =
      refusal === undefined ? { avps } : { result: 0, avps: [avp(297, [avp(266, TGPP), avp(298, refusal)]), ...avps] }
    let asking: ReturnType<Peers['ask']> | undefined
    this.later(at, about, () => (asking = peers.ask(at, side, asked)))
    this.later(at + after, about, () => asking && peers.answer(at + after, asking, told))
  }

  /** A request of GTP-C and its answer. */
  gtp(at: number, about: Conversation, [from, to]: Hop, asked: Told, answered: Told, after: number): void {
    let sequence = 0
    this.later(at, about, () => {
      sequence = this.#next(`${from}>${to}`)
      this.#gtp(at, [from, to], asked, sequence)
    })
    this.later(at + after, about, () => this.#gtp(at + after, [to, from], answered, sequence))
  }

  /** A request of GTP-C that nobody answers. */
  tell(at: number, about: Conversation, [from, to]: Hop, asked: Told): void {
    this.later(at, about, () => this.#gtp(at, [from, to], asked, this.#next(`${from}>${to}`)))
  }

  #gtp(at: number, [from, to]: Hop, [type, teid, ...elements]: Told, sequence: number): void {
    this.wire.udp(at, gtp.node(from), gtp.node(to), gtp.gtp2(type, { teid, sequence }, ...elements))
  }

  /** Each node counts its own requests, from anywhere. */
  #next(from: string): number {
    const next = ((this.#sequences.get(from) ?? 0x7ffff0 + from.length) + 1) % 0x800000
    this.#sequences.set(from, next)
    return next
  }
}

function peer(host: string, ip: string, port: number): Peer {
  return { end: end(ip, port) satisfies End, host: `${host}.${REALM}`, realm: REALM }
}

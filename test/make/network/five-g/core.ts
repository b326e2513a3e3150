/** The nodes of a 5G core, and what joins them: two AMFs that all gNBs know, two SMFs with a UPF each, one SCP. */
import { type Answering, type Asking, Http2 } from '../../http2.ts'
import { end } from '../../internet.ts'
import { Ng } from '../../ngap.ts'
import { PfcpPeers } from '../../pfcp.ts'
import type { Stage } from '../whole/stage.ts'
import type { Conversation } from '../whole/truth.ts'

export const AMFS = ['10.2.0.1', '10.2.0.11'] as const
export const SMFS = ['10.2.0.2', '10.2.0.12'] as const
export const [AUSF, UDM, PCF] = ['10.2.0.3', '10.2.0.4', '10.2.0.5'] as const
const SCP = '10.2.0.6'
export const UPFS = ['192.168.10.1', '192.168.10.11'] as const
export const GNBS = ['10.3.0.2', '10.3.0.3', '10.3.0.4', '10.3.0.5'] as const
const PORT = 7777

/** Who asks whom, and whether an agent passes it on. */
export interface Way {
  readonly from: string
  readonly to: string
  readonly isIndirect?: boolean
}

export interface Asked extends Asking {
  readonly at: number
}

export class FiveG {
  readonly stage: Stage
  readonly n4: readonly PfcpPeers[]
  readonly #radio: readonly (readonly Ng[])[]
  readonly #links = new Map<string, Http2>()
  /** Directions of links in which something was missed. */
  readonly #broken = new Set<string>()

  constructor(stage: Stage) {
    this.stage = stage
    const { wire } = stage
    this.n4 = SMFS.map((smf, i) => new PfcpPeers(wire, smf, UPFS[i]!))
    this.#radio = GNBS.map((gnb, i) => AMFS.map((amf, k) => new Ng(wire, 50 + i * 2 + k, gnb, amf)))
    this.#radio.flat().forEach((ng, i) => ng.setUp(100 + i * 5))
  }

  ng({ gnb, amf }: { gnb: number; amf: number }): Ng {
    return this.#radio[gnb]![amf]!
  }

  /** A request of a service and its answer; through an agent both are seen twice. */
  ask(
    about: Conversation,
    { from, to, isIndirect = false }: Way,
    { at, ...asking }: Asked,
    told: Answering = {},
  ): void {
    const after = told.after ?? 2
    if (!isIndirect) return this.#hop(about, [from, to], { at, until: at + after, asking, told })
    const root = `http://${to}:${PORT}`
    const headers = { ...asking.headers, '3gpp-sbi-target-apiroot': root }
    this.#hop(about, [from, SCP], { at, until: at + after, asking: { ...asking, headers }, told })
    const passed = { at: at + 0.3, until: at + after - 0.3, asking, told }
    this.#hop(about, [SCP, to], passed)
  }

  #hop(about: Conversation, [from, to]: readonly [string, string], exchange: Exchange): void {
    const { at, until, asking, told } = exchange
    let stream = 0
    const name = `${from} ${to}`
    this.stage.later(at, about, () => {
      stream = this.#link(from, to).ask(at, asking)
      this.#note(`${name} >`, at, about)
    })
    this.stage.later(until, about, () => {
      this.#link(from, to).answer(until, stream, told)
      this.#note(`${name} <`, until, about)
    })
  }

  /** Of what was said in one direction after something that was missed, headers are not all known: RFC 7541 §2.3. */
  #note(direction: string, at: number, about: Conversation): void {
    const { missed } = this.stage.wire
    const last = missed.at(-1)
    if (last?.at === at && last.about === about) this.#broken.add(direction)
    else if (this.#broken.has(direction)) missed.push({ at, about })
  }

  /** The connection of a client with a server, which was opened at the beginning. */
  #link(client: string, server: string): Http2 {
    const name = `${client} ${server}`
    let link = this.#links.get(name)
    if (!link) {
      const { wire } = this.stage
      const [at, port] = [200 + this.#links.size, 40_000 + this.#links.size]
      link = wire.aside(() => new Http2(wire, end(client, port), end(server, PORT), { at }))
      this.#links.set(name, link)
    }
    return link
  }
}

interface Exchange {
  readonly at: number
  readonly until: number
  readonly asking: Asking
  readonly told: Answering
}

import { Recent } from '../bytes/recent.ts'
import { FLOW_GENERATION, FLOW_INTS, FLOW_PEER, type FlowRecords } from '../model/flow.ts'
import type { Ciphers, LabelHelp } from '../model/message.ts'

/** Conversations of which more has to come before they can be told. */
const MOST_BEGUN = 1024

interface Told {
  /** What the conversation is, where the first that told knew. */
  protocol: string
  readonly label: Record<string, string>
  /** As the direction that left the table first was called: the other is called alike, whatever it tells then. */
  called?: string
}

/** What the beginnings of ciphered flows told; both directions of a conversation are told of alike. */
export class FlowLabels {
  readonly #flows: FlowRecords
  /** By flow; no more than there are flows. */
  readonly #told = new Map<number, Told>()

  readonly #help: Help | undefined

  constructor(flows: FlowRecords, ciphers: Ciphers | undefined) {
    this.#flows = flows
    this.#help = ciphers && new Help(flows, ciphers)
  }

  /** For a packet of that flow; good until the next one. */
  help(flow: number): LabelHelp | undefined {
    if (this.#help) this.#help.flow = flow
    return this.#help
  }

  /** @param protocol holds for a direction too that was never recognised: of some only one side ciphers */
  tell(flow: number, label: Readonly<Record<string, string>>, protocol = ''): void {
    const peer = this.#flows.ints[flow * FLOW_INTS + FLOW_PEER]! - 1
    const known = this.#told.get(flow) ?? this.#told.get(peer)
    if (known) Object.assign(known.label, label)
    else if (protocol === '' && Object.keys(label).length === 0) return
    const told = known ?? { protocol, label: { ...label } }
    if (told.protocol === '') told.protocol = protocol
    this.#told.set(flow, told)
    if (peer >= 0) this.#told.set(peer, told)
  }

  forget(flow: number): undefined {
    this.#told.delete(flow)
  }

  /** The flow's label, `TLS: example.org, h2, TLS 1.3`, as it leaves the table. */
  take(flow: number, name: string): string {
    const told = this.#told.get(flow)
    this.#told.delete(flow)
    return calledBy(name, told)
  }

  /** The same of a flow that tells nothing itself: what the other direction told, if anything. */
  takeOfPeer(flow: number): string | undefined {
    const told = this.#told.get(flow)
    this.#told.delete(flow)
    return told === undefined || told.protocol === '' ? undefined : calledBy(told.protocol, told)
  }
}

/** One for all packets: nothing is made for those that need none. */
class Help implements LabelHelp {
  flow = 0
  readonly ciphers: Ciphers
  readonly kept = new Recent<{ readonly id: string }>(MOST_BEGUN)
  readonly #flows: FlowRecords

  constructor(flows: FlowRecords, ciphers: Ciphers) {
    this.#flows = flows
    this.ciphers = ciphers
  }

  get id(): string {
    return this.#idOf(this.flow)
  }

  get peerId(): string | undefined {
    const peer = this.#flows.ints[this.flow * FLOW_INTS + FLOW_PEER]! - 1
    return peer < 0 ? undefined : this.#idOf(peer)
  }

  #idOf(flow: number): string {
    return `${flow} ${this.#flows.ints[flow * FLOW_INTS + FLOW_GENERATION]!}`
  }
}

function calledBy(name: string, told: Told | undefined): string {
  if (!told) return name
  told.called ??= labelled(name, told)
  return told.called
}

/** What is told of a conversation first, whichever packet told it; what is not here stands behind, as it came. */
const ORDER = ['carried', 'server_name', 'alpn', 'version', 'retry', 'offered', 'closed']

function labelled(name: string, { label }: Told): string {
  const others = Object.keys(label).filter((part) => !ORDER.includes(part))
  const words = [...ORDER, ...others].map((part) => label[part]).filter((word) => word !== undefined)
  return words.length === 0 ? name : `${name}: ${words.join(', ')}`
}

import { FLOW_INTS, FLOW_PEER, type FlowRecords } from '../model/flow.ts'

/** What the beginnings of ciphered flows told; both directions of a conversation are told of alike. */
export class FlowLabels {
  readonly #flows: FlowRecords
  /** By flow; no more than there are flows. */
  readonly #told = new Map<number, Record<string, string>>()

  constructor(flows: FlowRecords) {
    this.#flows = flows
  }

  tell(flow: number, label: Readonly<Record<string, string>>): void {
    const peer = this.#flows.ints[flow * FLOW_INTS + FLOW_PEER]! - 1
    const known = this.#told.get(flow) ?? this.#told.get(peer)
    if (known) Object.assign(known, label)
    else if (Object.keys(label).length === 0) return
    const told = known ?? { ...label }
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
    return told ? `${name}: ${Object.values(told).join(', ')}` : name
  }
}

import type { Event, Session } from '../client/records.ts'
import { endOf } from './ends.ts'

/** A column of the ladder. */
export interface Node {
  /** `address`, or `address:port` where ports of one address are apart. */
  readonly key: string
  readonly address: string
  readonly ports: readonly string[]
  /** What it does in the network, and what it is called, where that is known. */
  readonly role?: string
  readonly name?: string
}

interface Growing {
  readonly key: string
  readonly address: string
  readonly ports: Set<string>
}

/** Columns of a ladder; whoever comes later shares the last one. */
const MOST_NODES = 60
const OTHERS = '…'

export type Roles = Readonly<Record<string, { readonly role?: string; readonly name?: string }>>

/**
 * The nodes of a session by first appearance. One column is one address, so that a phone that signals from several ports
 * is one; where two ends of a message share an address (everything on one machine), each of its ports has a column.
 */
export class Nodes {
  readonly all: readonly Node[]
  readonly #index = new Map<string, number>()
  readonly #split = new Set<string>()
  readonly #growing: Growing[] = []

  /** @param apart each port has a column of its own */
  constructor({ participants, events, media }: Pick<Session, 'participants' | 'events' | 'media'>, more: NodesOptions) {
    const { apart = false, roles = {} } = more
    for (const event of events) this.#note(event, apart)
    for (const text of participants) this.#add(text)
    for (const { source, destination } of events.filter((event) => !isMedia(event))) {
      this.#add(source)
      this.#add(destination)
    }
    for (const { source, destination } of [...events, ...media]) {
      for (const text of [source, destination]) if (this.#find(text) === undefined) this.#add(text)
    }
    this.all = this.#growing.map(({ key, address, ports }) => ({ key, address, ports: [...ports], ...roles[key] }))
  }

  /** The columns of two ends, which are two where that is possible. */
  between(source: string, destination: string): readonly [from: number, to: number] {
    const from = this.#find(source) ?? 0
    const to = this.#find(destination) ?? 0
    const { address } = endOf(source)
    if (from !== to || source === destination || !this.#split.has(address)) return [from, to]
    return [from, this.all.findLastIndex((node) => node.address === address)]
  }

  #note(event: Event, apart: boolean): void {
    const [source, destination] = [endOf(event.source), endOf(event.destination)]
    const isSame = event.source !== event.destination && source.address === destination.address
    if (apart || (isSame && !isMedia(event))) this.#split.add(source.address)
    if (apart) this.#split.add(destination.address)
  }

  #add(text: string): void {
    const { address, port } = endOf(text)
    const key = this.#split.has(address) ? text : address
    const known = this.#index.get(key)
    if (known !== undefined) {
      if (port !== '' && known < MOST_NODES - 1) this.#growing[known]!.ports.add(port)
      return
    }
    const isLast = this.#growing.length === MOST_NODES - 1
    this.#index.set(key, Math.min(this.#growing.length, MOST_NODES - 1))
    if (this.#growing.length === MOST_NODES) return
    const ports = new Set(isLast || port === '' ? [] : [port])
    this.#growing.push({ key: isLast ? OTHERS : key, address: isLast ? OTHERS : address, ports })
  }

  /** Media of an address whose ports are apart go to its first column. */
  #find(text: string): number | undefined {
    const { address } = endOf(text)
    const exact = this.#index.get(this.#split.has(address) ? text : address)
    if (exact !== undefined) return exact
    const first = this.#growing.findIndex((node) => node.address === address)
    return first < 0 ? undefined : first
  }
}

interface NodesOptions {
  readonly apart?: boolean
  readonly roles?: Roles
}

/** Media streams are told of by their begin and end; they are bars and no arrows. */
export function isMedia({ message_type }: Pick<Event, 'message_type'>): boolean {
  return message_type === 'RTP_START' || message_type === 'RTP_STOP'
}

import type { SessionDetail } from '../store/results/records.ts'

/** A participant. */
export interface Column {
  readonly address: string
  /** What the captures call it. */
  readonly name?: string
  /** Ports seen there in signalling; one that tells apart what has the same address stands alone. */
  readonly ports: readonly string[]
}

/** Columns of a ladder; whoever comes later shares the last one. */
export const MOST_COLUMNS = 40
const OTHERS = 'others'

interface Growing {
  readonly address: string
  readonly ports: Set<string>
}

/**
 * The participants of a session by first appearance. One column is one address, so that a phone that signals from
 * several ports and sends its media from others is one; where two ends of a message share an address (everything on one
 * machine), each port of that address has a column.
 */
export class Columns {
  readonly #columns: Growing[] = []
  readonly #byName = new Map<string, number>()
  readonly #names: ReadonlyMap<string, string>
  /** Addresses whose ports are apart. */
  readonly #split = new Set<string>()

  constructor({ participants, participant_names = {}, events, media }: SessionDetail) {
    this.#names = new Map(Object.entries(participant_names))
    const messages = events.filter(({ protocol }) => protocol !== 'RTP' && protocol !== 'RTCP')
    for (const { source, destination } of messages) {
      if (source !== destination && addressOf(source) === addressOf(destination)) this.#split.add(addressOf(source))
    }
    for (const text of participants) this.#add(text)
    for (const { source, destination } of messages) {
      this.#add(source)
      this.#add(destination)
    }
    for (const { source, destination } of [...events, ...media]) {
      for (const text of [source, destination]) if (this.#find(text) === undefined) this.#add(text)
    }
  }

  get all(): Column[] {
    return this.#columns.map(({ address, ports }) => {
      const name = this.#names.get(address)
      return { address, ...(name !== undefined && { name }), ports: [...ports] }
    })
  }

  /** The columns of two ends, which are two where that is possible. */
  between(source: string, destination: string): [from: number, to: number] {
    const from = this.#of(source)
    const to = this.#of(destination)
    if (from !== to || source === destination || !this.#split.has(addressOf(source))) return [from, to]
    return [from, this.#columns.findLastIndex(({ address }) => address === addressOf(source))]
  }

  #add(text: string): void {
    const name = this.#name(text)
    const known = this.#byName.get(name)
    const port = portOf(text)
    if (known !== undefined) {
      if (port !== '' && known < MOST_COLUMNS - 1) this.#columns[known]!.ports.add(port)
      return
    }
    if (this.#columns.length === MOST_COLUMNS) {
      this.#byName.set(name, MOST_COLUMNS - 1)
      return
    }
    const last = this.#columns.length === MOST_COLUMNS - 1
    this.#byName.set(name, this.#columns.length)
    this.#columns.push({ address: last ? OTHERS : addressOf(text), ports: new Set(last || port === '' ? [] : [port]) })
  }

  #of(text: string): number {
    return this.#find(text) ?? 0
  }

  /** Media of an address whose ports are apart go to its first column. */
  #find(text: string): number | undefined {
    const exact = this.#byName.get(this.#name(text))
    if (exact !== undefined) return exact
    const first = this.#columns.findIndex(({ address }) => address === addressOf(text))
    return first < 0 ? undefined : first
  }

  #name(text: string): string {
    return this.#split.has(addressOf(text)) ? text : addressOf(text)
  }
}

/** Ends are `address`, `address:port` or `[address]:port`; a bare IPv6 address has more than one colon. */
const WITH_PORT = /^(?:\[(?<six>[^\]]*)\]|(?<four>[^:]*)):(?<port>\d+)$/

function addressOf(text: string): string {
  const groups = WITH_PORT.exec(text)?.groups
  return groups?.['six'] ?? groups?.['four'] ?? text
}

function portOf(text: string): string {
  return WITH_PORT.exec(text)?.groups?.['port'] ?? ''
}

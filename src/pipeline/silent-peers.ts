import { TextTable } from '../bytes/text-table.ts'
import type { Endpoint } from '../model/endpoint.ts'
import type { OneWayRow } from '../model/rows.ts'

/** Hosts heard, and pairs of ends that one of them asked: of more, nothing is said. */
const MOST_HOSTS = 100_000
const MOST_PAIRS = 100_000
/** The one kind of text that is kept. */
const ADDRESS = 0

/**
 * Hosts that were asked over UDP, and never heard anywhere in the capture. Flows tell of themselves when they leave
 * their table, so that no message costs anything here.
 */
export class SilentPeers {
  readonly #heard = new TextTable()
  readonly #asked = new Map<string, OneWayRow>()

  /** Something came from there. */
  heard({ address }: Endpoint): void {
    this.#heard.number(ADDRESS, address, MOST_HOSTS)
  }

  /** Signalling went from one end to the other. */
  asked(source: Endpoint, destination: Endpoint): void {
    if (this.#isHeard(destination) || this.#asked.size === MOST_PAIRS) return
    this.#asked.set(`${source.text}>${destination.text}`, { source, destination, isSure: false })
  }

  /** What was asked of those who were never heard. */
  *all(): Iterable<OneWayRow> {
    if (this.#heard.size === MOST_HOSTS) return
    for (const row of this.#asked.values()) if (!this.#isHeard(row.destination)) yield row
  }

  #isHeard({ address }: Endpoint): boolean {
    return this.#heard.number(ADDRESS, address, 0) > 0
  }
}

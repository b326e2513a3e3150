import type { Endpoint } from '../model/endpoint.ts'
import type { OneWayRow } from '../model/rows.ts'

/** Hosts heard, and pairs of ends that one of them asked: of more, nothing is said. */
const MOST_HOSTS = 100_000
const MOST_PAIRS = 100_000

/**
 * Hosts that were asked over UDP, and never heard anywhere in the capture. Flows tell of themselves when they leave
 * their table, so that no message costs anything here.
 */
export class SilentPeers {
  readonly #heard = new Set<string>()
  readonly #asked = new Map<string, OneWayRow>()

  /** Something came from there. */
  heard({ address }: Endpoint): void {
    if (this.#heard.size < MOST_HOSTS) this.#heard.add(address)
  }

  /** Signalling went from one end to the other. */
  asked(source: Endpoint, destination: Endpoint): void {
    if (this.#heard.has(destination.address) || this.#asked.size === MOST_PAIRS) return
    this.#asked.set(`${source.text}>${destination.text}`, { source, destination, isSure: false })
  }

  /** What was asked of those who were never heard. */
  *all(): Iterable<OneWayRow> {
    if (this.#heard.size === MOST_HOSTS) return
    for (const row of this.#asked.values()) if (!this.#heard.has(row.destination.address)) yield row
  }
}

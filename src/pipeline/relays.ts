import { formatEndpoint, normalizeAddress } from '../bytes/address.ts'
import { Recent } from '../bytes/recent.ts'
import type { Announcement, Relay } from '../model/message.ts'

/** Relayed addresses that are remembered. */
const MOST_RELAYS = 4096

interface Known {
  readonly id: string
  readonly client: Relay['client']
}

/** Where media goes on from relays (TURN, RFC 8656): who announces a relay's address receives behind it. */
export class Relays {
  readonly #known = new Recent<Known>(MOST_RELAYS)

  note({ at, client }: Relay): void {
    this.#known.add({ id: at, client })
  }

  /** Adds the clients behind announced relays to what is announced. */
  widen(announces: Announcement[]): void {
    if (this.#known.size === 0) return
    for (let i = announces.length - 1; i >= 0; i--) {
      const { address, port } = announces[i]!
      const behind = this.#known.get(formatEndpoint(normalizeAddress(address) ?? address, port))
      if (behind) announces.push({ ...announces[i]!, address: behind.client.address, port: behind.client.port })
    }
  }
}

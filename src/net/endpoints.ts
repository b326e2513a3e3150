import { formatEndpoint } from '../bytes/address.ts'
import { RecentTexts } from '../bytes/recent.ts'
import type { Endpoint } from '../model/endpoint.ts'

/** Endpoints kept at once, and as many again that were used before; those forgotten are numbered anew when they come. */
const MOST_ENDPOINTS = 16_384

/** Gives each address and port one object and number. Numbers are never given twice. */
export class Endpoints {
  /** By `address:port`. */
  readonly #recent = new RecentTexts<Endpoint>(MOST_ENDPOINTS)
  /** By number modulo their count: where an endpoint stood last. */
  readonly #near: (Endpoint | undefined)[] = Array.from({ length: 2 * MOST_ENDPOINTS })
  #next = 1

  /** The endpoint of that number, while it is near at hand. */
  get(id: number): Endpoint | undefined {
    const near = this.#near[id & (2 * MOST_ENDPOINTS - 1)]
    return near?.id === id ? near : undefined
  }

  intern(address: string, port: number): Endpoint {
    const text = formatEndpoint(address, port)
    const known = this.#recent.get(text)
    const endpoint = known ?? { id: this.#next++, address, port, text }
    if (!known) this.#recent.set(text, endpoint)
    this.#near[endpoint.id & (2 * MOST_ENDPOINTS - 1)] = endpoint
    return endpoint
  }
}

import { formatEndpoint } from '../bytes/address.ts'
import type { Endpoint } from '../model/endpoint.ts'

/** Endpoints kept at once; beyond, all are forgotten and numbered anew as they come. */
const MOST_ENDPOINTS = 100_000

/** Gives each address and port one object and number. Numbers are never given twice. */
export class Endpoints {
  readonly #byText = new Map<string, Endpoint>()
  readonly #byNumber = new Map<number, Endpoint>()
  #next = 1

  /** The endpoint of that number, while it is remembered. */
  get(id: number): Endpoint | undefined {
    return id < 0 ? undefined : this.#byNumber.get(id)
  }

  intern(address: string, port: number): Endpoint {
    const text = formatEndpoint(address, port)
    const known = this.#byText.get(text)
    if (known) return known
    if (this.#byText.size >= MOST_ENDPOINTS) {
      this.#byText.clear()
      this.#byNumber.clear()
    }
    const endpoint = { id: this.#next++, address, port, text }
    this.#byText.set(text, endpoint)
    this.#byNumber.set(endpoint.id, endpoint)
    return endpoint
  }
}

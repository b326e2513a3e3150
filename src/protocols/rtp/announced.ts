import { formatEndpoint } from '../../bytes/address.ts'
import type { Announcement, PayloadFormat } from '../../model/message.ts'

/** Endpoints remembered; the oldest is forgotten for the newest. */
const MOST_ENDPOINTS = 50_000

export interface Announced {
  readonly announcement: Announcement
  readonly group: number
}

/** Where signalling said that media will come, by endpoint; the latest word counts. */
export class AnnouncedEndpoints {
  readonly #byEndpoint = new Map<string, Announced>()

  get(endpoint: string): Announced | undefined {
    return this.#byEndpoint.get(endpoint)
  }

  /** Notes the announcement; gives the one that it replaces. */
  note(announcement: Announcement, group: number): Announced | undefined {
    const endpoint = formatEndpoint(announcement.address, announcement.port)
    const before = this.#byEndpoint.get(endpoint)
    this.#byEndpoint.delete(endpoint)
    if (this.#byEndpoint.size >= MOST_ENDPOINTS) {
      const [oldest] = this.#byEndpoint.keys()
      this.#byEndpoint.delete(oldest!)
    }
    this.#byEndpoint.set(endpoint, { announcement, group })
    return before
  }
}

export function formatOf(announced: Announced | undefined, payloadType: number): PayloadFormat | undefined {
  return announced?.announcement.formats.find((format) => format.payload_type === payloadType)
}

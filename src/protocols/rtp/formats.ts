import type { PayloadFormat } from '../../model/message.ts'
import { type AnnouncedEndpoints, formatOf } from './announced.ts'
import { STATIC_FORMATS } from './tables.ts'

/** Codec names met; a hostile SDP may invent many. */
const MOST_NAMES = 1000

/** What payload types stand for, and numbers for codec names, which records can hold. */
export class Formats {
  readonly #announced: AnnouncedEndpoints
  readonly #names: string[] = []

  constructor(announced: AnnouncedEndpoints) {
    this.#announced = announced
  }

  /** The receiver's word on a payload type first (RFC 3264 §5.1), then the sender's, then the standard's. */
  find(source: string, destination: string, payloadType: number): PayloadFormat | undefined {
    return (
      formatOf(this.#announced.get(destination), payloadType) ??
      formatOf(this.#announced.get(source), payloadType) ??
      STATIC_FORMATS.get(payloadType)
    )
  }

  isAnnounced(source: string, destination: string): boolean {
    return this.#announced.get(destination) !== undefined || this.#announced.get(source) !== undefined
  }

  /** Media there is SRTP: its payloads, and the blocks of its RTCP, are ciphered. */
  isSecure(source: string, destination: string): boolean {
    const announced = this.#announced.get(destination) ?? this.#announced.get(source)
    return announced?.announcement.secure !== undefined
  }

  number(format: PayloadFormat): number {
    const known = this.#names.indexOf(format.codec)
    if (known >= 0 || this.#names.length >= MOST_NAMES) return Math.max(known, 0)
    return this.#names.push(format.codec) - 1
  }

  name(number: number): string {
    return this.#names[number] ?? ''
  }
}

// Handshake messages out of records, which cut them as they please: RFC 8446 §5.1.
import { u24 } from '../../bytes/octets.ts'
import { joined } from './key-schedule.ts'

const HEADER = 4
/** Octets of a message that are kept until it is whole: hellos are far shorter, and of others only the type counts. */
const LARGEST_KEPT = 16_384

/** Takes each message: its type, and where it lies; nothing lies there of one that is too large to be kept. */
type Take = (type: number, bytes: Uint8Array, from: number, to: number) => void

/** Puts the handshake messages of one direction together. */
export class HandshakeMessages {
  #kept = new Uint8Array(0)
  /** Octets that are still to come of a message that is passed over. */
  #passed = 0

  take(bytes: Uint8Array, from: number, to: number, each: Take): void {
    const start = from + Math.min(this.#passed, to - from)
    this.#passed -= start - from
    const all = this.#kept.length === 0 ? bytes.subarray(start, to) : joined(this.#kept, bytes.subarray(start, to))
    let at = 0
    while (at + HEADER <= all.length) {
      const length = HEADER + u24(all, at + 1)
      if (length > LARGEST_KEPT) {
        each(all[at]!, all, at, at)
        this.#passed = Math.max(0, at + length - all.length)
        at = Math.min(all.length, at + length)
      } else if (at + length <= all.length) {
        each(all[at]!, all, at, at + length)
        at += length
      } else break
    }
    this.#kept = all.slice(at)
  }

  lose(): void {
    this.#kept = new Uint8Array(0)
    this.#passed = 0
  }
}

import { DTMF_DIGITS } from './tables.ts'

/** Digits kept of one stream. */
const MOST_DIGITS = 256

/** Digits dialled in streams: RFC 4733 events 0–16. */
export class DtmfDigits {
  readonly #digits = new Map<number, string>()

  add(slot: number, event: number): void {
    const digits = this.text(slot)
    if (event < DTMF_DIGITS.length && digits.length < MOST_DIGITS) this.#digits.set(slot, digits + DTMF_DIGITS[event]!)
  }

  text(slot: number): string {
    return this.#digits.get(slot) ?? ''
  }

  forget(slot: number): void {
    this.#digits.delete(slot)
  }
}

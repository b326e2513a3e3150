/** TSNs remembered behind the highest: more than a sender keeps outstanding. */
const WINDOW = 2048

/** The Transmission Sequence Numbers that one direction of an association has shown lately: RFC 9260 §6.2. */
export class TsnWindow {
  /** A bit a TSN, in the place of its low bits; made with the first one. */
  #bits: Uint32Array | undefined
  #highest = 0
  #first = 0
  #count = 0
  #isBroken = false

  /** Whether all were there from the first to the last: what one waits for in vain did not come by here unseen. */
  get isWhole(): boolean {
    return !this.#isBroken && this.#count === (this.#bits ? ((this.#highest - this.#first) | 0) + 1 : 0)
  }

  /** Notes a TSN; false where it was there before. */
  note(tsn: number): boolean {
    const ahead = (tsn - this.#highest) | 0
    if (!this.#bits || ahead >= WINDOW || ahead <= -WINDOW) return this.#begin(tsn)
    for (let next = 1; next <= ahead; next++) this.#clear(this.#highest + next)
    if (ahead > 0) this.#highest = tsn
    const place = tsn & (WINDOW - 1)
    const bit = 1 << (place & 31)
    const isNew = (this.#bits[place >>> 5]! & bit) === 0
    this.#bits[place >>> 5]! |= bit
    if (isNew) this.#count++
    if (((tsn - this.#first) | 0) < 0) this.#first = tsn
    return isNew
  }

  /** Whether all between two were there, of which the window holds the later. */
  hasAll(after: number, before: number): boolean {
    const distance = (before - after) | 0
    if (!this.#bits || distance <= 0 || distance >= WINDOW) return false
    for (let tsn = after + 1; ((before - tsn) | 0) > 0; tsn++) {
      const place = tsn & (WINDOW - 1)
      if ((this.#bits[place >>> 5]! & (1 << (place & 31))) === 0) return false
    }
    return true
  }

  /** So far from the others that the numbering began anew. */
  #begin(tsn: number): boolean {
    this.#isBroken ||= this.#bits !== undefined
    this.#bits ??= new Uint32Array(WINDOW / 32)
    this.#bits.fill(0)
    this.#highest = tsn | 0
    this.#first = tsn
    this.#count = 1
    const place = tsn & (WINDOW - 1)
    this.#bits[place >>> 5] = 1 << (place & 31)
    return true
  }

  #clear(tsn: number): void {
    const place = tsn & (WINDOW - 1)
    this.#bits![place >>> 5]! &= ~(1 << (place & 31))
  }
}

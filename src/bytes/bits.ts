const SMALLEST = 1024

/** A set of small whole numbers, an eighth of a byte each. */
export class Bits {
  #bytes = new Uint8Array(SMALLEST)

  add(number: number): void {
    const at = number >>> 3
    if (at >= this.#bytes.length) this.#grow(at)
    this.#bytes[at]! |= 1 << (number & 7)
  }

  has(number: number): boolean {
    const at = number >>> 3
    return at < this.#bytes.length && (this.#bytes[at]! & (1 << (number & 7))) !== 0
  }

  #grow(at: number): void {
    const bytes = new Uint8Array(2 ** Math.ceil(Math.log2(at + 1)))
    bytes.set(this.#bytes)
    this.#bytes = bytes
  }
}

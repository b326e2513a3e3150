/**
 * Reads fields off the wire. Reads never throw: the first one past the end records a `fault`, and from then on every
 * read is 0, so a decoder is straight-line code and the fields it read before the fault still stand.
 *
 * It stands on the window [from, to) of a larger buffer. `wireTo` is where the bytes ended on the wire: a read beyond
 * `to` but within it is `cut` (lost to the snap length), one beyond it is `malformed` (a length lies).
 */
export class Cursor {
  readonly bytes: Uint8Array
  at: number
  readonly end: number
  readonly wireEnd: number
  fault: '' | 'cut' | 'malformed' = ''

  constructor(bytes: Uint8Array, from: number, to: number, wireTo: number = to) {
    this.bytes = bytes
    this.at = from
    this.end = to
    this.wireEnd = wireTo
  }

  get left(): number {
    return this.fault === '' ? this.end - this.at : 0
  }

  u8(): number {
    const i = this.at
    if (i + 1 > this.end) return this.#fail(1)
    this.at = i + 1
    return this.bytes[i]!
  }

  u16(): number {
    const i = this.at
    if (i + 2 > this.end) return this.#fail(2)
    this.at = i + 2
    return (this.bytes[i]! << 8) | this.bytes[i + 1]!
  }

  u24(): number {
    const i = this.at
    if (i + 3 > this.end) return this.#fail(3)
    this.at = i + 3
    return (this.bytes[i]! << 16) | (this.bytes[i + 1]! << 8) | this.bytes[i + 2]!
  }

  u32(): number {
    const i = this.at
    if (i + 4 > this.end) return this.#fail(4)
    this.at = i + 4
    const b = this.bytes
    return ((b[i]! << 24) | (b[i + 1]! << 16) | (b[i + 2]! << 8) | b[i + 3]!) >>> 0
  }

  skip(n: number): void {
    if (this.at + n > this.end) this.#fail(n)
    else this.at += n
  }

  /** The next `n` bytes as a cursor of their own: an element cannot read its neighbour. */
  sub(n: number): Cursor {
    const from = this.at
    const to = from + n
    if (to <= this.end) {
      this.at = to
      return new Cursor(this.bytes, from, to)
    }
    const child = new Cursor(this.bytes, from, this.end, Math.min(to, this.wireEnd))
    this.#fail(n)
    return child
  }

  #fail(n: number): number {
    if (this.fault === '') this.fault = this.at + n <= this.wireEnd ? 'cut' : 'malformed'
    this.at = this.end
    return 0
  }
}

/** Longest run of octets that fragments of one value may add up to: the largest SCTP user message that is kept. */
const MOST_JOINED = 1 << 20
const FRAGMENT = 16_384
/** Upper bounds of sizes from here on are none: X.691 §11.9.3.3. */
const MOST_BOUND = 65_536
const MOST_FRAGMENTS_AT_ONCE = 4

type Fault = '' | 'cut' | 'malformed'

/**
 * Reads BASIC-PER, ALIGNED (ITU-T X.691) off the wire. As with `Cursor`, reads never throw: the first one past the end
 * records a `fault`, and from then on every read is 0.
 *
 * It stands on the window [at, end) of a larger buffer, which ended at `wireEnd` on the wire.
 */
export class Per {
  readonly bytes: Uint8Array
  readonly end: number
  readonly wireEnd: number
  /** The octet that holds the next bit, and how many of its bits are read. */
  at: number
  bit = 0
  fault: Fault = ''

  constructor(bytes: Uint8Array, from: number, to: number, wireTo: number = to) {
    this.bytes = bytes
    this.at = from
    this.end = to
    this.wireEnd = wireTo
  }

  /** Octets that are not begun yet. */
  get left(): number {
    return this.fault === '' ? this.end - this.at - (this.bit > 0 ? 1 : 0) : 0
  }

  flag(): boolean {
    return this.bits(1) === 1
  }

  /** The next `n` ≤ 53 bits as a number. */
  bits(n: number): number {
    const needed = (this.bit + n + 7) >> 3
    if (this.at + needed > this.end) return this.#fail(needed)
    let value = 0
    let wanted = n
    while (wanted > 0) {
      const here = Math.min(8 - this.bit, wanted)
      const octet = this.bytes[this.at]!
      value = value * (1 << here) + ((octet >> (8 - this.bit - here)) & ((1 << here) - 1))
      this.bit += here
      wanted -= here
      if (this.bit === 8) {
        this.bit = 0
        this.at++
      }
    }
    return value
  }

  align(): void {
    if (this.bit === 0) return
    this.bit = 0
    this.at++
  }

  /** Passes over `n` octets from the next boundary; where they start. */
  skip(n: number): number {
    this.align()
    const start = this.at
    if (start + n > this.end) this.#fail(n)
    else this.at = start + n
    return start
  }

  /** The next `n` octets, from the next boundary, as a reader of their own. */
  sub(n: number): Per {
    this.align()
    const from = this.at
    const to = from + n
    if (to <= this.end) {
      this.at = to
      return new Per(this.bytes, from, to)
    }
    const child = new Per(this.bytes, from, Math.max(from, this.end), Math.max(from, Math.min(to, this.wireEnd)))
    this.#fail(n)
    return child
  }

  /** INTEGER (least..most): §11.5.7. */
  integer(least: number, most: number): number {
    const range = most - least + 1
    if (range <= 255) return least + this.bits(bitsFor(range))
    if (range <= 65_536) {
      this.align()
      return least + this.bits(range <= 256 ? 8 : 16)
    }
    let octets = 1
    while (256 ** octets < range) octets++
    const length = 1 + this.bits(bitsFor(octets))
    this.align()
    return length > octets ? this.malformed() : least + this.unsigned(length)
  }

  /** An integer without an upper bound, counted from `least`: §11.7. */
  semiConstrained(least = 0): number {
    const length = this.length()
    return length > 6 ? this.malformed() : least + this.unsigned(length)
  }

  /** Normally small non-negative whole number: §11.6. */
  small(): number {
    return this.flag() ? this.semiConstrained() : this.bits(6)
  }

  /** Index of an enumeration with `count` values in its root: §14. Beyond them are its extensions. */
  enumerated(count: number, extensible: boolean): number {
    if (extensible && this.flag()) return count + this.small()
    return this.bits(bitsFor(count))
  }

  /** Length determinant that is not a fragment's: §11.9. */
  length(): number {
    this.align()
    const first = this.bits(8)
    if (first < 128) return first
    return first < 192 ? ((first & 63) << 8) | this.bits(8) : this.malformed()
  }

  /** How many octets, bits or elements there are: SIZE (least..most), `extensible` where it goes on with `...`. */
  size(least: number, most: number, extensible = false): number {
    if ((extensible && this.flag()) || most >= MOST_BOUND) return this.length()
    return least === most ? least : this.integer(least, most)
  }

  /** OCTET STRING (SIZE (least..most)): §17. */
  octets(least: number, most: number, extensible = false): Per {
    const length = this.size(least, most, extensible)
    if (least === most && most <= 2 && this.bit > 0) return this.#unaligned(length)
    return this.sub(length)
  }

  /** OCTET STRING without bounds, or an open type: §17, §11.2. Fragments (§11.9.3.8) are put together. */
  open(): Per {
    this.align()
    const first = this.at < this.end ? this.bytes[this.at]! : 0
    return first < 192 ? this.sub(this.length()) : this.#joined()
  }

  /** Passes over the additions of an extended SEQUENCE: §19.7–19.9. */
  skipAdditions(): void {
    const count = this.flag() ? this.length() : this.bits(6) + 1
    let present = 0
    for (let i = 0; i < count && this.fault === ''; i++) if (this.flag()) present++
    for (let i = 0; i < present && this.fault === ''; i++) this.open()
  }

  /** Of `length` octets; exact up to 2^53. */
  unsigned(length: number): number {
    const start = this.skip(length)
    if (this.fault !== '') return 0
    let value = 0
    for (let at = start; at < start + length; at++) value = value * 256 + this.bytes[at]!
    return value
  }

  /** Takes over what a part of this one met. */
  heed(part: Per): void {
    if (this.fault === '') this.fault = part.fault
  }

  malformed(): number {
    if (this.fault === '') this.fault = 'malformed'
    this.at = this.end
    this.bit = 0
    return 0
  }

  /** One or two octets that stand between others' bits. */
  #unaligned(length: number): Per {
    const copy = Uint8Array.from({ length }, () => this.bits(8))
    return new Per(copy, 0, length)
  }

  #joined(): Per {
    const pieces: Per[] = []
    let total = 0
    let isLast = false
    while (!isLast && this.fault === '' && total < MOST_JOINED) {
      this.align()
      const first = this.at < this.end ? this.bytes[this.at]! : 0
      isLast = first < 192
      const blocks = first & 63
      if (!isLast && (blocks === 0 || blocks > MOST_FRAGMENTS_AT_ONCE)) this.malformed()
      if (!isLast) this.at++
      const piece = this.sub(isLast ? this.length() : blocks * FRAGMENT)
      pieces.push(piece)
      total += piece.end - piece.at
    }
    if (!isLast) this.malformed()
    const whole = new Uint8Array(total)
    let at = 0
    for (const piece of pieces) {
      whole.set(this.bytes.subarray(piece.at, piece.end), at)
      at += piece.end - piece.at
    }
    return new Per(whole, 0, total, this.fault === 'cut' ? total + 1 : total)
  }

  #fail(n: number): number {
    if (this.fault === '') this.fault = this.at + n <= this.wireEnd ? 'cut' : 'malformed'
    this.at = this.end
    this.bit = 0
    return 0
  }
}

/** Bits that tell one of `range` values: §11.5.7.1. */
function bitsFor(range: number): number {
  return range <= 1 ? 0 : 32 - Math.clz32(range - 1)
}

/** BASIC-PER, ALIGNED: ITU-T X.691, as far as generators need it. */
import { concat, join, u16, u8 } from './octets.ts'

export class PerWriter {
  #octets: number[] = []
  #bit = 0

  bits(count: number, value: number): this {
    for (let i = count - 1; i >= 0; i--) {
      if (this.#bit === 0) this.#octets.push(0)
      const one = Math.floor(value / 2 ** i) % 2
      this.#octets[this.#octets.length - 1]! |= one << (7 - this.#bit)
      this.#bit = (this.#bit + 1) % 8
    }
    return this
  }

  /** Octets from the next boundary. */
  octets(bytes: Uint8Array): this {
    this.#bit = 0
    this.#octets.push(...bytes)
    return this
  }

  /** INTEGER (least..most): §11.5.7. */
  integer(least: number, most: number, value: number): this {
    const range = most - least + 1
    const offset = value - least
    if (range <= 255) return this.bits(Math.ceil(Math.log2(range)), offset)
    if (range === 256) return this.octets(u8(offset))
    if (range <= 65_536) return this.octets(u16(offset))
    let longest = 1
    while (256 ** longest < range) longest++
    const octets: number[] = []
    for (let left = offset; left > 0 || octets.length === 0; left = Math.floor(left / 256)) octets.unshift(left % 256)
    this.bits(Math.ceil(Math.log2(longest)), octets.length - 1)
    return this.octets(Uint8Array.from(octets))
  }

  /** OCTET STRING without bounds, or an open type: §11.2, §11.9. */
  open(bytes: Uint8Array): this {
    let rest = bytes
    while (rest.length >= 16_384) {
      const blocks = Math.min(4, Math.floor(rest.length / 16_384))
      this.octets(concat(u8(0xc0 | blocks), rest.subarray(0, blocks * 16_384)))
      rest = rest.subarray(blocks * 16_384)
    }
    const length = rest.length < 128 ? u8(rest.length) : u16(0x8000 | rest.length)
    return this.octets(concat(length, rest))
  }

  done(): Uint8Array {
    return Uint8Array.from(this.#octets)
  }
}

/** Octets of a text of hexadecimal digits; spaces are nothing. */
export function octetsOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.replaceAll(/\s/g, '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

const CRITICALITY_REJECT = 0
/** Of a PDU: which alternative of its choice. */
export const INITIATING = 0
export const SUCCESSFUL = 1
export const UNSUCCESSFUL = 2

export interface Element {
  readonly id: number
  readonly value: Uint8Array
}

export function element(id: number, value: Uint8Array): Element {
  return { id, value }
}

function elements(list: readonly Element[]): Uint8Array {
  return join(list.map(({ id, value }) => concat(u16(id), u8(CRITICALITY_REJECT), new PerWriter().open(value).done())))
}

/** A SEQUENCE whose one component is a ProtocolIE-Container. */
export function container(...list: readonly Element[]): Uint8Array {
  return concat(u8(0), u16(list.length), elements(list))
}

/** A PDU of S1AP and its kin: TS 36.413 §9.3.3. */
export function pdu(alternative: number, procedure: number, ...list: readonly Element[]): Uint8Array {
  return concat(u8(alternative << 5, procedure, 0), new PerWriter().open(container(...list)).done())
}

/** A SEQUENCE OF ProtocolIE-SingleContainer (SIZE (1..256)). */
export function list(...items: readonly Element[]): Uint8Array {
  return concat(u8(items.length - 1), elements(items))
}

export function integer(least: number, most: number, value: number): Uint8Array {
  return new PerWriter().integer(least, most, value).done()
}

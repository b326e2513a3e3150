import { CODES } from '../../src/protocols/http2/huffman.ts'
import { CODE_LENGTHS, STATIC_TABLE } from '../../src/protocols/http2/tables-hpack.ts'

type Header = readonly [name: string, value: string]

interface EncoderOptions {
  readonly huffman?: boolean
  /** Octets of the dynamic table. */
  readonly size?: number
  /** False makes every header a literal that is not indexed. */
  readonly indexing?: boolean
}

/** Compresses header lists as RFC 7541 has it, with a dynamic table of its own. One a direction of a connection. */
export class HpackEncoder {
  readonly #huffman: boolean
  readonly #indexing: boolean
  #size: number
  #table: Header[] = []
  #resized: number | undefined

  constructor({ huffman = true, size = 4096, indexing = true }: EncoderOptions = {}) {
    this.#huffman = huffman
    this.#size = size
    this.#indexing = indexing
    if (size !== 4096) this.#resized = size
  }

  /** Told at the start of the next block. */
  resize(size: number): void {
    this.#size = size
    this.#resized = size
    this.#evict()
  }

  encode(headers: readonly Header[]): Uint8Array {
    const bytes: number[] = []
    if (this.#resized !== undefined) bytes.push(...integer(0x20, 5, this.#resized))
    this.#resized = undefined
    for (const header of headers) bytes.push(...this.#header(header))
    return Uint8Array.from(bytes)
  }

  #header([name, value]: Header): number[] {
    const all = [...STATIC_TABLE, ...this.#table]
    const whole = all.findIndex((entry) => entry[0] === name && entry[1] === value) + 1
    if (whole > 0) return integer(0x80, 7, whole)
    const known = all.findIndex((entry) => entry[0] === name) + 1
    const head = this.#indexing ? integer(0x40, 6, known) : integer(0, 4, known)
    if (this.#indexing) {
      this.#table.unshift([name, value])
      this.#evict()
    }
    return [...head, ...(known === 0 ? this.#string(name) : []), ...this.#string(value)]
  }

  #evict(): void {
    const size = (): number => this.#table.reduce((sum, [name, value]) => sum + name.length + value.length + 32, 0)
    while (size() > this.#size && this.#table.length > 0) this.#table.pop()
  }

  #string(text: string): number[] {
    const plain = [...new TextEncoder().encode(text)]
    if (!this.#huffman) return [...integer(0, 7, plain.length), ...plain]
    const coded = huffman(plain)
    return [...integer(0x80, 7, coded.length), ...coded]
  }
}

/** RFC 7541 §5.1. */
function integer(flags: number, prefix: number, value: number): number[] {
  const most = 2 ** prefix - 1
  if (value < most) return [flags | value]
  const bytes = [flags | most]
  let left = value - most
  for (; left >= 128; left = Math.floor(left / 128)) bytes.push((left % 128) | 128)
  return [...bytes, left]
}

function huffman(plain: readonly number[]): number[] {
  let bits = ''
  for (const octet of plain) bits += CODES[octet]!.toString(2).padStart(CODE_LENGTHS[octet]!, '0')
  bits = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1')
  return bits.match(/.{8}/g)?.map((octet) => Number.parseInt(octet, 2)) ?? []
}

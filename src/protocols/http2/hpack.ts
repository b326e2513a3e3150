// Header compression of HTTP/2: RFC 7541.
import { interned } from '../../bytes/interned.ts'
import { type Header, HeaderTable, type Room, UNKNOWN } from './hpack-table.ts'
import { decoded, decodeHuffman } from './huffman.ts'

/** Octets of names and values of one block that are kept (DOMAIN 2.3), and headers. */
const LARGEST_LIST = 262_144
const MOST_HEADERS = 1024
const LARGEST_INTEGER = 2 ** 28

export interface HeaderBlock {
  readonly headers: readonly Header[]
  /** Something stood in an entry of the table that is not known. */
  readonly isPartial: boolean
  readonly isMalformed: boolean
  /** More headers than are kept. */
  readonly isTruncated: boolean
}

/** Decodes the header blocks of one direction of a connection, every one of them in order. */
export class HpackDecoder {
  readonly table: HeaderTable
  #bytes: Uint8Array = new Uint8Array(0)
  #at = 0
  #to = 0
  #isMalformed = false
  #headers: Header[] = []
  #size = 0
  #isPartial = false

  constructor(room: Room) {
    this.table = new HeaderTable(room)
  }

  decode(bytes: Uint8Array, from: number, to: number): HeaderBlock {
    this.#bytes = bytes
    this.#at = from
    this.#to = to
    this.#isMalformed = false
    this.#headers = []
    this.#size = 0
    this.#isPartial = false
    while (this.#at < this.#to && !this.#isMalformed) this.#representation(bytes[this.#at]!)
    // The encoder went on, and its table with it.
    if (this.#isMalformed) this.table.lose()
    const isTruncated = this.#size > LARGEST_LIST || this.#headers.length === MOST_HEADERS
    return { headers: this.#headers, isPartial: this.#isPartial, isMalformed: this.#isMalformed, isTruncated }
  }

  /** RFC 7541 §6. */
  #representation(octet: number): void {
    if (octet >= 0x80) {
      const header = this.table.get(this.#integer(7))
      if (header) this.#keep(header)
      else this.#isMalformed = true
    } else if (octet >= 0x40) {
      const header = this.#literal(6)
      if (header) this.table.add(header)
    } else if (octet >= 0x20) this.table.resize(this.#integer(5))
    else this.#literal(4)
  }

  #literal(prefix: number): Header | undefined {
    const index = this.#integer(prefix)
    const name = index === 0 ? this.#string() : this.table.get(index)?.name
    const value = this.#string()
    if (name === undefined || this.#isMalformed) {
      this.#isMalformed = true
      return undefined
    }
    const header = { name, value }
    this.#keep(header)
    return header
  }

  #keep(header: Header): void {
    if (header.name === UNKNOWN) this.#isPartial = true
    this.#size += header.name.length + header.value.length
    if (this.#size <= LARGEST_LIST && this.#headers.length < MOST_HEADERS) this.#headers.push(header)
  }

  /** RFC 7541 §5.1. */
  #integer(prefix: number): number {
    if (this.#at >= this.#to) return this.#fail()
    const mask = 2 ** prefix - 1
    let value = this.#bytes[this.#at++]! & mask
    if (value < mask) return value
    for (let weight = 1; this.#at < this.#to; weight *= 128) {
      const octet = this.#bytes[this.#at++]!
      value += (octet & 0x7f) * weight
      if (value > LARGEST_INTEGER || weight > LARGEST_INTEGER) return this.#fail()
      if (octet < 0x80) return value
    }
    return this.#fail()
  }

  /** RFC 7541 §5.2. */
  #string(): string {
    const isHuffman = this.#at < this.#to && this.#bytes[this.#at]! >= 0x80
    const length = this.#integer(7)
    const from = this.#at
    if (this.#isMalformed || length > this.#to - from) {
      this.#fail()
      return ''
    }
    this.#at = from + length
    if (!isHuffman) return interned(this.#bytes, from, this.#at)
    const octets = decodeHuffman(this.#bytes, from, this.#at)
    if (octets >= 0) return interned(decoded(), 0, octets)
    this.#fail()
    return ''
  }

  #fail(): 0 {
    this.#isMalformed = true
    return 0
  }
}

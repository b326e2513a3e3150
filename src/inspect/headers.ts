import { formatIPv4, formatIPv6 } from '../bytes/address.ts'
import { hex } from '../bytes/text.ts'
import { sctpChecksum } from './checksums.ts'
import { HEADERS, type HeaderBytes, type HeaderTable } from './tables-headers.ts'
import type { TreeNode } from './tree.ts'

/** Headers of one frame that are shown; there are never as many. */
const MOST_HEADERS = 32

/**
 * The headers of `bytes` from the one called `first` on, each with the bytes it stands on, as far as what is known and
 * captured goes.
 */
export function headerTree(bytes: Uint8Array, first: string | undefined, start = 0): TreeNode[] {
  const nodes: TreeNode[] = []
  let key = first
  let at = start
  let to = bytes.length
  let isWhole = true
  while (key !== undefined && at < to && nodes.length < MOST_HEADERS) {
    const table: HeaderTable = HEADERS[key]!
    const of = new Reader(bytes, at, to)
    const end = at + (typeof table.length === 'number' ? table.length : table.length(of))
    const node = header(table, bytes, at, Math.min(end, to))
    const status = key === 'sctp' ? sctpChecksum(bytes, { from: at, to, isWhole }) : undefined
    nodes.push(status ? { ...node, children: [...(node.children ?? []), status] } : node)
    const whole = table.whole?.(of)
    if (whole !== undefined) {
      isWhole = at + whole <= to
      to = Math.min(to, at + whole)
    }
    if (table.piece?.(of)) isWhole = false
    if (end <= at && table.fields.length > 0) break
    key = end < to ? table.next?.(of) : undefined
    at = end
  }
  return nodes
}

class Reader implements HeaderBytes {
  readonly #bytes: Uint8Array
  readonly #at: number
  readonly #to: number

  constructor(bytes: Uint8Array, at: number, to: number) {
    this.#bytes = bytes
    this.#at = at
    this.#to = to
  }

  get left(): number {
    return this.#to - this.#at
  }

  u8(at: number): number {
    return this.#at + at < this.#to ? this.#bytes[this.#at + at]! : 0
  }

  u16(at: number): number {
    return (this.u8(at) << 8) | this.u8(at + 1)
  }
}

function header({ name, fields }: HeaderTable, bytes: Uint8Array, from: number, to: number): TreeNode {
  const children: TreeNode[] = []
  for (const [field, bit, bits, format] of fields) {
    const first = from + Math.floor(bit / 8)
    const end = from + Math.ceil((bit + bits) / 8)
    if (end > to) break
    children.push({ name: field, value: valueOf(bytes, first, { bit: bit % 8, bits, format }), from: first, to: end })
  }
  return { name, from, to, children }
}

interface Shown {
  readonly bit: number
  readonly bits: number
  readonly format: HeaderTable['fields'][number][3]
}

function valueOf(bytes: Uint8Array, at: number, { bit, bits, format }: Shown): unknown {
  if (format === 'ipv4') return formatIPv4(bytes, at)
  if (format === 'ipv6') return formatIPv6(bytes, at)
  if (format === 'mac') return [...bytes.subarray(at, at + 6)].map((byte) => hex(byte, 2).slice(2)).join(':')
  const value = bitsOf(bytes, at, bit, bits)
  if (format === 'hex') return hex(value, Math.ceil(bits / 4))
  const known = format?.[value]
  return known === undefined ? value : `${known} (${value})`
}

/** A number of at most 32 bits that starts `bit` bits behind the byte at `at`. */
function bitsOf(bytes: Uint8Array, at: number, bit: number, bits: number): number {
  let value = 0
  for (let i = bit; i < bit + bits; i++) value = value * 2 + ((bytes[at + (i >> 3)]! >> (7 - (i & 7))) & 1)
  return value
}

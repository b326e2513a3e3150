// Huffman-coded strings of HPACK: RFC 7541 §5.2.
import { CODE_LENGTHS } from './tables-hpack.ts'

const END_OF_STRING = 256
const LONGEST_CODE = 30

/** The code as a tree: two ints a node, each the next node, or −1 − symbol. */
const TREE = grow()

/** Codes as [code, bits] by symbol: canonical, so the lengths give them. */
function codes(): Uint32Array {
  const of = new Uint32Array(CODE_LENGTHS.length)
  let code = 0
  for (let bits = 1; bits <= LONGEST_CODE; bits++) {
    code *= 2
    for (let symbol = 0; symbol < CODE_LENGTHS.length; symbol++) {
      if (CODE_LENGTHS[symbol] === bits) of[symbol] = code++
    }
  }
  return of
}

/** The canonical code of each symbol, right-aligned; its bits are CODE_LENGTHS. */
export const CODES = codes()

function grow(): Int32Array {
  const tree = new Int32Array(CODE_LENGTHS.length * 2)
  let nodes = 1
  const all = codes()
  for (let symbol = 0; symbol < CODE_LENGTHS.length; symbol++) {
    let node = 0
    for (let bit = CODE_LENGTHS[symbol]! - 1; bit > 0; bit--) {
      const branch = node * 2 + ((all[symbol]! >>> bit) & 1)
      if (tree[branch] === 0) tree[branch] = nodes++
      node = tree[branch]!
    }
    tree[node * 2 + (all[symbol]! & 1)] = -1 - symbol
  }
  return tree
}

/** Where strings are decoded to: grows to the longest that a header block may hold. */
let scratch = new Uint8Array(4096)

/** What `decodeHuffman` wrote, until it is called again. */
export function decoded(): Uint8Array {
  return scratch
}

/** Decodes [from, to) into `decoded()`; gives the number of octets, or −1 where the code is wrong. */
export function decodeHuffman(bytes: Uint8Array, from: number, to: number): number {
  // The shortest code has 5 bits.
  const most = Math.ceil(((to - from) * 8) / 5)
  if (most > scratch.length) scratch = new Uint8Array(most * 2)
  let length = 0
  let node = 0
  let depth = 0
  let isOnes = true
  for (let at = from; at < to; at++) {
    const octet = bytes[at]!
    for (let bit = 7; bit >= 0; bit--) {
      const one = (octet >> bit) & 1
      const next = TREE[node * 2 + one]!
      if (next >= 0) {
        node = next
        depth++
        isOnes &&= one === 1
        continue
      }
      const symbol = -1 - next
      if (symbol === END_OF_STRING) return -1
      scratch[length++] = symbol
      node = 0
      depth = 0
      isOnes = true
    }
  }
  // What is left is padding: fewer than 8 bits, all ones.
  return depth < 8 && isOnes ? length : -1
}

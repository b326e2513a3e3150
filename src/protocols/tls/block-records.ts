// Records of TLS 1.2 in chained blocks, with a code that authenticates them: RFC 5246 §6.2.3.2, RFC 7366 §3.
import { octets } from '../../bytes/octets.ts'
import type { Ciphers } from '../../model/message.ts'
import { joined } from './key-schedule.ts'
import { HEADER, type Opened, type Opener, type Sent, writeNumber } from './records.ts'
import type { BlockSuite } from './tables-suites.ts'

/** What one direction's records are opened with. */
export interface BlockKeys {
  readonly key: Uint8Array
  /** Of the authentication code. */
  readonly macKey: Uint8Array
  /** The code is that of the ciphered blocks and stands behind them; else of what is in them, before the padding. */
  readonly isMacBehind: boolean
}

export class BlockOpener implements Opener {
  readonly #ciphers: Ciphers
  readonly #suite: BlockSuite
  readonly #keys: BlockKeys

  constructor(ciphers: Ciphers, suite: BlockSuite, keys: BlockKeys) {
    this.#ciphers = ciphers
    this.#suite = suite
    this.#keys = keys
  }

  open({ bytes, from, to }: Sent, number: number): Opened | undefined {
    const { blockLength, macLength, cipher } = this.#suite
    const { key, isMacBehind } = this.#keys
    const header = { type: bytes.subarray(from, from + 3), number }
    const start = from + HEADER
    const end = isMacBehind ? to - macLength : to
    if (end - start < 2 * blockLength) return undefined
    if (isMacBehind && !this.#isMac(bytes.subarray(end, to), bytes.subarray(start, end), header)) return undefined
    const blocks = bytes.subarray(start + blockLength, end)
    const plain = this.#ciphers.chain(cipher, key, bytes.subarray(start, start + blockLength), blocks)
    // The last octet says how many others of padding there are.
    const unpadded = plain ? plain.length - 1 - plain.at(-1)! : -1
    const length = isMacBehind ? unpadded : unpadded - macLength
    if (!plain || length < 0) return undefined
    const contents = plain.subarray(0, length)
    if (!isMacBehind && !this.#isMac(plain.subarray(length, unpadded), contents, header)) return undefined
    return { type: bytes[from]!, bytes: contents }
  }

  next(): undefined {
    return undefined
  }

  #isMac(mac: Uint8Array, contents: Uint8Array, { type, number }: { type: Uint8Array; number: number }): boolean {
    const counted = new Uint8Array(8)
    writeNumber(counted, 0, number)
    const length = Uint8Array.of(contents.length >> 8, contents.length & 255)
    const found = this.#ciphers.hmac(this.#suite.mac, this.#keys.macKey, joined(counted, type, length, contents))
    return octets(found, 0, found.length) === octets(mac, 0, mac.length)
  }
}

// Records of TLS up to 1.2 in chained blocks, with a code that authenticates them: RFC 5246 §6.2.3.2, RFC 2246 §6.2.3.2,
// RFC 7366 §3.
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
  /** TLS 1.0: what the first record is chained to. Later versions write it into each record. */
  readonly start?: Uint8Array | undefined
}

export class BlockOpener implements Opener {
  readonly #ciphers: Ciphers
  readonly #suite: BlockSuite
  readonly #keys: BlockKeys
  /** TLS 1.0: the record that was tried last, what it is chained to, and the last of its blocks. */
  #tried: Sent | undefined
  #before: Uint8Array | undefined
  #last: Uint8Array | undefined

  constructor(ciphers: Ciphers, suite: BlockSuite, keys: BlockKeys) {
    this.#ciphers = ciphers
    this.#suite = suite
    this.#keys = keys
    this.#last = keys.start
  }

  open(sent: Sent, number: number): Opened | undefined {
    const { bytes, from, to } = sent
    const { blockLength, macLength, cipher } = this.#suite
    const { key, isMacBehind } = this.#keys
    const header = { type: bytes.subarray(from, from + 3), number }
    const start = from + HEADER
    const end = isMacBehind ? to - macLength : to
    const isChained = this.#keys.start !== undefined
    const first = isChained ? start : start + blockLength
    if (end - first < blockLength) return undefined
    const before = isChained ? this.#chainedTo(sent, end) : bytes.subarray(start, first)
    if (!before) return undefined
    if (isMacBehind && !this.#isMac(bytes.subarray(end, to), bytes.subarray(start, end), header)) return undefined
    const plain = this.#ciphers.chain(cipher, key, before, bytes.subarray(first, end))
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

  lose(): void {
    this.#tried = undefined
    this.#last = undefined
  }

  /** The last block of the record before, whether that was opened or not; undefined where it is lost. */
  #chainedTo(sent: Sent, end: number): Uint8Array | undefined {
    if (sent !== this.#tried) {
      this.#tried = sent
      this.#before = this.#last
      this.#last = sent.bytes.slice(end - this.#suite.blockLength, end)
    }
    return this.#before
  }

  #isMac(mac: Uint8Array, contents: Uint8Array, { type, number }: { type: Uint8Array; number: number }): boolean {
    const counted = new Uint8Array(8)
    writeNumber(counted, 0, number)
    const length = Uint8Array.of(contents.length >> 8, contents.length & 255)
    const found = this.#ciphers.hmac(this.#suite.mac, this.#keys.macKey, joined(counted, type, length, contents))
    return octets(found, 0, found.length) === octets(mac, 0, mac.length)
  }
}

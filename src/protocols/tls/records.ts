// Records of TLS, and what opens them: RFC 5246 §6.2.3.3, RFC 5288 §3, RFC 6655 §3, RFC 7905 §2; RFC 8446 §5.2, §5.3.
import { u16 } from '../../bytes/octets.ts'
import type { Ciphers } from '../../model/message.ts'
import { expandLabel } from './key-schedule.ts'
import type { AeadSuite } from './tables-suites.ts'

export const HEADER = 5
export const CHANGE_CIPHER_SPEC = 20
export const ALERT = 21
export const HANDSHAKE = 22
export const APPLICATION_DATA = 23
const MAJOR_VERSION = 3
const LAST_MINOR_VERSION = 4
/** A fragment of 2^14 octets and what ciphers add to it: RFC 5246 §6.2.3. */
const LARGEST_FRAGMENT = 16_384 + 2048

export function isRecord(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < HEADER) return false
  const type = bytes[from]!
  const isKnown = type >= CHANGE_CIPHER_SPEC && type <= APPLICATION_DATA
  const isVersion = bytes[from + 1] === MAJOR_VERSION && bytes[from + 2]! <= LAST_MINOR_VERSION
  return isKnown && isVersion && u16(bytes, from + 3) > 0 && u16(bytes, from + 3) <= LARGEST_FRAGMENT
}

/** A record at [from, to). */
export interface Sent {
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
}

/** What was in a record: `type` is one of those above. */
export interface Opened {
  readonly type: number
  readonly bytes: Uint8Array
}

/** Opens the records of one direction, for as long as its keys hold. */
export interface Opener {
  /** The record of that number, counted from the first of these keys; undefined where it is not. */
  open(record: Sent, number: number): Opened | undefined
  /** The keys that follow when they are updated; undefined where nothing follows. */
  next(): Opener | undefined
  /** Records are missing before the next one. */
  lose?(): void
}

/** TLS 1.2. */
export class OldOpener implements Opener {
  readonly #ciphers: Ciphers
  readonly #suite: AeadSuite
  readonly #key: Uint8Array
  readonly #iv: Uint8Array
  /** Octets of the nonce that stand in the record. */
  readonly #explicit: number

  constructor(ciphers: Ciphers, suite: AeadSuite, { key, iv }: { key: Uint8Array; iv: Uint8Array }) {
    this.#ciphers = ciphers
    this.#suite = suite
    this.#key = key
    this.#iv = iv
    this.#explicit = explicitOf(suite)
  }

  open({ bytes, from, to }: Sent, number: number): Opened | undefined {
    const { aead, tagLength } = this.#suite
    const start = from + HEADER + this.#explicit
    const length = to - start - tagLength
    if (length < 0) return undefined
    const additional = new Uint8Array(13)
    writeNumber(additional, 0, number)
    additional.set(bytes.subarray(from, from + 3), 8)
    additional[11] = length >> 8
    additional[12] = length & 255
    const plain = this.#ciphers.open(aead, {
      key: this.#key,
      nonce: this.#nonce(bytes, from + HEADER, number),
      additional,
      bytes: bytes.subarray(start, to),
      tagLength,
    })
    return plain && { type: bytes[from]!, bytes: plain }
  }

  next(): undefined {
    return undefined
  }

  #nonce(bytes: Uint8Array, at: number, number: number): Uint8Array {
    if (this.#explicit === 0) return nonceOf(this.#iv, number)
    const nonce = new Uint8Array(this.#iv.length + this.#explicit)
    nonce.set(this.#iv)
    nonce.set(bytes.subarray(at, at + this.#explicit), this.#iv.length)
    return nonce
  }
}

/** Octets of the nonce in each record: RFC 5288 §3, and none in RFC 7905. */
export function explicitOf({ aead }: AeadSuite): number {
  return aead === 'chacha20-poly1305' ? 0 : 8
}

/** TLS 1.3. */
export class Opener13 implements Opener {
  readonly #ciphers: Ciphers
  readonly #suite: AeadSuite
  readonly #secret: Uint8Array
  readonly #key: Uint8Array
  readonly #iv: Uint8Array
  #following: Opener13 | undefined

  constructor(ciphers: Ciphers, suite: AeadSuite, secret: Uint8Array) {
    this.#ciphers = ciphers
    this.#suite = suite
    this.#secret = secret
    const { hash, keyLength } = suite
    this.#key = expandLabel(ciphers, hash, { secret, label: 'key', length: keyLength })
    this.#iv = expandLabel(ciphers, hash, { secret, label: 'iv', length: 12 })
  }

  open({ bytes, from, to }: Sent, number: number): Opened | undefined {
    const { aead, tagLength } = this.#suite
    if (bytes[from] !== APPLICATION_DATA || to - from <= HEADER + tagLength) return undefined
    const plain = this.#ciphers.open(aead, {
      key: this.#key,
      nonce: nonceOf(this.#iv, number),
      additional: bytes.subarray(from, from + HEADER),
      bytes: bytes.subarray(from + HEADER, to),
      tagLength,
    })
    if (!plain) return undefined
    // The type stands behind the contents, and zeros behind it.
    let end = plain.length
    while (end > 0 && plain[end - 1] === 0) end--
    return end === 0
      ? { type: 0, bytes: plain.subarray(0, 0) }
      : { type: plain[end - 1]!, bytes: plain.subarray(0, end - 1) }
  }

  /** RFC 8446 §7.2. */
  next(): Opener13 {
    const [secret, length] = [this.#secret, this.#secret.length]
    const following = expandLabel(this.#ciphers, this.#suite.hash, { secret, label: 'traffic upd', length })
    return (this.#following ??= new Opener13(this.#ciphers, this.#suite, following))
  }
}

/** RFC 8446 §5.3. */
function nonceOf(iv: Uint8Array, number: number): Uint8Array {
  const nonce = new Uint8Array(iv.length)
  writeNumber(nonce, iv.length - 8, number)
  for (let i = 0; i < iv.length; i++) nonce[i]! ^= iv[i]!
  return nonce
}

export function writeNumber(bytes: Uint8Array, at: number, number: number): void {
  let left = number
  for (let i = at + 7; i >= at && left > 0; i--) {
    bytes[i] = left % 256
    left = Math.floor(left / 256)
  }
}

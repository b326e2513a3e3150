// Long headers of QUIC and the protection of Initial packets, whose keys everybody can make: RFC 9000 §17.2, RFC 9001 §5,
// RFC 9369 §3.
import { Cursor } from '../../bytes/cursor.ts'
import type { Ciphers } from '../../model/message.ts'
import { expandLabel } from './key-schedule.ts'

/** What a version of QUIC has of its own. */
export interface Version {
  readonly name: string
  readonly salt: Uint8Array
  /** Before the names of keys. */
  readonly prefix: string
  /** Type of an Initial, and of a Retry. */
  readonly initial: number
  readonly retry: number
}

const octets = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

const FIRST = { prefix: 'quic', initial: 0, retry: 3 }
export const VERSIONS: Readonly<Record<number, Version>> = {
  0x00000001: { name: 'version 1', salt: octets('38762cf7f55934b34d179ae6a4c80cadccbb7f0a'), ...FIRST },
  0x6b3343cf: {
    name: 'version 2',
    salt: octets('0dede3def700a6db819381be6e269dcbf9bd2ed9'),
    prefix: 'quicv2',
    initial: 1,
    retry: 0,
  },
}

/** A long header, up to what depends on the version. */
export interface LongHeader {
  readonly version: number
  readonly type: number
  readonly destination: Uint8Array
  readonly source: Uint8Array
  /** Where it goes on. */
  readonly at: number
}

const LONGEST_CONNECTION_ID = 20

export function longHeader(bytes: Uint8Array, from: number, to: number): LongHeader | undefined {
  const c = new Cursor(bytes, from, to)
  const first = c.u8()
  const version = c.u32()
  const [destination, source] = [connectionId(c), connectionId(c)]
  if (c.fault !== '' || (first & 0x80) === 0 || !destination || !source) return undefined
  return { version, type: (first >> 4) & 3, destination, source, at: c.at }
}

function connectionId(c: Cursor): Uint8Array | undefined {
  const length = c.u8()
  const from = c.at
  c.skip(length)
  return length <= LONGEST_CONNECTION_ID && c.fault === '' ? c.bytes.slice(from, from + length) : undefined
}

/** Variable-length integer: RFC 9000 §16. */
export function variable(c: Cursor): number {
  const first = c.u8()
  let value = first & 0x3f
  for (let left = (1 << (first >> 6)) - 1; left > 0; left--) value = value * 256 + c.u8()
  return value
}

export type Sender = 'client' | 'server'

interface Keys {
  readonly key: Uint8Array
  readonly iv: Uint8Array
  readonly header: Uint8Array
}

/** Keys of Initial packets, from the identifier that the client chose for the server first: RFC 9001 §5.2. */
export function initialKeys(ciphers: Ciphers, version: Version, chosen: Uint8Array, sender: Sender): Keys {
  const initial = ciphers.hmac('sha256', version.salt, chosen)
  const secret = expandLabel(ciphers, 'sha256', { secret: initial, label: `${sender} in`, length: 32 })
  const of = (label: string, length: number): Uint8Array =>
    expandLabel(ciphers, 'sha256', { secret, label: `${version.prefix} ${label}`, length })
  return { key: of('key', 16), iv: of('iv', 12), header: of('hp', 16) }
}

const SAMPLE_AFTER = 4
const SAMPLE = 16
const TAG = 16

/** A packet with its token, length and ciphered rest. */
export interface InitialPacket {
  readonly from: number
  /** Where the number of the packet stands. */
  readonly number: number
  readonly to: number
}

/** What an Initial at `from` is, behind its header; undefined where it is not all there. */
export function initialPacket(bytes: Uint8Array, from: number, to: number, at: number): InitialPacket | undefined {
  const c = new Cursor(bytes, at, to)
  c.skip(variable(c))
  const length = variable(c)
  const isWhole = c.fault === '' && length >= SAMPLE_AFTER + SAMPLE && c.at + length <= to
  return isWhole ? { from, number: c.at, to: c.at + length } : undefined
}

/** The frames in it, without their protection: RFC 9001 §5.3, §5.4. Undefined where the keys are not its. */
export function openInitial(
  ciphers: Ciphers,
  bytes: Uint8Array,
  { from, number, to }: InitialPacket,
  keys: Keys,
): Uint8Array | undefined {
  const sample = bytes.slice(number + SAMPLE_AFTER, number + SAMPLE_AFTER + SAMPLE)
  const mask = ciphers.count(keys.header, sample, new Uint8Array(SAMPLE))
  if (!mask) return undefined
  const first = bytes[from]! ^ (mask[0]! & 0x0f)
  const size = (first & 3) + 1
  const additional = bytes.slice(from, number + size)
  additional[0] = first
  const nonce = keys.iv.slice()
  for (let i = 0; i < size; i++) {
    const place = number - from + i
    additional[place]! ^= mask[1 + i]!
    nonce[nonce.length - size + i]! ^= additional[place]!
  }
  const sealed = bytes.slice(number + size, to)
  return ciphers.open('aes-128-gcm', { key: keys.key, nonce, additional, bytes: sealed, tagLength: TAG })
}

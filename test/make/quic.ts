/** QUIC's first packets: RFC 9000 §17.2, RFC 9001 §5, RFC 9369. */
import { createCipheriv, createHmac } from 'node:crypto'
import { concat, join, u16, u32, u8, utf8, zeros } from './octets.ts'

export interface Version {
  readonly number: number
  readonly salt: string
  readonly prefix: string
  readonly initial: number
  readonly retry: number
}

export const ONE: Version = {
  number: 1,
  salt: '38762cf7f55934b34d179ae6a4c80cadccbb7f0a',
  prefix: 'quic',
  initial: 0,
  retry: 3,
}
export const TWO: Version = {
  number: 0x6b3343cf,
  salt: '0dede3def700a6db819381be6e269dcbf9bd2ed9',
  prefix: 'quicv2',
  initial: 1,
  retry: 0,
}

function hmac(key: Uint8Array, bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHmac('sha256', key).update(bytes).digest())
}

function expand(secret: Uint8Array, label: string, length: number): Uint8Array {
  const name = utf8(`tls13 ${label}`)
  return hmac(secret, concat(u16(length), u8(name.length), name, u8(0, 1))).subarray(0, length)
}

function variable(value: number): Uint8Array {
  return value < 64 ? u8(value) : value < 16_384 ? u16(0x4000 | value) : u32(0x80000000 + value)
}

interface Initial {
  readonly version?: Version
  /** What the client chose first: the keys come of it. */
  readonly chosen: Uint8Array
  readonly sender?: 'client' | 'server'
  readonly destination?: Uint8Array
  readonly source?: Uint8Array
  readonly token?: Uint8Array
  readonly number?: number
}

/** An Initial packet with these frames, padded to 1,200 octets. */
export function initial(packet: Initial, ...frames: readonly Uint8Array[]): Uint8Array {
  const { version = ONE, chosen, sender = 'client', number = 0, token = zeros(0) } = packet
  const { destination = chosen, source = u8(1, 2, 3, 4) } = packet
  const secret = expand(hmac(Buffer.from(version.salt, 'hex'), chosen), `${sender} in`, 32)
  const [key, iv, mask] = ['key', 'iv', 'hp'].map((name, i) =>
    expand(secret, `${version.prefix} ${name}`, [16, 12, 16][i]!),
  )
  const content = join(frames)
  const plain = concat(content, zeros(Math.max(0, 1150 - content.length)))
  const first = 0xc0 | (version.initial << 4) | 1
  const head = concat(
    u8(first),
    u32(version.number),
    u8(destination.length),
    destination,
    u8(source.length),
    source,
    variable(token.length),
    token,
    variable(2 + plain.length + 16),
    u16(number),
  )
  const nonce = Uint8Array.from(iv!)
  nonce[10]! ^= number >> 8
  nonce[11]! ^= number & 255
  const cipher = createCipheriv('aes-128-gcm', key!, nonce).setAAD(head)
  const sealed = concat(
    new Uint8Array(cipher.update(plain)),
    new Uint8Array(cipher.final()),
    new Uint8Array(cipher.getAuthTag()),
  )
  const sample = createCipheriv('aes-128-ecb', mask!, null).update(sealed.subarray(2, 18))
  const whole = concat(head, sealed)
  whole[0]! ^= sample[0]! & 15
  for (let i = 0; i < 2; i++) whole[head.length - 2 + i]! ^= sample[1 + i]!
  return whole
}

export function crypto(offset: number, bytes: Uint8Array): Uint8Array {
  return concat(u8(6), variable(offset), variable(bytes.length), bytes)
}

export function acknowledgement(largest: number): Uint8Array {
  return concat(u8(2), variable(largest), u8(0, 0, 0))
}

export function close(code: number, words: string): Uint8Array {
  return concat(u8(0x1c), variable(code), u8(0), variable(words.length), utf8(words))
}

export function retry(version: Version, destination: Uint8Array, source: Uint8Array): Uint8Array {
  const ids = concat(u8(destination.length), destination, u8(source.length), source)
  return concat(u8(0xc0 | (version.retry << 4)), u32(version.number), ids, utf8('token'), zeros(16))
}

export function negotiation(destination: Uint8Array, source: Uint8Array, ...versions: number[]): Uint8Array {
  const ids = concat(u8(destination.length), destination, u8(source.length), source)
  return concat(u8(0x80), u32(0), ids, u32(...versions))
}

// Keys out of secrets: the PRF of TLS 1.2 (RFC 5246 §5) and of those before it (RFC 2246 §5), HKDF-Expand-Label of TLS 1.3 (RFC 8446 §7.1, RFC 5869).
import type { Ciphers, Hash } from '../../model/message.ts'

interface Expansion {
  readonly secret: Uint8Array
  readonly label: string
  /** Octets wanted. */
  readonly length: number
}

interface Seeded extends Expansion {
  readonly seed: Uint8Array
}

/** TLS 1.0 and 1.1: either hash has its half of the secret. */
export function oldPseudoRandom(ciphers: Ciphers, { secret, ...rest }: Seeded): Uint8Array {
  const half = Math.ceil(secret.length / 2)
  const out = pseudoRandom(ciphers, 'md5', { ...rest, secret: secret.subarray(0, half) })
  const other = pseudoRandom(ciphers, 'sha1', { ...rest, secret: secret.subarray(secret.length - half) })
  return out.map((octet, i) => octet ^ other[i]!)
}

/** `PRF(secret, label, seed)` of TLS 1.2. */
export function pseudoRandom(ciphers: Ciphers, hash: Hash, { secret, label, seed, length }: Seeded): Uint8Array {
  const begin = joined(ascii(label), seed)
  const out = new Uint8Array(length)
  let turn = begin
  for (let at = 0; at < length;) {
    turn = ciphers.hmac(hash, secret, turn)
    const piece = ciphers.hmac(hash, secret, joined(turn, begin)).subarray(0, length - at)
    out.set(piece, at)
    at += piece.length
  }
  return out
}

/** With an empty context, and no more than one round of the hash: no key is longer. */
export function expandLabel(ciphers: Ciphers, hash: Hash, { secret, label, length }: Expansion): Uint8Array {
  const name = ascii(`tls13 ${label}`)
  const info = joined(Uint8Array.of(length >> 8, length & 255, name.length), name, Uint8Array.of(0, 1))
  return ciphers.hmac(hash, secret, info).subarray(0, length)
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

export function joined(...pieces: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    out.set(piece, at)
    at += piece.length
  }
  return out
}

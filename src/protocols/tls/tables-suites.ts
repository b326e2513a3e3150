// Cipher suites with an AEAD, by number: RFC 5288, RFC 5289, RFC 5487, RFC 6655, RFC 7251, RFC 7905, RFC 8442, RFC 8446.
import type { Aead, Hash } from '../../model/message.ts'

export interface Suite {
  readonly aead: Aead
  /** Octets of the key and of the tag. */
  readonly keyLength: number
  readonly tagLength: number
  /** Of the pseudo-random function, or of the key schedule. */
  readonly hash: Hash
}

const AES_128_GCM: Suite = { aead: 'aes-128-gcm', keyLength: 16, tagLength: 16, hash: 'sha256' }
const AES_256_GCM: Suite = { aead: 'aes-256-gcm', keyLength: 32, tagLength: 16, hash: 'sha384' }
const AES_128_CCM: Suite = { aead: 'aes-128-ccm', keyLength: 16, tagLength: 16, hash: 'sha256' }
const AES_256_CCM: Suite = { aead: 'aes-256-ccm', keyLength: 32, tagLength: 16, hash: 'sha256' }
const AES_128_CCM_8: Suite = { ...AES_128_CCM, tagLength: 8 }
const AES_256_CCM_8: Suite = { ...AES_256_CCM, tagLength: 8 }
const CHACHA20: Suite = { aead: 'chacha20-poly1305', keyLength: 32, tagLength: 16, hash: 'sha256' }

function each(suite: Suite, ...numbers: readonly number[]): [number, Suite][] {
  return numbers.map((number) => [number, suite])
}

/** However keys were agreed on: only what comes after is of interest. */
export const SUITES: ReadonlyMap<number, Suite> = new Map([
  ...each(AES_128_GCM, 0x1301, 0x009c, 0x009e, 0x00a0, 0x00a2, 0x00a4, 0x00a6, 0x00a8, 0x00aa, 0x00ac),
  ...each(AES_128_GCM, 0xc02b, 0xc02d, 0xc02f, 0xc031, 0xd001),
  ...each(AES_256_GCM, 0x1302, 0x009d, 0x009f, 0x00a1, 0x00a3, 0x00a5, 0x00a7, 0x00a9, 0x00ab, 0x00ad),
  ...each(AES_256_GCM, 0xc02c, 0xc02e, 0xc030, 0xc032, 0xd002),
  ...each(CHACHA20, 0x1303, 0xcca8, 0xcca9, 0xccaa, 0xccab, 0xccac, 0xccad, 0xccae),
  ...each(AES_128_CCM, 0x1304, 0xc09c, 0xc09e, 0xc0a4, 0xc0a6, 0xc0ac, 0xd005),
  ...each(AES_256_CCM, 0xc09d, 0xc09f, 0xc0a5, 0xc0a7, 0xc0ad),
  ...each(AES_128_CCM_8, 0x1305, 0xc0a0, 0xc0a2, 0xc0a8, 0xc0aa, 0xc0ae, 0xd003),
  ...each(AES_256_CCM_8, 0xc0a1, 0xc0a3, 0xc0a9, 0xc0ab, 0xc0af),
])

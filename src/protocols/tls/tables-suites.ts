// Cipher suites by number. With an AEAD: RFC 5288, RFC 5289, RFC 5487, RFC 6655, RFC 7251, RFC 7905, RFC 8442, RFC 8446;
// with chained blocks: RFC 5246, RFC 5289, RFC 5487, RFC 5489, RFC 5932, RFC 8422.
import type { Aead, BlockCipher, Hash } from '../../model/message.ts'

interface Keyed {
  /** Octets of the key. */
  readonly keyLength: number
  /** Of the pseudo-random function, or of the key schedule. */
  readonly hash: Hash
}

export interface AeadSuite extends Keyed {
  readonly aead: Aead
  readonly tagLength: number
}

/** Blocks chained, and a message authentication code besides: RFC 5246 §6.2.3.2. */
export interface BlockSuite extends Keyed {
  readonly cipher: BlockCipher
  readonly blockLength: number
  readonly mac: Hash
  readonly macLength: number
}

export const AES_128_GCM: AeadSuite = { aead: 'aes-128-gcm', keyLength: 16, tagLength: 16, hash: 'sha256' }
export const AES_256_GCM: AeadSuite = { aead: 'aes-256-gcm', keyLength: 32, tagLength: 16, hash: 'sha384' }
const AES_128_CCM: AeadSuite = { aead: 'aes-128-ccm', keyLength: 16, tagLength: 16, hash: 'sha256' }
const AES_256_CCM: AeadSuite = { aead: 'aes-256-ccm', keyLength: 32, tagLength: 16, hash: 'sha256' }
const AES_128_CCM_8: AeadSuite = { ...AES_128_CCM, tagLength: 8 }
const AES_256_CCM_8: AeadSuite = { ...AES_256_CCM, tagLength: 8 }
const CHACHA20: AeadSuite = { aead: 'chacha20-poly1305', keyLength: 32, tagLength: 16, hash: 'sha256' }

/** With SHA-1 unless something else is said; the pseudo-random function of TLS 1.2 takes SHA-256 at least. */
function chained(cipher: BlockCipher, keyLength: number, mac: Hash = 'sha1'): BlockSuite {
  const macLength = { md5: 16, sha1: 20, sha256: 32, sha384: 48 }[mac]
  const blockLength = cipher === 'des-ede3-cbc' ? 8 : 16
  return { cipher, keyLength, blockLength, mac, macLength, hash: mac === 'sha384' ? mac : 'sha256' }
}

const AES_128 = chained('aes-128-cbc', 16)
const AES_256 = chained('aes-256-cbc', 32)
const AES_128_SHA256 = chained('aes-128-cbc', 16, 'sha256')
const AES_256_SHA256 = chained('aes-256-cbc', 32, 'sha256')
const AES_256_SHA384 = chained('aes-256-cbc', 32, 'sha384')
const CAMELLIA_128 = chained('camellia-128-cbc', 16)
const CAMELLIA_256 = chained('camellia-256-cbc', 32)
const CAMELLIA_128_SHA256 = chained('camellia-128-cbc', 16, 'sha256')
const CAMELLIA_256_SHA256 = chained('camellia-256-cbc', 32, 'sha256')
const TRIPLE_DES = chained('des-ede3-cbc', 24)

function each<Suite>(suite: Suite, ...numbers: readonly number[]): [number, Suite][] {
  return numbers.map((number) => [number, suite])
}

/** However keys were agreed on: only what comes after is of interest. */
export const SUITES: ReadonlyMap<number, AeadSuite | BlockSuite> = new Map<number, AeadSuite | BlockSuite>([
  ...each(AES_128_GCM, 0x1301, 0x009c, 0x009e, 0x00a0, 0x00a2, 0x00a4, 0x00a6, 0x00a8, 0x00aa, 0x00ac),
  ...each(AES_128_GCM, 0xc02b, 0xc02d, 0xc02f, 0xc031, 0xd001),
  ...each(AES_256_GCM, 0x1302, 0x009d, 0x009f, 0x00a1, 0x00a3, 0x00a5, 0x00a7, 0x00a9, 0x00ab, 0x00ad),
  ...each(AES_256_GCM, 0xc02c, 0xc02e, 0xc030, 0xc032, 0xd002),
  ...each(CHACHA20, 0x1303, 0xcca8, 0xcca9, 0xccaa, 0xccab, 0xccac, 0xccad, 0xccae),
  ...each(AES_128_CCM, 0x1304, 0xc09c, 0xc09e, 0xc0a4, 0xc0a6, 0xc0ac, 0xd005),
  ...each(AES_256_CCM, 0xc09d, 0xc09f, 0xc0a5, 0xc0a7, 0xc0ad),
  ...each(AES_128_CCM_8, 0x1305, 0xc0a0, 0xc0a2, 0xc0a8, 0xc0aa, 0xc0ae, 0xd003),
  ...each(AES_256_CCM_8, 0xc0a1, 0xc0a3, 0xc0a9, 0xc0ab, 0xc0af),
  ...each(AES_128, 0x002f, 0x0030, 0x0031, 0x0032, 0x0033, 0x0034, 0x008c, 0x0090, 0x0094),
  ...each(AES_128, 0xc004, 0xc009, 0xc00e, 0xc013, 0xc018, 0xc01d, 0xc01e, 0xc01f, 0xc035),
  ...each(AES_256, 0x0035, 0x0036, 0x0037, 0x0038, 0x0039, 0x003a, 0x008d, 0x0091, 0x0095),
  ...each(AES_256, 0xc005, 0xc00a, 0xc00f, 0xc014, 0xc019, 0xc020, 0xc021, 0xc022, 0xc036),
  ...each(AES_128_SHA256, 0x003c, 0x003e, 0x003f, 0x0040, 0x0067, 0x006c, 0x00ae, 0x00b2, 0x00b6),
  ...each(AES_128_SHA256, 0xc023, 0xc025, 0xc027, 0xc029, 0xc037),
  ...each(AES_256_SHA256, 0x003d, 0x0068, 0x0069, 0x006a, 0x006b, 0x006d),
  ...each(AES_256_SHA384, 0x00af, 0x00b3, 0x00b7, 0xc024, 0xc026, 0xc028, 0xc02a, 0xc038),
  ...each(CAMELLIA_128, 0x0041, 0x0042, 0x0043, 0x0044, 0x0045, 0x0046),
  ...each(CAMELLIA_256, 0x0084, 0x0085, 0x0086, 0x0087, 0x0088, 0x0089),
  ...each(CAMELLIA_128_SHA256, 0x00ba, 0x00bb, 0x00bc, 0x00bd, 0x00be, 0x00bf, 0xc072, 0xc074, 0xc076, 0xc078),
  ...each(CAMELLIA_256_SHA256, 0x00c0, 0x00c1, 0x00c2, 0x00c3, 0x00c4, 0x00c5),
  ...each(TRIPLE_DES, 0x000a, 0x000d, 0x0010, 0x0013, 0x0016, 0x001b, 0x008b, 0x008f, 0x0093),
  ...each(TRIPLE_DES, 0xc003, 0xc008, 0xc00d, 0xc012, 0xc017, 0xc01a, 0xc01b, 0xc01c, 0xc034),
])

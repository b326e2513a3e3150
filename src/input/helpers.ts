import { createDecipheriv, createHmac, type CipherGCMTypes } from 'node:crypto'
import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib'
import type { Ciphers, Inflate } from '../model/message.ts'

interface Bounds {
  readonly maxOutputLength: number
  readonly dictionary?: Uint8Array
}

const INFLATERS: Readonly<Record<string, (bytes: Uint8Array, bounds: Bounds) => Uint8Array>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: (bytes, options) => (isZlib(bytes) ? inflateSync(bytes, options) : inflateRawSync(bytes, options)),
  br: brotliDecompressSync,
  // RFC 9659 §3: no window of more than 8 MB has to be kept for it.
  zstd: (bytes, bounds) => zstdDecompressSync(bytes, { ...bounds, params: { [constants.ZSTD_d_windowLogMax]: 23 } }),
  // RFC 7692 §7.2.2: the end of the last block was left out, and there may be no final one.
  'permessage-deflate': (bytes, bounds) =>
    inflateRawSync(Buffer.concat([bytes, BLOCK_END]), { ...bounds, finishFlush: constants.Z_SYNC_FLUSH }),
}

const BLOCK_END = Uint8Array.of(0, 0, 0xff, 0xff)

/** RFC 1950 §2.2: what HTTP calls deflate comes with such a header, or, wrongly, without. */
function isZlib(bytes: Uint8Array): boolean {
  return bytes.length > 1 && (bytes[0]! & 15) === 8 && ((bytes[0]! << 8) | bytes[1]!) % 31 === 0
}

/** Inflates a body within `most` bytes, for the engine, which has no such thing of its own. */
export const inflate: Inflate = (coding, bytes, most, before) => {
  if (!Object.hasOwn(INFLATERS, coding)) return undefined
  try {
    return INFLATERS[coding]?.(bytes, { maxOutputLength: most, ...(before?.length && { dictionary: before }) })
  } catch {
    // Damaged, or larger than allowed: either way it stays compressed.
    return undefined
  }
}

/** Ciphers for the engine, which has no such thing of its own either. */
export const ciphers: Ciphers = {
  hmac: (hash, key, bytes) => createHmac(hash, key).update(bytes).digest(),
  open: (aead, { key, nonce, additional, bytes, tagLength: authTagLength }) => {
    const end = bytes.length - authTagLength
    if (end < 0) return undefined
    try {
      // All of them are used alike; of the names, the types know those of GCM only.
      const decipher = createDecipheriv(aead as CipherGCMTypes, key, nonce, { authTagLength })
      decipher.setAuthTag(bytes.subarray(end))
      decipher.setAAD(additional, { plaintextLength: end })
      const plain = decipher.update(bytes.subarray(0, end))
      decipher.final()
      return plain
    } catch {
      return undefined
    }
  },
  chain: (cipher, key, start, bytes) => {
    try {
      const decipher = createDecipheriv(cipher, key, start).setAutoPadding(false)
      const plain = decipher.update(bytes)
      return decipher.final().length === 0 ? plain : undefined
    } catch {
      return undefined
    }
  },
  count: (key, start, bytes) => {
    try {
      return createDecipheriv('aes-128-ctr', key, start).update(bytes)
    } catch {
      return undefined
    }
  },
}

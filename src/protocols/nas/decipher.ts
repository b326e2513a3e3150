// Ciphering of NAS with AES: 128-EEA2 (TS 33.401 §B.1.3), which 128-NEA2 is (TS 33.501 §D.2.1.3).
import type { Ciphers } from '../../model/message.ts'

/** What the cipher counts from besides the key. */
export interface CipherInput {
  /** 32 bits: of NAS eight zeros, and the count of NAS. */
  readonly count: number
  /** Five bits. */
  readonly bearer: number
  readonly isDownlink: boolean
}

/** The cipher is the same both ways. */
export function decipher(
  ciphers: Ciphers,
  key: Uint8Array,
  { count, bearer, isDownlink }: CipherInput,
  bytes: Uint8Array,
): Uint8Array | undefined {
  const start = new Uint8Array(16)
  new DataView(start.buffer).setUint32(0, count)
  start[4] = (bearer << 3) | (isDownlink ? 4 : 0)
  return ciphers.count(key, start, bytes)
}

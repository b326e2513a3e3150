/** Security of NAS with AES, by our own hand: TS 33.401 §B.1.3, TS 24.301 §9.2, TS 24.501 §9.1.1. */
import { createCipheriv } from 'node:crypto'
import { concat, u32, u8, zeros } from './octets.ts'

export interface Protection {
  readonly key: Uint8Array
  readonly count: number
  readonly isDownlink: boolean
  /** Security header type: 2 or 4. */
  readonly header?: number
}

function ciphered(plain: Uint8Array, bearer: number, { key, count, isDownlink }: Protection): Uint8Array {
  const start = concat(u32(count), u8((bearer << 3) | (isDownlink ? 4 : 0)), zeros(11))
  return new Uint8Array(createCipheriv('aes-128-ctr', key, start).update(plain))
}

/** A ciphered message of EPS; its message authentication code is any. */
export function protectedEps(plain: Uint8Array, how: Protection): Uint8Array {
  return concat(u8(((how.header ?? 2) << 4) | 7), zeros(4), u8(how.count & 255), ciphered(plain, 0, how))
}

/** One of 5GS over 3GPP access. */
export function protected5gs(plain: Uint8Array, how: Protection): Uint8Array {
  return concat(u8(0x7e, how.header ?? 2), zeros(4), u8(how.count & 255), ciphered(plain, 1, how))
}

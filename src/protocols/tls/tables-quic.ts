import { ALERTS } from './tables-records.ts'

/** Why a connection is closed: RFC 9000 §20.1. */
const ERRORS: Readonly<Record<number, string>> = {
  0x00: 'no error',
  0x01: 'internal error',
  0x02: 'connection refused',
  0x03: 'flow control error',
  0x04: 'stream limit error',
  0x05: 'stream state error',
  0x06: 'final size error',
  0x07: 'frame encoding error',
  0x08: 'transport parameter error',
  0x09: 'connection id limit error',
  0x0a: 'protocol violation',
  0x0b: 'invalid token',
  0x0c: 'application error',
  0x0d: 'crypto buffer exceeded',
  0x0e: 'key update error',
  0x0f: 'aead limit reached',
  0x10: 'no viable path',
}
/** An alert of TLS: RFC 9001 §4.8. */
const CRYPTO_ERROR = 0x100

export function closeReason(code: number): string {
  const isAlert = code >= CRYPTO_ERROR && code < 2 * CRYPTO_ERROR
  const name = isAlert ? ALERTS[code - CRYPTO_ERROR] : ERRORS[code]
  return name ?? `error 0x${code.toString(16)}`
}

// Records of TLS and DTLS as far as they are not ciphered, for the packet detail: RFC 8446 §5, RFC 6347 §4.1.
import { u16, u24 } from '../../bytes/octets.ts'
import type { Out } from '../../model/message.ts'
import { ALERT, APPLICATION_DATA, HANDSHAKE } from './records.ts'
import { ALERTS, CONTENT_TYPES, HANDSHAKE_TYPES } from './tables-records.ts'

const ALERT_LENGTH = 2
const FATAL = 2

/** A record whose contents are at [start, to); `isSealed` where its keys are in use, as far as the record tells. */
export interface RecordExtent {
  readonly from: number
  readonly start: number
  readonly to: number
  readonly isSealed: boolean
}

export function showRecord(bytes: Uint8Array, { from, start, to, isSealed }: RecordExtent, out: Out): void {
  const type = bytes[from]!
  out.show('Content type', CONTENT_TYPES[type] ?? type, from, from + 1)
  out.show('Length', to - start, start - 2, start)
  const alert = alertOf(bytes, from, start, to)
  if (isSealed || type === APPLICATION_DATA) out.show('Contents', 'ciphered', start, to)
  else if (alert !== undefined) out.show('Alert', alert, start, to)
  else if (type === HANDSHAKE) showHandshake(bytes, start, to, out)
}

/** Of DTLS one stands behind the other likewise, each with eight octets more in its header: the first is told. */
function showHandshake(bytes: Uint8Array, start: number, to: number, out: Out): void {
  const isOne = start + 4 <= to && u24(bytes, start + 1) <= to - start
  const name = isOne ? HANDSHAKE_TYPES[bytes[start]!] : undefined
  // In TLS 1.2 the last of the handshake is ciphered already.
  out.show('Handshake', name ?? 'ciphered, or a piece of a message', start, to)
}

/** An alert that is not ciphered has two octets: RFC 8446 §6. */
function alertOf(bytes: Uint8Array, from: number, start: number, to: number): string | undefined {
  if (bytes[from] !== ALERT || to - start !== ALERT_LENGTH) return undefined
  const code = bytes[start + 1]!
  return `${ALERTS[code] ?? `alert ${code}`} (${bytes[start] === FATAL ? 'fatal' : 'warning'})`
}

/** As a part of a label: one that ends the connection. */
export function alertIn(bytes: Uint8Array, from: number, header: number, to: number): { readonly alert?: string } {
  const start = from + header
  if (start >= to || bytes[start] !== FATAL) return {}
  const alert = alertOf(bytes, from, start, Math.min(to, start + u16(bytes, start - 2)))
  return alert === undefined ? {} : { alert }
}
